// French or English? By function words and character trigrams, per text.
#pragma once

#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"

namespace repere::language {

struct LanguageGuess {
    std::string_view language;  // "fr", "en", or "" when there are too few words to say
    double confidence = 0;      // 0…1
};

LanguageGuess identify(std::string_view text);
LanguageGuess identify(const Interaction& interaction);

}  // namespace repere::language
