#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grid/evaluation.hpp"
#include "grid/match.hpp"
#include "grid/vocabulary.hpp"
#include "grid/weigh.hpp"
#include "signals/outcome_model.hpp"

namespace repere::grid {
namespace {

std::string list(const std::vector<std::string>& words) {
    const std::vector<std::string_view> views(words.begin(), words.end());
    return joined(views);
}

std::string number_text(double value) {
    std::string text = fmt::format("{:.2f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

class Evaluator {
  public:
    Evaluator(const Grid& grid, const analysis::Analysis& analysis) : grid_(grid), matcher_(analysis) {
        const auto& turns = analysis.interaction.turns;
        const bool agent_known =
            std::any_of(turns.begin(), turns.end(), [](const Turn& t) { return t.speaker == Speaker::kAgent; });
        const bool indicative = std::any_of(analysis.warnings.begin(), analysis.warnings.end(),
                                            [](const Warning& w) { return w.key == "speech.indicative"; });
        if (indicative) no_words_ = "grid.why.indicative";
        if (!agent_known) no_words_ = "grid.why.no_agent";
    }

    CriterionResult answer(const Criterion& criterion) const {
        CriterionResult result;
        result.id = criterion.id;
        const auto& channels = criterion.channels.empty() ? grid_.channels : criterion.channels;
        const Channel channel = matcher_.analysis().interaction.channel;
        if (!channels.empty() && std::find(channels.begin(), channels.end(), channel) == channels.end()) {
            result.answer = Answer::kNa;
            result.confidence = 1;
            because(result, "grid.why.channel", {{"channel", std::string(to_string(channel))}});
        } else if (!applies(criterion, result) || criterion.rule == nullptr) {
            if (result.why_key.empty()) because(result, "grid.why.people");
        } else {
            follow(criterion, result);
        }
        result.leaning = result.answer;
        return result;
    }

    const Matcher& matcher() const { return matcher_; }

    // An answer less sure than the grid's floor is unknown.
    void settle(CriterionResult& result) const {
        if (result.answer == Answer::kUnknown || !result.from_rows || result.confidence >= grid_.unknown_below) return;
        withdraw(result, "grid.why.unsure",
                 {{"answer", std::string(to_string(result.answer))},
                  {"percent", std::to_string(std::lround(result.confidence * 100))}});
    }

  private:
    // False once `applies_when` has settled the answer: na where it does not hold, unknown where nobody can tell.
    bool applies(const Criterion& criterion, CriterionResult& result) const {
        if (criterion.applies_when == nullptr) return true;
        if (!no_words_.empty() && rests_on_words(*criterion.applies_when)) {
            because(result, no_words_);
            return false;
        }
        const Match match = matcher_.match(*criterion.applies_when);
        if (match.truth == Truth::kTrue) return true;
        if (match.truth == Truth::kUnmeasured) {
            because(result, "grid.why.not_measured");
            return false;
        }
        result.answer = Answer::kNa;
        result.confidence = 1;
        because(result, "grid.why.not_applicable");
        return false;
    }

    void follow(const Criterion& criterion, CriterionResult& result) const {
        Looked missed;  // what the rows above looked for in vain
        for (const auto& row : criterion.rule->rows) {
            const bool words = row.when ? rests_on_words(*row.when) || !row.cite.empty() : !row.cite.empty();
            if (words && !no_words_.empty()) return because(result, no_words_);
            Match match{Truth::kTrue};
            if (row.when) match = matcher_.match(*row.when);
            if (match.truth != Truth::kTrue || !give(criterion, row, result)) {
                if (row.when) collect(*row.when, missed);
                continue;
            }
            result.from_rows = true;
            return conclude(row, match, missed, result);
        }
        because(result, "grid.why.not_measured");
    }

    // Puts the row's answer into the result; false when its measure is not there.
    bool give(const Criterion& criterion, const AnswerRow& row, CriterionResult& result) const {
        using Give = AnswerRow::Give;
        switch (row.give) {
            case Give::kYes: result.answer = Answer::kYes; return true;
            case Give::kNo: result.answer = Answer::kNo; return true;
            case Give::kNa: result.answer = Answer::kNa; return true;
            case Give::kUnknown: result.answer = Answer::kUnknown; return true;
            case Give::kValue: result.value = row.value; break;
            case Give::kMeasure: {
                const Measure* measure = find_measure(row.measure);
                const auto value = measure == nullptr ? std::optional<double>{} : measure->of(matcher_.analysis());
                if (!value || (measure->from_words && !no_words_.empty())) return false;
                result.value = std::clamp(*value, criterion.minimum, criterion.maximum);
                because(result, "grid.why.measure",
                        {{"measures", row.measure + "=" + number_text(*value)}});
                break;
            }
        }
        result.answer = Answer::kValue;
        return true;
    }

    void conclude(const AnswerRow& row, const Match& match, const Looked& missed, CriterionResult& result) const {
        result.confidence = row.confidence * match.confidence;
        result.evidence = match.evidence;
        result.quotes = match.quotes;
        for (const auto i : matcher_.moments_of(row.cite)) {
            if (std::find(result.evidence.begin(), result.evidence.end(), i) == result.evidence.end()) {
                result.evidence.push_back(i);
            }
            if (result.evidence.size() >= kMaxEvidence) break;
        }
        std::sort(result.evidence.begin(), result.evidence.end());
        if (result.evidence.size() > kMaxEvidence) result.evidence.resize(kMaxEvidence);
        result.why = row.why;
        if (result.why_key.empty()) explain(row, match, missed, result);
        const bool on_words = !row.when || rests_on_words(*row.when);
        if (result.answer == Answer::kYes && on_words && result.evidence.empty() && result.quotes.empty()) {
            return withdraw(result, "grid.why.nothing_to_cite", {});
        }
    }

    static void withdraw(CriterionResult& result, std::string key, Details details) {
        result.answer = Answer::kUnknown;
        result.value.reset();
        result.why.clear();
        because(result, std::move(key), std::move(details));
    }

    void explain(const AnswerRow& row, const Match& match, const Looked& missed, CriterionResult& result) const {
        Looked here;
        if (row.when) collect(*row.when, here);
        if (!match.quotes.empty()) return because(result, "grid.why.said", {{"quote", match.quotes.front().text}});
        if (!match.evidence.empty() && !here.wanted.empty()) {
            std::vector<std::string> seen;
            for (const auto i : match.evidence) {
                const auto& signal = matcher_.analysis().moments[i].signal;
                if (std::find(seen.begin(), seen.end(), signal) == seen.end()) seen.push_back(signal);
            }
            return because(result, "grid.why.seen",
                           {{"signals", list(seen)}, {"count", std::to_string(match.evidence.size())}});
        }
        if (!here.absent.empty()) return because(result, "grid.why.not_seen", {{"signals", list(here.absent)}});
        if (!here.measures.empty()) {
            std::string text;
            for (const auto* test : here.measures) {
                const Measure* measure = find_measure(test->measure);
                const auto value = measure == nullptr ? std::optional<double>{} : measure->of(matcher_.analysis());
                if (!value) continue;
                if (!text.empty()) text += ", ";
                text += test->measure + "=" + number_text(*value);
            }
            return because(result, "grid.why.measure", {{"measures", text}});
        }
        if (!here.labels.empty()) return because_label(*here.labels.front(), result);
        if (!missed.wanted.empty()) return because(result, "grid.why.not_seen", {{"signals", list(missed.wanted)}});
        if (!missed.phrases.empty()) return missed_phrases(missed.phrases, result);
        because(result, "grid.why.default");
    }

    static void missed_phrases(const std::vector<std::string>& phrases, CriterionResult& result) {
        constexpr std::size_t kShown = 3;
        const std::vector<std::string> some(phrases.begin(), phrases.begin() + std::min(kShown, phrases.size()));
        because(result, "grid.why.not_said", {{"phrases", list(some) + (phrases.size() > kShown ? "…" : "")}});
    }

    void because_label(const LabelTest& test, CriterionResult& result) const {
        std::string value;
        for (const auto& candidate : test.values) {
            const Condition one{LabelTest{test.label, {candidate}}, {}};
            if (matcher_.match(one).truth == Truth::kTrue) value = candidate;
        }
        because(result, "grid.why.label", {{"label", std::string(info(test.label).key)}, {"value", value}});
    }

    const Grid& grid_;
    Matcher matcher_;
    std::string no_words_;  // why words cannot be relied on, or empty
};

// 0…1 of the weight.
double earned(const Criterion& criterion, const CriterionResult& result) {
    if (result.answer == Answer::kYes) return 1;
    if (result.answer != Answer::kValue || !result.value) return 0;
    const double share = (*result.value - criterion.minimum) / (criterion.maximum - criterion.minimum);
    return std::clamp(criterion.lower_is_better ? 1 - share : share, 0.0, 1.0);
}

}  // namespace

std::string_view to_string(Answer answer) {
    switch (answer) {
        case Answer::kYes: return "yes";
        case Answer::kNo: return "no";
        case Answer::kNa: return "na";
        case Answer::kValue: return "value";
        case Answer::kUnknown: break;
    }
    return "unknown";
}

void score(const Grid& grid, Evaluation& evaluation) {
    double points = 0, out_of = 0;
    evaluation.critical_errors.clear();
    for (auto& result : evaluation.criteria) {
        result.points = result.out_of = 0;
        const Criterion* criterion = grid.find(result.id);
        if (criterion == nullptr || result.answer == Answer::kNa || result.answer == Answer::kUnknown) continue;
        result.out_of = criterion->weight;
        result.points = criterion->weight * earned(*criterion, result);
        points += result.points;
        out_of += result.out_of;
        if (criterion->critical != Critical::kNone && result.answer == Answer::kNo) {
            evaluation.critical_errors.push_back(result.id);
        }
    }
    evaluation.score.reset();
    if (out_of > 0) evaluation.score = 100 * points / out_of;
    if (grid.critical_zeroes && !evaluation.critical_errors.empty()) evaluation.score = 0;
}

Basis basis_of(const CriterionResult& result) {
    switch (result.answer) {
        case Answer::kYes: case Answer::kValue: return Basis::kObserved;
        case Answer::kNo: return result.evidence.empty() && result.quotes.empty() ? Basis::kNotObserved : Basis::kContradicted;
        case Answer::kNa: return Basis::kNotApplicable;
        case Answer::kUnknown: break;
    }
    return Basis::kUnknown;
}

std::string_view to_string(Basis basis) {
    constexpr std::string_view kNames[] = {"observed", "contradicted", "not_observed", "not_applicable", "unknown"};
    return kNames[static_cast<std::size_t>(basis)];
}

std::string question_of(const Grid& grid, std::string_view criterion) {
    return fmt::format("{}.{}.{}", grid.name, grid.version, criterion);
}

bool can_be_learned(const CriterionResult& result) { return result.from_rows && result.leaning != Answer::kValue; }

std::vector<learning::Figure> figures_of(const Evaluation& evaluation, const analysis::Analysis& analysis) {
    auto figures = signals::figures_of(analysis.figures);
    for (const auto& result : evaluation.criteria) {
        figures.push_back({learning::figure_id(fmt::format("grid.{}={}", result.id, to_string(result.leaning))), 1});
        figures.push_back({learning::figure_id(fmt::format("sure.{}={}", result.id, to_string(result.leaning))), result.confidence});
    }
    return figures;
}

Evaluation evaluate(const Grid& grid, const analysis::Analysis& analysis) {
    Evaluation out;
    out.grid = grid.name;
    out.version = grid.version;
    const Evaluator evaluator(grid, analysis);
    for (const auto& section : grid.sections) {
        for (const auto& criterion : section.criteria) out.criteria.push_back(evaluator.answer(criterion));
    }
    const bool weighs = grid.learned && !analysis.figures.empty();
    const auto figures = weighs ? figures_of(out, analysis) : std::vector<learning::Figure>{};
    for (auto& result : out.criteria) {
        if (weighs && can_be_learned(result)) {
            weigh(*grid.learned, {question_of(grid, result.id), *grid.find(result.id), evaluator.matcher(), figures}, result);
        }
        evaluator.settle(result);
    }
    score(grid, out);
    return out;
}

}  // namespace repere::grid
