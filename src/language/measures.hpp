// How one side writes or speaks: words, readability, level, register. Each figure's unit, range and source stand here.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "language/tokens.hpp"

namespace repere::language {

enum class Register { kFormal, kCasual, kMixed };
std::string_view to_string(Register value);

struct TextMeasures {
    std::size_t words = 0;
    std::size_t sentences = 0;
    // French: Kandel & Moles 1958 (207 − 1.015·words per sentence − 73.6·syllables per word);
    // English: Flesch 1948 (206.835 − 1.015·wps − 84.6·spw). About 0 (hard) … 100 (easy). Absent under 30 words.
    std::optional<double> readability;
    std::optional<std::string> level;  // a CEFR-like band "A1" … "C2" from readability; absent with it
    std::optional<Register> register_;
    double words_per_sentence = 0;
};

// Of all turns of one speaker. `texts[i]` is the tokenised turn i of `interaction`.
TextMeasures measure(const Interaction& interaction, const std::vector<Text>& texts, Speaker speaker,
                     std::string_view language);

}  // namespace repere::language
