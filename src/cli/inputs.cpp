#include "cli/inputs.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <thread>

#include <CLI/CLI.hpp>

#include "intake/read.hpp"

namespace repere::cli {
namespace {

intake::IntakeConfig intake_config(const Context& context, const InputOptions& options) {
    intake::IntakeConfig config;
    config.mappings = context.knowledge() / "mappings";
    config.metadata = options.metadata;
    config.name_pattern = options.name_pattern;
    config.mapping = options.mapping;
    config.agent_addresses = options.agent_addresses;
    if (!options.agent_channel.empty()) config.agent_is_left = options.agent_channel == "left";
    return config;
}

}  // namespace

unsigned InputOptions::threads() const { return jobs > 0 ? jobs : std::max(1U, std::thread::hardware_concurrency()); }

Result<analysis::AnalyzeConfig> InputOptions::analyze_config() const {
    analysis::AnalyzeConfig config;
    config.language = language;
    auto& recognizer = config.transcribe.recognizer;
    recognizer.engine = engine == "whisper" ? speech::Engine::kWhisper : speech::Engine::kPocketSphinx;
    recognizer.language = language;
    recognizer.model = model;
    if (agent_channel == "left") config.transcribe.agent_channel = speech::AgentChannel::kLeft;
    if (agent_channel == "right") config.transcribe.agent_channel = speech::AgentChannel::kRight;
    if (const auto valid = config.validate(); !valid) return fail(valid.error());
    return config;
}

void add_reading_options(CLI::App& command, InputOptions& options, const Context& context) {
    command.add_option("PATH", options.paths, context.text("cli.option.path"))->required();
    command.add_option("--metadata", options.metadata, context.text("cli.option.metadata"));
    command.add_option("--name-pattern", options.name_pattern, context.text("cli.option.name_pattern"));
    command.add_option("--mapping", options.mapping, context.text("cli.option.mapping"));
    command.add_option("--agent-address", options.agent_addresses, context.text("cli.option.agent_address"));
}

void add_hearing_options(CLI::App& command, InputOptions& options, const Context& context) {
    command.add_option("--language", options.language, context.text("cli.option.language"))
        ->check(CLI::IsMember({"fr", "en", "auto"}));
    command.add_option("--engine", options.engine, context.text("cli.option.engine"))
        ->check(CLI::IsMember({"pocketsphinx", "whisper"}));
    command.add_option("--model", options.model, context.text("cli.option.model"));
    command.add_option("--agent-channel", options.agent_channel, context.text("cli.option.agent_channel"))
        ->check(CLI::IsMember({"left", "right"}));
    command.add_option("--jobs", options.jobs, context.text("cli.option.jobs"))->check(CLI::Range(0, 256));
}

void for_each_interaction(Context& context, const InputOptions& options,
                          const std::function<void(Interaction, const std::string& source)>& take) {
    const intake::IntakeConfig config = intake_config(context, options);
    std::size_t given = 0;
    const intake::Visitor visitor{
        .interaction =
            [&](Interaction&& interaction, const Place& place) {
                ++given;
                take(std::move(interaction), place.source);
                return !context.stop.stop_requested();
            },
        .error = [&](const Error& error) { context.input_error(error); },
        .warning = [&](const Warning& warning) { context.warning(warning); }};
    std::vector<std::filesystem::path> files;
    for (const auto& path : options.paths) {
        if (path != "-") {
            files.emplace_back(path);
            continue;
        }
        const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
        auto batch = intake::read_document(text, "-", config);
        for (const auto& warning : batch.warnings) visitor.warning(warning);
        for (const auto& error : batch.errors) visitor.error(error);
        for (auto& interaction : batch.items) visitor.interaction(std::move(interaction), {"-", 0, 0, ""});
    }
    if (!files.empty()) {
        if (const auto visited = intake::visit(files, config, visitor); !visited) return context.error(visited.error());
    }
    if (given == 0 && context.exit_code == kDone) context.input_error({ErrorCode::kNotFound, "cli.nothing_read", {}, {}});
}

}  // namespace repere::cli
