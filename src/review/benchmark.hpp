// Compares what the machine found with what analysts labelled: signals, labels of the whole, grid, personal data.
//
// Everything is counted, so the order of the conversations changes nothing. A figure that is not defined (no support,
// one class only) is absent. Macro averages run over what the reference holds at least once, and say over how many.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/analysis.hpp"
#include "conversation/labels.hpp"
#include "core/messages.hpp"
#include "grid/evaluation.hpp"
#include "review/agreement.hpp"

namespace repere::review {

struct Counts {
    std::size_t right = 0;   // found and labelled
    std::size_t wrong = 0;   // found, not labelled
    std::size_t missed = 0;  // labelled, not found

    std::size_t support() const { return right + missed; }
    std::optional<double> precision() const;
    std::optional<double> recall() const;
    std::optional<double> f1() const;  // absent where nothing was labelled nor found
    Counts& operator+=(const Counts& other);
};

// Means over the rows with support.
struct Macro {
    std::optional<double> precision, recall, f1;
    std::size_t rows = 0;
};

struct Averages {
    Counts micro;
    Macro macro;
};

struct NamedCounts {
    std::string name;
    Counts counts;
};

// One label of the whole, or one criterion.
struct LabelRow {
    std::string name;
    std::size_t count = 0;     // labelled conversations
    std::size_t answered = 0;  // of them, those to which the machine gave an answer
    std::optional<double> agreement, kappa;  // over those answered
    std::optional<double> coverage() const;
};

struct MoodRow {
    std::string name;
    std::size_t count = 0;
    std::optional<double> mean_error, exact, within_one, kappa;  // kappa: quadratic weights
};

struct PersonalDataRow {
    std::string type;
    Counts exact;             // same type, same words
    Counts overlap;           // same type, some words in common
    std::size_t covered = 0;  // labelled words that findings of any type cover whole: what masking would hide
};

struct Report {
    std::size_t conversations = 0, turns = 0;
    std::vector<NamedCounts> signals;  // all of them, in the guide's order
    Averages overall;
    std::map<std::string, Averages> by_speaker, by_language, by_channel;
    Averages topics;
    std::vector<LabelRow> labels;  // resolved, escalation, opportunity, register
    std::vector<MoodRow> moods;    // customer_start, customer_end
    std::vector<LabelRow> criteria;
    std::optional<double> mean_agreement, mean_kappa, mean_coverage;  // over criteria that have the figure
    std::size_t kappa_criteria = 0;                                   // criteria with a kappa
    std::vector<PersonalDataRow> personal_data;
    Averages pii_exact, pii_overlap;
    std::optional<double> pii_covered;
};

class Benchmark {
  public:
    // The analysis must be of the same turns. Labels that the reference lacks are left out.
    void add(const LabelledInteraction& reference, const analysis::Analysis& analysis,
             const grid::Evaluation& evaluation);
    Report report() const;

  private:
    static constexpr std::size_t kSignals = 35;
    using SignalCounts = std::array<Counts, kSignals>;

    void add_signals(const LabelledInteraction& reference, const analysis::Analysis& analysis);
    void add_labels(const LabelledInteraction& reference, const analysis::Analysis& analysis);
    void add_grid(const LabelledInteraction& reference, const grid::Evaluation& evaluation);
    void add_personal_data(const LabelledInteraction& reference, const analysis::Analysis& analysis);

    std::size_t conversations_ = 0, turns_ = 0;
    SignalCounts signals_{};
    std::map<std::string, SignalCounts> by_language_, by_channel_;
    std::map<std::string, Counts> topics_;
    std::map<std::string, Pairs> labels_, criteria_;
    std::vector<std::string> criteria_order_;
    std::map<std::string, std::vector<std::pair<int, int>>> moods_;
    std::map<std::string, PersonalDataRow> personal_data_;
};

// The report as JSON (docs/benchmark.md), and as tables for a terminal.
nlohmann::ordered_json to_json(const Report& report);
std::string to_text(const Report& report, const Messages& messages);

}  // namespace repere::review
