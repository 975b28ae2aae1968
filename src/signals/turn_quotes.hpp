// The words that a moment quotes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "conversation/interaction.hpp"
#include "language/tokens.hpp"
#include "learning/linear_model.hpp"
#include "signals/moment.hpp"
#include "signals/turn_features.hpp"

namespace repere::signals {

struct TokenRange {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

// The stretch of words in one part of a turn that weighed most for an output, a few words long at least. The turn must
// have words.
TokenRange heaviest_words(const learning::LinearModel& model, const TurnFeatures& features, const language::Text& text,
                          std::size_t turn, std::size_t output, std::size_t part);

// A moment that quotes these tokens, and the words that the last of them leans on; signal, source and times are not set.
Moment quoting(const Turn& turn, const language::Text& text, std::size_t at, TokenRange tokens);

}  // namespace repere::signals
