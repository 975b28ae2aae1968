// Numbers said in words, French (also septante, huitante, nonante) and English, as the digits one would write.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "privacy/words.hpp"

namespace repere::privacy {

struct NumberWord {
    const WordInfo* info = nullptr;
    bool is_and = false;           // et, and
    bool hyphen_before = false;    // joined to the word before by a hyphen
};

struct SpokenNumber {
    std::size_t taken = 0;  // words used
    int value = 0;
};

// The longest number at words[at]: one figure, "vingt et un", "quatre cent douze", "deux mille quatorze".
// Nothing when words[at] says no number. "zéro" and "oh" stand alone.
std::optional<SpokenNumber> spoken_number(const std::vector<NumberWord>& words, std::size_t at, bool french);

}  // namespace repere::privacy
