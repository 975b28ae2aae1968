// repere themes [PATH…]: what customers speak of more than before, from files or from the store.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/json.hpp"
#include "analysis/redact.hpp"
#include "cli/context.hpp"
#include "cli/inputs.hpp"
#include "cli/progress.hpp"
#include "core/ordered_pipeline.hpp"
#include "insight/themes.hpp"
#include "insight/themes_output.hpp"
#include "language/lexicon.hpp"

namespace repere::cli {
namespace {

using insight::Period;
using insight::ThemePeriods;
using insight::TimeRange;

constexpr std::chrono::days kDefaultPeriod{30};

struct Options {
    InputOptions inputs;
    std::string since, until, against;
    insight::ThemeConfig config;
    bool json = false;
};

Result<Instant> instant_of(const std::string& text) {
    const auto read = parse_rfc3339(text.size() == 10 ? text + "T00:00:00Z" : text);
    if (!read) return fail(ErrorCode::kUsage, "cli.themes.date", {{"text", text}});
    return *read;
}

Result<TimeRange> range_of(const std::string& text) {
    const auto dots = text.find("..");
    if (dots == std::string::npos) return fail(ErrorCode::kUsage, "cli.themes.date", {{"text", text}});
    const auto since = instant_of(text.substr(0, dots));
    if (!since) return fail(since.error());
    const auto until = instant_of(text.substr(dots + 2));
    if (!until) return fail(until.error());
    if (*since >= *until) return fail(ErrorCode::kUsage, "cli.themes.date", {{"text", text}});
    return TimeRange{*since, *until};
}

Result<ThemePeriods> periods_of(const Options& options, Instant today) {
    ThemePeriods out;
    const auto until = options.until.empty() ? Result<Instant>(today) : instant_of(options.until);
    if (!until) return fail(until.error());
    const auto since = options.since.empty() ? Result<Instant>(*until - kDefaultPeriod) : instant_of(options.since);
    if (!since) return fail(since.error());
    if (*since >= *until) return fail(ErrorCode::kUsage, "cli.themes.date", {{"text", options.since}});
    out.now = {*since, *until};
    out.before = {*since - (*until - *since), *since};
    if (!options.against.empty()) {
        const auto range = range_of(options.against);
        if (!range) return fail(range.error());
        out.before = *range;
    }
    return out;
}

std::optional<Period> period_of(const std::optional<Instant>& started, const ThemePeriods& periods) {
    if (!started) return std::nullopt;
    if (periods.now.holds(*started)) return Period::kNow;
    if (periods.before.holds(*started)) return Period::kBefore;
    return std::nullopt;
}

// Personal data leave before anything is kept.
void add(insight::ThemeFinder& finder, const analysis::Analysis& analysis, Period period) {
    std::vector<std::string> topics;
    for (const auto& topic : analysis.topics) topics.push_back(topic.id);
    for (const auto& own : analysis.company_topics) topics.push_back(own.topic.id);
    finder.add(privacy::masked(analysis.interaction, analysis.pii), topics, period);
}

struct Job {
    Interaction interaction;
    std::string source;
    Period period = Period::kNow;
};

struct Read {
    Result<analysis::Analysis> analysis;
    std::string source;
    Period period = Period::kNow;
};

void read_files(Context& context, const Options& options, const ThemePeriods& periods, insight::ThemeFinder& finder) {
    const auto config = options.inputs.analyze_config();
    if (!config) return context.error(config.error());
    const auto analyzer = load_analyzer(context);
    if (!analyzer) return;
    std::size_t undated = 0;
    Progress progress(context.text("cli.themes.progress"), 0, context.quiet);
    OrderedPipeline<Job, Read> pipeline(
        options.inputs.threads(),
        [&](Job job) { return Read{analyzer->analyze(std::move(job.interaction), *config, context.stop), job.source, job.period}; },
        [&](Read read) {
            if (!read.analysis) {
                Error error = read.analysis.error();
                if (error.place.source.empty()) error.place.source = read.source;
                return context.input_error(error);
            }
            add(finder, *read.analysis, read.period);
            progress.advance(read.analysis->interaction.id);
        });
    for_each_interaction(context, options.inputs, [&](Interaction interaction, const std::string& source) {
        const auto period = period_of(interaction.started_at, periods);
        if (period) pipeline.push({std::move(interaction), source, *period});
        else undated += interaction.started_at ? 0 : 1;
    });
    pipeline.finish();
    if (undated > 0) context.note(context.text("cli.themes.undated", {{"count", std::to_string(undated)}}));
}

void read_store(Context& context, const ThemePeriods& periods, insight::ThemeFinder& finder) {
    const auto store = open_store(context);
    if (!store) return;
    for (const auto& [range, period] : {std::pair{periods.before, Period::kBefore}, {periods.now, Period::kNow}}) {
        const auto read = store->each({.state = "done", .since = range.since, .until = range.until}, [&](store::Row&& row) {
            if (!row.analysis) return true;
            const auto analysis = analysis::analysis_from_json(*row.analysis, row.id);
            if (analysis) add(finder, *analysis, period);
            else context.input_error(analysis.error());
            return !context.stop.stop_requested();
        });
        if (!read) return context.error(read.error());
    }
}

std::optional<insight::ThemeFinder> finder_of(Context& context, const language::Lexicon& lexicon, const insight::ThemeConfig& config) {
    auto french = insight::LeftOut::load(context.knowledge(), "fr", lexicon);
    auto english = insight::LeftOut::load(context.knowledge(), "en", lexicon);
    for (const auto* left_out : {&french, &english}) {
        if (*left_out) continue;
        context.error(left_out->error());
        return std::nullopt;
    }
    return insight::ThemeFinder(lexicon, std::move(*french), std::move(*english), config);
}

void run(Context& context, const Options& options) {
    if (const auto valid = options.config.validate(); !valid) return context.error(valid.error());
    const auto periods = periods_of(options, system_clock()());
    if (!periods) return context.error(periods.error());
    const auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    if (!lexicon) return context.error(lexicon.error());
    auto finder = finder_of(context, *lexicon, options.config);
    if (!finder) return;
    if (options.inputs.paths.empty()) read_store(context, *periods, *finder);
    else read_files(context, options, *periods, *finder);
    if (context.exit_code > kSomeFailed) return;
    clear_progress();
    const auto report = finder->report();
    fmt::print("{}", options.json ? insight::to_json(report, *periods, options.config).dump() + "\n"
                                  : insight::to_text(report, *periods, options.config, context.messages));
}

}  // namespace

void add_themes(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("themes", context.text("cli.themes.help"));
    add_reading_options(*command, options->inputs, context);
    command->get_option("PATH")->required(false)->description(context.text("cli.themes.path"));
    command->add_option("--since", options->since, context.text("cli.option.since"));
    command->add_option("--until", options->until, context.text("cli.option.until"));
    command->add_option("--against", options->against, context.text("cli.option.against"));
    command->add_option("--min", options->config.least, context.text("cli.option.min"));
    command->add_option("--jobs", options->inputs.jobs, context.text("cli.option.jobs"))->check(CLI::Range(0, 256));
    command->add_flag("--json", options->json, context.text("cli.option.json"));
    command->callback([options, &context] { run(context, *options); });
}

}  // namespace repere::cli
