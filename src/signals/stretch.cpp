#include "signals/stretch.hpp"

#include <algorithm>

namespace repere::signals {

Stretch stretch_before(const Interaction& interaction, std::size_t turn) {
    const Speaker side = other_side(interaction.turns[turn].speaker);
    const std::size_t farthest = turn - std::min(turn, kReach);
    std::size_t end = turn;
    while (end > farthest && interaction.turns[end - 1].speaker != side) --end;
    std::size_t begin = end;
    while (begin > farthest && interaction.turns[begin - 1].speaker == side) --begin;
    return {begin, end};
}

Stretch stretch_after(const Interaction& interaction, std::size_t turn) {
    const Speaker side = other_side(interaction.turns[turn].speaker);
    const std::size_t farthest = std::min(interaction.turns.size(), turn + 1 + kReach);
    std::size_t begin = turn + 1;
    while (begin < farthest && interaction.turns[begin].speaker != side) ++begin;
    std::size_t end = begin;
    while (end < farthest && interaction.turns[end].speaker == side) ++end;
    return {begin, end};
}

}  // namespace repere::signals
