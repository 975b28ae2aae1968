// One pattern of docs/rules.md, compiled to a small program over tokens.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "language/tokens.hpp"

namespace repere::signals {

using language::WordHash;

// The word classes a pattern may name, in the order in which they are found in a turn.
enum class WordClass : std::uint8_t { kNumber, kAmount, kDate, kDelay, kName, kQuestion, kExclamation };
inline constexpr std::size_t kWordClasses = 7;

// A key is what the index files a way to begin under; a token is looked up under each of its own.
constexpr WordHash form_key(WordHash form) { return form * 0x9E3779B97F4A7C15ULL; }
constexpr WordHash lemma_key(WordHash lemma) { return (lemma ^ 0xA5A5A5A5A5A5A5A5ULL) * 0xC2B2AE3D27D4EB4FULL; }
constexpr WordHash prefix_key(std::string_view folded) {  // of its first three bytes; 0 when shorter
    if (folded.size() < 3) return 0;
    const auto byte = [&](std::size_t i) { return static_cast<WordHash>(static_cast<unsigned char>(folded[i])); };
    return ((byte(0) << 16 | byte(1) << 8 | byte(2)) + 1) * 0xD6E8FEB86659FD93ULL;
}

// A key's bit among 1024, for sets of keys in which a bit may be shared.
constexpr std::uint16_t key_bit(WordHash key) { return static_cast<std::uint16_t>(key >> 54); }
struct KeyBits {
    std::array<std::uint64_t, 16> words{};
    void add(std::uint16_t bit) { words[bit >> 6] |= std::uint64_t{1} << (bit & 63); }
    bool has(std::uint16_t bit) const { return (words[bit >> 6] >> (bit & 63) & 1U) != 0; }
};

// A smaller such set, to be compared at a glance.
struct KeyMask {
    std::array<std::uint64_t, 4> words{};

    static KeyMask anything() { return {{~0ULL, ~0ULL, ~0ULL, ~0ULL}}; }
    bool is_anything() const { return (words[0] & words[1] & words[2] & words[3]) == ~0ULL; }
    void add(WordHash key) { words[key >> 62] |= std::uint64_t{1} << (key >> 56 & 63); }
    bool has(WordHash key) const { return (words[key >> 62] >> (key >> 56 & 63) & 1U) != 0; }
    void add(const KeyMask& other) {
        for (std::size_t i = 0; i < words.size(); ++i) words[i] |= other.words[i];
    }
    bool meets(const KeyMask& other) const {
        const auto& a = words;
        const auto& b = other.words;
        return ((a[0] & b[0]) | (a[1] & b[1]) | (a[2] & b[2]) | (a[3] & b[3])) != 0;
    }
};

// A test of one token: its form, its lemma, or how it begins.
struct Unit {
    enum class Kind : std::uint8_t { kForm, kLemma, kPrefix } kind = Kind::kForm;
    WordHash hash = 0;
    WordHash elided = 0;  // of "je": "j'"; 0 where there is none
    std::string prefix;
    std::uint8_t letters = 0;  // of the word as written; a long word is a rare one
};

// Words and word sequences, one of which must stand at a place. Immutable once finished.
class WordList {
  public:
    // What may begin with a token that has a key.
    struct Start {
        WordHash key = 0;
        std::uint32_t first = 0;  // in starting()
        std::uint16_t count = 0;  // of sequences
        bool word = false;        // the token may be all of it
        bool prefix = false;      // the same, where it has one of the list's prefixes
    };

    void add(std::vector<Unit> units);
    void finish();

    const KeyMask& first() const { return first_; }  // of what may stand first
    // Nothing where none of it begins so.
    const Start* find(WordHash key) const {
        for (std::size_t i = key & mask_; starts_[i].key != 0; i = (i + 1) & mask_) {
            if (starts_[i].key == key) return &starts_[i];
        }
        return nullptr;
    }
    // Those of one start, the longest first.
    const std::vector<Unit>& starting(std::size_t index) const { return sequences_[by_start_[index]]; }
    bool has_prefix_of(std::string_view folded) const;

    const std::vector<WordHash>& forms() const { return forms_; }
    const std::vector<WordHash>& lemmas() const { return lemmas_; }
    const std::vector<std::string>& prefixes() const { return prefixes_; }
    const std::vector<std::vector<Unit>>& sequences() const { return sequences_; }

