// rules_report: what the writers of rules look at after each change.
//
//   rules_report [--language fr|en] [--signal NAME] [--rule fr.NAME.1] [--show wrong|missed|all]
//                [--limit N] [--skip N] FILE…
//   rules_report --try TEXT [--speaker agent|customer] [--previous TEXT] [--channel …] [--language fr|en]
//   common: [--knowledge FOLDER] [--lexicon FOLDER]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/files.hpp"
#include "core/messages.hpp"
#include "language/lexicon.hpp"
#include "signals/rule_report.hpp"

namespace {

using namespace repere;
using namespace repere::signals;

struct Arguments {
    std::map<std::string, std::string> values;
    std::vector<std::filesystem::path> files;

    std::string get(const std::string& key, const std::string& otherwise = "") const {
        const auto found = values.find(key);
        return found == values.end() ? otherwise : found->second;
    }
};

Arguments read_arguments(int count, char** words) {
    Arguments out;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word.starts_with("--") && i + 1 < count) {
            out.values[word.substr(2)] = words[++i];
        } else {
            out.files.emplace_back(word);
        }
    }
    return out;
}

void print_errors(const std::vector<Error>& errors, const Messages* texts) {
    for (const Error& e : errors) fmt::print("{}\n", texts != nullptr ? texts->text(e) : to_string(e.place) + " " + e.key);
}

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

int try_text(const Arguments& args, const std::filesystem::path& knowledge, const language::Lexicon& lexicon) {
    const auto checked = Marker::check(knowledge, lexicon);
    TurnContext turn;
    turn.text = args.get("try");
    turn.previous = args.get("previous");
    turn.speaker = speaker_from(args.get("speaker", "agent")).value_or(Speaker::kAgent);
    turn.channel = channel_from(args.get("channel", "phone")).value_or(Channel::kPhone);
    std::vector<RuleHit> hits;
    const auto moments = checked.marker.mark_turn(turn, args.get("language", "fr"), lexicon, &hits);
    for (const RuleHit& h : hits) fmt::print("hit     {:30} {:.2f} {}-{}\n", h.source, h.confidence, h.span.begin, h.span.end);
    for (const Moment& m : moments) fmt::print("moment  {:30} {:.2f} \"{}\"\n", m.signal, m.confidence, m.quote);
    return 0;
}

int run(const Arguments& args) {
    const auto home = find_home();
    const std::filesystem::path root = home ? *home : std::filesystem::path(".");
    const auto texts = Messages::load(root / "messages", UiLanguage::kEnglish);
    const Messages* messages = texts ? &*texts : nullptr;
    const std::filesystem::path knowledge = args.get("knowledge", (root / "knowledge").string());
    const auto lexicon = language::Lexicon::open(args.get("lexicon", language::default_lexicon_folder().string()));
    if (!lexicon) {
        print_errors({lexicon.error()}, messages);
        return traits(lexicon.error().code).exit_code;
    }
    if (args.values.contains("try")) return try_text(args, knowledge, *lexicon);
    const auto report = report_rules(knowledge, *lexicon, {args.files, args.get("language")});
    if (!report) {
        print_errors({report.error()}, messages);
        return traits(report.error().code).exit_code;
    }
    print_errors(report->errors, messages);
    for (const auto& f : report->failures) {
        fmt::print("{}: {} {}: \"{}\"\n", to_string(f.place), f.rule, f.should_match ? "misses its example" : "matches its counterexample",
                   f.example);
    }
    const std::string signal = args.get("signal");
    if (!args.files.empty()) print_signals(*report, signal);
    if (!signal.empty()) {
        print_rules(*report, signal);
        const std::string show = args.get("show", "all");
        const auto limit = static_cast<std::size_t>(std::strtoul(args.get("limit", "25").c_str(), nullptr, 10));
        const auto skip = static_cast<std::size_t>(std::strtoul(args.get("skip", "0").c_str(), nullptr, 10));
        if (show != "missed") print_disagreements(*report, signal, args.get("rule"), true, skip, limit);
        if (show != "wrong") print_disagreements(*report, signal, args.get("rule"), false, skip, limit);
    }
    return report->errors.empty() && report->failures.empty() ? 0 : 2;
}

}  // namespace

int main(int count, char** words) { return run(read_arguments(count, words)); }
