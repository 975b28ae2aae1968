// A conversation as the judge may see it: roles for names, personal data masked, one line a turn, nothing in it that a
// chat template could take for an order; and the way back from its words to the original ones.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "privacy/personal_data.hpp"

namespace repere::judge {

// A run of bytes that reads otherwise than in the original: a mask, a joined line break, a bracket.
struct Replaced {
    std::size_t begin = 0, end = 0;                // in SentTurn::text
    std::size_t origin_begin = 0, origin_end = 0;  // in the turn's own text
    bool mask = false;
};

struct SentTurn {
    Speaker speaker = Speaker::kUnknown;
    std::string text;
    std::vector<Replaced> replaced;  // in reading order

    // The original bytes from which text[begin, end) came; whole masked runs where it touches a mask.
    Span origin(std::size_t begin, std::size_t end) const;
};

// Beside the findings, these are masked too, since what leaves the process deserves more caution than what stays:
// every further occurrence of a found person's names, the agent's and the customer's names of the metadata, runs of
// five digits and more, and words with an @.
std::vector<SentTurn> sendable(const Interaction& interaction, const std::vector<privacy::Finding>& findings);

struct Found {
    std::size_t turn = 0;
    Span span;         // code points of the original turn
    std::string text;  // the original words
};

// The one place where `quote` stands among the first `shown[t]` bytes of each turn, as whole words with blanks counted
// alike. `turn` (from 0) settles which, where there are several. Nothing where it does not stand, stands in several
// places of other turns, or holds no word beside masks.
std::optional<Found> find_quote(std::string_view quote, std::optional<std::size_t> turn, const std::vector<SentTurn>& turns,
                                const std::vector<std::size_t>& shown, const Interaction& original);

}  // namespace repere::judge
