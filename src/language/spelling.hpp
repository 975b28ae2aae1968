// Slips of spelling and grammar in written words.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "language/knowledge.hpp"
#include "language/passage.hpp"
#include "language/tokens.hpp"
#include "language/wording.hpp"

namespace repere::language {

enum class SlipKind {
    kSpelling,    // in no dictionary: "recpetion"
    kAccent,      // right but for its accents: "resilier", "a été recu"
    kApostrophe,  // left out: "jai", "cest"
    kGrammar,     // a wording known as wrong, or an infinitive for a participle: "vous avez envoyer"
};
std::string_view to_string(SlipKind kind);  // "spelling", "accent", "apostrophe", "grammar"

struct Slip {
    SlipKind kind = SlipKind::kSpelling;
    Passage place;
    bool operator==(const Slip&) const = default;
};

// Adds the slips of one turn in reading order. No slips: numbers, addresses, abbreviations in capitals, names (a capital
// inside a sentence), words of the other language, the company's own words, tokens inside `masked` (spans in order).
void find_slips(std::vector<Slip>& out, std::size_t turn, std::string_view written, const Text& text,
                std::span<const WordingHit> wording, std::span<const Passage> masked, const LanguageKnowledge& knowledge);

}  // namespace repere::language
