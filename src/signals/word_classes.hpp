// The word classes {number} {amount} {date} {delay} {name} {?} {!}, and what makes a sentence a question, for one
// language: knowledge/signals/classes/*.yaml. Immutable, thread-safe.
#pragma once

#include <filesystem>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "signals/matcher.hpp"
#include "signals/pattern.hpp"

namespace repere::signals {

class WordClasses {
  public:
    static Result<WordClasses> load(const std::filesystem::path& knowledge, std::string_view language,
                                    const language::Lexicon& lexicon);

    // Marks in the cells where each class begins. Linear.
    void annotate(TurnView& turn) const;

    // Does the sentence ask: by its mark, an inversion or a question word?
    bool asks(const TurnView& turn, TokenRange sentence) const;

    // Full form → elided form ("je" → "j'"), so that a pattern's "je" finds both.
    const std::unordered_map<WordHash, WordHash>& elisions() const { return elisions_; }

  private:
    struct Patterns {
        std::vector<Program> programs;
        PatternIndex index;
    };

    void find(const Patterns& patterns, WordClass which, TurnView& turn) const;
    void find_numbers(TurnView& turn) const;

    std::unordered_map<WordHash, WordHash> elisions_;
    std::vector<WordHash> numbers_, weak_numbers_, joiners_;  // sorted
    Patterns amount_, date_, delay_;
    std::vector<Program> question_;
};

}  // namespace repere::signals
