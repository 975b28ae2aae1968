// A text cut into tokens and sentences, with the forms by which rules and measures know them.
//
// Words are compared by a 64-bit hash of their folded form (lower case, no accents, œ→oe, one kind of apostrophe), so
// that rules match "résilier", "RESILIER" and the typed "resilier" alike, without any shared table between threads.
// French clitics stand alone: "j'ai" is "j'" + "ai", "est-ce" is "est" + "-ce", "dites-moi" is "dites" + "-moi";
// compounds that a lexicon knows stay whole ("rendez-vous", "aujourd'hui").
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"

namespace repere::language {

enum class TokenKind : std::uint8_t { kWord, kNumber, kPunctuation, kSymbol, kEmoji, kAddress };
// kNumber: starts with a digit ("12", "12,50", "3e"); kAddress: an e-mail, URL or @handle kept whole.

using WordHash = std::uint64_t;  // 0: none

// Hash of a form that is already folded; `fold` does the folding.
WordHash hash_of(std::string_view folded);
std::string fold(std::string_view text);
// Lower case with its accents, and one kind of apostrophe: how a word is spelled.
std::string spelled_form(std::string_view text);

// What the lexicon says of a form beside its lemmas: a bit each in Token::traits. A form may be several at once
// ("rose" is a common word and a given name).
enum WordTrait : std::uint8_t {
    kTutoiement = 1U << 0,    // tu, toi, tes
    kVouvoiement = 1U << 1,   // vous, votre, Madame
    kFamiliar = 1U << 2,      // ouais, gonna
    kFunctionWord = 1U << 3,  // frequent in this language and unknown to the other
    kNumberWord = 1U << 4,    // douze, cents, twelve
    kFirstName = 1U << 5,     // a given name of the dictionary (French only)
    kFamilyName = 1U << 6,    // a family name of the dictionary (French only)
    kCommonWord = 1U << 7,    // a word that is no proper name
};

struct Token {
    std::uint32_t begin_byte = 0;
    std::uint32_t end_byte = 0;
    std::uint32_t begin = 0;  // code points
    std::uint32_t end = 0;
    std::uint32_t folded_begin = 0;  // its folded form, in Text::folded
    std::uint32_t folded_end = 0;
    WordHash form = 0;
    std::array<WordHash, 3> lemmas{};  // candidates, folded and hashed, zeros after the last; a word unknown to the
                                       // lexicon is its own lemma
    TokenKind kind = TokenKind::kWord;
    bool capitalised = false;
    bool all_capitals = false;      // two letters or more, all upper case
    bool filler = false;            // euh, ben, hein, uh…: rules step over it
    bool starts_sentence = false;
    bool space_before = true;
    std::uint8_t traits = 0;        // the WordTrait bits that the lexicon gives the form
};
static_assert(sizeof(Token) == 64, "one cache line: a conversation has hundreds of these");

struct Text {
    std::string folded;  // all folded forms, one after the other
    std::vector<Token> tokens;

    std::string_view folded_form(const Token& t) const {
        return std::string_view(folded).substr(t.folded_begin, t.folded_end - t.folded_begin);
    }
};

class Lexicon;

// Cuts one turn. `language` is "fr" or "en". Linear in the text; thread-safe.
Text tokenize(std::string_view text, std::string_view language, const Lexicon& lexicon);

// Sentences as spans of code points: end marks, line ends, and not after "M." or inside "12.50".
std::vector<Span> sentences(const Text& text);

}  // namespace repere::language
