// repere rules check|try: are the signal rules right, and how do they fare?
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "intake/read.hpp"
#include "language/lexicon.hpp"
#include "signals/rule_report.hpp"

namespace repere::cli {
namespace {

using namespace repere::signals;

struct Options {
    std::vector<std::string> labelled;
    std::string language;
    std::string signal;
    std::string rule;
    std::string show = "all";
    std::size_t limit = 25;
    std::size_t skip = 0;
    std::string text;
    std::string previous;
    std::string speaker = "agent";
    std::string channel = "phone";
};

void print_signals(const RuleReport& report, const std::string& only) {
    fmt::print("{:22} {:>6} {:>6} {:>6}   {:>5} {:>5} {:>5}\n", "signal", "right", "wrong", "missed", "P", "R", "F1");
    Tally all;
    double f1 = 0;
    std::size_t counted = 0;
    for (const SignalInfo& signal : all_signals()) {
        const auto found = report.signals.find(std::string(signal.id));
        if (found == report.signals.end() || (!only.empty() && signal.id != only)) continue;
        const Tally& t = found->second;
        fmt::print("{:22} {:6} {:6} {:6}   {:5.2f} {:5.2f} {:5.2f}\n", signal.id, t.right, t.wrong, t.missed,
                   t.precision(), t.recall(), t.f1());
        all += t;
        f1 += t.f1();
        ++counted;
    }
    if (!only.empty()) return;
    fmt::print("{:22} {:6} {:6} {:6}   {:5.2f} {:5.2f} {:5.2f}   macro F1 {:.3f}, {} turns\n", "all", all.right, all.wrong,
               all.missed, all.precision(), all.recall(), all.f1(), counted == 0 ? 0 : f1 / static_cast<double>(counted),
               report.turns);
}

void print_rules(const RuleReport& report, const std::string& signal) {
    fmt::print("\n{:34} {:>5} {:>5} {:>6}  {:>9}\n", "rule", "conf", "hits", "right", "precision");
    for (const auto& [name, t] : report.rules) {
        if (name.find("." + signal + ".") == std::string::npos) continue;
        fmt::print("{:34} {:5.2f} {:5} {:6}  {:>9}{}\n", name.substr(5), t.confidence, t.hits, t.right,
                   t.hits == 0 ? "-" : fmt::format("{:.2f}", double(t.right) / double(t.hits)), t.veto ? "  veto" : "");
    }
}

// `rule`: only where this rule ("fr.churn.3") matched; empty: all.
void print_disagreements(const RuleReport& report, const std::string& signal, const std::string& rule, bool wrong,
                         std::size_t skip, std::size_t limit) {
    std::size_t shown = 0;
    fmt::print("\n{} {}\n", signal, wrong ? "WRONG (marked, not labelled)" : "MISSED (labelled, not marked)");
    for (const Disagreement& d : report.disagreements) {
        if (d.signal != signal || d.wrong != wrong) continue;
        if (!rule.empty() && std::find(d.rules.begin(), d.rules.end(), "rule:" + rule) == d.rules.end()) continue;
        if (skip > 0) {
            --skip;
            continue;
        }
        if (shown++ == limit) break;
        std::string rules;
        for (const std::string& r : d.rules) rules += " " + r.substr(5);
        fmt::print("- {}", d.text);
        if (!d.previous.empty()) fmt::print("\n    after: {}", d.previous.substr(0, 200));
        fmt::print("\n    [{} #{}]{}\n", d.source, d.turn, rules);
    }
}

void check(Context& context, const Options& options) {
    const auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    if (!lexicon) return context.error(lexicon.error());
    std::vector<std::filesystem::path> labelled;
    for (const auto& path : options.labelled) {
        const auto files = intake::list_files(path);
        if (!files) return context.error(files.error());
        std::ranges::copy_if(*files, std::back_inserter(labelled), [&](const std::filesystem::path& file) {
            return file == path || file.extension() == ".json" || file.extension() == ".jsonl";
        });
    }
    const auto report = report_rules(context.knowledge(), *lexicon, {labelled, options.language});
    if (!report) return context.error(report.error());
    for (const auto& error : report->errors) context.error(error);
    for (const auto& warning : report->warnings) context.warning(warning);
    for (const auto& failure : report->failures) {
        context.error({ErrorCode::kConfiguration, failure.should_match ? "cli.rules.missed_example" : "cli.rules.matched_counterexample",
                       {{"rule", failure.rule}, {"example", failure.example}}, failure.place});
    }
    if (!options.labelled.empty()) print_signals(*report, options.signal);
    if (!options.signal.empty()) {
        print_rules(*report, options.signal);
        if (options.show != "missed") print_disagreements(*report, options.signal, options.rule, true, options.skip, options.limit);
        if (options.show != "wrong") print_disagreements(*report, options.signal, options.rule, false, options.skip, options.limit);
    }
    if (report->errors.empty() && report->failures.empty()) {
        context.note(context.text("cli.rules.good", {{"count", std::to_string(report->rules.size())}}));
    }
}

void try_text(Context& context, const Options& options) {
    const auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    if (!lexicon) return context.error(lexicon.error());
    const auto checked = Marker::check(context.knowledge(), *lexicon);
    const TurnContext turn{.speaker = speaker_from(options.speaker).value_or(Speaker::kAgent),
                           .channel = channel_from(options.channel).value_or(Channel::kPhone),
                           .text = options.text,
                           .previous = options.previous,
                           .previous_signals = {}};
    std::vector<RuleHit> hits;
    const auto moments = checked.marker.mark_turn(turn, options.language.empty() ? "fr" : options.language, *lexicon, &hits);
    for (const RuleHit& h : hits) fmt::print("hit     {:30} {:.2f} {}-{}\n", h.source, h.confidence, h.span.begin, h.span.end);
    for (const Moment& m : moments) fmt::print("moment  {:30} {:.2f} \"{}\"\n", m.signal, m.confidence, m.quote);
}

}  // namespace

void add_rules(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("rules", context.text("cli.rules.help"));
    command->require_subcommand(1);
    CLI::App* checking = command->add_subcommand("check", context.text("cli.rules.check.help"));
    checking->add_option("--labelled", options->labelled, context.text("cli.option.labelled"));
    checking->add_option("--language", options->language, context.text("cli.option.language"));
    checking->add_option("--signal", options->signal, context.text("cli.option.signal"));
    checking->add_option("--rule", options->rule, context.text("cli.option.rule"));
    checking->add_option("--show", options->show, context.text("cli.option.show"))->check(CLI::IsMember({"all", "wrong", "missed"}));
    checking->add_option("--limit", options->limit, context.text("cli.option.limit"));
    checking->add_option("--skip", options->skip, context.text("cli.option.skip"));
    checking->callback([options, &context] { check(context, *options); });
    CLI::App* trying = command->add_subcommand("try", context.text("cli.rules.try.help"));
    trying->add_option("TEXT", options->text, context.text("cli.option.text"))->required();
    trying->add_option("--previous", options->previous, context.text("cli.option.previous"));
    trying->add_option("--speaker", options->speaker, context.text("cli.option.speaker"))->check(CLI::IsMember({"agent", "customer"}));
    trying->add_option("--channel", options->channel, context.text("cli.option.channel"));
    trying->add_option("--language", options->language, context.text("cli.option.language"));
    trying->callback([options, &context] { try_text(context, *options); });
}

}  // namespace repere::cli
