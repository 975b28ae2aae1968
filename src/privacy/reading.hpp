// One turn, read the way a person takes it down: words, numbers (said or typed), spelled letters, marks.
//
// "quatre-vingt-douze" is one number "92", "B comme Bernard" one letter, "double zéro" one number "00", "tiret" one
// mark '-'. Every item knows its place in the turn. Holds views into the turn's text, its tokens and itself, so a
// Reading must not outlive them and does not move.
#pragma once

#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "language/tokens.hpp"
#include "privacy/atoms.hpp"
#include "privacy/words.hpp"

namespace repere::privacy {

enum class ItemKind : std::uint8_t { kWord, kNumber, kLetter, kMark };

struct Item {
    ItemKind kind = ItemKind::kWord;
    char mark = 0;      // of a kMark, typed or said; '?' for what has no ASCII kin
    bool said = false;  // a number, letter or mark in words
    bool capitalised = false;
    bool all_capitals = false;
    bool space_before = true;
    bool line_start = false;
    bool elided = false;    // c', l', d'
    bool quantity = false;  // of a kNumber: an amount, an hour, a count of things
    std::uint32_t begin_byte = 0, end_byte = 0;
    std::uint32_t begin = 0, end = 0;  // code points
    std::string_view folded;           // of the (first) word
    std::string value;                 // digits of a kNumber, lower-case letters of a kLetter
    ClassBits classes = 0;
    std::uint32_t topics = 0;          // of phrases that end here
    const WordInfo* info = nullptr;

    bool is(ClassBits wanted) const { return (classes & wanted) != 0; }
    bool is_mark(char wanted) const { return kind == ItemKind::kMark && mark == wanted; }
    bool number() const { return kind == ItemKind::kNumber && !quantity; }
    bool letter() const { return kind == ItemKind::kLetter; }
    bool word() const { return kind == ItemKind::kWord; }
};

inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// How the next number or letter of a dictation is reached.
struct Link {
    std::size_t next = kNone;
    bool hesitant = false;  // over "euh", "attendez", "non pardon"
    char mark = 0;          // over one of - . / : , (the first of them)
};

struct Reading {
    Reading() = default;
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    std::string_view text;
    Channel channel = Channel::kPhone;
    Speaker speaker = Speaker::kUnknown;
    const Words* words = nullptr;
    std::uint32_t topics = 0;    // of all its items
    std::uint32_t expected = 0;  // topics that the other side has just asked about
    bool numbers = false;        // holds a number, so that detectors of numbers need to look
    bool addresses = false;      // holds an at sign, a slash, a dot inside a word or a mark said in words
    std::vector<Item> items;
    std::vector<Link> links;     // one for each item; of numbers and letters only
    std::forward_list<std::string> store;

    std::size_t size() const { return items.size(); }
    const Item& operator[](std::size_t i) const { return items[i]; }
    bool written() const { return channel != Channel::kPhone; }
    bool french() const { return words->language() == "fr"; }

    // Items back to the nearest phrase on one of `topics` before item i, line ends and full stops counting as three;
    // kNone beyond `limit`. What the other side asked stands just before the first item, four away.
    std::size_t distance(std::size_t i, std::uint32_t wanted, std::size_t limit = 10) const;
    bool about(std::size_t i, std::uint32_t wanted, std::size_t limit = 10) const {
        return distance(i, wanted, limit) != kNone;
    }
    // Topics within the `reach` items that follow item i, in the same line.
    std::uint32_t after(std::size_t i, std::size_t reach) const;
    ClassBits classes_after(std::size_t i) const { return i + 1 < size() ? items[i + 1].classes : 0; }
    std::string_view between(std::size_t first, std::size_t last) const {
        return text.substr(items[first].begin_byte, items[last].end_byte - items[first].begin_byte);
    }
};

// Reads `turn` into `out`. The tokens lend their folded forms; without them every word is folded here.
// `atoms` is scratch that turns may share.
void read(const Turn& turn, const language::Text* tokens, Channel channel, const Words& words, std::vector<Atom>& atoms, Reading& out);

}  // namespace repere::privacy
