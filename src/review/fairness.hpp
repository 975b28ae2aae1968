// The fairness audit: how many answers change when something changes that should not matter.
//
// Each swap is tried on each conversation, and what the machine found before and after is compared: the answer to each
// criterion, each mark (a signal in a turn), each label of the whole. Counterfactual fairness testing, after
// M. Kusner et al., NeurIPS 2017, and the perturbations of M. Ribeiro et al., "Beyond accuracy", ACL 2020.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/analysis.hpp"
#include "core/messages.hpp"
#include "grid/evaluation.hpp"
#include "review/agreement.hpp"
#include "review/report_tables.hpp"
#include "review/swaps.hpp"

namespace repere::review {

// How many of the compared things changed.
struct Flips {
    std::size_t compared = 0, flipped = 0;
    std::optional<double> share() const;
    std::optional<Interval> interval() const { return wilson(flipped, compared); }  // 95 %
    void count(bool flip) { ++compared, flipped += flip ? 1 : 0; }
};

enum class Judged { kCriterion, kSignal, kLabel };

// One thing that changed, with the words that say it.
struct Flip {
    std::string swap, language, conversation;
    Judged what = Judged::kCriterion;
    std::string name;            // "empathy"
    std::string before, after;   // answers; "marked" or "absent" for a signal
    std::optional<std::size_t> turn;
    std::string quote;           // of the mark, or of the evidence of the answer that has some; verbatim
    std::string swapped;         // the same place after the swap, with some words around
};

struct SwapRow {
    std::string id, language;
    std::map<std::string, std::string> title;
    std::size_t conversations = 0;  // that it changed
    Flips criteria, signals, labels;
    std::size_t examples = 0;  // of it in FairnessReport::flips
};

struct FairnessReport {
    std::size_t conversations = 0;
    std::vector<SwapRow> swaps;
    Flips criteria, signals, labels;
    std::map<std::string, Flips> by_criterion, by_signal, by_label;
    std::vector<Flip> flips;  // the first kExamples of each swap, criteria before signals before labels
};

class FairnessAudit {
  public:
    static constexpr std::size_t kExamples = 10;

    struct Result {
        const analysis::Analysis& analysis;
        const grid::Evaluation& evaluation;
    };

    // Gives each swap its row, also one that then applies nowhere.
    void add_swaps(const Swaps& swaps);
    void add_conversation() { ++report_.conversations; }
    // Both of the same grid and the same turns. Marks are compared over those that stand before or after.
    void compare(const Swap& swap, const Result& before, const Result& after);
    const FairnessReport& report() const { return report_; }

  private:
    std::size_t row_of(const Swap& swap);

    FairnessReport report_;
};

nlohmann::ordered_json to_json(const FairnessReport& report);

// fairness_swaps, fairness_criteria, fairness_signals, fairness_labels.
NamedTables tables_of(const FairnessReport& report, const Messages& messages);
std::string to_text(const FairnessReport& report, const Messages& messages);

}  // namespace repere::review
