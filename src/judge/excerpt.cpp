#include "judge/excerpt.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace repere::judge {
namespace {

constexpr std::size_t kFrame = 6;         // turns at the beginning and at the end
constexpr std::size_t kSurroundings = 6;  // turns on each side of a relevant one
constexpr std::size_t kLineOverhead = 16; // code points of a line before its text

class Filler {
  public:
    Filler(const std::vector<SentTurn>& turns, std::size_t limit) : turns_(turns), left_(limit), longest_(limit / 4) {
        excerpt_.shown.assign(turns.size(), 0);
        excerpt_.whole = false;
    }

    void add(std::size_t turn) {
        if (turn >= turns_.size() || excerpt_.shown[turn] > 0 || turns_[turn].text.empty()) return;
        const std::string& text = turns_[turn].text;
        const std::size_t length = std::min(utf8::length(text), longest_);
        if (length + kLineOverhead > left_) return;
        left_ -= length + kLineOverhead;
        excerpt_.shown[turn] = utf8::substring(text, 0, length).size();
        ++excerpt_.turns;
    }

    Excerpt take() { return std::move(excerpt_); }

  private:
    const std::vector<SentTurn>& turns_;
    std::size_t left_;
    std::size_t longest_;
    Excerpt excerpt_;
};

}  // namespace

std::vector<std::size_t> relevant_turns(const grid::Criterion& criterion, const grid::CriterionResult& result,
                                        const analysis::Analysis& analysis) {
    std::vector<std::size_t> turns;
    for (const auto& quote : result.quotes) turns.push_back(quote.turn);
    for (const auto index : result.evidence) turns.push_back(analysis.moments.at(index).turn);
    const auto signals = grid::signals_of(criterion);
    for (const auto& moment : analysis.moments) {
        if (std::find(signals.begin(), signals.end(), moment.signal) != signals.end()) turns.push_back(moment.turn);
    }
    return turns;
}

Excerpt excerpt_of(const std::vector<SentTurn>& turns, const std::vector<std::size_t>& relevant, std::size_t limit) {
    std::size_t total = 0;
    for (const auto& turn : turns) total += utf8::length(turn.text) + kLineOverhead;
    if (total <= limit) {
        Excerpt all{.shown = {}, .turns = turns.size(), .whole = true};
        for (const auto& turn : turns) all.shown.push_back(turn.text.size());
        return all;
    }
    Filler filler(turns, limit);
    for (const auto turn : relevant) filler.add(turn);
    for (std::size_t i = 0; i < kFrame; ++i) {
        filler.add(i);
        filler.add(turns.size() - 1 - i);
    }
    for (std::size_t distance = 1; distance <= kSurroundings; ++distance) {
        for (const auto turn : relevant) {
            filler.add(turn + distance);
            if (turn >= distance) filler.add(turn - distance);
        }
    }
    return filler.take();
}

}  // namespace repere::judge
