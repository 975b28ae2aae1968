// Fitting the models that mark turns (signals/turn_model.hpp) on labelled material.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "language/knowledge.hpp"
#include "language/lexicon.hpp"
#include "review/noise.hpp"
#include "review/training_material.hpp"
#include "signals/marker.hpp"
#include "signals/turn_model.hpp"

namespace repere::review {

struct TrainConfig {
    unsigned jobs = 2;
    std::size_t folds = 3;   // 2 or more; files are dealt out among them
    double cost = 0.5;       // of the logistic regressions
    Noise french, english;   // each phone conversation is learned a second time with it
};

// Counts of one signal on material that the model marking it was not fitted on.
struct SignalTrial {
    std::string signal;
    std::size_t right = 0, wrong = 0, missed = 0;
    double f1() const;
};

struct TurnTraining {
    signals::TurnModel model;                 // fitted on all files
    std::vector<signals::TurnModel> by_fold;  // fitted without the files of one fold; calibrated as `model` is
    std::vector<std::size_t> fold_of_file;
    std::vector<SignalTrial> trials;          // over the conversations of all files, each marked by the model of its fold
    double macro_f1 = 0, micro_f1 = 0;
};

// What conversations are read with.
struct TrainingTools {
    const signals::Marker& marker;
    const language::Knowledge& knowledge;
    const language::Lexicon& lexicon;
};

TurnTraining train_turns(const TrainingMaterial& material, const TrainingTools& tools, const TrainConfig& config);

}  // namespace repere::review
