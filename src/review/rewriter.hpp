// Puts phrases in the place of others in running text, whole words only.
//
// A phrase matches without regard to case and accents; spaces, apostrophes and hyphens between its words are one. The
// longest phrase wins. What is put in takes the case of what was there: lower, Capitalised or UPPER.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace repere::review {

class Rewriter {
  public:
    // A `from` that ends in "." matches only before a full stop, which goes with it: "M.". The first of two phrases
    // that fold alike stays.
    void add(std::string_view from, std::string_view to);
    bool empty() const { return phrases_.empty(); }

    std::string rewrite(std::string_view text) const;

  private:
    struct Match;
    std::unordered_map<std::string, std::string> phrases_;  // folded words with one space between
    std::size_t longest_ = 0;                               // in words
};

// A word of letters, digits and marks, by its bytes.
struct PlainWord {
    std::size_t begin = 0, end = 0;
    std::string folded;
};
std::vector<PlainWord> plain_words(std::string_view text);

// `word` in the case of `like`.
std::string in_case_of(std::string_view like, std::string_view word);

}  // namespace repere::review
