#include "grid/phrases.hpp"

#include <algorithm>

#include "language/tokens.hpp"

namespace repere::grid {
namespace {

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Length of the UTF-8 sequence that starts with `lead`; the text is well formed.
std::size_t sequence_length(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Signs of general punctuation (dashes, quotes, ellipsis) and Latin-1 marks are no letters, though above ASCII.
bool is_mark(std::string_view code_point) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(code_point[i]); };
    return (code_point.size() == 2 && byte(0) == 0xC2) || (code_point.size() == 3 && byte(0) == 0xE2 && byte(1) <= 0x81);
}

// Folded letters of two bytes (accented Latin, Greek, Cyrillic…), made once: they are frequent in French.
const std::string& folded_letter(std::string_view two_bytes) {
    static const std::vector<std::string> table = [] {
        std::vector<std::string> letters;
        for (unsigned code = 0x80; code < 0x800; ++code) {
            const char bytes[] = {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
            letters.push_back(language::fold({bytes, 2}));
        }
        return letters;
    }();
    const unsigned lead = static_cast<unsigned char>(two_bytes[0]) & 0x1F;
    const unsigned code = (lead << 6) | (static_cast<unsigned char>(two_bytes[1]) & 0x3F);
    return table[code < 0x80 ? 0 : code - 0x80];
}

}  // namespace

FoldedText folded_text(std::string_view text) {
    FoldedText out;
    out.words.reserve(text.size() + 2);
    out.origin.reserve(text.size() + 2);
    const auto put = [&](char c, std::uint32_t at) {
        out.words += c;
        out.origin.push_back(at);
    };
    put(' ', 0);
    std::uint32_t at = 0;
    for (std::size_t i = 0; i < text.size(); ++at) {
        const std::size_t length = std::min(sequence_length(text[i]), text.size() - i);
        const std::string_view code_point = text.substr(i, length);
        i += length;
        if (length == 1) {
            const char lower = code_point[0] >= 'A' && code_point[0] <= 'Z' ? static_cast<char>(code_point[0] + 32) : code_point[0];
            if (is_word_byte(lower)) {
                put(lower, at);
                continue;
            }
        } else if (!is_mark(code_point)) {
            const std::string folded = length == 2 ? folded_letter(code_point) : language::fold(code_point);
            const bool letters = std::all_of(folded.begin(), folded.end(), is_word_byte);
            if (letters) {
                for (const char c : folded) put(c, at);
                continue;
            }
        }
        if (out.words.back() != ' ') put(' ', at);
    }
    if (out.words.back() != ' ') put(' ', at);
    return out;
}

std::string folded_phrase(std::string_view phrase) {
    std::string words = folded_text(phrase).words;
    return words.size() > 1 ? words : std::string();
}

std::vector<Span> find_phrase(const FoldedText& text, std::string_view folded_phrase) {
    std::vector<Span> found;
    if (folded_phrase.size() < 3) return found;
    const std::string_view body = folded_phrase.substr(1);  // a search that starts at a letter stops less often
    for (auto at = text.words.find(body); at != std::string::npos; at = text.words.find(body, at + body.size() - 1)) {
        if (text.words[at - 1] != ' ') continue;
        found.push_back({text.origin[at], text.origin[at + body.size() - 2] + 1});
    }
    return found;
}

}  // namespace repere::grid
