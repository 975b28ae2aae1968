// Fitting the second pass of marking (signals/turn_context.hpp) on what the first found in files it was not fitted on.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "learning/linear_model.hpp"
#include "review/turn_rows.hpp"

namespace repere::review {

// Of one side: log odds by output and turn, each from a model that was not fitted on the turn's file; and what makes
// probabilities of them.
struct FirstPass {
    std::vector<std::size_t> signals;  // of each output, in all_signals()
    std::vector<std::string> names;
    std::vector<std::vector<double>> log_odds;
    std::vector<learning::Calibration> calibrations;
};

// By output: a fit without the files of each fold, at last one on all; and the scores, by output, of the turns of natural
// conversations, each from a fit without its file.
struct SecondPass {
    std::vector<learning::FeatureId> ids;
    std::vector<std::vector<learning::Logistic>> fitted;
    std::vector<std::vector<learning::Scored>> scored;
};

SecondPass fit_context(const Sides& sides, Speaker speaker, const FirstPass& own, const FirstPass& other,
                       std::span<const std::size_t> fold_of_file, std::size_t folds, unsigned jobs);

}  // namespace repere::review
