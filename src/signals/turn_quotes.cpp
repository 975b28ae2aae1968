#include "signals/turn_quotes.hpp"

#include <vector>

#include "signals/turn_scores.hpp"

namespace repere::signals {
namespace {

constexpr std::size_t kFewestQuoted = 3;  // words

// What each word read weighs for one output: its own features, and its share of the phrases it stands in.
std::vector<double> weights_of(const learning::LinearModel& model, const TurnFeatures& features, const language::Text& text,
                               std::size_t turn, std::size_t output) {
    std::vector<double> out;
    for (const ReadWord& word : features.read(turn).words) {
        out.push_back(word_sum(model, word, text.folded_form(text.tokens[word.token])).words[output]);
    }
    std::vector<Phrase> phrases;
    std::vector<const std::int8_t*> rows;
    features.phrases(turn, phrases);
    model.find(phrases, rows);
    for (std::size_t p = 0; p < phrases.size(); ++p) {
        if (rows[p] == nullptr) continue;
        const double share = rows[p][output] / static_cast<double>(phrases[p].last - phrases[p].first + 1);
        for (std::size_t k = phrases[p].first; k <= phrases[p].last; ++k) out[k] += share;
    }
    return out;
}

struct WordRange {
    std::size_t first = 0;
    std::size_t last = 0;
};

// The stretch of words inside one part that weighs most in sum, at least a few words long.
WordRange heaviest(const ReadTurn& read, const std::vector<double>& weights, std::size_t part) {
    WordRange best;
    double most = 0;
    double sum = 0;
    std::size_t begin = 0;
    bool found = false;
    WordRange bounds;
    while (read.words[bounds.first].part != part) ++bounds.first;
    bounds.last = bounds.first;
    while (bounds.last + 1 < read.words.size() && read.words[bounds.last + 1].part == part) ++bounds.last;
    for (std::size_t k = bounds.first; k <= bounds.last; ++k) {
        if (sum <= 0) {
            sum = 0;
            begin = k;
        }
        sum += weights[k];
        if (!found || sum > most) {
            found = true;
            most = sum;
            best = {begin, k};
        }
    }
    while (best.last - best.first + 1 < kFewestQuoted && (best.first > bounds.first || best.last < bounds.last)) {
        if (best.last < bounds.last) ++best.last;
        else --best.first;
    }
    return best;
}

// A quote does not end on "de" or "l'": the words it leans on belong to it.
std::uint32_t whole_end(const language::Text& text, std::uint32_t last) {
    constexpr std::uint32_t kMostAdded = 3;
    for (std::uint32_t added = 0; added < kMostAdded && last + 1 < text.tokens.size(); ++added, ++last) {
        const bool leans = (text.tokens[last].traits & language::kFunctionWord) != 0 || text.folded_form(text.tokens[last]).ends_with('\'');
        const language::Token& next = text.tokens[last + 1];
        if (!leans || next.starts_sentence || next.kind == language::TokenKind::kPunctuation) break;
    }
    return last;
}

}  // namespace

TokenRange heaviest_words(const learning::LinearModel& model, const TurnFeatures& features, const language::Text& text,
                          std::size_t turn, std::size_t output, std::size_t part) {
    const ReadTurn& read = features.read(turn);
    const WordRange words = heaviest(read, weights_of(model, features, text, turn, output), part);
    return {read.words[words.first].token, read.words[words.last].token};
}

Moment quoting(const Turn& turn, const language::Text& text, std::size_t at, TokenRange tokens) {
    Moment out;
    out.turn = at;
    const auto& from = text.tokens[tokens.first];
    const auto& to = text.tokens[whole_end(text, tokens.last)];
    out.span = {from.begin, to.end};
    out.quote = turn.text.substr(from.begin_byte, to.end_byte - from.begin_byte);
    return out;
}

}  // namespace repere::signals
