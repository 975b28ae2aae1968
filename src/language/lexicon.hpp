// Which lemma a French or English form belongs to, and how frequent or familiar the form is.
//
// A read-only table made at build time from the Hunspell dictionaries (`repere-lexicon`, see docs/decisions), mapped
// into memory: opening costs nothing, a look-up is a probe of a hash table, any number of threads may read.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string_view>

#include "core/result.hpp"
#include "language/tokens.hpp"

namespace repere::language {

class Lexicon {
  public:
    // `folder` holds fr.lex and en.lex. kEnvironment when missing, kInvalidInput when not a lexicon of this version.
    static Result<Lexicon> open(const std::filesystem::path& folder);

    Lexicon(Lexicon&&) noexcept;
    Lexicon& operator=(Lexicon&&) noexcept;
    ~Lexicon();

    // Lemma hashes of a folded form; all zeros when the form is unknown.
    std::array<WordHash, 3> lemmas(WordHash form, std::string_view language) const;
    bool knows(WordHash form, std::string_view language) const;

  private:
    struct Tables;
    explicit Lexicon(std::unique_ptr<Tables> tables);
    std::unique_ptr<Tables> tables_;
};

}  // namespace repere::language
