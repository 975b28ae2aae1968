// The report of a draw: counts summed over its conversations, figures made of the sums.
#include <array>
#include <cmath>

#include "review/benchmark.hpp"
#include "signals/moment.hpp"

namespace repere::review {
namespace {

constexpr std::array kLabels{"resolved", "escalation", "opportunity", "register"};
constexpr std::array kMoods{"customer_start", "customer_end"};
constexpr double kGainLevel = 0.8;

using Totals = std::vector<double>;

struct Mean {
    double sum = 0;
    std::size_t count = 0;
    void add(std::optional<double> value) {
        if (!value) return;
        sum += *value;
        ++count;
    }
    std::optional<double> value() const {
        if (count == 0) return {};
        return sum / static_cast<double>(count);
    }
};

std::optional<double> share(double part, double whole) {
    if (whole <= 0) return {};
    return part / whole;
}

std::size_t whole(double count) { return static_cast<std::size_t>(std::llround(count)); }

Counts counts_at(const Totals& totals, std::size_t first) {
    return {whole(totals[first]), whole(totals[first + 1]), whole(totals[first + 2])};
}

Averages averages(const std::vector<Counts>& rows) {
    Counts micro;
    Mean precision, recall, f1;
    for (const auto& row : rows) {
        micro += row;
        if (row.support() == 0) continue;
        precision.add(row.precision().value_or(0));
        recall.add(row.recall());
        f1.add(row.f1());
    }
    return {Scores(micro), {precision.value(), recall.value(), f1.value(), f1.count}};
}

std::vector<Counts> counts_from(const Totals& totals, std::size_t first, std::size_t rows) {
    std::vector<Counts> counts;
    for (std::size_t r = 0; r < rows; ++r) counts.push_back(counts_at(totals, first + 3 * r));
    return counts;
}

Reliability reliability(const Totals& totals, std::size_t first, std::size_t bins) {
    Reliability out;
    double all = 0, error = 0;
    for (std::size_t b = 0; b < bins; ++b, first += 3) {
        const double count = totals[first], right = totals[first + 1], confidence = totals[first + 2];
        out.bins.push_back({.low = static_cast<double>(b) / static_cast<double>(bins),
                            .high = static_cast<double>(b + 1) / static_cast<double>(bins),
                            .count = whole(count),
                            .confidence = share(confidence, count),
                            .right = share(right, count)});
        all += count;
        error += std::abs(right - confidence);
    }
    out.expected_error = share(error, all);
    return out;
}

CurveRow curve_row(const std::string& name, const CoverageCurve& curve, Multiplicities times) {
    CurveRow row{.name = name, .answers = curve.answers()};
    for (const double level : kCoverageLevels) row.agreement.emplace_back(curve.agreement_at(level, times));
    return row;
}

std::optional<double> difference(std::optional<double> a, std::optional<double> b) {
    if (!a || !b) return {};
    return *a - *b;
}

}  // namespace

Report Benchmark::report(const BootstrapConfig& config) const {
    Benchmark sorted = *this;
    sorted.sort_curves();
    Report out = sorted.measure(std::vector<unsigned>(ledger_.conversations(), 1));
    const auto intervals = bootstrap(
        ledger_.conversations(),
        [&](Multiplicities times) {
            Report drawn = sorted.measure(times);
            std::vector<std::optional<double>> values;
            each_figure(drawn, [&](Figure& figure) { values.push_back(figure.value); });
            return values;
        },
        config);
    std::size_t next = 0;
    if (!intervals.empty()) {
        each_figure(out, [&](Figure& figure) {
            const auto& interval = intervals[next++];
            if (figure.value) figure.interval = interval;
        });
    }
    out.bootstrap = config;
    out.versions = versions_;
    return out;
}

void Benchmark::sort_curves() {
    for (auto& [name, curve] : curves_) curve.sort();
    pooled_.sort();
}

Report Benchmark::measure(Multiplicities times) const {
    const Totals totals = ledger_.totals(times);
    Report out{.conversations = whole(totals[conversation_cell_]), .turns = whole(totals[conversation_cell_ + 1])};
    for (const auto& [name, cell] : languages_) out.languages[name] = whole(totals[cell]);
    for (const auto& [name, cell] : channels_) out.channels[name] = whole(totals[cell]);
    measure_signals(out, totals);
    measure_labels(out, totals);
    measure_coverage(out, times);
    measure_personal_data(out, totals);
    out.marks = reliability(totals, mark_bins_, kBins);
    out.answers = reliability(totals, answer_bins_, kBins);
    return out;
}

void Benchmark::measure_signals(Report& out, const Totals& totals) const {
    const auto all = signals::all_signals();
    const auto everywhere = all_signals_.find("");
    const auto counts = everywhere == all_signals_.end() ? std::vector<Counts>(all.size())
                                                         : counts_from(totals, everywhere->second, all.size());
    std::map<std::string, std::vector<Counts>> speakers;
    for (std::size_t s = 0; s < all.size(); ++s) {
        out.signals.push_back({std::string(all[s].id), Scores(counts[s])});
        speakers[std::string(to_string(all[s].speaker))].push_back(counts[s]);
    }
    out.overall = averages(counts);
    for (const auto& [name, rows] : speakers) out.by_speaker[name] = averages(rows);
    for (const auto& [name, first] : signals_by_language_) {
        out.by_language[name] = averages(counts_from(totals, first, all.size()));
    }
    for (const auto& [name, first] : signals_by_channel_) {
        out.by_channel[name] = averages(counts_from(totals, first, all.size()));
    }
    std::vector<Counts> topics;
    for (const auto& [name, first] : topics_) topics.push_back(counts_at(totals, first));
    out.topics = averages(topics);
}

LabelRow Benchmark::label_row(const std::string& name, const Together& table, const Totals& totals) const {
    const auto unknown = classes_.find("unknown");
    Crosstab answered;
    double count = 0;
    for (const auto& [classes, cell] : table) {
        count += totals[cell];
        // "unknown" is a class of its own where the reference may say it, and an abstention where it may not.
        const bool abstained = name != "resolved" && unknown != classes_.end() && classes.second == unknown->second;
        if (!abstained) answered.cells.push_back({classes.first, classes.second, totals[cell]});
    }
    return {.name = name,
            .count = whole(count),
            .answered = whole(answered.total()),
            .agreement = answered.agreement(),
            .kappa = answered.cohen_kappa(),
            .coverage = share(answered.total(), count)};
}

void Benchmark::measure_labels(Report& out, const Totals& totals) const {
    for (const char* name : kLabels) {
        if (const auto found = labels_.find(name); found != labels_.end()) {
            out.labels.push_back(label_row(name, found->second, totals));
        }
    }
    for (const char* name : kMoods) {
        const auto found = moods_.find(name);
        if (found == moods_.end()) continue;
        Crosstab table;
        for (const auto& [classes, cell] : found->second) {
            table.cells.push_back({classes.first, classes.second, totals[cell]});
        }
        out.moods.push_back({name, whole(table.total()), table.mean_distance(), table.within(0), table.within(1),
                             table.weighted_kappa()});
    }
    Mean agreements, kappas, coverages;
    for (const auto& id : criteria_order_) {
        const auto& row = out.criteria.emplace_back(label_row(id, criteria_.at(id), totals));
        agreements.add(row.agreement.value);
        kappas.add(row.kappa.value);
        coverages.add(row.coverage.value);
    }
    out.mean_agreement = agreements.value();
    out.mean_kappa = kappas.value();
    out.mean_coverage = coverages.value();
    out.kappa_criteria = kappas.count;
}

void Benchmark::measure_coverage(Report& out, Multiplicities times) const {
    for (const auto& id : criteria_order_) {
        const auto curve = curves_.find(id);
        if (curve != curves_.end()) out.coverage.criteria.push_back(curve_row(id, curve->second, times));
    }
    out.coverage.pooled = curve_row("", pooled_, times);
    out.coverage.gain = difference(pooled_.agreement_at(kGainLevel, times), pooled_.agreement_at(1, times));
}

void Benchmark::measure_personal_data(Report& out, const Totals& totals) const {
    std::vector<Counts> exact, overlap;
    std::size_t covered = 0, labelled = 0;
    for (const auto& [type, first] : personal_data_) {
        exact.push_back(counts_at(totals, first));
        overlap.push_back(counts_at(totals, first + 3));
        const double hidden = totals[first + 6];
        out.personal_data.push_back({.type = type,
                                     .exact = Scores(exact.back()),
                                     .overlap = Scores(overlap.back()),
                                     .covered = whole(hidden),
                                     .covered_share = share(hidden, static_cast<double>(exact.back().support()))});
        covered += out.personal_data.back().covered;
        labelled += exact.back().support();
    }
    out.pii_exact = averages(exact);
    out.pii_overlap = averages(overlap);
    out.pii_covered = share(static_cast<double>(covered), static_cast<double>(labelled));
}

}  // namespace repere::review
