// Fitting a company's own topics (signals/topics_company.hpp) on their few examples, on what people corrected, and on
// the turns of the labelled material, which speak of other things.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "language/lexicon.hpp"
#include "learning/linear_model.hpp"
#include "review/training_material.hpp"
#include "signals/topics_company.hpp"

namespace repere::review {

// How a topic fared on examples, and on customers' turns of the material, that it was not fitted on.
struct CompanyTopicTrial {
    std::string topic;
    std::size_t examples = 0, recognised = 0;
    std::size_t others = 0, mistaken = 0;
};

struct CompanyTopicTraining {
    learning::LinearModel model;  // an output for each topic that has examples or confirmed corrections
    std::vector<CompanyTopicTrial> trials;
};

CompanyTopicTraining train_company_topics(const TrainingMaterial& material, const signals::CompanyTopics& company,
                                          const std::vector<signals::TopicCorrection>& corrections,
                                          const language::Lexicon& lexicon);

}  // namespace repere::review
