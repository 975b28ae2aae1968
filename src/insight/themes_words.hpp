// The words of customers' turns as the discovery of themes reads them: lemmas, in runs that no full stop, mask or formula
// interrupts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "language/tokens.hpp"

namespace repere::insight {

// What knowledge/topics/themes.{fr,en}.yaml leaves out. Immutable, thread-safe.
class LeftOut {
  public:
    // kConfiguration with file, line and column at the first mistake.
    static Result<LeftOut> load(const std::filesystem::path& knowledge, std::string_view language,
                                const language::Lexicon& lexicon);

    // Words that begin and end no theme, though they may stand inside one.
    bool word(const language::Token& token) const {
        return words_.contains(token.form) || words_.contains(token.lemmas[0]);
    }
    // The tokens from `at` on that are a formula; 0 where none begins there.
    std::size_t formula(const language::Text& text, std::size_t at) const;

  private:
    std::unordered_set<language::WordHash> words_;
    std::unordered_map<language::WordHash, std::vector<std::vector<language::WordHash>>> formulas_;  // forms, by the first
};

struct ReadTheme {
    static constexpr std::uint32_t kBreak = 0;
    std::vector<std::uint32_t> ids;     // of words, kBreak between runs
    std::vector<std::uint32_t> tokens;  // where each stands
};

// Numbers for words, given out as they come; 0 is none.
class WordNumbers {
  public:
    std::uint32_t number(language::WordHash word, bool left_out) {
        const auto [at, fresh] = numbers_.try_emplace(word, static_cast<std::uint32_t>(left_out_.size()));
        if (fresh) left_out_.push_back(left_out);
        return at->second;
    }
    bool left_out(std::uint32_t number) const { return left_out_[number]; }
    std::size_t size() const { return left_out_.size(); }

  private:
    std::unordered_map<language::WordHash, std::uint32_t> numbers_;
    std::vector<bool> left_out_{true};  // that of the break
};

// Replaces `out`. Linear.
void read_for_themes(const language::Text& text, const LeftOut& left_out, WordNumbers& numbers, ReadTheme& out);

}  // namespace repere::insight