  private:
    // These first, as nothing else is read of most lists.
    KeyMask first_;
    std::vector<Start> starts_{Start{}};  // open addressing; key 0 marks a free place
    std::size_t mask_ = 0;

    std::vector<std::uint32_t> by_start_;       // sequences, those of one start together
    std::vector<std::vector<Unit>> sequences_;  // the longest first
    std::vector<WordHash> forms_, lemmas_;      // sorted
    std::vector<std::string> prefixes_;
};

// How a pattern may begin: keys for the index, or classes, or anything.
struct FirstSet {
    struct Start {
        WordHash key = 0;
        KeyMask second;  // of the tokens that may come right after; anything where that is not known
    };
    std::vector<Start> starts;  // sorted by key
    std::uint8_t classes = 0;  // bit per WordClass
    bool anything = false;
    bool nothing = false;      // it could match without a single token
};

enum class Op : std::uint8_t { kForm, kLemma, kUnit, kAnyWord, kGap, kList, kClass, kSplit, kJump, kNot, kBegin, kEnd, kDone };

// What it points to belongs to its program. Small, since a turn meets hundreds of programs that are in no cache.
struct Instruction {
    Op op = Op::kDone;
    std::uint32_t a = 0;  // class number; the most words of a gap; first way of a split; jump target
    std::uint32_t b = 0;  // second way of a split; where a "not" goes on
    union {
        WordHash hash = 0;     // of a form or a lemma
        const Unit* unit;      // that is more than a form or a lemma
        const WordList* list;
        const KeyMask* mask;   // of what may come after a gap or on a split's first way; null where not known
    };
};

inline constexpr std::uint16_t kNoBit = 0xFFFF;

// Bits of keys (see key_bit), some of those that a turn must have for a program to match in it.
struct Needs {
    std::uint8_t classes = 0;  // all of these
    std::array<std::uint16_t, 3> all{kNoBit, kNoBit, kNoBit};
    std::array<std::uint16_t, 6> any{kNoBit, kNoBit, kNoBit, kNoBit, kNoBit, kNoBit};  // one of these

    bool met(std::uint8_t turn_classes, const KeyBits& turn_keys) const {
        if ((classes & ~turn_classes) != 0) return false;
        for (const std::uint16_t bit : all) {
            if (bit == kNoBit) break;
            if (!turn_keys.has(bit)) return false;
        }
        if (any[0] == kNoBit) return true;
        for (const std::uint16_t bit : any) {
            if (bit == kNoBit) break;
            if (turn_keys.has(bit)) return true;
        }
        return false;
    }
};

// Moved, never copied: its instructions point into it.
struct Program {
    Program() = default;
    Program(Program&&) = default;
    Program& operator=(Program&&) = default;

    Needs needs;               // first, as nothing else is read of most programs
    std::uint8_t classes = 0;  // that may stand first
    std::vector<Instruction> code;
    KeyMask mask;              // of what may stand first; anything where that is not known
    KeyMask second;            // of what may come right after the first token; anything where not known
    std::forward_list<Unit> units;
    std::forward_list<KeyMask> masks;
    std::vector<std::shared_ptr<const WordList>> lists;
    Needs more;                // beyond the first token

    FirstSet first() const;
    // Of the tokens with which the program may go on at an instruction; anything where that is not known.
    KeyMask mask_at(std::uint32_t instruction) const;
};

WordHash key_of(const Unit& unit);  // whichever of its keys the unit is filed under

// What a pattern is read with.
struct PatternContext {
    std::string_view language;
    const language::Lexicon* lexicon = nullptr;
    const std::unordered_map<WordHash, WordHash>* elisions = nullptr;  // may be null
    std::function<std::shared_ptr<const WordList>(std::string_view name)> list;
};

// A mistake inside a pattern: message key, details and the byte at which it stands.
struct PatternMistake {
    std::string key;
    Details details;
    std::size_t at = 0;
};

// `doubts` gets what is right but easily misread: a bar outside brackets beside other elements.
tl::expected<Program, PatternMistake> compile_pattern(std::string_view text, const PatternContext& context,
                                                      std::vector<PatternMistake>* doubts = nullptr);

// One entry of a word list: words, `<lemma>` and `prefix*`, one after the other.
tl::expected<std::vector<Unit>, PatternMistake> compile_entry(std::string_view text, const PatternContext& context);

}  // namespace repere::signals
