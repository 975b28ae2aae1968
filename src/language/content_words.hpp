// The words of a turn that it is about, each known by its lemma or its group of synonyms.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "language/knowledge.hpp"
#include "language/tokens.hpp"
#include "language/wording.hpp"

namespace repere::language {

struct ContentWord {
    WordHash key = 0;  // of the lemma; synonyms share one
    std::uint32_t begin = 0;  // tokens
    std::uint32_t end = 0;
};

// Appends those of tokens begin … end − 1 in reading order. Linear.
void add_content_words(std::vector<ContentWord>& out, const Text& text, std::size_t begin, std::size_t end,
                       std::span<const WordingHit> wording, const LanguageKnowledge& knowledge);

}  // namespace repere::language
