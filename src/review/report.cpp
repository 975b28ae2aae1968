#include "review/report.hpp"

namespace repere::review {
namespace {

using Visit = std::function<void(Figure&)>;

void each(Scores& scores, const Visit& visit) {
    visit(scores.precision);
    visit(scores.recall);
    visit(scores.f1);
}

void each(Averages& averages, const Visit& visit) {
    each(averages.micro, visit);
    visit(averages.macro.precision);
    visit(averages.macro.recall);
    visit(averages.macro.f1);
}

void each(LabelRow& row, const Visit& visit) {
    visit(row.agreement);
    visit(row.kappa);
    visit(row.coverage);
}

void each(Reliability& reliability, const Visit& visit) {
    for (auto& bin : reliability.bins) visit(bin.right);
    visit(reliability.expected_error);
}

}  // namespace

std::optional<double> Counts::precision() const {
    if (found() == 0) return {};
    return static_cast<double>(right) / static_cast<double>(found());
}

std::optional<double> Counts::recall() const {
    if (support() == 0) return {};
    return static_cast<double>(right) / static_cast<double>(support());
}

std::optional<double> Counts::f1() const {
    if (right + wrong + missed == 0) return {};
    return 2.0 * static_cast<double>(right) / static_cast<double>(2 * right + wrong + missed);
}

Counts& Counts::operator+=(const Counts& other) {
    right += other.right;
    wrong += other.wrong;
    missed += other.missed;
    return *this;
}

void each_figure(Report& report, const Visit& visit) {
    for (auto& row : report.signals) each(row.scores, visit);
    for (Averages* averages : {&report.overall, &report.topics, &report.pii_exact, &report.pii_overlap}) {
        each(*averages, visit);
    }
    for (auto* slices : {&report.by_speaker, &report.by_language, &report.by_channel}) {
        for (auto& [name, averages] : *slices) each(averages, visit);
    }
    for (auto* rows : {&report.labels, &report.criteria}) {
        for (auto& row : *rows) each(row, visit);
    }
    for (auto& row : report.moods) {
        for (Figure* figure : {&row.mean_error, &row.exact, &row.within_one, &row.kappa}) visit(*figure);
    }
    for (Figure* figure : {&report.mean_agreement, &report.mean_kappa, &report.mean_coverage, &report.pii_covered,
                           &report.coverage.gain}) {
        visit(*figure);
    }
    for (auto& curve : report.coverage.criteria) {
        for (auto& figure : curve.agreement) visit(figure);
    }
    for (auto& figure : report.coverage.pooled.agreement) visit(figure);
    each(report.marks, visit);
    each(report.answers, visit);
    for (auto& row : report.personal_data) {
        each(row.exact, visit);
        each(row.overlap, visit);
        visit(row.covered_share);
    }
}

}  // namespace repere::review
