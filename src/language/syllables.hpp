// How many syllables a word has, by its spelling.
#pragma once

#include <cstddef>
#include <string_view>

namespace repere::language {

// `word` as written, with its accents. French: groups of vowels, where é, è, ê, ï, ë and ü after a vowel open a new one
// ("ma-ïs", "cré-é") as does a vowel after é ("ré-a-li-ser"); a final mute e, es counts for nothing after a consonant
// ("facture"), nor does the ent of a verb ("parlent": `verb_ending`). English: groups of vowels less a final silent e,
// es, ed. At least 1. Against pronouncing dictionaries such rules are right for about nine words in ten.
std::size_t french_syllables(std::string_view word, bool verb_ending);
std::size_t english_syllables(std::string_view word);

}  // namespace repere::language
