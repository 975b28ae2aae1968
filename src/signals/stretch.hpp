// Turns of one side without a break, around a turn of the other.
#pragma once

#include <cstddef>

#include "conversation/interaction.hpp"

namespace repere::signals {

inline constexpr std::size_t kReach = 24;  // turns looked back and forth: a long record stays linear

struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;  // begin: there is none in reach
    bool empty() const { return begin == end; }
};

inline Speaker other_side(Speaker speaker) { return speaker == Speaker::kAgent ? Speaker::kCustomer : Speaker::kAgent; }

// The nearest of the other side than the turn's.
Stretch stretch_before(const Interaction& interaction, std::size_t turn);
Stretch stretch_after(const Interaction& interaction, std::size_t turn);

}  // namespace repere::signals
