// repere benchmark PATH…: labelled conversations in, accuracy by signal, label and criterion out.
#include "review/benchmark.hpp"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/inputs.hpp"
#include "conversation/json.hpp"
#include "core/files.hpp"
#include "core/ordered_pipeline.hpp"
#include "grid/evaluation.hpp"
#include "intake/read.hpp"

namespace repere::cli {
namespace {

struct Options {
    InputOptions inputs;
    std::string grid = "standard";
    bool json = false;
};

struct Judged {
    LabelledInteraction reference;
    Result<analysis::Analysis> analysis;
    grid::Evaluation evaluation;
};

void run(Context& context, const Options& options) {
    const auto analyzer = load_analyzer(context);
    const auto grid = analyzer ? load_grid(context, options.grid) : std::nullopt;
    if (!grid) return;
    review::Benchmark benchmark;
    std::size_t count = 0;
    OrderedPipeline<LabelledInteraction, Judged> pipeline(
        options.inputs.threads(),
        [&](LabelledInteraction reference) {
            auto analysis = analyzer->analyze(reference.interaction, {}, context.stop);
            auto evaluation = analysis ? grid::evaluate(*grid, *analysis) : grid::Evaluation{};
            return Judged{std::move(reference), std::move(analysis), std::move(evaluation)};
        },
        [&](const Judged& judged) {
            if (!judged.analysis) return context.input_error(judged.analysis.error());
            benchmark.add(judged.reference, *judged.analysis, judged.evaluation);
            ++count;
        });
    for (const auto& path : options.inputs.paths) {
        const auto files = intake::list_files(path);
        if (!files) {
            context.input_error(files.error());
            continue;
        }
        for (const auto& file : *files) {
            if (file.extension() != ".json") continue;
            const auto text = read_file(file);
            if (!text) {
                context.input_error(text.error());
                continue;
            }
            auto batch = read_labelled_json(*text, file.string());
            for (const auto& error : batch.errors) context.input_error(error);
            for (auto& item : batch.items) pipeline.push(std::move(item));
        }
    }
    pipeline.finish();
    if (count == 0) return context.input_error({ErrorCode::kNotFound, "cli.benchmark.empty", {}, {}});
    const auto report = benchmark.report();
    fmt::print("{}\n", options.json ? review::to_json(report).dump() : review::to_text(report, context.messages));
}

}  // namespace

void add_benchmark(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("benchmark", context.text("cli.benchmark.help"));
    command->add_option("PATH", options->inputs.paths, context.text("cli.option.labelled"))->required();
    command->add_option("--grid", options->grid, context.text("cli.option.grid"));
    command->add_option("--jobs", options->inputs.jobs, context.text("cli.option.jobs"));
    command->add_flag("--json", options->json, context.text("cli.option.json"));
    command->callback([options, &context] { run(context, *options); });
}

}  // namespace repere::cli
