// repere redact PATH…: masked text and sound, and a typed log of what was masked.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/redact.hpp"
#include "audio/decode.hpp"
#include "audio/wav.hpp"
#include "cli/context.hpp"
#include "cli/inputs.hpp"
#include "cli/progress.hpp"
#include "conversation/json.hpp"
#include "conversation/times.hpp"
#include "core/files.hpp"
#include "privacy/sound.hpp"
#include "speech/formats.hpp"

namespace repere::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct Options {
    InputOptions inputs;
    std::string output;
    bool json = false;
};

// What was masked: type and place, never the words.
Json log_of(const analysis::Analysis& original, const analysis::Analysis& masked) {
    Json log = Json::array();
    for (std::size_t i = 0; i < masked.pii.size(); ++i) {
        const auto& finding = masked.pii[i];
        Json line{{"turn", finding.turn}, {"type", finding.type}, {"mask", privacy::mask_of(finding)},
                  {"begin", finding.span.begin}, {"end", finding.span.end}, {"source", finding.source}};
        if (const auto times = times_of(original.interaction.turns[finding.turn], original.pii[i].span)) {
            line["start"] = times->start;
            line["end_s"] = times->end;
        }
        log.push_back(std::move(line));
    }
    return log;
}

// An id as a file name: letters, digits, dots, dashes and underscores stay.
std::string file_name(const std::string& id) {
    std::string name;
    for (const char c : id) name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_' ? c : '_';
    return name.empty() || name.front() == '.' ? "_" + name : name;
}

// A recording is given out masked only where every finding has its place in time and the words are to be trusted: the
// built-in engine misses too many of them in either language.
void write_sound(Context& context, const analysis::Analysis& original, const fs::path& file) {
    const Interaction& interaction = original.interaction;
    if (interaction.media.empty()) return;
    const auto intervals = privacy::intervals_to_mask(interaction, original.pii);
    const auto engine = original.versions.find("asr");
    const bool uncertain = engine != original.versions.end() && engine->second.starts_with("pocketsphinx");
    if (!intervals || uncertain) {
        context.warning({uncertain ? "cli.redact.sound_uncertain" : "cli.redact.sound_without_times", {}, {interaction.id}});
        return;
    }
    const Media& media = interaction.media.front();
    auto decoded = media.path.empty() ? audio::decode_bytes(media.bytes, interaction.id, {}, context.stop)
                                      : audio::decode_file(media.path, {}, context.stop);
    if (!decoded) return context.input_error(decoded.error());
    const auto masked = audio::silenced(std::move(decoded->sound), *intervals);
    if (const auto written = audio::write_wav(file, masked); !written) context.error(written.error());
}

void redact_one(Context& context, const Options& options, const analysis::Analysis& original) {
    analysis::Analysis masked = analysis::redacted(original);
    masked.interaction.media.clear();
    Json document = to_json(masked.interaction);
    document["redactions"] = log_of(original, masked);
    clear_progress();
    if (options.output.empty()) {
        fmt::print("{}", options.json ? document.dump() + "\n" : speech::to_text(masked.interaction));
        return;
    }
    const fs::path stem = fs::path(options.output) / file_name(masked.interaction.id);
    if (const auto written = write_file(stem.string() + ".json", document.dump(2) + "\n"); !written) {
        return context.error(written.error());
    }
    write_sound(context, original, stem.string() + ".wav");
    if (options.json) fmt::print("{}\n", document.dump());
}

void run(Context& context, const Options& options) {
    const auto config = options.inputs.analyze_config();
    if (!config) return context.error(config.error());
    const auto analyzer = load_analyzer(context);
    if (!analyzer) return;
    Progress progress(context.text("cli.redact.progress"), 0, context.quiet);
    for_each_interaction(context, options.inputs, [&](Interaction interaction, const std::string& source) {
        const auto analysis = analyzer->analyze(std::move(interaction), *config, context.stop);
        if (!analysis) {
            Error error = analysis.error();
            if (error.place.source.empty()) error.place.source = source;
            return context.input_error(error);
        }
        redact_one(context, options, *analysis);
        progress.advance(analysis->interaction.id);
    });
}

}  // namespace

void add_redact(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("redact", context.text("cli.redact.help"));
    add_reading_options(*command, options->inputs, context);
    add_hearing_options(*command, options->inputs, context);
    command->add_option("--output", options->output, context.text("cli.option.output_folder"));
    command->add_flag("--json", options->json, context.text("cli.option.json"));
    command->callback([options, &context] { run(context, *options); });
}

}  // namespace repere::cli
