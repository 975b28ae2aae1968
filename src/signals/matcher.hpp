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

    // Calls visit(pattern, range) for each that matches with its first token there.
    template <class Visit>
    void matches_at(const TurnView& turn, std::uint32_t at, Visit&& visit) const {
        each_entry(turn, at, [&](const Entry& entry) {
            if (const auto range = match_at(entry.code, turn, at)) visit(entry.pattern, *range);
        });
    }

    // The same for the whole turn, token by token, of those patterns of which wanted(pattern). What a turn meets of a large
    // index is in no cache: each step fetches ahead, for all tokens, what the next one reads.
    template <class Wanted, class Visit>
    void matches(const TurnView& turn, Wanted&& wanted, Visit&& visit) const {
        each_key(turn, [&](std::uint32_t, WordHash key) { __builtin_prefetch(&slots_[key & mask_]); });
        each_key(turn, [&](std::uint32_t, WordHash key) {
            if (const Slot* slot = find(key)) __builtin_prefetch(&entries_[slot->begin]);
        });
        std::vector<std::pair<const Entry*, std::uint32_t>> met;
        for (std::uint32_t at = 0; at < turn.size(); ++at) {
            each_entry(turn, at, [&](const Entry& entry) {
                __builtin_prefetch(entry.code);
                met.emplace_back(&entry, at);
            });
        }
        for (const auto& [entry, at] : met) {
            for (const Instruction* i = entry->code; i->op != Op::kDone; ++i) {
                if (i->op == Op::kList) __builtin_prefetch(i->list);
            }
        }
        for (const auto& [entry, at] : met) {
            if (!wanted(entry->pattern)) continue;
            if (const auto range = match_at(entry->code, turn, at)) visit(entry->pattern, *range);
        }
    }

  private:
    // A pattern and what can be told of it at a glance, in a cache line.
    struct alignas(64) Entry {
        const Instruction* code = nullptr;  // of a program that outlives the index
        std::uint32_t pattern = 0;
        Needs more;
        KeyMask second = KeyMask::anything();
    };
    static_assert(sizeof(Entry) == 64);
    struct Slot {
        WordHash key = 0;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    // Calls visit(at, key) for every key of every token.
    template <class Visit>
    static void each_key(const TurnView& turn, Visit&& visit) {
        for (std::uint32_t at = 0; at < turn.size(); ++at) {
            for (const WordHash key : turn.cells[at].keys) {
                if (key == 0) break;
                visit(at, key);
            }
        }
    }

    // Nothing for a key with which no pattern begins.
    const Slot* find(WordHash key) const {
        for (std::size_t i = key & mask_; slots_[i].end != 0; i = (i + 1) & mask_) {
            if (slots_[i].key == key) return &slots_[i];
        }
        return nullptr;
    }

    template <class Visit>
    void each_entry(const TurnView& turn, std::uint32_t at, Visit&& visit) const {
        const Cell& cell = turn.cells[at];
        const auto consider = [&](std::span<const Entry> entries) {
            for (const Entry& entry : entries) {
                if (!entry.second.meets(cell.next_mask) && !entry.second.is_anything()) continue;
                if (entry.more.met(turn.classes, turn.keys)) visit(entry);
            }
        };
        for (const WordHash key : cell.keys) {
            if (key == 0) break;
            if (const Slot* slot = find(key)) consider(std::span(entries_).subspan(slot->begin, slot->end - slot->begin));
        }
        for (std::size_t c = 0; cell.classes >> c != 0; ++c) {
            if ((cell.classes >> c & 1U) != 0) consider(by_class_[c]);
        }
        if (cell.is_word) consider(anywhere_);
    }

    std::vector<std::pair<WordHash, Entry>> pending_;
    std::vector<Slot> slots_{Slot{}};  // open addressing; end == 0 marks a free one
    std::vector<Entry> entries_;
    std::array<std::vector<Entry>, kWordClasses> by_class_;
    std::vector<Entry> anywhere_;
    std::size_t mask_ = 0;
};

}  // namespace repere::signals
