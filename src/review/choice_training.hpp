// Fitting the answers about whole conversations: labels of the whole, and the criteria of a grid.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "grid/grid.hpp"
#include "learning/choice_model.hpp"
#include "review/training_material.hpp"
#include "review/turn_training.hpp"

namespace repere::review {

// One question on material that the answer was not learned from: how well the definitions and rules agree with people,
// and how well what was learned does. Cohen's kappa.
struct ChoiceTrial {
    std::string question;
    std::optional<double> rules, learned;
    double rules_agreement = 0, learned_agreement = 0;
    bool taken = false;  // into the model
};

struct ChoiceTraining {
    learning::ChoiceModel outcome, grid;
    std::vector<ChoiceTrial> trials;
};

// Each conversation is analysed with the turn model of its fold, so that its moments are as good as in life, no better.
// `analyzer` is given back with `turns.model`.
Result<ChoiceTraining> train_choices(const TrainingMaterial& material, analysis::Analyzer& analyzer, const TurnTraining& turns,
                                     const grid::Grid& grid, const TrainConfig& config);

}  // namespace repere::review
