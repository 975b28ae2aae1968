// repere benchmark PATH…: labelled conversations in, accuracy by signal, label and criterion out.
#include "review/benchmark.hpp"

#include <functional>
#include <map>
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
#include "review/fairness.hpp"
#include "review/model_card.hpp"
#include "review/swaps.hpp"

namespace repere::cli {
namespace {

struct Options {
    InputOptions inputs;
    std::string grid = "standard";
    bool json = false;
    bool fairness = false;
    std::string model_card;  // file to write
    std::vector<std::string> trained_on;

    bool audits() const { return fairness || !model_card.empty(); }
};

struct Judged {
    Result<analysis::Analysis> analysis;
    grid::Evaluation evaluation;
};

struct Variant {
    const review::Swap* swap;
    Judged judged;
};

struct Tried {
    LabelledInteraction reference;
    Judged judged;
    std::vector<Variant> variants;
};

using SwapsByLanguage = std::map<std::string, review::Swaps>;

std::optional<SwapsByLanguage> load_swaps(Context& context) {
    SwapsByLanguage out;
    for (const char* language : {"fr", "en"}) {
        auto swaps = review::Swaps::load(context.knowledge(), language);
        if (!swaps) {
            context.error(swaps.error());
            return std::nullopt;
        }
        out.emplace(language, std::move(*swaps));
    }
    return out;
}

void for_each_labelled(Context& context, const std::vector<std::string>& paths,
                       const std::function<void(LabelledInteraction)>& take) {
    for (const auto& path : paths) {
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
            for (auto& item : batch.items) take(std::move(item));
        }
    }
}

// Analyses the conversations and counts what was found, before and after each swap.
class Run {
  public:
    Run(Context& context, const Options& options, const analysis::Analyzer& analyzer, const grid::Grid& grid,
        SwapsByLanguage swaps)
        : context_(context), options_(options), analyzer_(analyzer), grid_(grid), swaps_(std::move(swaps)) {}

    void go() {
        for (const auto& [language, swaps] : swaps_) audit_.add_swaps(swaps);
        OrderedPipeline<LabelledInteraction, Tried> pipeline(
            options_.inputs.threads(), [this](LabelledInteraction reference) { return try_out(std::move(reference)); },
            [this](const Tried& tried) { count(tried); });
        for_each_labelled(context_, options_.inputs.paths,
                          [&](LabelledInteraction reference) { pipeline.push(std::move(reference)); });
        pipeline.finish();
        if (count_ == 0) return context_.input_error({ErrorCode::kNotFound, "cli.benchmark.empty", {}, {}});
        report_ = benchmark_.report();
        options_.json ? print_json() : print_text();
        if (options_.model_card.empty()) return;
        if (const auto written = write_card(); !written) context_.error(written.error());
    }

  private:
    Judged judge(const Interaction& interaction) const {
        auto analysis = analyzer_.analyze(interaction, {}, context_.stop);
        auto evaluation = analysis ? grid::evaluate(grid_, *analysis) : grid::Evaluation{};
        return {std::move(analysis), std::move(evaluation)};
    }

    Tried try_out(LabelledInteraction reference) const {
        Tried out{.judged = judge(reference.interaction)};
        if (const auto swaps = swaps_.find(reference.interaction.language); swaps != swaps_.end()) {
            for (const auto& swap : swaps->second.all()) {
                if (const auto swapped = swaps->second.apply(swap, reference)) out.variants.push_back({&swap, judge(*swapped)});
            }
        }
        out.reference = std::move(reference);
        return out;
    }

    void count(const Tried& tried) {
        if (!tried.judged.analysis) return context_.input_error(tried.judged.analysis.error());
        benchmark_.add(tried.reference, *tried.judged.analysis, tried.judged.evaluation);
        audit_.add_conversation();
        for (const auto& [swap, judged] : tried.variants) {
            if (!judged.analysis) {
                context_.input_error(judged.analysis.error());
                continue;
            }
            audit_.compare(*swap, {*tried.judged.analysis, tried.judged.evaluation}, {*judged.analysis, judged.evaluation});
        }
        ++count_;
    }

    nlohmann::ordered_json figures() const {
        auto json = review::to_json(report_);
        if (options_.audits()) json["fairness"] = review::to_json(audit_.report());
        return json;
    }

    void print_json() const { fmt::print("{}\n", figures().dump()); }

    void print_text() const {
        fmt::print("{}\n", review::to_text(report_, context_.messages));
        if (options_.audits()) fmt::print("{}\n", review::to_text(audit_.report(), context_.messages));
    }

    // An English page with a French summary, whatever language the command speaks.
    Status write_card() const {
        const auto file = context_.knowledge() / "model-card" / "card.md";
        const auto text = read_file(file);
        if (!text) return fail(text.error());
        const auto english = Messages::load(context_.home / "messages", UiLanguage::kEnglish);
        if (!english) return fail(english.error());
        const auto training = review::count_training(options_.trained_on);
        if (!training) return fail(training.error());
        auto json = figures();
        json["training"] = review::to_json(*training);
        auto tables = review::tables_of(report_, *english);
        for (auto& table : review::tables_of(audit_.report(), *english)) tables.push_back(std::move(table));
        tables.emplace_back("training", review::table_of(*training, *english));
        const auto card = review::fill_card(*text, file.string(), json, tables);
        if (!card) return fail(card.error());
        return write_file(options_.model_card, *card);
    }

    Context& context_;
    const Options& options_;
    const analysis::Analyzer& analyzer_;
    const grid::Grid& grid_;
    SwapsByLanguage swaps_;  // empty where there is no audit
    review::Benchmark benchmark_;
    review::FairnessAudit audit_;
    review::Report report_;
    std::size_t count_ = 0;
};

void run(Context& context, const Options& options) {
    const auto analyzer = load_analyzer(context);
    const auto grid = analyzer ? load_grid(context, options.grid) : std::nullopt;
    if (!grid) return;
    auto swaps = options.audits() ? load_swaps(context) : std::optional(SwapsByLanguage{});
    if (!swaps) return;
    Run(context, options, *analyzer, *grid, std::move(*swaps)).go();
}

}  // namespace

void add_benchmark(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("benchmark", context.text("cli.benchmark.help"));
    command->add_option("PATH", options->inputs.paths, context.text("cli.option.labelled"))->required();
    command->add_option("--grid", options->grid, context.text("cli.option.grid"));
    command->add_option("--jobs", options->inputs.jobs, context.text("cli.option.jobs"));
    command->add_flag("--fairness", options->fairness, context.text("cli.benchmark.fairness"));
    command->add_option("--model-card", options->model_card, context.text("cli.benchmark.model_card"));
    command->add_option("--trained-on", options->trained_on, context.text("cli.benchmark.trained_on"));
    command->add_flag("--json", options->json, context.text("cli.option.json"));
    command->callback([options, &context] { run(context, *options); });
}

}  // namespace repere::cli
