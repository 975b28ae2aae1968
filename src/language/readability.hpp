// Readability formulas, as published. Each takes means over a text; none knows how they were counted.
#pragma once

#include <array>
#include <string_view>

namespace repere::language {

struct TextMeans {
    double words_per_sentence = 0;
    double syllables_per_word = 0;
    double long_word_share = 0;  // words of more than six letters, 0 … 1
};

// Reading ease, about 0 (hard) … 100 (easy).
// French: L. Kandel, A. Moles, "Application de l'indice de Flesch à la langue française", Cahiers d'études de
//   radio-télévision 19, 1958: 207 − 1.015·words per sentence − 73.6·syllables per word.
// English: R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32, 1948:
//   206.835 − 1.015·words per sentence − 84.6·syllables per word.
double reading_ease(const TextMeans& means, bool french);

// LIX, the same in both languages, about 20 (easy) … 60 (hard). C.-H. Björnsson, "Läsbarhet", 1968: words per sentence
// + 100·share of words of more than six letters.
double lix(const TextMeans& means);

// Years of schooling that a reader needs, 1 … 18 (bounded by us).
// English: J. P. Kincaid et al., Navy Research Branch Report 8-75, 1975: 0.39·words per sentence + 11.8·syllables per
//   word − 15.59.
// French: RIX (long words per sentence) read on the table of J. Anderson, "Lix and Rix: variations on a little-known
//   readability index", Journal of Reading 26(6), 1983, with a line between its steps; 13 stands for "college". It is
//   our stand-in for Scolarius, whose own formula is not published.
double school_years(const TextMeans& means, bool french);

// A CEFR-like band of a reading ease: A1 … C2. Our own convention (knowledge/language), and no language test.
std::string_view level_of(double reading_ease, const std::array<double, 5>& from);

}  // namespace repere::language
