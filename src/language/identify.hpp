// French or English? By frequent short words, accents and letter trigrams, per text.
#pragma once

#include <string_view>

#include "conversation/interaction.hpp"

namespace repere::language {

struct LanguageGuess {
    std::string_view language;  // "fr", "en", or "" when there are too few words to say
    double confidence = 0;      // 0.5 … 1: the share of such guesses that is right; 0 with no language
};

// Linear in the text; of a long one, the first 20 000 bytes decide.
LanguageGuess identify(std::string_view text);

// All turns together, whatever `interaction.language` says.
LanguageGuess identify(const Interaction& interaction);

}  // namespace repere::language
