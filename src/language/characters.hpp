// Characters as the tokeniser sees them: their class and their folded form. Latin script in full, others kept as is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace repere::language {

enum class CharClass : std::uint8_t {
    kSpace,
    kLineEnd,
    kLetter,
    kDigit,
    kMark,        // combining accent or invisible sign: belongs to the letter before it, folds to nothing
    kApostrophe,  // ' and everything typed for it
    kHyphen,      // - and the two hyphens of word processors
    kPunctuation,
    kSymbol,
    kEmoji,
    kEmojiPart,  // variation selector, skin tone: belongs to the emoji before it
};

struct Character {
    char32_t code = 0;
    std::uint32_t bytes = 1;
};

// The character at byte `i` < text.size(). A byte that is no UTF-8 counts as one U+FFFD, so that nothing can go wrong.
Character decode_longer(std::string_view text, std::size_t i);
inline Character decode(std::string_view text, std::size_t i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    return lead < 0x80 ? Character{lead, 1} : decode_longer(text, i);
}

CharClass class_of(char32_t c);
bool is_upper(char32_t c);
char32_t lower(char32_t c);  // Latin; others as they are

// Appends the folded form: "e" for É, "oe" for Œ, nothing for a combining accent, itself for what is not Latin.
void append_folded(std::string& out, char32_t c);

}  // namespace repere::language
