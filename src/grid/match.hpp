// Tests the conditions of a grid against one analysis. Internal to the grid room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/analysis.hpp"
#include "grid/evaluation.hpp"
#include "grid/phrases.hpp"
#include "grid/rule.hpp"

namespace repere::grid {

// Does it look at words (moments, labels that come from them, text measures)?
bool rests_on_words(const Condition& condition);

// Can moments or quotes be shown when it holds?
bool can_cite(const Condition& condition);

enum class Truth { kFalse, kUnmeasured, kTrue };  // kUnmeasured: a measure or label that this analysis has not

struct Match {
    Truth truth = Truth::kFalse;
    double confidence = 1;              // of the moments it rests on
    std::vector<std::size_t> evidence;  // indexes into Analysis::moments, in reading order
    std::vector<Quote> quotes;          // of set phrases
};

// What a condition looked at, for the reason shown to people.
struct Looked {
    std::vector<std::string> absent;                // signals that were not to be there
    std::vector<std::string> wanted;                // signals that were to be there
    std::vector<std::string> phrases;               // set phrases that were to be said
    std::vector<const MeasureTest*> measures;
    std::vector<const LabelTest*> labels;
};
void collect(const Condition& condition, Looked& looked);

// The moments of one analysis, ready to be asked about. Keeps references: the analysis must outlive it. For one thread:
// turns are folded for set phrases when the first of these is asked about.
class Matcher {
  public:
    explicit Matcher(const analysis::Analysis& analysis);

    Match match(const Condition& condition) const;

    // All moments of these signals, in reading order.
    std::vector<std::size_t> moments_of(const std::vector<std::string>& signals) const;

    const analysis::Analysis& analysis() const { return analysis_; }

  private:
    struct Place {
        std::size_t turn = 0, begin = 0, moment = 0;
        auto operator<=>(const Place&) const = default;
    };
    Match match_signals(const SignalTest& test) const;
    Match match_phrases(const PhraseTest& test) const;
    bool in_window(std::size_t turn, std::optional<std::size_t> first, std::optional<std::size_t> last) const;
    Match match_group(const Group& group) const;
    Match match_label(const LabelTest& test) const;
    Match match_measure(const MeasureTest& test) const;
    bool stands_where(const SignalTest& test, const Place& place) const;
    bool near(const std::vector<std::string>& signals, const Place& place, bool later,
              std::optional<std::size_t> within) const;
    std::size_t turns_between(Speaker speaker, std::size_t from, std::size_t to) const;
    const std::vector<Place>* places_of(const std::string& signal) const;

    const analysis::Analysis& analysis_;
    std::unordered_map<std::string_view, std::vector<Place>> places_;
    // before_[s][t]: how many of the turns 0 … t−1 are speaker s's (agent, customer, unknown).
    std::vector<std::size_t> before_[3];
    mutable std::vector<FoldedText> folded_;
};

}  // namespace repere::grid
