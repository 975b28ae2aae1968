// Letter trigrams of folded words: a number in 0 … 27³−1 for each, with the word's borders as a 27th letter.
#pragma once

#include <cstddef>
#include <string_view>

namespace repere::language {

inline constexpr std::size_t kTrigramLetters = 27;
inline constexpr std::size_t kTrigrams = kTrigramLetters * kTrigramLetters * kTrigramLetters;

// Calls `visit` with each trigram of `word`; a character that is no letter a…z counts as a border.
template <class Visit>
void each_trigram(std::string_view word, Visit visit) {
    std::size_t number = 0;  // of two borders
    const auto push = [&](char c) {
        const std::size_t letter = c >= 'a' && c <= 'z' ? static_cast<std::size_t>(c - 'a') + 1 : 0;
        number = (number * kTrigramLetters + letter) % kTrigrams;
    };
    if (word.empty()) return;
    push(word[0]);
    for (std::size_t i = 1; i <= word.size(); ++i) {
        push(i < word.size() ? word[i] : ' ');
        visit(number);
    }
}

}  // namespace repere::language
