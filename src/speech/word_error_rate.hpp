// How far a recognised text is from what was said: the smallest number of words to change, leave out or put in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace repere::speech {

struct WordErrors {
    std::size_t substitutions = 0;
    std::size_t deletions = 0;
    std::size_t insertions = 0;
    std::size_t reference_words = 0;

    std::size_t errors() const { return substitutions + deletions + insertions; }
    double rate() const { return reference_words ? static_cast<double>(errors()) / static_cast<double>(reference_words) : 0; }
    WordErrors& operator+=(const WordErrors& other);
};

// Lower case, no punctuation, œ as oe, apostrophes and hyphens as borders, so that "C'est-à-dire" is c, est, à, dire.
std::vector<std::string> normalised_words(std::string_view text);

WordErrors count_word_errors(const std::vector<std::string>& reference, const std::vector<std::string>& heard);

}  // namespace repere::speech
