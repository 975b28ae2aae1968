// Which lemmas a French or English form belongs to, and what kind of word it is.
//
// A read-only table made at build time by `repere-lexicon` from the Hunspell dictionaries and the word lists of
// knowledge/lexicons (docs/decisions/lexicon.md), mapped into memory: opening costs nothing, a look-up is a probe of a
// hash table, any number of threads may read.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "core/result.hpp"
#include "language/tokens.hpp"

namespace repere::language {

// What is known of a form besides its lemmas: bits of LexiconEntry::flags, whose low eight are the WordTraits.
enum WordFlag : std::uint32_t {
    kFillerWord = 1U << 8,    // euh, uh
    kCompound = 1U << 9,      // holds a hyphen or apostrophe and stays one token
    kElision = 1U << 10,      // j', qu'; stands alone before the word it leans on
    kClitic = 1U << 11,       // je, vous, ce… after a verb and a hyphen
    kAbbreviation = 1U << 12, // its full stop ends no sentence
    kVerbForm = 1U << 13,     // French only
    kPlaceName = 1U << 14,    // a proper name of the dictionary that is neither given nor family name (French only)
};

struct LexiconEntry {
    std::array<WordHash, 3> lemmas{};  // most likely first: grammatical words, verbs, nouns, names; zeros after the last
    std::uint32_t flags = 0;           // WordTrait and WordFlag bits
    std::uint32_t reserved = 0;
};

struct LexiconSlot;

// The table of one language. Points into the Lexicon it comes from.
class LexiconTable {
  public:
    // Nothing for a form that is unknown.
    const LexiconEntry* find(WordHash form) const;
    // Is this a right spelling, accents included? `spelling` is the hash of a spelled_form(). One in a million wrong words passes.
    bool spells(WordHash spelling) const;

  private:
    friend class Lexicon;
    const LexiconEntry* entries_ = nullptr;
    const LexiconSlot* slots_ = nullptr;
    const std::uint32_t* spellings_ = nullptr;
    std::uint32_t spelling_count_ = 0;
    std::uint32_t entry_count_ = 0;
    std::uint32_t slot_count_ = 0;
    std::uint32_t longest_probe_ = 0;
};

// $REPERE_LEXICONS, else `lexicons` beside the program's folder (a build tree: build/bin → build/lexicons), else
// `lexicons` in the home that find_home() finds (an installation). The folder need not exist.
std::filesystem::path default_lexicon_folder();

class Lexicon {
  public:
    // `folder` holds fr.lex and en.lex. kEnvironment when missing, kInvalidInput when not a lexicon of this version.
    static Result<Lexicon> open(const std::filesystem::path& folder);

    Lexicon(Lexicon&&) noexcept;
    Lexicon& operator=(Lexicon&&) noexcept;
    ~Lexicon();

    // English for "en", French for everything else. Valid as long as this lexicon, also after a move.
    const LexiconTable& table(std::string_view language) const;

    // Lemma hashes of a folded form; all zeros when the form is unknown.
    std::array<WordHash, 3> lemmas(WordHash form, std::string_view language) const;
    bool knows(WordHash form, std::string_view language) const;
    // WordTrait and WordFlag bits of a folded form; 0 when unknown.
    std::uint32_t flags(WordHash form, std::string_view language) const;

  private:
    struct Tables;
    explicit Lexicon(std::unique_ptr<Tables> tables);
    std::unique_ptr<Tables> tables_;
};

}  // namespace repere::language
