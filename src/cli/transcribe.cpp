// repere transcribe PATH…: the words of recordings (or of any conversation), as text, JSON or subtitles.
#include "speech/transcribe.hpp"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/inputs.hpp"
#include "cli/progress.hpp"
#include "conversation/json.hpp"
#include "speech/formats.hpp"

namespace repere::cli {
namespace {

struct Options {
    InputOptions inputs;
    std::string format = "text";
};

std::string formatted(const Interaction& interaction, const std::string& format) {
    if (format == "json") return to_json(interaction).dump() + "\n";
    if (format == "vtt") return speech::to_webvtt(interaction);
    if (format == "srt") return speech::to_srt(interaction);
    return speech::to_text(interaction);
}

void run(Context& context, const Options& options) {
    const auto config = options.inputs.analyze_config();
    if (!config) return context.error(config.error());
    Progress progress(context.text("cli.transcribe.progress"), 0, context.quiet);
    for_each_interaction(context, options.inputs, [&](Interaction interaction, const std::string& source) {
        if (context.stop.stop_requested()) return;
        if (config->language != "auto") interaction.language = config->language;
        auto heard = speech::transcribe(std::move(interaction), config->transcribe, speech::one_unknown_speaker(), context.stop);
        if (!heard) {
            Error error = heard.error();
            if (error.place.source.empty()) error.place.source = source;
            return context.input_error(error);
        }
        for (const auto& warning : heard->warnings) context.warning(warning);
        clear_progress();
        fmt::print("{}", formatted(heard->interaction, options.format));
        progress.advance(heard->interaction.id);
    });
}

}  // namespace

void add_transcribe(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("transcribe", context.text("cli.transcribe.help"));
    add_reading_options(*command, options->inputs, context);
    add_hearing_options(*command, options->inputs, context);
    command->add_option("--format", options->format, context.text("cli.option.transcript_format"))
        ->check(CLI::IsMember({"text", "json", "vtt", "srt"}));
    command->callback([options, &context] { run(context, *options); });
}

}  // namespace repere::cli
