// A set of words by their hash: built once, then read by any number of threads.
#pragma once

#include <bit>
#include <cstddef>
#include <span>
#include <vector>

#include "language/tokens.hpp"

namespace repere::language {

class WordSet {
  public:
    WordSet() = default;
    explicit WordSet(std::span<const WordHash> words) : slots_(std::bit_ceil(words.size() * 2 + 1)) {
        for (const WordHash word : words) {
            std::size_t at = word & (slots_.size() - 1);
            while (slots_[at] != 0 && slots_[at] != word) at = (at + 1) & (slots_.size() - 1);
            slots_[at] = word;
        }
    }

    bool has(WordHash word) const {
        if (slots_.empty()) return false;
        for (std::size_t at = word & (slots_.size() - 1); slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
            if (slots_[at] == word) return true;
        }
        return false;
    }

  private:
    std::vector<WordHash> slots_;  // a power of two, half of them empty
};

}  // namespace repere::language
