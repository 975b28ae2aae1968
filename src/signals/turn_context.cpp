#include "signals/turn_context.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "signals/stretch.hpp"
#include "signals/turn_scores.hpp"

namespace repere::signals {
namespace {

using learning::feature_id;
using learning::mix;

enum Kind : std::uint64_t {
    kOwnLogOdds = 1, kSameTurn, kBefore, kAfter, kNobodyBefore, kNobodyAfter, kOwnBefore, kOwnAfter, kFromBegin, kFromEnd
};

constexpr float kLeast = 0.005F;       // probability from which it tells anything
constexpr std::size_t kEdgeTurns = 6;  // turns from either end that are told apart

void add(Kind kind, std::span<const float> probabilities, std::vector<Circumstance>& out) {
    for (std::size_t o = 0; o < probabilities.size(); ++o) {
        if (probabilities[o] >= kLeast) out.push_back({feature_id(mix(kind, o)), probabilities[o]});
    }
}

// The highest probability of each signal in a stretch.
void add_highest(Kind kind, const SideScores& scores, Stretch stretch, std::vector<Circumstance>& out) {
    std::array<float, kWidest> highest{};
    for (std::size_t turn = stretch.begin; turn < stretch.end; ++turn) {
        const auto probabilities = scores.probability(turn);
        for (std::size_t o = 0; o < probabilities.size(); ++o) highest[o] = std::max(highest[o], probabilities[o]);
    }
    add(kind, std::span(highest).first(scores.outputs()), out);
}

std::optional<std::size_t> own_turn_before(const Interaction& interaction, std::size_t turn) {
    for (std::size_t i = turn; i-- > turn - std::min(turn, kReach);) {
        if (interaction.turns[i].speaker == interaction.turns[turn].speaker) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> own_turn_after(const Interaction& interaction, std::size_t turn) {
    for (std::size_t i = turn + 1; i < std::min(interaction.turns.size(), turn + 1 + kReach); ++i) {
        if (interaction.turns[i].speaker == interaction.turns[turn].speaker) return i;
    }
    return std::nullopt;
}

float edge(std::size_t turns) { return static_cast<float>(std::min(turns, kEdgeTurns)) / static_cast<float>(kEdgeTurns); }

}  // namespace

learning::FeatureId own_log_odds(std::size_t output) { return feature_id(mix(kOwnLogOdds, output)); }

void context_features(const Interaction& interaction, const SideScores& own, const SideScores& other, std::size_t turn,
                      std::vector<Circumstance>& out) {
    out.clear();
    const auto log_odds = own.log_odds(turn);
    for (std::size_t o = 0; o < log_odds.size(); ++o) out.push_back({own_log_odds(o), log_odds[o]});
    add(kSameTurn, own.probability(turn), out);
    const Stretch before = stretch_before(interaction, turn);
    if (before.empty()) out.push_back({feature_id(mix(kNobodyBefore, 0))});
    add_highest(kBefore, other, before, out);
    const Stretch after = stretch_after(interaction, turn);
    if (after.empty()) out.push_back({feature_id(mix(kNobodyAfter, 0))});
    add_highest(kAfter, other, after, out);
    if (const auto i = own_turn_before(interaction, turn)) add(kOwnBefore, own.probability(*i), out);
    if (const auto i = own_turn_after(interaction, turn)) add(kOwnAfter, own.probability(*i), out);
    out.push_back({feature_id(mix(kFromBegin, 0)), edge(turn)});
    out.push_back({feature_id(mix(kFromEnd, 0)), edge(interaction.turns.size() - 1 - turn)});
}

}  // namespace repere::signals
