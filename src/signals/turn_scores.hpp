// The first pass over turns: what the words and circumstances of each turn say of each signal of its side.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "language/tokens.hpp"
#include "learning/linear_model.hpp"
#include "signals/turn_features.hpp"

namespace repere::signals {

inline constexpr std::size_t kWidest = 24;  // outputs of a side's model: 22 signals, padded

// Of one signal in one turn: of the whole turn or of its best part, whichever is higher.
struct TurnScore {
    double log_odds = 0;
    std::uint32_t best_part = 0;
};

// The sum of all features of one word. A word has few enough of them for sixteen bits.
struct WordSum {
    std::uint64_t key = 0;
    std::uint16_t count = 0;  // of features that the model knows
    std::array<std::int16_t, kWidest> words{};
};

// `form` is the word's folded form. Valid until the next call in this thread; the words met last are remembered.
const WordSum& word_sum(const learning::LinearModel& model, const ReadWord& word, std::string_view form);

class TurnScorer {
  public:
    // The arguments must outlive this. For one thread.
    TurnScorer(const learning::LinearModel& model, const TurnFeatures& features, std::span<const language::Text> texts)
        : model_(model), features_(features), texts_(texts) {}

    // One entry an output of the model; valid until the next call. Linear in the turn and its neighbours.
    std::span<const TurnScore> score(std::size_t turn);

  private:
    // Sums of bytes, before an output's steps make log odds of them.
    struct Sums {
        std::array<std::int32_t, kWidest> words{};
        std::size_t count = 0;  // features of words that the model knows

        void add(const std::int8_t* row, std::size_t width);
    };

    void sum_words(std::size_t turn);
    void sum_phrases(std::size_t turn);
    void sum_circumstances(std::size_t turn);
    template <class Visit>
    void each_log_odds(const Sums& sums, Visit&& visit) const;  // visit(output, log odds)

    const learning::LinearModel& model_;
    const TurnFeatures& features_;
    std::span<const language::Text> texts_;
    std::vector<Sums> parts_;
    Sums whole_;
    std::array<float, kWidest> others_{};
    std::vector<Phrase> phrases_;
    std::vector<Circumstance> circumstances_;
    std::vector<const std::int8_t*> rows_;  // of the model, by phrase or circumstance
    std::array<TurnScore, kWidest> scores_{};
};

}  // namespace repere::signals
