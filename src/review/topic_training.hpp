// Fitting the model of topics (signals/topics.hpp) on labelled conversations.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "language/lexicon.hpp"
#include "learning/linear_model.hpp"
#include "review/training_material.hpp"
#include "review/turn_training.hpp"
#include "signals/topics.hpp"
#include "signals/topics_company.hpp"

namespace repere::review {

struct TopicTrainConfig {
    unsigned jobs = 2;
    double cost = 0.2;  // of the logistic regressions
};

// Micro- and macro-averaged F1 over topics; the macro average is over those that somebody gave.
struct TopicTrial {
    std::vector<SignalTrial> topics;
    double macro_f1 = 0, micro_f1 = 0;
};

struct TopicTraining {
    learning::LinearModel model;  // fitted on all files
    // Over the natural conversations, each judged by a model fitted without its file, calibrated without it too.
    TopicTrial learned;
    TopicTrial lists;  // the same conversations by the word lists alone
};

struct TopicTrainInput {
    analysis::Analyzer& analyzer;  // loaded without models; left with those of the last file
    const TurnTraining& turns;
    const signals::TopicModel& lists;
    const language::Lexicon& lexicon;
    const std::vector<signals::TopicCorrection>& corrections;
};

// Corrections of the guide's topics teach as much as several conversations, each of its one topic alone; those of a
// company's topics are left to train_company_topics. The marks that the word lists weigh in a file are those of
// `turns.by_fold`, which were not learned from that file.
Result<TopicTraining> train_topics(const TrainingMaterial& material, const TopicTrainInput& with, const TopicTrainConfig& config);

}  // namespace repere::review
