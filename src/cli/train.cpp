// repere train [FOLDER]: learns from labelled conversations and turns; the build runs it on knowledge/training.
#include <chrono>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "language/lexicon.hpp"
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

Status write_models(const review::TurnTraining& trained, const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (auto written = trained.model.of(Speaker::kAgent).write(folder / "agent.model"); !written) return written;
    return trained.model.of(Speaker::kCustomer).write(folder / "customer.model");
}

void show(const Context& context, const review::TrainingMaterial& material, const review::TurnTraining& trained, double seconds) {
    if (context.quiet) return;
    for (const auto& trial : trained.trials) {
        fmt::print("{:<22} F1 {:.2f}   {:>4} {:>4} {:>4}\n", trial.signal, trial.f1(), trial.right, trial.wrong, trial.missed);
    }
    fmt::print("{}\n", context.text("cli.train.done", {{"conversations", std::to_string(material.conversations())},
                                                       {"turns", std::to_string(material.turns())},
                                                       {"seconds", fmt::format("{:.0f}", seconds)},
                                                       {"macro", fmt::format("{:.3f}", trained.macro_f1)},
                                                       {"micro", fmt::format("{:.3f}", trained.micro_f1)}}));
}

void run(Context& context, const Options& options) {
    const auto begin = std::chrono::steady_clock::now();
    const auto knowledge = context.home / "knowledge";
    const auto material = review::read_training_material(options.folder.empty() ? knowledge / "training" : std::filesystem::path(options.folder));
    if (!material) return context.error(material.error());
    const auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    if (!lexicon) return context.error(lexicon.error());
    const auto marker = signals::Marker::load(knowledge, *lexicon);
    if (!marker) return context.error(marker.error());
    const auto trained = review::train_turns(*material, *marker, *lexicon, {.jobs = options.jobs});
    const auto folder = options.output.empty() ? learning::default_model_folder() : std::filesystem::path(options.output);
    if (const auto written = write_models(trained, folder); !written) return context.error(written.error());
    show(context, *material, trained, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
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
