// How long one side's sentences are, where something tells where they end.
#pragma once

#include <cstddef>
#include <vector>

#include "conversation/interaction.hpp"
#include "language/measures.hpp"

namespace repere::language {

// Counts sentences turn by turn. A long turn without any mark tells nothing by its length: where such turns hold more
// than Thresholds::unmarked_share of the words, the silences between words part the sentences instead, or nothing does.
class SentenceLengths {
  public:
    explicit SentenceLengths(const Thresholds& thresholds) : thresholds_(thresholds) {}

    void begin_turn(std::size_t index, const Turn& turn);
    void add(const Token& token, bool is_word, const Text& text);
    void end_turn();
    // Sets sentences, sentence_basis, words_per_sentence and long_sentences; reads words.
    void finish(TextMeasures& measures);

  private:
    void end_sentence();

    const Thresholds& thresholds_;
    const Turn* turn_ = nullptr;
    std::size_t index_ = 0;
    std::size_t words_in_turn_ = 0;
    bool marked_ = false;
    std::size_t words_in_sentence_ = 0;
    Span sentence_;
    std::vector<Passage> long_;

    std::size_t sentences_ = 0;
    std::size_t unmarked_words_ = 0;
    std::size_t turns_ = 0;
    std::size_t stretches_ = 0;    // parted by silences
    std::size_t timed_words_ = 0;  // words of turns whose words have times
};

}  // namespace repere::language
