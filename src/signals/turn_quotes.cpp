#include "signals/turn_quotes.hpp"

#include <vector>

namespace repere::signals {
namespace {

constexpr std::size_t kFewestQuoted = 3;  // words

// What each word read weighs for one output: its own features, and its share of the phrases it stands in.
std::vector<double> weights_of(const learning::LinearModel& model, const TurnFeatures& features, const language::Text& text,
                               std::size_t turn, std::size_t output) {
    const ReadTurn& read = features.read(turn);
    std::vector<double> out(read.words.size(), 0);
    std::vector<learning::FeatureId> ids;
    for (std::size_t k = 0; k < read.words.size(); ++k) {
        word_features(read.words[k], text.folded_form(text.tokens[read.words[k].token]), ids);
        for (const learning::FeatureId id : ids) {
            if (const auto* row = model.find(id)) out[k] += row[output];
        }
    }
    std::vector<Phrase> phrases;
    features.phrases(turn, phrases);
    for (const Phrase& p : phrases) {
        const auto* row = model.find(p.id);
        if (row == nullptr) continue;
        const double share = row[output] / static_cast<double>(p.last - p.first + 1);
        for (std::size_t k = p.first; k <= p.last; ++k) out[k] += share;
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
