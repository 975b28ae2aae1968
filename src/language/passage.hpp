// A place in an interaction: some code points of one turn. What is found in words points there, so that a reader can
// check it and a mask can move it.
#pragma once

#include <cstddef>

#include "conversation/interaction.hpp"
#include "language/tokens.hpp"

namespace repere::language {

struct Passage {
    std::size_t turn = 0;
    Span span;
    bool operator==(const Passage&) const = default;
};

// Tokens `begin` … `end` − 1 of a turn; at least one.
inline Passage passage_of(std::size_t turn, const Text& text, std::size_t begin, std::size_t end) {
    return {turn, {text.tokens[begin].begin, text.tokens[end - 1].end}};
}

}  // namespace repere::language
