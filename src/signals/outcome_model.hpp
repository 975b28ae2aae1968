// Weighs the labels of the whole with what was learned from judged conversations, where that agrees with people better
// than the definitions alone.
#pragma once

#include <span>
#include <vector>

#include "learning/choice_model.hpp"
#include "signals/outcome.hpp"

namespace repere::signals {

// The figures of an outcome as a ChoiceModel takes them.
std::vector<learning::Figure> figures_of(std::span<const OutcomeFeature> features);

// Replaces answers by likelier ones. An answer that needs words to rest on is only given where there are such words.
void weigh_outcome(const learning::ChoiceModel& model, std::span<const OutcomeFeature> features,
                   std::span<const Moment> moments, Outcome& outcome);

}  // namespace repere::signals
