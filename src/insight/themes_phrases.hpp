// Counting phrases of one to three words over two periods. Internal to the room.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "insight/themes_statistics.hpp"
#include "insight/themes_words.hpp"

namespace repere::insight {

struct Phrase {
    static constexpr std::size_t kLongest = 3;
    std::array<std::uint32_t, kLongest> words{};  // numbers, zeros after the last
    std::size_t length() const { return static_cast<std::size_t>(std::ranges::find(words, 0U) - words.begin()); }
    bool operator==(const Phrase&) const = default;
};

// Does the shorter stand inside the longer?
bool holds(const Phrase& longer, const Phrase& shorter);

struct PhraseHash {
    std::size_t operator()(const Phrase& phrase) const;
};

// The words of many conversations, one after the other.
class WordStore {
  public:
    void add(std::span<const std::uint32_t> ids) { ids_.insert(ids_.end(), ids.begin(), ids.end()); }
    void end_conversation() { ends_.push_back(ids_.size()); }
    std::size_t size() const { return ends_.size(); }
    std::span<const std::uint32_t> conversation(std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
        return std::span(ids_).subspan(begin, ends_[i] - begin);
    }

  private:
    std::vector<std::uint32_t> ids_;
    std::vector<std::size_t> ends_;
};

// Calls visit(phrase) for every run of `length` words that neither begins nor ends with one left out.
template <class Visit>
void each_phrase(std::span<const std::uint32_t> ids, std::size_t length, const WordNumbers& numbers, Visit&& visit) {
    for (std::size_t k = 0; k + length <= ids.size(); ++k) {
        if (numbers.left_out(ids[k]) || numbers.left_out(ids[k + length - 1])) continue;
        Phrase phrase;
        std::copy_n(ids.begin() + static_cast<std::ptrdiff_t>(k), length, phrase.words.begin());
        if (std::ranges::find(phrase.words.begin(), phrase.words.begin() + static_cast<std::ptrdiff_t>(length), ReadTheme::kBreak) ==
            phrase.words.begin() + static_cast<std::ptrdiff_t>(length)) {
            visit(phrase);
        }
    }
}

struct PhraseCount {
    Phrase phrase;
    TwoPeriods counts;
};

// Every phrase that `least` conversations of both periods together bear. Longer ones are looked for among words that are
// as frequent; with more than `most` to count, those met once are forgotten and may then be counted too low.
std::vector<PhraseCount> count_phrases(const WordStore& now, const WordStore& before, const WordNumbers& numbers, std::size_t least,
                                       std::size_t most);

}  // namespace repere::insight
