#include "signals/topics_evidence.hpp"

#include <utility>
#include <vector>

namespace repere::signals {
namespace {

constexpr std::size_t kMostQuoted = 6;  // words

}  // namespace

Words words_at(const TopicInput& input, std::size_t turn, TokenRange tokens) {
    const auto& from = input.texts[turn].tokens[tokens.begin];
    const auto& to = input.texts[turn].tokens[tokens.end - 1];
    return {turn, {from.begin, to.end}, input.interaction.turns[turn].text.substr(from.begin_byte, to.end_byte - from.begin_byte)};
}

std::optional<Heaviest> heaviest_in(const TopicInput& input, std::size_t turn, const learning::LinearModel& model, std::size_t output) {
    std::vector<std::pair<std::uint32_t, double>> words;  // token, weight
    language::WordHash before = 0;
    each_topic_word(input.texts[turn], [&](const TopicWord& word) {
        double weight = 0;
        if (const auto* row = model.find(topic_word(word.lemma))) weight += row[output];
        const auto stem = topic_stem(word.spelled);
        if (const auto* row = stem ? model.find(*stem) : nullptr) weight += row[output];
        if (const auto* pair = before == 0 ? nullptr : model.find(topic_pair(before, word.lemma))) {
            weight += pair[output] / 2.0;
            words.back().second += pair[output] / 2.0;
        }
        words.emplace_back(word.token, weight);
        before = word.lemma;
    });
    double most = 0, sum = 0;
    std::size_t begin = 0;
    TokenRange best;
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (sum <= 0 || k - begin >= kMostQuoted) {
            sum = 0;
            begin = k;
        }
        sum += words[k].second;
        if (sum <= most) continue;
        most = sum;
        best = {words[begin].first, words[k].first + 1};
    }
    if (most <= 0) return std::nullopt;
    return Heaviest{words_at(input, turn, best), most};
}

}  // namespace repere::signals
