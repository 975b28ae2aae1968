// repere train [FOLDER]: learns from labelled conversations and turns; the build runs it on knowledge/training.
#include <chrono>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "grid/grid.hpp"
#include "language/knowledge.hpp"
#include "language/lexicon.hpp"
#include "review/choice_training.hpp"
#include "review/training_material.hpp"
#include "review/turn_training.hpp"
#include "signals/marker.hpp"

namespace repere::cli {
namespace {

struct Options {
    std::string folder;
    std::string output;
    unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
};

struct Trained {
    review::TurnTraining turns;
    review::ChoiceTraining choices;
};

Status write_models(const Trained& trained, const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (auto written = trained.turns.model.write(folder); !written) return written;
    if (auto written = trained.choices.outcome.write(folder / "outcome.model"); !written) return written;
    return trained.choices.grid.write(folder / "grid.model");
}

Result<Trained> learn(const review::TrainingMaterial& material, const Context& context, unsigned jobs) {
    auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    if (!lexicon) return fail(lexicon.error());
    auto language = language::Knowledge::load(context.knowledge(), *lexicon);
    if (!language) return fail(language.error());
    auto marker = signals::Marker::load(context.knowledge(), *lexicon);
    if (!marker) return fail(marker.error());
    auto analyzer = analysis::Analyzer::load(context.home, {});
    if (!analyzer) return fail(analyzer.error());
    auto grid = grid::load_grid("standard", context.knowledge());
    if (!grid) return fail(grid.error());
    grid->learned = nullptr;
    auto french = review::Noise::load(context.knowledge(), "fr");
    if (!french) return fail(french.error());
    auto english = review::Noise::load(context.knowledge(), "en");
    if (!english) return fail(english.error());
    const review::TrainConfig config{.jobs = jobs, .french = std::move(*french), .english = std::move(*english)};
    Trained out{.turns = review::train_turns(material, {*marker, *language, *lexicon}, config), .choices = {}};
    auto choices = review::train_choices(material, *analyzer, out.turns, *grid, config);
    if (!choices) return fail(choices.error());
    out.choices = std::move(*choices);
    return out;
}

void show(const Context& context, const review::TrainingMaterial& material, const Trained& trained, double seconds) {
    if (context.quiet) return;
    for (const auto& trial : trained.turns.trials) {
        fmt::print("{:<32} F1 {:.2f}   {:>4} {:>4} {:>4}\n", trial.signal, trial.f1(), trial.right, trial.wrong, trial.missed);
    }
    for (const auto& trial : trained.choices.trials) {
        fmt::print("{:<32} kappa {:.2f} → {:.2f}   {:.2f} → {:.2f} {}\n", trial.question, trial.rules.value_or(0), trial.learned.value_or(0),
                   trial.rules_agreement, trial.learned_agreement, trial.taken ? "+" : "");
    }
    fmt::print("{}\n", context.text("cli.train.done", {{"conversations", std::to_string(material.conversations())},
                                                       {"turns", std::to_string(material.turns())},
                                                       {"seconds", fmt::format("{:.0f}", seconds)},
                                                       {"macro", fmt::format("{:.3f}", trained.turns.macro_f1)},
                                                       {"micro", fmt::format("{:.3f}", trained.turns.micro_f1)}}));
}

void run(Context& context, const Options& options) {
    const auto begin = std::chrono::steady_clock::now();
    const auto material = review::read_training_material(options.folder.empty() ? context.knowledge() / "training"
                                                                                : std::filesystem::path(options.folder));
    if (!material) return context.error(material.error());
    const auto trained = learn(*material, context, options.jobs);
    if (!trained) return context.error(trained.error());
    const auto folder = options.output.empty() ? learning::default_model_folder() : std::filesystem::path(options.output);
    if (const auto written = write_models(*trained, folder); !written) return context.error(written.error());
    show(context, *material, *trained, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}

}  // namespace

void add_train(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("train", context.text("cli.train.help"));
    command->add_option("FOLDER", options->folder, context.text("cli.option.training"));
    command->add_option("--output", options->output, context.text("cli.option.models"));
    command->add_option("--jobs", options->jobs, context.text("cli.option.threads"));
    command->callback([options, &context] { run(context, *options); });
}

}  // namespace repere::cli
