// The words numbers are said with, and a row of words cut into them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"

namespace repere::speech::number_words {

// A word, or a part of a compound: "soixante-douze" is two pieces of one word.
struct Piece {
    enum Kind {
        kOther,
        kUnit,       // 0 … 16, English to 19
        kTens,       // 20, 30 … and "septante"
        kHundred,
        kScale,      // thousand, million, milliard
        kPoint,      // "virgule", "point"
        kPercent,
        kMoney,
        kHour,
        kOtherUnit,  // jours, mois, fois …: what follows an amount is not its cents when one of these comes after
        kRepeat,     // double, triple
    };
    std::string form;  // lower case, no punctuation around it
    Kind kind = kOther;
    std::int64_t value = 0;
    std::size_t word = 0;  // index of the word it belongs to
};

std::vector<Piece> pieces(const std::vector<Word>& words, bool french);

// "€", "$", "£", or "c" for cents; empty for another word.
std::string_view sign_of(std::string_view money_word);

}  // namespace repere::speech::number_words
