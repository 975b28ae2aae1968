// What a benchmark found: every figure with its interval, as values. Where a figure is not defined it is absent.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/messages.hpp"
#include "review/agreement.hpp"
#include "review/bootstrap.hpp"

namespace repere::review {

struct Figure {
    std::optional<double> value;
    std::optional<Interval> interval;
    Figure() = default;
    Figure(std::optional<double> of) : value(of) {}
};

struct Counts {
    std::size_t right = 0;   // found and labelled
    std::size_t wrong = 0;   // found, not labelled
    std::size_t missed = 0;  // labelled, not found

    std::size_t support() const { return right + missed; }
    std::size_t found() const { return right + wrong; }
    std::optional<double> precision() const;
    std::optional<double> recall() const;
    std::optional<double> f1() const;  // absent where nothing was labelled nor found
    Counts& operator+=(const Counts& other);
};

struct Scores {
    Counts counts;
    Figure precision, recall, f1;
    Scores() = default;
    explicit Scores(const Counts& of) : counts(of), precision(of.precision()), recall(of.recall()), f1(of.f1()) {}
};

// Means over the rows with support.
struct Macro {
    Figure precision, recall, f1;
    std::size_t rows = 0;
};

struct Averages {
    Scores micro;
    Macro macro;
};

struct NamedScores {
    std::string name;
    Scores scores;
};

// One label of the whole, or one criterion.
struct LabelRow {
    std::string name;
    std::size_t count = 0;     // labelled conversations
    std::size_t answered = 0;  // of them, those to which the machine gave an answer
    Figure agreement, kappa;   // over those answered
    Figure coverage;
};

struct MoodRow {
    std::string name;
    std::size_t count = 0;
    Figure mean_error, exact, within_one, kappa;  // kappa: quadratic weights
};

struct PersonalDataRow {
    std::string type;
    Scores exact;             // same type, same words
    Scores overlap;           // same type, some words in common
    std::size_t covered = 0;  // labelled words that findings of any type cover whole: what masking would hide
    Figure covered_share;
};

// Agreement among the surest answers, one figure for each of kCoverageLevels.
struct CurveRow {
    std::string name;         // the criterion; empty for all of them together
    std::size_t answers = 0;  // that both the machine and the reference gave
    std::vector<Figure> agreement;
};

struct Coverage {
    std::vector<CurveRow> criteria;
    CurveRow pooled;
    Figure gain;  // pooled agreement at 80 % less that at 100 %
};

// Whether what is said with confidence c is right in a share c of the cases.
struct Reliability {
    struct Bin {
        double low = 0, high = 0;
        std::size_t count = 0;
        std::optional<double> confidence;  // mean in the bin
        Figure right;                      // share
    };
    std::vector<Bin> bins;  // ten, equally wide
    // Expected calibration error: Σ n_b ⁄ N · |right_b − confidence_b| (M. Naeini et al., AAAI 2015), 0…1.
    Figure expected_error;
};

struct Report {
    std::size_t conversations = 0, turns = 0;
    std::map<std::string, std::size_t> languages, channels;  // conversations
    std::vector<NamedScores> signals;                        // all of them, in the guide's order
    Averages overall;
    std::map<std::string, Averages> by_speaker, by_language, by_channel;
    Averages topics;
    std::vector<LabelRow> labels;  // resolved, escalation, opportunity, register
    std::vector<MoodRow> moods;    // customer_start, customer_end
    std::vector<LabelRow> criteria;
    Figure mean_agreement, mean_kappa, mean_coverage;  // over criteria that have the figure
    std::size_t kappa_criteria = 0;                    // criteria with a kappa
    Coverage coverage;
    Reliability marks;    // of signals: the surest mark of each signal in each turn
    Reliability answers;  // of the grid
    std::vector<PersonalDataRow> personal_data;
    Averages pii_exact, pii_overlap;
    Figure pii_covered;
    BootstrapConfig bootstrap;
    std::map<std::string, std::string> versions;  // of what analysed
};

// Every figure of the report, in an order that depends on its rows alone.
void each_figure(Report& report, const std::function<void(Figure&)>& visit);

// The report as JSON (docs/benchmark.md), and as tables for a terminal.
nlohmann::ordered_json to_json(const Report& report);
std::string to_text(const Report& report, const Messages& messages);

}  // namespace repere::review
