#include "speech/turns.hpp"

#include <algorithm>
#include <utility>

namespace repere::speech {
namespace {

std::vector<Word> sorted_words(std::vector<Utterance> utterances) {
    std::vector<Word> out;
    for (Utterance& u : utterances) {
        out.insert(out.end(), std::make_move_iterator(u.words.begin()), std::make_move_iterator(u.words.end()));
    }
    std::stable_sort(out.begin(), out.end(), [](const Word& a, const Word& b) { return a.start < b.start; });
    return out;
}

// Does any word of `others` start in [from, to)?
bool speaks_between(const std::vector<Word>& others, double from, double to) {
    const auto at = std::lower_bound(others.begin(), others.end(), from, [](const Word& w, double t) { return w.start < t; });
    return at != others.end() && at->start < to;
}

void add_turns(std::vector<Word> words, const std::vector<Word>& others, Speaker speaker, const std::string& participant,
               std::vector<Turn>& out) {
    const std::size_t first = out.size();
    for (Word& w : words) {
        const bool begins = out.size() == first || w.start - *out.back().end > kTurnGap ||
                            (w.start - *out.back().end >= kTurnPause &&
                             speaks_between(others, out.back().words.back().start, w.start));
        if (begins) {
            out.push_back({.speaker = speaker, .participant = participant, .text = w.text, .start = w.start, .end = w.end});
        } else {
            out.back().text += ' ' + w.text;
            out.back().end = std::max(*out.back().end, w.end);
        }
        out.back().words.push_back(std::move(w));
    }
}

}  // namespace

std::vector<Turn> turns_of_one(std::vector<Utterance> utterances, Speaker speaker, const std::string& participant) {
    std::vector<Turn> out;
    add_turns(sorted_words(std::move(utterances)), {}, speaker, participant, out);
    return out;
}

std::vector<Turn> turns_of_two(std::vector<Utterance> agent, std::vector<Utterance> customer) {
    std::vector<Word> agent_words = sorted_words(std::move(agent));
    std::vector<Word> customer_words = sorted_words(std::move(customer));
    std::vector<Turn> out;
    std::vector<Turn> customers;
    add_turns(agent_words, customer_words, Speaker::kAgent, "A1", out);
    add_turns(std::move(customer_words), agent_words, Speaker::kCustomer, "C", customers);
    out.insert(out.end(), std::make_move_iterator(customers.begin()), std::make_move_iterator(customers.end()));
    std::stable_sort(out.begin(), out.end(), [](const Turn& a, const Turn& b) { return *a.start < *b.start; });
    return out;
}

}  // namespace repere::speech
