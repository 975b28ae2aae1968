// Numbers said in words, as digits beside what was said: "soixante-douze" → 72, "zéro six" → "06".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"

namespace repere::speech {

// Fills Word::normalised on the first word of each run that says a number; the others of the run get "".
// "fr" (also septante, huitante, nonante) or "en".
void normalise_numbers(std::vector<Word>& words, std::string_view language);

}  // namespace repere::speech
