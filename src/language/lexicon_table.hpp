// The file format of *.lex, version 2, as `repere-lexicon` writes it and Lexicon maps it. Made and read on one kind of
// machine (little endian): it is a build product, never shipped from one architecture to another.
//
//   header | entries[entry_count] | slots[slot_count] | spellings[spelling_count]
//
// A form's slot is found from the high bits of its hash, then by linear probing over at most `longest_probe` slots; a
// slot keeps the low 32 bits of the hash and the number of its entry. Forms that share lemmas and flags share an entry.
// A spelling (lower case, with its accents) is kept as the low 32 bits of its hash, probed in the same way up to a 0.
#pragma once

#include <array>
#include <cstdint>

#include "language/lexicon.hpp"

namespace repere::language {

inline constexpr std::array<char, 8> kLexiconMagic = {'R', 'E', 'P', 'L', 'E', 'X', '0', '2'};

struct LexiconHeader {
    std::array<char, 8> magic = kLexiconMagic;
    std::uint32_t entry_count = 0;
    std::uint32_t slot_count = 0;
    std::uint32_t longest_probe = 0;
    std::uint32_t form_count = 0;
    std::uint64_t file_bytes = 0;
    std::uint32_t spelling_count = 0;
    std::uint32_t reserved = 0;
};

struct LexiconSlot {
    std::uint32_t tag = 0;
    std::uint32_t entry = 0;  // 1-based; 0 is an empty slot
};

static_assert(sizeof(LexiconHeader) == 40 && sizeof(LexiconSlot) == 8 && sizeof(LexiconEntry) == 32);

constexpr std::uint32_t slot_of(WordHash form, std::uint32_t slot_count) {
    return static_cast<std::uint32_t>(((form >> 32) * slot_count) >> 32);
}

// What stands for a spelling in its table.
constexpr std::uint32_t spelling_tag(WordHash spelling) {
    const auto tag = static_cast<std::uint32_t>(spelling);
    return tag == 0 ? 1 : tag;
}

}  // namespace repere::language
