// When a moment's words were said.
#pragma once

#include <cstddef>

#include "conversation/interaction.hpp"
#include "signals/moment.hpp"

namespace repere::signals {

// Sets start and end from the turn's timed words that cover the bytes [from, to), else from the turn's own times.
void set_times(Moment& moment, const Turn& turn, std::size_t from, std::size_t to);

}  // namespace repere::signals
