// Lets what was learned from labelled conversations weigh an answer that the grid's rows gave. Internal to the grid room.
#pragma once

#include <span>
#include <string>

#include "grid/evaluation.hpp"
#include "grid/match.hpp"
#include "learning/choice_model.hpp"

namespace repere::grid {

inline constexpr std::size_t kMaxEvidence = 20;

void because(CriterionResult& result, std::string key, Details details = {});

struct Weighing {
    const std::string& question;
    const Criterion& criterion;
    const Matcher& matcher;
    std::span<const learning::Figure> figures;
};

// Where the model has learned the question, the confidence is the model's; so is the answer where another one is likelier
// and has the words that the rows would ask for it. Its reason names the signals that weighed most.
void weigh(const learning::ChoiceModel& model, const Weighing& weighing, CriterionResult& result);

}  // namespace repere::grid
