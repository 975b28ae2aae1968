// The tokeniser at work over one text. Inside the room only: tokens.hpp is its face.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "language/addresses.hpp"
#include "language/characters.hpp"
#include "language/lexicon.hpp"
#include "language/tokens.hpp"

namespace repere::language {

class Scanner {
  public:
    Scanner(std::string_view text, bool french, const LexiconTable& words) : text_(text), french_(french), words_(words) {
        out_.folded.reserve(text.size() + 16);
        out_.tokens.reserve(text.size() / 5 + 8);
    }

    Text run();

  private:
    struct Mark {
        std::uint32_t byte = 0;
        std::uint32_t point = 0;
        std::uint32_t folded = 0;
    };

    // A stretch of letters between two joining signs, with its offsets in all three counts.
    struct Part {
        Mark begin;
        Mark end;
        char joiner = 0;  // the sign after it: ' or - or none
        bool capitalised = false;
        bool has_lower = false;
        std::uint16_t letters = 0;
    };

    static constexpr std::size_t kMostParts = 12;  // longer chains are cut, so that hostile text costs no more than any other

    void step();

    // Moving on.
    Mark here() const { return {at_.byte, at_.point, static_cast<std::uint32_t>(out_.folded.size())}; }
    void advance(Character c) {
        at_.byte += c.bytes;
        ++at_.point;
    }
    void take(Character c) {
        append_folded(out_.folded, c.code);
        advance(c);
    }
    void take_until(std::size_t end, TokenKind kind);
    CharClass class_at(std::size_t byte) const {
        return byte < text_.size() ? class_of(decode(text_, byte).code) : CharClass::kSpace;
    }

    // Tokens.
    Token& finish(const Mark& begin, const Mark& end, TokenKind kind);
    Token& finish_word(const Mark& begin, const Mark& end, const Part& first, bool all_capitals);
    void learn(Token& token);
    // Replaces the folded form of a token that is written otherwise than it counts ("wo" in "won't" is "will").
    void refold(Token& token, std::string_view folded);

    // Words (scan_words.cpp).
    std::string_view folded(const Part& first, const Part& last) const {
        return std::string_view(out_.folded).substr(first.begin.folded, last.end.folded - first.begin.folded);
    }
    const LexiconEntry* entry_of(std::string_view form) const { return words_.find(hash_of(form)); }
    bool stays_whole(std::size_t first, std::size_t last) const;
    bool joins_next(const Character& c, CharClass kind) const;
    void read_part(Part& part);
    void scan_word();
    bool scan_initials();
    void emit_alone(const Part& part);
    void emit(std::size_t first, std::size_t last);

    // scan_french.cpp
    void split_french(std::size_t first);
    void split_hyphens(std::size_t first);
    bool is_clitic(std::size_t k) const;
    bool is_linking_t(std::size_t k) const;
    bool is_clitic_pronoun(std::size_t k) const;
    bool takes_clitics(std::size_t k) const;
    void emit_clitic(std::size_t& k);
    void split_missing_apostrophe(Token& token);

    // scan_english.cpp
    void split_english();
    static bool is_contraction(std::string_view ending);
    void emit_contraction(std::size_t k);
    void split_negation(std::size_t k, std::string_view stem);

    // Numbers, emoji, signs (scan_signs.cpp).
    void scan_number();
    void scan_emoji(Character c);
    void scan_sign(TokenKind kind, Character c);
    bool line_broke_since_last() const;
    bool is_abbreviation(const Token& token) const;
    bool next_is_capital() const;

    std::string_view text_;
    bool french_;
    const LexiconTable& words_;
    Text out_;
    Mark at_;
    std::size_t chunk_end_ = 0;  // of the stretch without blanks in which we are
    bool may_hold_address_ = false;
    bool space_before_ = true;
    bool sentence_over_ = false;
    const LexiconEntry* last_entry_ = nullptr;
    std::array<Part, kMostParts> parts_;
    std::size_t count_ = 0;
};

}  // namespace repere::language
