#include "language/syllables.hpp"

#include <algorithm>
#include <string>

#include "language/characters.hpp"
#include "language/tokens.hpp"

namespace repere::language {
namespace {

constexpr bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

constexpr bool opens_syllable(char32_t c) {
    switch (c) {
        case U'é': case U'è': case U'ê': case U'ë': case U'ï': case U'ü':
        case U'É': case U'È': case U'Ê': case U'Ë': case U'Ï': case U'Ü': return true;
        default: return false;
    }
}

// Is the ending of that length silent: does a consonant stand before it, or the u of "que" and "gue"?
bool after_consonant(std::string_view folded, std::size_t ending) {
    if (folded.size() <= ending) return false;
    const auto stem = folded.substr(0, folded.size() - ending);
    if (!is_vowel(stem.back())) return true;
    return stem.size() > 1 && stem.back() == 'u' && (stem[stem.size() - 2] == 'q' || stem[stem.size() - 2] == 'g');
}

}  // namespace

std::size_t french_syllables(std::string_view word, bool verb_ending) {
    std::string folded;
    std::size_t count = 0;
    bool in_vowels = false;
    bool after_acute = false;
    bool plain_e = false;  // is the last e written without an accent?
    for (std::size_t i = 0; i < word.size();) {
        const Character c = decode(word, i);
        i += c.bytes;
        const std::size_t before = folded.size();
        if (c.code >= 'a' && c.code <= 'z') {  // most of any word
            folded += static_cast<char>(c.code);
        } else {
            append_folded(folded, c.code);
        }
        if (folded.size() == before) continue;
        if (!is_vowel(folded.back())) {
            in_vowels = after_acute = false;
            continue;
        }
        const bool mute_after_acute = c.code == 'e' || c.code == 'E';
        const char last = before > 0 ? folded[before - 1] : ' ';
        const bool glides = last == 'i' || last == 'y';  // "ré-si-lié", but "cré-é"
        if (!in_vowels || (opens_syllable(c.code) && !glides) || (after_acute && !mute_after_acute)) ++count;
        in_vowels = true;
        after_acute = c.code == U'é' || c.code == U'É';
        if (folded.back() == 'e') plain_e = mute_after_acute;
    }
    const std::string_view f = folded;
    const bool silent = (plain_e && ((f.ends_with("e") && after_consonant(f, 1)) || (f.ends_with("es") && after_consonant(f, 2)))) ||
                        (verb_ending && f.ends_with("ent") && after_consonant(f, 3));
    return std::max<std::size_t>(1, count - (silent && count > 1 ? 1 : 0));
}

std::size_t english_syllables(std::string_view word) {
    const std::string folded = fold(word);
    const std::string_view f = folded;
    std::size_t count = 0;
    bool in_vowels = false;
    for (const char c : f) {
        if (is_vowel(c) && !in_vowels) ++count;
        in_vowels = is_vowel(c);
    }
    const auto before = [&](std::size_t ending) { return f.size() > ending ? f[f.size() - ending - 1] : ' '; };
    bool silent = false;
    if (f.ends_with("e")) {
        const bool syllabic_l = before(1) == 'l' && f.size() > 2 && !is_vowel(f[f.size() - 3]);  // "ta-ble"
        silent = !is_vowel(before(1)) && !syllabic_l;
    } else if (f.ends_with("ed")) {
        silent = !is_vowel(before(2)) && before(2) != 't' && before(2) != 'd';
    } else if (f.ends_with("es")) {
        silent = std::string_view("aeiouysxzhgc").find(before(2)) == std::string_view::npos;
    }
    return std::max<std::size_t>(1, count - (silent && count > 1 ? 1 : 0));
}

}  // namespace repere::language
