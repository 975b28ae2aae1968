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
std::string_view to_string(Register value);  // "formal", "casual", "mixed"

struct TextMeasures {
    // Words and numbers said; hesitations and elided letters ("j'") do not count, pronouns after a hyphen do.
    std::size_t words = 0;
    // The end of a turn ends a sentence: the only end that phone text without punctuation has.
    std::size_t sentences = 0;
    // French: Kandel & Moles 1958 (207 − 1.015·words per sentence − 73.6·syllables per word);
    // English: Flesch 1948 (206.835 − 1.015·wps − 84.6·spw). About 0 (hard) … 100 (easy). Absent under 30 words.
    // Spoken words come out easier than written ones: compare within a channel.
    std::optional<double> readability;
    // A CEFR-like band from readability, our own convention and no language test: A1 from 90, A2 from 80, B1 from 65,
    // B2 from 50, C1 from 30, C2 below. Absent with it.
    std::optional<std::string> level;
    // French: how the person is addressed (tu or vous) and the share of familiar words; English: familiar words alone.
    // Absent under 5 words.
    std::optional<Register> register_;
    double words_per_sentence = 0;
};

// Of all turns of one speaker. `texts[i]` is the tokenised turn i of `interaction`.
TextMeasures measure(const Interaction& interaction, const std::vector<Text>& texts, Speaker speaker,
                     std::string_view language);

}  // namespace repere::language
