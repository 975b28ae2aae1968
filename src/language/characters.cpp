#include "language/characters.hpp"

#include <array>

#include "core/utf8.hpp"

namespace repere::language {
namespace {

// Base letters of the accented Latin ranges, in their own case; '.' where the character is no simple letter.
constexpr std::string_view kFrom00C0 =
    "AAAAAA.CEEEEIIIIDNOOOOO.OUUUUY..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKkkLlLlLl."
    ".LlNnNnNn.NnOoOoOo..RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
constexpr std::string_view kFrom01CD =
    "AaIiOoUuUuUuUuUu.AaAa....GgKkOoOo..j...Gg..NnAa....AaAaEeEeIiIiO"
    "oOoRrRrUuUuSsTt..Hh";
constexpr std::string_view kFrom1E00 =
    "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm"
    "MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv"
    "WwWwWwWwWwXxXxYyZzZzZzhtwy......AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe"
    "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......";
static_assert(kFrom00C0.size() == 0x180 - 0xC0 && kFrom01CD.size() == 0x220 - 0x1CD &&
              kFrom1E00.size() == 0x1F00 - 0x1E00);

constexpr bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

// The base letter of an accented one, or '.'.
constexpr char base_letter(char32_t c) {
    if (within(c, 0xC0, 0x17F)) return kFrom00C0[c - 0xC0];
    if (within(c, 0x1CD, 0x21F)) return kFrom01CD[c - 0x1CD];
    if (within(c, 0x1E00, 0x1EFF)) return kFrom1E00[c - 0x1E00];
    return '.';
}

// Letters that fold to more than one; empty for others.
constexpr std::string_view ligature(char32_t c) {
    switch (c) {
        case U'œ': case U'Œ': return "oe";
        case U'æ': case U'Æ': return "ae";
        case U'ß': case U'ẞ': return "ss";
        case U'þ': case U'Þ': return "th";
        case U'ĳ': case U'Ĳ': return "ij";
        case 0xFB00: return "ff";
        case 0xFB01: return "fi";
        case 0xFB02: return "fl";
        case 0xFB03: return "ffi";
        case 0xFB04: return "ffl";
        case 0xFB05: case 0xFB06: return "st";
        default: return {};
    }
}

constexpr CharClass ascii_class(unsigned c) {
    if (c == '\n' || c == '\r' || c == '\f' || c == '\v') return CharClass::kLineEnd;
    if (c <= ' ' || c == 0x7F) return CharClass::kSpace;
    if (c >= '0' && c <= '9') return CharClass::kDigit;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return CharClass::kLetter;
    if (c == '\'' || c == '`') return CharClass::kApostrophe;
    if (c == '-') return CharClass::kHyphen;
    for (const char p : std::string_view("!\"(),./:;?[]{}\\_")) {
        if (c == static_cast<unsigned char>(p)) return CharClass::kPunctuation;
    }
    return CharClass::kSymbol;
}

constexpr auto kAscii = [] {
    std::array<CharClass, 128> table{};
    for (unsigned c = 0; c < 128; ++c) table[c] = ascii_class(c);
    return table;
}();

CharClass general_punctuation(char32_t c) {  // U+2000 … U+206F
    if (c <= 0x200A || c == 0x202F || c == 0x205F) return CharClass::kSpace;
    if (c == 0x2028 || c == 0x2029) return CharClass::kLineEnd;
    if (c <= 0x200F || within(c, 0x202A, 0x202E) || c >= 0x2060) return CharClass::kMark;
    if (c == 0x2010 || c == 0x2011) return CharClass::kHyphen;
    if (c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2032) return CharClass::kApostrophe;
    if (c == 0x203C || c == 0x2049) return CharClass::kEmoji;
    return CharClass::kPunctuation;
}

}  // namespace

Character decode_longer(std::string_view text, std::size_t i) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const char32_t lead = byte(i);
    const std::uint32_t n = lead >= 0xF0 && lead < 0xF8 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (n == 0 || i + n > text.size() || lead >= 0xF8) return {0xFFFD, 1};
    char32_t code = lead & (0x7FU >> n);
    for (std::uint32_t k = 1; k < n; ++k) {
        if ((byte(i + k) & 0xC0) != 0x80) return {0xFFFD, 1};
        code = code << 6 | (byte(i + k) & 0x3FU);
    }
    return {code, n};
}

