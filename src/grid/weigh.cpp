#include "grid/weigh.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "grid/vocabulary.hpp"
#include "signals/moment.hpp"

namespace repere::grid {
namespace {

constexpr std::size_t kReasons = 3;

Answer answer_from(std::string_view name) {
    for (const Answer answer : {Answer::kYes, Answer::kNo, Answer::kNa}) {
        if (to_string(answer) == name) return answer;
    }
    return Answer::kUnknown;
}

bool gives(const AnswerRow& row, Answer answer) {
    using Give = AnswerRow::Give;
    return (row.give == Give::kYes && answer == Answer::kYes) || (row.give == Give::kNo && answer == Answer::kNo) ||
           (row.give == Give::kNa && answer == Answer::kNa);
}

// Finds the words for another answer than the rows gave; false where every row that gives it needs words and there are
// none. The evidence of the old answer goes.
bool support(const Criterion& criterion, const Matcher& matcher, Answer answer, CriterionResult& result) {
    if (answer == Answer::kUnknown) return false;
    std::vector<std::string> wanted;
    bool without_words = answer == Answer::kNa && criterion.na_allowed;
    for (const auto& row : criterion.rule->rows) {
        if (!gives(row, answer)) continue;
        Looked looked;
        if (row.when) collect(*row.when, looked);
        wanted.insert(wanted.end(), looked.wanted.begin(), looked.wanted.end());
        wanted.insert(wanted.end(), row.cite.begin(), row.cite.end());
        if (looked.wanted.empty() && row.cite.empty()) without_words = true;
    }
    auto evidence = matcher.moments_of(wanted);
    if (evidence.empty() && (!without_words || answer == Answer::kYes)) return false;
    if (evidence.size() > kMaxEvidence) evidence.resize(kMaxEvidence);
    result.evidence = std::move(evidence);
    result.quotes.clear();
    return true;
}

// The signal that a figure of the whole is about, by the figure's id.
const std::unordered_map<learning::FeatureId, std::string_view>& signal_of_figure() {
    static const auto all = [] {
        std::unordered_map<learning::FeatureId, std::string_view> out;
        for (const auto& info : signals::all_signals()) {
            for (const char* where : {"any.", "start.", "end."}) out.emplace(learning::figure_id(where + std::string(info.id)), info.id);
        }
        return out;
    }();
    return all;
}

std::vector<std::string_view> signals_of(const std::vector<learning::FeatureId>& figures) {
    std::vector<std::string_view> out;
    for (const learning::FeatureId id : figures) {
        const auto found = signal_of_figure().find(id);
        if (found == signal_of_figure().end() || std::ranges::find(out, found->second) != out.end()) continue;
        out.push_back(found->second);
        if (out.size() == kReasons) break;
    }
    return out;
}

}  // namespace

void because(CriterionResult& result, std::string key, Details details) {
    result.why_key = std::move(key);
    result.why_details = std::move(details);
}

void weigh(const learning::ChoiceModel& model, const Weighing& weighing, CriterionResult& result) {
    const auto choices = model.answer(weighing.question, weighing.figures);
    if (choices.empty()) return;
    const Answer best = answer_from(choices.front().name);
    if (best == result.answer || !support(weighing.criterion, weighing.matcher, best, result)) {
        const auto leaning = std::ranges::find(choices, to_string(result.leaning), &learning::Choice::name);
        result.confidence = leaning == choices.end() ? 0 : leaning->probability;
        return;
    }
    result.confidence = choices.front().probability;
    result.answer = result.leaning = best;
    result.why.clear();
    Details details{{"answer", std::string(to_string(best))}, {"percent", std::to_string(std::lround(result.confidence * 100))}};
    const auto weighed = signals_of(model.reasons(weighing.question, choices.front().name, weighing.figures));
    if (weighed.empty()) return because(result, "grid.why.weighed", std::move(details));
    details["signals"] = joined(weighed);
    because(result, "grid.why.weighed_by", std::move(details));
}

}  // namespace repere::grid
