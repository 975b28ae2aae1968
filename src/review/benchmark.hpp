// Compares what the machine found with what analysts labelled: signals, labels of the whole, grid, personal data.
//
// Everything is counted conversation by conversation, so that the figures are sums, the order of the conversations
// changes none of them, and the intervals come from resampled counts, not from new analyses. A figure that is not
// defined (no support, one class only) is absent. Macro averages run over what the reference holds at least once, and
// say over how many.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/analysis.hpp"
#include "conversation/labels.hpp"
#include "grid/evaluation.hpp"
#include "review/coverage.hpp"
#include "review/ledger.hpp"
#include "review/report.hpp"

namespace repere::review {

// Not for several threads at once.
class Benchmark {
  public:
    // The analysis must be of the same turns. Labels that the reference lacks are left out.
    void add(const LabelledInteraction& reference, const analysis::Analysis& analysis,
             const grid::Evaluation& evaluation);

    // Linear in conversations, times the number of draws.
    Report report(const BootstrapConfig& config = {}) const;

  private:
    // Rows by name, each with the first of its cells in the ledger.
    using Cells = std::map<std::string, std::size_t>;
    // Classes that came together, each pair with its cell.
    using Together = std::map<std::pair<int, int>, std::size_t>;

    void add_signals(const LabelledInteraction& reference, const analysis::Analysis& analysis);
    void add_labels(const LabelledInteraction& reference, const analysis::Analysis& analysis);
    void add_topics(const LabelledInteraction& reference, const analysis::Analysis& analysis);
    void add_grid(const LabelledInteraction& reference, const grid::Evaluation& evaluation);
    void add_personal_data(const LabelledInteraction& reference, const analysis::Analysis& analysis);

    std::size_t row(Cells& cells, const std::string& name, std::size_t width);
    void pair(Together& table, int labelled, int found);
    int class_number(std::string_view name);
    void bin(std::size_t first, double confidence, bool right);
    void sort_curves();

    Report measure(Multiplicities times) const;
    LabelRow label_row(const std::string& name, const Together& table, const std::vector<double>& totals) const;
    void measure_signals(Report& report, const std::vector<double>& totals) const;
    void measure_labels(Report& report, const std::vector<double>& totals) const;
    void measure_coverage(Report& report, Multiplicities times) const;
    void measure_personal_data(Report& report, const std::vector<double>& totals) const;

    Ledger ledger_;
    std::map<std::string, int, std::less<>> classes_;
    std::map<std::string, std::string> versions_;
    Cells languages_, channels_;
    Cells all_signals_, signals_by_language_, signals_by_channel_, topics_, personal_data_;
    std::map<std::string, Together> labels_, moods_, criteria_;
    std::vector<std::string> criteria_order_;
    std::map<std::string, CoverageCurve> curves_;
    CoverageCurve pooled_;
    std::size_t conversation_cell_ = ledger_.reserve(2);  // conversations, turns
    std::size_t mark_bins_ = ledger_.reserve(kBinCells);
    std::size_t answer_bins_ = ledger_.reserve(kBinCells);

    static constexpr std::size_t kBins = 10;
    static constexpr std::size_t kBinCells = 3 * kBins;  // count, right, sum of confidences
};

}  // namespace repere::review
