// The second pass over turns: what the first found in a turn and around it, as the features of a smaller model. An offer
// is refused in the next turn, a complaint is met by an apology: each tells of the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "conversation/interaction.hpp"
#include "learning/features.hpp"
#include "learning/linear_model.hpp"
#include "signals/turn_features.hpp"

namespace repere::signals {

// What the first pass says of every turn of one side. Turns of the other side hold zeros.
class SideScores {
  public:
    SideScores(std::size_t turns, std::size_t outputs) : outputs_(outputs), log_odds_(turns * outputs), probability_(turns * outputs) {}

    void set(std::size_t turn, std::size_t output, double log_odds, double probability) {
        log_odds_[turn * outputs_ + output] = static_cast<float>(log_odds);
        probability_[turn * outputs_ + output] = static_cast<float>(probability);
    }
    std::size_t outputs() const { return outputs_; }
    std::span<const float> log_odds(std::size_t turn) const { return std::span(log_odds_).subspan(turn * outputs_, outputs_); }
    std::span<const float> probability(std::size_t turn) const { return std::span(probability_).subspan(turn * outputs_, outputs_); }

  private:
    std::size_t outputs_;
    std::vector<float> log_odds_, probability_;
};

// The first pass's own log odds of an output: in training, the features of all other outputs are left out.
learning::FeatureId own_log_odds(std::size_t output);

// Replaces `out` by the features of a turn of the side whose scores are `own`. Linear in the turns in reach.
void context_features(const Interaction& interaction, const SideScores& own, const SideScores& other, std::size_t turn,
                      std::vector<Circumstance>& out);

}  // namespace repere::signals
