// repere analyze PATH…: from conversations to filled grids, without a store.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/json.hpp"
#include "analysis/redact.hpp"
#include "cli/context.hpp"
#include "cli/inputs.hpp"
#include "cli/progress.hpp"
#include "cli/render.hpp"
#include "core/ordered_pipeline.hpp"
#include "grid/evaluation.hpp"

namespace repere::cli {
namespace {

struct Options {
    InputOptions inputs;
    std::string grid = "standard";
    bool redact = false;
    bool no_judge = false;
    bool json = false;
};

// What one conversation came to: ready to print, or why not.
struct Outcome {
    std::string id;
    Result<std::string> text;
};

struct Job {
    Interaction interaction;
    std::string source;
};

struct Tools {
    analysis::Analyzer analyzer;
    analysis::AnalyzeConfig config;
    grid::Grid grid;
    std::optional<judge::Judge> judge;
};

Outcome analyze_one(const Context& context, const Tools& tools, const Options& options, Job job) {
    Outcome outcome{job.interaction.id, {}};
    auto analysis = tools.analyzer.analyze(std::move(job.interaction), tools.config, context.stop);
    if (!analysis) {
        Error error = analysis.error();
        if (error.place.source.empty() || error.place.source == outcome.id) error.place.source = job.source;
        outcome.text = fail(std::move(error));
        return outcome;
    }
    auto filled = judge::evaluate(tools.grid, *analysis, tools.judge ? &*tools.judge : nullptr, context.stop);
    if (options.redact) {
        auto masked = analysis::redacted(*analysis);
        filled = grid::redacted(filled, *analysis, masked);
        *analysis = std::move(masked);
    }
    const auto evaluation = grid::to_json(filled, context.messages);
    outcome.text = options.json ? analysis::to_json_text(*analysis, context.messages, {{"evaluation", evaluation}})
                                : full_view(*analysis, evaluation, tools.grid, context.messages, wants_colours());
    *outcome.text += '\n';
    return outcome;
}

void run(Context& context, const Options& options) {
    const auto config = options.inputs.analyze_config();
    if (!config) return context.error(config.error());
    auto analyzer = load_analyzer(context);
    if (!analyzer) return;
    auto grid = load_grid(context, options.grid);
    if (!grid) return;
    auto judge = options.no_judge ? Result<std::optional<judge::Judge>>(std::nullopt) : load_judge(context);
    if (!judge) return;
    const Tools tools{std::move(*analyzer), *config, std::move(*grid), std::move(*judge)};

    Progress progress(context.text("cli.analyze.progress"), 0, context.quiet);
    OrderedPipeline<Job, Outcome> pipeline(
        options.inputs.threads(), [&](Job job) { return analyze_one(context, tools, options, std::move(job)); },
        [&](Outcome outcome) {
            if (!outcome.text) return context.input_error(outcome.text.error());
            clear_progress();
            std::fwrite(outcome.text->data(), 1, outcome.text->size(), stdout);
            progress.advance(outcome.id);
        });
    for_each_interaction(context, options.inputs, [&](Interaction interaction, const std::string& source) {
        pipeline.push({std::move(interaction), source});
    });
    pipeline.finish();
}

}  // namespace

void add_analyze(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("analyze", context.text("cli.analyze.help"));
    add_reading_options(*command, options->inputs, context);
    add_hearing_options(*command, options->inputs, context);
    command->add_option("--grid", options->grid, context.text("cli.option.grid"));
    command->add_flag("--redact", options->redact, context.text("cli.option.redact"));
    command->add_flag("--no-judge", options->no_judge, context.text("cli.option.no_judge"));
    command->add_flag("--json", options->json, context.text("cli.option.json"));
    command->callback([options, &context] { run(context, *options); });
}

}  // namespace repere::cli
