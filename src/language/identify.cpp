#include "language/identify.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "language/characters.hpp"
#include "language/tokens.hpp"
#include "language/trigrams.hpp"
#include "language_contrast.inc"

namespace repere::language {
namespace {

constexpr std::size_t kMostBytes = 20'000;
constexpr double kListedWord = 4;    // bits of evidence in a frequent short word of one language
constexpr double kAccent = 3;        // … in a word with a French accent
constexpr double kTrigramShare = 0.4;  // neighbouring trigrams overlap, and dictionaries count rare words as often as others
constexpr double kMostPerWord = 3;
constexpr double kFewestBits = 1.5;  // below, no language is said
constexpr int kFewestWords = 3;      // … nor from fewer words none of which is telling by itself

bool is_listed(const auto& words, WordHash word) { return std::binary_search(words.begin(), words.end(), word); }

// Adds up evidence word by word: positive bits speak for French.
class Evidence {
  public:
    void read(std::string_view text) {
        std::string word;
        bool accent = false;
        for (std::size_t i = 0; i < text.size() && left_ > 0;) {
            const Character c = decode(text, i);
            i += c.bytes;
            left_ -= std::min<std::size_t>(left_, c.bytes);
            const CharClass kind = class_of(c.code);
            if (kind == CharClass::kLetter) {
                accent = accent || is_french_accent(c.code);
                append_folded(word, c.code);
            } else if (kind == CharClass::kApostrophe && !word.empty()) {
                word += '\'';  // "j'" before it, or "'ll" after it
                finish(word, accent);
                word = "'";
                accent = false;
            } else if (kind != CharClass::kMark) {
                finish(word, accent);
                word.clear();
                accent = false;
            }
        }
        finish(word, accent);
    }

    LanguageGuess guess() const {
        if (std::abs(bits_) < kFewestBits || (!telling_ && words_ < kFewestWords)) return {};
        return {.language = bits_ > 0 ? "fr" : "en", .confidence = 1 / (1 + std::exp2(-std::abs(bits_)))};
    }

  private:
    static bool is_french_accent(char32_t c) {
        return std::u32string_view(U"éèêëàâçùûîïôœÉÈÊËÀÂÇÙÛÎÏÔŒ").find(c) != std::u32string_view::npos;
    }

    bool is_telling(std::string_view word) {
        const WordHash hash = hash_of(word);
        const bool french = is_listed(kFrenchWords, hash);
        if (!french && !is_listed(kEnglishWords, hash)) return false;
        bits_ += french ? kListedWord : -kListedWord;
        telling_ = true;
        return true;
    }

    void finish(std::string_view word, bool accent) {
        if (word.empty() || word == "'") return;
        if (is_telling(word)) return;
        if (word.front() == '\'') {  // what follows the apostrophe of "l'abonnement"
            word.remove_prefix(1);
            if (is_telling(word)) return;
        }
        telling_ = telling_ || accent;
        if (word.size() < 3) return;
        ++words_;
        double bits = 0;
        each_trigram(word, [&](std::size_t n) { bits += kTrigramShare * kTrigramWeights[n] / 8.0; });
        bits_ += std::clamp(bits, -kMostPerWord, kMostPerWord) + (accent ? kAccent : 0);
    }

    double bits_ = 0;
    int words_ = 0;         // without those that are too short for trigrams
    bool telling_ = false;  // was there a listed or an accented word?
    std::size_t left_ = kMostBytes;
};

}  // namespace

LanguageGuess identify(std::string_view text) {
    Evidence evidence;
    evidence.read(text);
    return evidence.guess();
}

LanguageGuess identify(const Interaction& interaction) {
    Evidence evidence;
    for (const Turn& turn : interaction.turns) evidence.read(turn.text);
    return evidence.guess();
}

}  // namespace repere::language
