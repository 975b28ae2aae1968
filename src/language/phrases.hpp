// Words and short phrases of the lists in knowledge/, found in a tokenised text in one pass.
//
// They are written as people write them: "n'hésitez pas à", "mettre .. en œuvre". A word stands for itself and for all
// forms of which it is the lemma (payer: paie, payé; of a grammatical form like "suis" only the likeliest lemma
// counts); "=sale" stands for this form alone. ".." is up to three words.
// Between its words a phrase steps over hesitations, commas and quotes; it never crosses the end of a sentence.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "language/lexicon.hpp"
#include "language/tokens.hpp"

namespace repere::language {

class PhraseBook {
  public:
    // `value` is what a match brings back. False for a phrase without any word, or that begins or ends with "..".
    bool add(std::string_view phrase, std::uint32_t value, std::string_view language, const Lexicon& lexicon);
    // To be called once, after the last phrase.
    void finish();

    // Calls visit(end, value) for every phrase whose first word is token `at`; `end` is the token after its last.
    template <class Visit>
    void matches_at(const Text& text, std::size_t at, Visit&& visit) const {
        const Token& token = text.tokens[at];
        if (token.kind != TokenKind::kWord && token.kind != TokenKind::kNumber) return;
        const auto look = [&](WordHash key, bool is_form) {
            const Slot* slot = find(key);
            if (slot == nullptr) return;
            for (std::uint32_t k = slot->begin; k < slot->end; ++k) {
                const Phrase& phrase = phrases_[k];
                if ((!is_form && phrase.exact_start) || !may_go_on(phrase, text, at)) continue;
                if (const std::size_t end = match(phrase, text, at); end != 0) visit(end, phrase.value);
            }
        };
        look(token.form, true);
        for (const WordHash lemma : token.lemmas) {
            if (lemma == 0) break;
            if (lemma != token.form) look(lemma, false);
            if ((token.traits & kFunctionWord) != 0) break;
        }
    }

    // The phrase that covers most tokens from `at`; end 0 where none begins.
    struct Longest {
        std::size_t end = 0;
        std::uint32_t value = 0;
    };
    Longest longest_at(const Text& text, std::size_t at) const;

    std::size_t size() const { return phrases_.size(); }

  private:
    struct Word {
        WordHash key = 0;
        bool exact = false;
        bool after_gap = false;  // up to kGap words may stand before it
    };
    struct Phrase {
        WordHash key = 0;
        Word second;              // where it has one
        std::uint32_t first = 0;  // in words_
        std::uint32_t count = 0;
        std::uint32_t value = 0;
        bool exact_start = false;
    };
    struct Slot {
        WordHash key = 0;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    const Slot* find(WordHash key) const {
        if (!seen_[key % kSeenBits]) return nullptr;
        for (std::size_t i = key & mask_;; i = (i + 1) & mask_) {
            if (slots_[i].end == 0) return nullptr;
            if (slots_[i].key == key) return &slots_[i];
        }
    }
    static bool fits(const Word& word, const Token& token) {
        if (token.form == word.key) return true;
        if (word.exact) return false;
        if ((token.traits & kFunctionWord) != 0) return token.lemmas[0] == word.key;
        return token.lemmas[0] == word.key || token.lemmas[1] == word.key || token.lemmas[2] == word.key;
    }
    // False for most phrases that are not said: the next token is a word, and not their second one.
    static bool may_go_on(const Phrase& phrase, const Text& text, std::size_t at) {
        if (phrase.count == 1) return true;
        if (at + 1 == text.tokens.size() || text.tokens[at + 1].starts_sentence) return false;
        const Token& next = text.tokens[at + 1];
        return fits(phrase.second, next) || phrase.second.after_gap || next.filler || next.kind == TokenKind::kPunctuation ||
               next.kind == TokenKind::kSymbol;
    }
    std::size_t match(const Phrase& phrase, const Text& text, std::size_t at) const;

    static constexpr std::size_t kSeenBits = 16384;
    std::vector<Word> words_;
    std::vector<Phrase> phrases_;  // by key, after finish()
    std::vector<Slot> slots_;
    std::size_t mask_ = 0;
    std::bitset<kSeenBits> seen_;  // most tokens begin no phrase: one bit tells
};

// Can a phrase go on after this token as if it were not there?
bool is_stepped_over(const Text& text, const Token& token);

}  // namespace repere::language
