// Finds set phrases in turns, whatever their case, accents, apostrophes, punctuation and spacing. Internal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"

namespace repere::grid {

// Folded words, one space before, between and after them, each byte with the code point it came from.
struct FoldedText {
    std::string words;
    std::vector<std::uint32_t> origin;
};
FoldedText folded_text(std::string_view text);

// A phrase as `find` wants it: " dans les meilleurs delais ". Empty where it has no word.
std::string folded_phrase(std::string_view phrase);

// Where the phrase stands as whole words, first to last, as code points of the turn.
std::vector<Span> find_phrase(const FoldedText& text, std::string_view folded_phrase);

}  // namespace repere::grid
