// Matching compiled patterns over the tokens of a turn. Linear: every start has a bounded number of steps.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "language/tokens.hpp"
#include "signals/pattern.hpp"

namespace repere::signals {

// What matching needs to know of a token beyond the token itself.
struct Cell {
    KeyMask mask;                    // of every key the token has
    KeyMask next_mask;               // of what a pattern may take for the next token
    std::array<WordHash, 5> keys{};  // form, lemmas and, of a word, how it begins; zeros after the last
    std::uint32_t sentence_end = 0;  // index of the token after its sentence
    std::array<std::uint16_t, kWordClasses> span{};  // tokens of the class that begins here; 0: none begins
    std::uint8_t classes = 0;        // bit per class that begins here
    bool is_word = false;            // a word, number or address that is no filler
    bool skippable = false;          // filler, punctuation, symbol, or a repeat of the word before
};

// One turn ready for matching. Points into a Text and cells that outlive it.
struct TurnView {
    const language::Text* text = nullptr;
    std::span<Cell> cells;
    std::uint32_t first_word = 0;  // index of the first and last word; size and 0 where there is none
    std::uint32_t last_word = 0;
    std::uint32_t words = 0;
    bool no_words = true;
    std::uint8_t classes = 0;  // that begin anywhere in the turn
    KeyBits keys;              // of all its tokens

    std::uint32_t size() const { return static_cast<std::uint32_t>(cells.size()); }
};

struct TokenRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

// Fills everything but the classes.
TurnView view_of(const language::Text& text, std::span<Cell> cells);

// Does the program match with its first token at `start`? Where does the match end?
std::optional<TokenRange> match_at(const Program& program, const TurnView& turn, std::uint32_t start);
std::optional<TokenRange> match_at(const Instruction* code, const TurnView& turn, std::uint32_t start);

// The first match inside `where`.
std::optional<TokenRange> find_match(const Program& program, const TurnView& turn, TokenRange where);
bool any_match(const std::vector<Program>& programs, const TurnView& turn, TokenRange where);

inline TokenRange whole(const TurnView& turn) { return {0, turn.size()}; }
TokenRange sentence_around(const TurnView& turn, std::uint32_t token);

// Patterns filed by how they may begin, so that a token meets only those it can start.
class PatternIndex {
  public:
    // The program may be moved afterwards, not destroyed.
    void add(std::uint32_t pattern, const Program& program);
    void finish();

    // Calls visit(pattern) for each that may begin at the token; one may come twice.
    template <class Visit>
    void candidates(const TurnView& turn, std::uint32_t at, Visit&& visit) const {
        each_entry(turn, at, [&](const Entry& entry) { visit(entry.pattern); });
    }

    // Calls visit(pattern, range) for each that matches with its first token there, of those of which wanted(pattern).
    template <class Wanted, class Visit>
    void matches(const TurnView& turn, std::uint32_t at, Wanted&& wanted, Visit&& visit) const {
        each_entry(turn, at, [&](const Entry& entry) {
            if (!wanted(entry.pattern)) return;
            if (const auto range = match_at(entry.code, turn, at)) visit(entry.pattern, *range);
        });
    }

  private:
    // A pattern and what can be told of it at a glance, in a cache line.
    struct Entry {
        const Instruction* code = nullptr;  // of a program that outlives the index
        std::uint32_t pattern = 0;
        Needs more;
        KeyMask second = KeyMask::anything();
    };
    struct Slot {
        WordHash key = 0;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    template <class Visit>
    void each_entry(const TurnView& turn, std::uint32_t at, Visit&& visit) const {
        const Cell& cell = turn.cells[at];
        const auto consider = [&](const Entry& entry) {
            if (!entry.second.meets(cell.next_mask) && !entry.second.is_anything()) return;
            if (entry.more.met(turn.classes, turn.keys)) visit(entry);
        };
        for (const WordHash key : cell.keys) {
            if (key == 0) break;
            look_up(key, consider);
        }
        if (cell.classes != 0) {
            for (std::size_t c = 0; c < kWordClasses; ++c) {
                if ((cell.classes >> c & 1U) == 0) continue;
                for (const Entry& entry : by_class_[c]) consider(entry);
            }
        }
        if (cell.is_word) {
            for (const Entry& entry : anywhere_) consider(entry);
        }
    }

    template <class Visit>
    void look_up(WordHash key, Visit& visit) const {
        if (!keys_.has(key_bit(key))) return;
        for (std::size_t i = key & mask_;; i = (i + 1) & mask_) {
            const Slot& slot = slots_[i];
            if (slot.end == 0) return;
            if (slot.key != key) continue;
            for (std::uint32_t k = slot.begin; k < slot.end; ++k) visit(entries_[k]);
            return;
        }
    }

    std::vector<std::pair<WordHash, Entry>> pending_;
    KeyBits keys_;             // of all slots
    std::vector<Slot> slots_;  // open addressing; end == 0 marks a free one
    std::vector<Entry> entries_;
    std::array<std::vector<Entry>, kWordClasses> by_class_;
    std::vector<Entry> anywhere_;
    std::size_t mask_ = 0;
};

}  // namespace repere::signals