CharClass class_of(char32_t c) {
    if (c < 0x80) return kAscii[c];
    if (c < 0xC0) {
        if (c == 0x85) return CharClass::kLineEnd;
        if (c <= 0xA0) return CharClass::kSpace;
        if (c == 0xAA || c == 0xB5 || c == 0xBA) return CharClass::kLetter;
        if (c == 0xAD) return CharClass::kMark;
        if (c == 0xB4) return CharClass::kApostrophe;
        if (c == 0xA1 || c == 0xAB || c == 0xB7 || c == 0xBB || c == 0xBF) return CharClass::kPunctuation;
        return CharClass::kSymbol;
    }
    if (c == 0xD7 || c == 0xF7) return CharClass::kSymbol;
    if (c < 0x300) return c == 0x2BC ? CharClass::kApostrophe : CharClass::kLetter;
    if (c <= 0x36F) return CharClass::kMark;
    if (c < 0x2000) return CharClass::kLetter;
    if (c <= 0x206F) return general_punctuation(c);
    if (c == 0x20E3 || within(c, 0xFE00, 0xFE0F) || within(c, 0x1F3FB, 0x1F3FF)) return CharClass::kEmojiPart;
    if (c < 0x2190) return CharClass::kSymbol;
    if (c < 0x2C00) {
        const bool picture = within(c, 0x231A, 0x231B) || within(c, 0x23E9, 0x23FA) || within(c, 0x2600, 0x27BF) ||
                             within(c, 0x2B05, 0x2B07) || within(c, 0x2B1B, 0x2B1C) || c == 0x2B50 || c == 0x2B55;
        return picture ? CharClass::kEmoji : CharClass::kSymbol;
    }
    if (within(c, 0x3000, 0x303F)) return c == 0x3000 ? CharClass::kSpace : CharClass::kPunctuation;
    if (within(c, 0xE000, 0xF8FF) || c == 0xFFFC || c == 0xFFFD) return CharClass::kSymbol;
    if (c == 0xFEFF) return CharClass::kMark;
    if (within(c, 0x1F000, 0x1FAFF)) return CharClass::kEmoji;
    if (c >= 0xE0000) return CharClass::kMark;
    return CharClass::kLetter;
}

bool is_upper(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    const char base = base_letter(c);
    if (base != '.') return base >= 'A' && base <= 'Z';
    return c == U'Œ' || c == U'Æ' || within(c, 0x391, 0x3A9) || within(c, 0x400, 0x42F);
}

char32_t lower(char32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (within(c, 0xC0, 0xDE) && c != 0xD7) return c + 32;
    if (c == U'Œ') return U'œ';
    return c == U'Ÿ' ? U'ÿ' : c;
}

void append_folded(std::string& out, char32_t c) {
    if (c < 0x80) {
        if (c == '`') c = '\'';
        out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        return;
    }
    if (const char base = base_letter(c); base != '.') {
        out += static_cast<char>(base | 0x20);
        return;
    }
    if (const auto letters = ligature(c); !letters.empty()) {
        out += letters;
        return;
    }
    switch (class_of(c)) {
        case CharClass::kMark: return;
        case CharClass::kApostrophe: out += '\''; return;
        case CharClass::kHyphen: out += '-'; return;
        case CharClass::kSpace: out += ' '; return;
        default: break;
    }
    if (c == 0x2026) {
        out += "...";
    } else if (within(c, 0x391, 0x3A9) || within(c, 0x410, 0x42F)) {
        utf8::append(out, c + 0x20);  // Greek and Cyrillic capitals
    } else {
        utf8::append(out, c);
    }
}

}  // namespace repere::language
