#include "review/report_tables.hpp"

#include <fmt/format.h>

#include "review/coverage.hpp"

namespace repere::review {
namespace {

using Row = std::vector<std::string>;

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

class Writer {
  public:
    Writer(const Report& report, const Messages& messages) : report_(report), messages_(messages) {}

    NamedTables write() {
        signals();
        averages();
        labels();
        moods();
        topics();
        grid();
        coverage();
        reliability("calibration_marks", report_.marks);
        reliability("calibration_answers", report_.answers);
        personal_data();
        return std::move(out_);
    }

  private:
    std::string text(const std::string& key, const Details& details = {}) const {
        return messages_.text("review.benchmark." + key, details);
    }
    std::string over(std::size_t rows) const { return text("over", {{"rows", std::to_string(rows)}}); }

    // The id, with its name for people where the messages have one.
    std::string named(const std::string& prefix, const std::string& id) const {
        return messages_.has(prefix + id) ? messages_.text(prefix + id) : id;
    }

    Table& add(const char* name, std::initializer_list<const char*> columns) {
        Table table{.title = text(std::string("title.") + name)};
        for (const char* column : columns) table.head.push_back(text(std::string("column.") + column));
        return out_.emplace_back(name, std::move(table)).second;
    }
    Table& add_scores(const char* name, const char* first) {
        return add(name, {first, "precision", "recall", "f1", "support", "found"});
    }

    static Row score_row(std::string name, const Scores& s) {
        return {std::move(name), shown(s.precision), shown(s.recall), shown(s.f1), std::to_string(s.counts.support()),
                std::to_string(s.counts.found())};
    }
    Row macro_row(std::string name, const Macro& m) const {
        return {std::move(name), shown(m.precision), shown(m.recall), shown(m.f1), over(m.rows)};
    }
    void add_averages(Table& table, const std::string& name, const Averages& averages) const {
        table.rows.push_back(score_row(text("micro", {{"of", name}}), averages.micro));
        table.rows.push_back(macro_row(text("macro", {{"of", name}}), averages.macro));
    }
    void add_slices(Table& table, const std::map<std::string, Averages>& map, const std::string& prefix) const {
        for (const auto& [name, averages] : map) add_averages(table, named(prefix, name), averages);
    }

    void signals() {
        Table& table = add_scores("signals", "signal");
        for (const auto& row : report_.signals) table.rows.push_back(score_row(row.name, row.scores));
    }

    void averages() {
        Table& table = add_scores("averages", "average");
        add_averages(table, text("all"), report_.overall);
        add_slices(table, report_.by_speaker, "review.benchmark.speaker.");
        add_slices(table, report_.by_language, "grid.label.language.");
        add_slices(table, report_.by_channel, "grid.label.channel.");
    }

    void labels() {
        Table& table = add("labels", {"label", "count", "coverage", "agreement", "kappa"});
        for (const auto& row : report_.labels) {
            table.rows.push_back({named("grid.label.", row.name), std::to_string(row.count), shown(row.coverage),
                                  shown(row.agreement), shown(row.kappa)});
        }
    }

    void moods() {
        Table& table = add("moods", {"label", "count", "mean_error", "exact", "within_one", "weighted_kappa"});
        for (const auto& row : report_.moods) {
            table.rows.push_back({named("grid.measure.", row.name), std::to_string(row.count), shown(row.mean_error),
                                  shown(row.exact), shown(row.within_one), shown(row.kappa)});
        }
    }

    void topics() { add_averages(add_scores("topics", "average"), text("all"), report_.topics); }

    void grid() {
        Table& table = add("grid", {"criterion", "count", "coverage", "agreement", "kappa"});
        for (const auto& row : report_.criteria) {
            table.rows.push_back({row.name, std::to_string(row.count), shown(row.coverage), shown(row.agreement),
                                  shown(row.kappa)});
        }
        table.rows.push_back({text("mean"), over(report_.kappa_criteria), shown(report_.mean_coverage),
                              shown(report_.mean_agreement), shown(report_.mean_kappa)});
    }

    void coverage() {
        Table& table = add("coverage", {"criterion", "answers"});
        for (const double level : kCoverageLevels) table.head.push_back(percent(level));
        const auto add_row = [&](std::string name, const CurveRow& curve) {
            Row row{std::move(name), std::to_string(curve.answers)};
            for (const auto& figure : curve.agreement) row.push_back(shown(figure));
            table.rows.push_back(std::move(row));
        };
        for (const auto& curve : report_.coverage.criteria) add_row(curve.name, curve);
        add_row(text("pooled"), report_.coverage.pooled);
        table.rows.push_back({text("gain"), "", "", "", shown(report_.coverage.gain)});
    }

    void reliability(const char* name, const Reliability& reliability) {
        Table& table = add(name, {"confidence", "count", "mean_confidence", "right"});
        for (const auto& bin : reliability.bins) {
            table.rows.push_back({fmt::format("{:.1f}–{:.1f}", bin.low, bin.high), std::to_string(bin.count),
                                  shown(bin.confidence), shown(bin.right)});
        }
        table.rows.push_back({text("calibration_error"), "", "", shown(reliability.expected_error)});
    }

    void personal_data() {
        Table& table = add("personal_data",
                           {"type", "precision", "recall", "f1", "support", "found", "overlap_recall", "covered"});
        for (const auto& row : report_.personal_data) {
            Row cells = score_row(row.type, row.exact);
            cells.push_back(shown(row.overlap.recall));
            cells.push_back(shown(row.covered_share));
            table.rows.push_back(std::move(cells));
        }
        add_averages(table, text("all"), report_.pii_exact);
        Row& micro = table.rows[table.rows.size() - 2];
        micro.push_back(shown(report_.pii_overlap.micro.recall));
        micro.push_back(shown(report_.pii_covered));
    }

    const Report& report_;
    const Messages& messages_;
    NamedTables out_;
};

}  // namespace

std::string shown(const Figure& figure) {
    if (!figure.value) return "–";
    if (!figure.interval) return fmt::format("{:.3f}", *figure.value);
    return fmt::format("{:.3f} [{:.3f}–{:.3f}]", *figure.value, figure.interval->low, figure.interval->high);
}

NamedTables tables_of(const Report& report, const Messages& messages) { return Writer(report, messages).write(); }

std::string to_text(const Report& report, const Messages& messages) {
    std::string out = messages.text("review.benchmark.counted", {{"conversations", std::to_string(report.conversations)},
                                                                 {"turns", std::to_string(report.turns)}}) +
                      "\n" +
                      messages.text("review.benchmark.intervals",
                                    {{"level", percent(report.bootstrap.level)},
                                     {"draws", std::to_string(report.bootstrap.draws)}}) +
                      "\n";
    for (const auto& [name, table] : tables_of(report, messages)) out += "\n" + table.text();
    return out;
}

}  // namespace repere::review
