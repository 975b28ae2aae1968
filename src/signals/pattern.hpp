// One pattern of docs/rules.md, compiled to a small program over tokens.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
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

// A test of one token: its form, its lemma, or how it begins.
struct Unit {
    enum class Kind : std::uint8_t { kForm, kLemma, kPrefix } kind = Kind::kForm;
    WordHash hash = 0;
    WordHash elided = 0;  // of "je": "j'"; 0 where there is none
    std::string prefix;
    std::uint8_t letters = 0;  // of the word as written; a long word is a rare one
};

// Words and word sequences, one of which must stand at a place. Sorted, immutable once made.
struct WordList {
    std::vector<WordHash> forms, lemmas;
    std::vector<std::string> prefixes;
    std::vector<std::vector<Unit>> sequences;  // longest first
    std::vector<std::pair<WordHash, std::uint32_t>> starts;  // key of a first unit → its sequence, sorted
    std::uint64_t mask = 0;                    // of what may stand first, see mask_of

    void add(std::vector<Unit> units);
    void finish();
};

// How a pattern may begin: keys for the index, or classes, or anything.
struct FirstSet {
    struct Start {
        WordHash key = 0;
        std::uint64_t second = 0;  // mask of the tokens that may come right after; all ones where that is not known
    };
    std::vector<Start> starts;  // sorted by key
    std::uint8_t classes = 0;  // bit per WordClass
    bool anything = false;
    bool nothing = false;      // it could match without a single token
};

enum class Op : std::uint8_t { kUnit, kAnyWord, kGap, kList, kClass, kSplit, kJump, kNot, kBegin, kEnd, kDone };

struct Instruction {
    Op op = Op::kDone;
    std::uint32_t a = 0;  // unit, list or class number; the most words of a gap; first way of a split; jump target
    std::uint32_t b = 0;  // second way of a split; where a "not" goes on
    std::uint64_t mask = 0;  // of what may come after a gap or on a split's first way; all ones where not known
};

struct Program {
    std::vector<Instruction> code;
    std::vector<Unit> units;
    std::vector<std::shared_ptr<const WordList>> lists;
    std::uint64_t mask = 0;    // of what may stand first; all ones for anything
    std::uint64_t second = 0;  // mask of what may come right after the first token; all ones where not known
    std::uint8_t classes = 0;  // that may stand first
    std::vector<WordHash> starts;  // keys of what may stand first; empty where a class or anything may
    std::vector<Unit> needed;  // tokens without which there is no match, the rarest first
    std::vector<std::vector<WordHash>> needed_any;  // choices of keys after the first token, one of each is needed
    std::uint8_t needed_classes = 0;                // classes that every match has

    FirstSet first() const;
    // mask of the tokens with which the program may go on at an instruction; all ones where that is not known.
    std::uint64_t mask_at(std::uint32_t instruction) const;
};

// Keys under which the index files a way to begin. A token is looked up under each of its own.
WordHash form_key(WordHash form);
WordHash lemma_key(WordHash lemma);
WordHash prefix_key(std::string_view folded);  // of its first three bytes; 0 when shorter
WordHash key_of(const Unit& unit);             // whichever of these the unit is filed under
constexpr std::uint64_t mask_of(WordHash key) { return std::uint64_t{1} << (key >> 58); }

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

tl::expected<Program, PatternMistake> compile_pattern(std::string_view text, const PatternContext& context);

// One entry of a word list: words, `<lemma>` and `prefix*`, one after the other.
tl::expected<std::vector<Unit>, PatternMistake> compile_entry(std::string_view text, const PatternContext& context);

}  // namespace repere::signals
