// Where the phrases of the wording lists stand in each turn, found once for all measures.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "language/knowledge.hpp"
#include "language/tokens.hpp"

namespace repere::language {

struct WordingHit {
    Wording wording = Wording::kPolite;
    std::uint32_t begin = 0;  // tokens
    std::uint32_t end = 0;
};

class FoundWording {
  public:
    std::span<const WordingHit> in(std::size_t turn) const {
        return std::span(hits_).subspan(first_[turn], first_[turn + 1] - first_[turn]);
    }

  private:
    friend FoundWording find_wording(const std::vector<Text>& texts, const LanguageKnowledge& knowledge);
    std::vector<WordingHit> hits_;
    std::vector<std::size_t> first_;  // of each turn's hits, and one past the last
};

// In reading order; hits of one list never overlap, the longer phrase wins. Linear.
FoundWording find_wording(const std::vector<Text>& texts, const LanguageKnowledge& knowledge);

// The first hit of `wording` that begins in tokens begin … end − 1; nothing where there is none.
const WordingHit* first_hit(std::span<const WordingHit> hits, Wording wording, std::size_t begin, std::size_t end);

}  // namespace repere::language
