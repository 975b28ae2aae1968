#include "signals/rule_report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "signals/labelled_turns.hpp"

namespace repere::signals {
namespace {

double share(std::size_t part, std::size_t rest) {
    return part + rest == 0 ? 0 : static_cast<double>(part) / static_cast<double>(part + rest);
}

// One turn as it was marked and as it is labelled.
struct Compared {
    std::string source;
    std::size_t turn = 0;
    Speaker speaker = Speaker::kUnknown;
    std::string_view text, previous;
    const std::vector<std::string>& labels;
    std::vector<std::string_view> marks;
    std::vector<RuleHit> hits;
};

void compare(const Compared& turn, RuleReport& report) {
    ++report.turns;
    const auto labelled = [&](std::string_view signal) {
        return std::find(turn.labels.begin(), turn.labels.end(), signal) != turn.labels.end();
    };
    for (const RuleHit& hit : turn.hits) {
        RuleTally& tally = report.rules[std::string(hit.source)];
        ++tally.hits;
        if (labelled(hit.signal) != hit.veto) ++tally.right;
    }
    for (const SignalInfo& signal : all_signals()) {
        const bool gold = labelled(signal.id);
        const bool marked = std::find(turn.marks.begin(), turn.marks.end(), signal.id) != turn.marks.end();
        if (!gold && !marked) continue;
        Tally& tally = report.signals[std::string(signal.id)];
        ++(gold ? (marked ? tally.right : tally.missed) : tally.wrong);
        if (gold == marked) continue;
        Disagreement entry{std::string(signal.id), marked, turn.source, turn.turn, std::string(turn.text),
                           std::string(turn.previous), {}};
        for (const RuleHit& hit : turn.hits) {
            if (hit.signal == signal.id) entry.rules.emplace_back(hit.source);
        }
        report.disagreements.push_back(std::move(entry));
    }
}

void compare_conversation(const Marker& marker, const language::Lexicon& lexicon, const LabelledInteraction& item,
                          const std::string& file, RuleReport& report) {
    const Interaction& talk = item.interaction;
    std::vector<language::Text> texts;
    for (const Turn& t : talk.turns) texts.push_back(language::tokenize(t.text, talk.language, lexicon));
    std::vector<RuleHit> hits;
    const auto moments = marker.mark(talk, texts, talk.language, hits);
    for (std::size_t i = 0; i < talk.turns.size(); ++i) {
        Compared turn{fmt::format("{}:{}", file, talk.id), i, talk.turns[i].speaker, talk.turns[i].text,
                      i > 0 ? std::string_view(talk.turns[i - 1].text) : std::string_view(), item.labels.turns[i].signals,
                      {}, {}};
        for (const Moment& m : moments) {
            if (m.turn == i) turn.marks.push_back(m.signal);
        }
        std::copy_if(hits.begin(), hits.end(), std::back_inserter(turn.hits),
                     [&](const RuleHit& h) { return h.turn == i; });
        compare(turn, report);
    }
}

}  // namespace

double Tally::precision() const { return share(right, wrong); }
double Tally::recall() const { return share(right, missed); }
double Tally::f1() const { return share(2 * right, wrong + missed); }
Tally& Tally::operator+=(const Tally& other) {
    right += other.right;
    wrong += other.wrong;
    missed += other.missed;
    return *this;
}

Result<RuleReport> report_rules(const std::filesystem::path& knowledge, const language::Lexicon& lexicon,
                                const RuleReportOptions& options) {
    RuleReport report;
    auto checked = Marker::check(knowledge, lexicon);
    report.errors = std::move(checked.errors);
    report.warnings = std::move(checked.warnings);
    report.failures = checked.marker.failing_examples(lexicon);
    for (const RuleHit& rule : checked.marker.rules()) {
        report.rules[std::string(rule.source)] = {rule.confidence, rule.veto, 0, 0};
    }
    for (const auto& file : options.labelled) {
        const std::string name = file.filename().string();
        if (file.extension() == ".jsonl") {
            const auto turns = read_labelled_turns(file);
            if (!turns) return fail(turns.error());
            for (const LabelledTurn& t : *turns) {
                if (!options.language.empty() && t.language != options.language) continue;
                Compared turn{fmt::format("{}:{}", name, t.line), 0, t.turn.speaker, t.turn.text, t.turn.previous,
                              t.signals, {}, {}};
                const auto moments = checked.marker.mark_turn(t.turn, t.language, lexicon, &turn.hits);
                for (const Moment& m : moments) turn.marks.push_back(m.signal);
                compare(turn, report);
            }
        } else {
            const auto items = read_labelled_conversations(file);
            if (!items) return fail(items.error());
            for (const LabelledInteraction& item : *items) {
                if (!options.language.empty() && item.interaction.language != options.language) continue;
                compare_conversation(checked.marker, lexicon, item, name, report);
            }
        }
    }
    return report;
}

}  // namespace repere::signals
