#include "signals/turn_scores.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

namespace repere::signals {
namespace {

using learning::LinearModel;

constexpr std::size_t kStep = 8;  // a row's bytes come in groups of so many

// Adds a row of bytes; the inner loop has a fixed length, so that it becomes a few vector instructions.
template <class Sum, class Row>
void add_row(std::array<Sum, kWidest>& sums, const Row* row, std::size_t width) {
    for (std::size_t o = 0; o < width; o += kStep) {
        for (std::size_t k = 0; k < kStep; ++k) sums[o + k] = static_cast<Sum>(sums[o + k] + row[o + k]);
    }
}

// The words met last by this thread. Language is repetition: most are there already.
class WordSums {
  public:
    const WordSum& of(const LinearModel& model, const ReadWord& word, std::string_view form) {
        const std::uint64_t key = learning::mix(learning::mix(word.form, word.lemma), model.serial());
        WordSum& sum = sums_[key % sums_.size()];
        if (sum.key == key) return sum;
        sum = {.key = key};
        word_features(word, form, ids_);
        model.find(ids_, rows_);
        for (const std::int8_t* row : rows_) {
            if (row == nullptr) continue;
            ++sum.count;
            add_row(sum.words, row, model.width());
        }
        return sum;
    }

  private:
    std::vector<WordSum> sums_ = std::vector<WordSum>(4096);
    std::vector<learning::FeatureId> ids_;
    std::vector<const std::int8_t*> rows_;
};

}  // namespace

const WordSum& word_sum(const LinearModel& model, const ReadWord& word, std::string_view form) {
    static thread_local WordSums sums;
    return sums.of(model, word, form);
}

void TurnScorer::Sums::add(const std::int8_t* row, std::size_t width) {
    ++count;
    add_row(words, row, width);
}

std::span<const TurnScore> TurnScorer::score(std::size_t turn) {
    sum_words(turn);
    sum_phrases(turn);
    sum_circumstances(turn);
    scores_.fill({-std::numeric_limits<double>::infinity(), 0});
    for (std::uint32_t p = 0; p < parts_.size(); ++p) {
        each_log_odds(parts_[p], [&](std::size_t o, double log_odds) {
            if (log_odds > scores_[o].log_odds) scores_[o] = {log_odds, p};
        });
    }
    each_log_odds(whole_, [&](std::size_t o, double log_odds) { scores_[o].log_odds = std::max(scores_[o].log_odds, log_odds); });
    return std::span(scores_).first(model_.outputs().size());
}

template <class Visit>
void TurnScorer::each_log_odds(const Sums& sums, Visit&& visit) const {
    const double value = word_value(sums.count);
    for (std::size_t o = 0; o < model_.outputs().size(); ++o) {
        const learning::Output& output = model_.outputs()[o];
        visit(o, output.bias + value * output.word_step * static_cast<double>(sums.words[o]) +
                     output.other_step * static_cast<double>(others_[o]));
    }
}

void TurnScorer::sum_words(std::size_t turn) {
    const std::size_t width = model_.width();
    const ReadTurn& read = features_.read(turn);
    const language::Text& text = texts_[turn];
    parts_.assign(read.parts, {});
    whole_ = {};
    for (const ReadWord& word : read.words) {
        if (!word.first) continue;
        const WordSum& sum = word_sum(model_, word, text.folded_form(text.tokens[word.token]));
        parts_[word.part].count += sum.count;
        add_row(parts_[word.part].words, sum.words.data(), width);
    }
}

void TurnScorer::sum_phrases(std::size_t turn) {
    const std::size_t width = model_.width();
    const auto& words = features_.read(turn).words;
    features_.phrases(turn, phrases_);
    model_.find(phrases_, rows_);
    for (std::size_t p = 0; p < phrases_.size(); ++p) {
        if (rows_[p] == nullptr) continue;
        const std::uint32_t part = words[phrases_[p].first].part;
        const bool inside = part == words[phrases_[p].last].part;
        (inside ? parts_[part] : whole_).add(rows_[p], width);
    }
    for (const Sums& part : parts_) {
        whole_.count += part.count;
        add_row(whole_.words, part.words.data(), width);
    }
}

void TurnScorer::sum_circumstances(std::size_t turn) {
    std::array<std::int32_t, kWidest> plain{};  // those of value 1: nearly all
    others_ = {};
    const std::size_t width = model_.width();
    features_.circumstances(turn, circumstances_);
    model_.find(circumstances_, rows_);
    for (std::size_t c = 0; c < circumstances_.size(); ++c) {
        if (rows_[c] == nullptr) continue;
        const float value = circumstances_[c].value;
        if (value == 1) {
            add_row(plain, rows_[c], width);
        } else {
            for (std::size_t o = 0; o < width; ++o) others_[o] += value * static_cast<float>(rows_[c][o]);
        }
    }
    for (std::size_t o = 0; o < width; ++o) others_[o] += static_cast<float>(plain[o]);
}

}  // namespace repere::signals
