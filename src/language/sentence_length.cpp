#include "language/sentence_length.hpp"

#include <utility>

namespace repere::language {

void SentenceLengths::begin_turn(std::size_t index, const Turn& turn) {
    turn_ = &turn;
    index_ = index;
    words_in_turn_ = 0;
    marked_ = false;
}

void SentenceLengths::add(const Token& token, bool is_word, const Text& text) {
    if (token.starts_sentence) {
        if (words_in_turn_ > 0) marked_ = true;
        end_sentence();
    }
    if (token.kind == TokenKind::kPunctuation && !marked_) {
        const auto sign = text.folded_form(token);
        marked_ = sign == "." || sign == "!" || sign == "?";
    }
    if (!is_word) return;
    if (words_in_sentence_ == 0) sentence_.begin = token.begin;
    sentence_.end = token.end;
    ++words_in_sentence_;
    ++words_in_turn_;
}

void SentenceLengths::end_sentence() {
    if (words_in_sentence_ > 0) ++sentences_;
    if (words_in_sentence_ > thresholds_.long_sentence) long_.push_back({index_, sentence_});
    words_in_sentence_ = 0;
}

void SentenceLengths::end_turn() {
    end_sentence();
    if (words_in_turn_ == 0) return;
    ++turns_;
    if (!marked_ && words_in_turn_ > thresholds_.unmarked_turn) unmarked_words_ += words_in_turn_;
    if (turn_->words.empty()) return;
    timed_words_ += words_in_turn_;
    ++stretches_;
    for (std::size_t i = 1; i < turn_->words.size(); ++i) {
        stretches_ += turn_->words[i].start - turn_->words[i - 1].end >= thresholds_.pause;
    }
}

void SentenceLengths::finish(TextMeasures& measures) {
    if (measures.words == 0) return;
    const auto words = static_cast<double>(measures.words);
    measures.sentences = sentences_;
    if (static_cast<double>(unmarked_words_) <= thresholds_.unmarked_share * words) {
        measures.words_per_sentence = words / static_cast<double>(sentences_);
        measures.long_sentences = std::move(long_);
    } else if (timed_words_ == measures.words) {
        measures.sentence_basis = SentenceBasis::kPauses;
        measures.sentences = stretches_;
        measures.words_per_sentence = words / static_cast<double>(stretches_);
    } else {
        measures.sentence_basis = SentenceBasis::kNothing;
        measures.sentences = turns_;
    }
}

}  // namespace repere::language
