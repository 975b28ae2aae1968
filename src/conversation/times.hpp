// When the words of a place in a turn were said.
#pragma once

#include <optional>

#include "conversation/interaction.hpp"

namespace repere {

struct TimeRange {
    double start = 0;  // seconds
    double end = 0;
    bool operator==(const TimeRange&) const = default;
};

// From the turn's timed words that cover the span, else the whole turn's own times; nothing where it has none.
// Words are found in the text in their order; one that the text writes otherwise is passed over.
std::optional<TimeRange> times_of(const Turn& turn, Span span);

}  // namespace repere
