#include "signals/outcome_model.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace repere::signals {
namespace {

using learning::Choice;

std::optional<Choice> likeliest(const learning::ChoiceModel& model, std::string_view question, std::span<const learning::Figure> figures) {
    const auto choices = model.answer(question, figures);
    if (choices.empty()) return std::nullopt;
    return choices.front();
}

std::vector<std::size_t> moments_of(std::span<const Moment> moments, std::initializer_list<std::string_view> signals) {
    std::vector<std::size_t> out;
    for (std::size_t k = 0; k < moments.size(); ++k) {
        if (std::ranges::find(signals, moments[k].signal) != signals.end()) out.push_back(k);
    }
    return out;
}

void weigh_resolved(std::string_view answer, std::span<const Moment> moments, Outcome& out) {
    if (answer == out.resolved) return;
    const auto good = moments_of(moments, {"solution", "goodwill", "resolution_confirmed", "satisfaction", "commitment"});
    if (answer == "yes" && good.empty()) return;
    out.resolved = answer;
    out.resolved_evidence = answer == "yes" ? good
                            : answer == "no" ? moments_of(moments, {"dissatisfaction", "anger", "threat", "churn", "escalation_request", "knowledge_gap", "negative_language"})
                                             : moments_of(moments, {"solution", "commitment", "transfer", "dissatisfaction", "knowledge_gap"});
}

void weigh_mood(const learning::ChoiceModel& model, std::string_view question, std::span<const learning::Figure> figures, int& mood) {
    const auto best = likeliest(model, question, figures);
    if (best) std::from_chars(best->name.data(), best->name.data() + best->name.size(), mood);
}

}  // namespace

std::vector<learning::Figure> figures_of(std::span<const OutcomeFeature> features) {
    std::vector<learning::Figure> out;
    out.reserve(features.size() + 40);
    for (const OutcomeFeature& f : features) out.push_back({f.id, f.value});
    return out;
}

void weigh_outcome(const learning::ChoiceModel& model, std::span<const OutcomeFeature> features,
                   std::span<const Moment> moments, Outcome& out) {
    const auto figures = figures_of(features);
    if (const auto best = likeliest(model, "resolved", figures)) weigh_resolved(best->name, moments, out);
    if (const auto best = likeliest(model, "register", figures); best && out.register_) {
        for (const auto value : {language::Register::kFormal, language::Register::kCasual, language::Register::kMixed}) {
            if (language::to_string(value) == best->name) out.register_ = value;
        }
    }
    weigh_mood(model, "customer_start", figures, out.customer_start);
    weigh_mood(model, "customer_end", figures, out.customer_end);
}

}  // namespace repere::signals
