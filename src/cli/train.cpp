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
#include "review/company_topic_training.hpp"
#include "review/topic_training.hpp"
#include "review/training_material.hpp"
#include "review/turn_training.hpp"
#include "signals/marker.hpp"
#include "signals/topics.hpp"
#include "signals/topics_company.hpp"

namespace repere::cli {
namespace {

struct Options {
    std::string folder;
    std::string output;
    unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
    bool company_topics = false;
};

struct Trained {
    review::TurnTraining turns;
    review::ChoiceTraining choices;
    review::TopicTraining topics;
};

// What topics are learned with, and what people corrected of them.
struct TopicKnowledge {
    language::Lexicon lexicon;
    signals::TopicModel lists;
    std::vector<signals::TopicCorrection> corrections;
};

Status write_models(const Trained& trained, const std::filesystem::path& folder) {
    if (auto written = trained.turns.model.write(folder); !written) return written;
    if (auto written = trained.choices.outcome.write(folder / "outcome.model"); !written) return written;
    if (auto written = trained.choices.grid.write(folder / "grid.model"); !written) return written;
    return trained.topics.model.write(folder / "topics.model");
}

Result<TopicKnowledge> topic_knowledge(const Context& context) {
    auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    if (!lexicon) return fail(lexicon.error());
    auto lists = signals::TopicModel::load(context.knowledge(), *lexicon);
    if (!lists) return fail(lists.error());
    auto corrections = signals::read_topic_corrections(context.knowledge() / "topics" / "corrections.jsonl", lists->company());
    if (!corrections) return fail(corrections.error());
    return TopicKnowledge{std::move(*lexicon), std::move(*lists), std::move(*corrections)};
}

Result<Trained> learn(const review::TrainingMaterial& material, const TopicKnowledge& about, const Context& context, unsigned jobs) {
    auto language = language::Knowledge::load(context.knowledge(), about.lexicon);
    if (!language) return fail(language.error());
    auto marker = signals::Marker::load(context.knowledge(), about.lexicon);
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
    Trained out{.turns = review::train_turns(material, {*marker, *language, about.lexicon}, config), .choices = {}, .topics = {}};
    auto choices = review::train_choices(material, *analyzer, out.turns, *grid, config);
    if (!choices) return fail(choices.error());
    out.choices = std::move(*choices);
    auto topics = review::train_topics(material, {*analyzer, out.turns, about.lists, about.lexicon, about.corrections}, {.jobs = jobs});
    if (!topics) return fail(topics.error());
    out.topics = std::move(*topics);
    return out;
}

void show_row(const std::string& name, const review::SignalTrial& trial) {
    fmt::print("{:<32} F1 {:.2f}   {:>4} {:>4} {:>4}\n", name, trial.f1(), trial.right, trial.wrong, trial.missed);
}

void show(const Context& context, const Trained& trained) {
    for (const auto& trial : trained.turns.trials) show_row(trial.signal, trial);
    for (const auto& trial : trained.choices.trials) {
        fmt::print("{:<32} kappa {:.2f} → {:.2f}   {:.2f} → {:.2f} {}\n", trial.question, trial.rules.value_or(0), trial.learned.value_or(0),
                   trial.rules_agreement, trial.learned_agreement, trial.taken ? "+" : "");
    }
    for (const auto& trial : trained.topics.learned.topics) show_row("topic " + trial.signal, trial);
    const auto figure = [](double value) { return fmt::format("{:.3f}", value); };
    fmt::print("{}\n", context.text("cli.train.signals", {{"macro", figure(trained.turns.macro_f1)}, {"micro", figure(trained.turns.micro_f1)}}));
    const review::TopicTraining& topics = trained.topics;
    fmt::print("{}\n", context.text("cli.train.topics", {{"macro", figure(topics.learned.macro_f1)},
                                                         {"micro", figure(topics.learned.micro_f1)},
                                                         {"lists_macro", figure(topics.lists.macro_f1)},
                                                         {"lists_micro", figure(topics.lists.micro_f1)}}));
}

void show(const Context& context, const review::CompanyTopicTraining& trained) {
    for (const auto& trial : trained.trials) {
        fmt::print("{}\n", context.text("cli.train.company_topic", {{"topic", trial.topic}, {"examples", std::to_string(trial.examples)},
                                                                    {"recognised", std::to_string(trial.recognised)},
                                                                    {"others", std::to_string(trial.others)},
                                                                    {"mistaken", std::to_string(trial.mistaken)}}));
    }
}

void run(Context& context, const Options& options) {
    const auto begin = std::chrono::steady_clock::now();
    const auto material = review::read_training_material(options.folder.empty() ? context.knowledge() / "training"
                                                                                : std::filesystem::path(options.folder));
    if (!material) return context.error(material.error());
    const auto about = topic_knowledge(context);
    if (!about) return context.error(about.error());
    const auto folder = options.output.empty() ? learning::default_model_folder() : std::filesystem::path(options.output);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (!options.company_topics) {
        const auto trained = learn(*material, *about, context, options.jobs);
        if (!trained) return context.error(trained.error());
        if (const auto written = write_models(*trained, folder); !written) return context.error(written.error());
        if (!context.quiet) show(context, *trained);
    }
    const auto company = review::train_company_topics(*material, about->lists.company(), about->corrections, about->lexicon);
    if (const auto written = company.model.write(folder / "company_topics.model"); !written) return context.error(written.error());
    if (context.quiet) return;
    show(context, company);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    fmt::print("{}\n", context.text("cli.train.done", {{"conversations", std::to_string(material->conversations())},
                                                       {"turns", std::to_string(material->turns())},
                                                       {"seconds", fmt::format("{:.0f}", seconds)}}));
}

}  // namespace

void add_train(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("train", context.text("cli.train.help"));
    command->add_option("FOLDER", options->folder, context.text("cli.option.training"));
    command->add_option("--output", options->output, context.text("cli.option.models"));
    command->add_option("--jobs", options->jobs, context.text("cli.option.threads"));
    command->add_flag("--company-topics", options->company_topics, context.text("cli.option.company_topics"));
    command->callback([options, &context] { run(context, *options); });
}

}  // namespace repere::cli
