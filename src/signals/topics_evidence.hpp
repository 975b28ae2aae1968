// The words that speak for a topic. Internal to the room.
#pragma once

#include <cstddef>
#include <optional>

#include "learning/linear_model.hpp"
#include "signals/topics_features.hpp"

namespace repere::signals {

inline constexpr std::size_t kMostEvidence = 3;

Words words_at(const TopicInput& input, std::size_t turn, TokenRange tokens);

struct Heaviest {
    Words words;
    double weight = 0;  // above 0
};

// The stretch of a turn's words that weighs most for one output of a model of topic_word, topic_stem and topic_pair; nothing
// where none speaks for it.
std::optional<Heaviest> heaviest_in(const TopicInput& input, std::size_t turn, const learning::LinearModel& model, std::size_t output);

}  // namespace repere::signals
