#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "review/benchmark.hpp"

namespace repere::review {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value) { return std::round(value * 10'000) / 10'000; }

void put(Json& into, const char* key, std::optional<double> value) {
    if (value) into[key] = rounded(*value);
}

Json to_json(const Counts& counts) {
    Json out = Json::object();
    put(out, "precision", counts.precision());
    put(out, "recall", counts.recall());
    put(out, "f1", counts.f1());
    out["support"] = counts.support();
    out["found"] = counts.right + counts.wrong;
    return out;
}

Json to_json(const Averages& averages) {
    Json macro = Json::object();
    put(macro, "precision", averages.macro.precision);
    put(macro, "recall", averages.macro.recall);
    put(macro, "f1", averages.macro.f1);
    macro["rows"] = averages.macro.rows;
    return {{"micro", to_json(averages.micro)}, {"macro", std::move(macro)}};
}

Json to_json(const std::map<std::string, Averages>& slices) {
    Json out = Json::object();
    for (const auto& [name, averages] : slices) out[name] = to_json(averages);
    return out;
}

Json to_json(const std::vector<LabelRow>& rows) {
    Json out = Json::object();
    for (const auto& row : rows) {
        Json one{{"count", row.count}, {"answered", row.answered}};
        put(one, "coverage", row.coverage());
        put(one, "agreement", row.agreement);
        put(one, "kappa", row.kappa);
        out[row.name] = std::move(one);
    }
    return out;
}

// Columns under a heading: the first to the left, figures to the right.
class Table {
  public:
    explicit Table(std::vector<std::string> head) { rows_.push_back(std::move(head)); }
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

    std::string text() const {
        std::vector<std::size_t> widths;
        for (const auto& row : rows_) {
            widths.resize(std::max(widths.size(), row.size()));
            for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], utf8::length(row[c]));
        }
        std::string out;
        for (const auto& row : rows_) {
            std::string line = "  ";
            for (std::size_t c = 0; c < row.size(); ++c) {
                const std::string space(widths[c] - utf8::length(row[c]), ' ');
                line += c == 0 ? row[c] + space : "  " + space + row[c];
            }
            line.erase(line.find_last_not_of(' ') + 1);
            out += line + "\n";
        }
        return out;
    }

  private:
    std::vector<std::vector<std::string>> rows_;
};

std::string figure(std::optional<double> value) { return value ? fmt::format("{:.3f}", *value) : "–"; }

class Writer {
  public:
    Writer(const Report& report, const Messages& messages) : report_(report), messages_(messages) {}

    std::string write() {
        out_ += text("review.benchmark.counted", {{"conversations", std::to_string(report_.conversations)},
                                                  {"turns", std::to_string(report_.turns)}}) +
                "\n";
        signals();
        labels();
        criteria();
        personal_data();
        return std::move(out_);
    }

  private:
    std::string text(std::string_view key, const Details& details = {}) const { return messages_.text(key, details); }
    std::string column(const char* name) const { return text(std::string("review.benchmark.column.") + name); }

    // The id, with its name for people where the messages have one.
    std::string named(const std::string& prefix, const std::string& id) const {
        return messages_.has(prefix + id) ? messages_.text(prefix + id) : id;
    }

    void title(const char* name) { out_ += "\n" + text(std::string("review.benchmark.title.") + name) + "\n"; }

    std::vector<std::string> score_head(const char* first) const {
        return {column(first), column("precision"), column("recall"), column("f1"), column("support"), column("found")};
    }

    static std::vector<std::string> score_row(std::string name, const Counts& c) {
        return {std::move(name),      figure(c.precision()),         figure(c.recall()),
                figure(c.f1()), std::to_string(c.support()), std::to_string(c.right + c.wrong)};
    }

    std::vector<std::string> macro_row(std::string name, const Macro& m) const {
        return {std::move(name), figure(m.precision), figure(m.recall), figure(m.f1),
                text("review.benchmark.over", {{"rows", std::to_string(m.rows)}})};
    }

    void slices(Table& table, const std::map<std::string, Averages>& map, const std::string& prefix) const {
        for (const auto& [name, averages] : map) {
            const std::string shown = named(prefix, name);
            table.add(score_row(text("review.benchmark.micro", {{"of", shown}}), averages.micro));
            table.add(macro_row(text("review.benchmark.macro", {{"of", shown}}), averages.macro));
        }
    }

    void signals() {
        title("signals");
        Table table(score_head("signal"));
        for (const auto& row : report_.signals) table.add(score_row(row.name, row.counts));
        out_ += table.text();
        title("averages");
        Table means(score_head("average"));
        slices(means, {{"all", report_.overall}}, "review.benchmark.");
        slices(means, report_.by_speaker, "review.benchmark.speaker.");
        slices(means, report_.by_language, "grid.label.language.");
        slices(means, report_.by_channel, "grid.label.channel.");
        out_ += means.text();
    }

    void labels() {
        title("labels");
        Table table({column("label"), column("count"), column("agreement"), column("kappa")});
        for (const auto& row : report_.labels) {
            table.add({named("grid.label.", row.name), std::to_string(row.count), figure(row.agreement), figure(row.kappa)});
        }
        out_ += table.text();
        title("moods");
        Table moods({column("label"), column("count"), column("mean_error"), column("exact"), column("within_one"),
                     column("weighted_kappa")});
        for (const auto& row : report_.moods) {
            moods.add({named("grid.measure.", row.name), std::to_string(row.count), figure(row.mean_error),
                       figure(row.exact), figure(row.within_one), figure(row.kappa)});
        }
        out_ += moods.text();
        title("topics");
        Table topics(score_head("average"));
        slices(topics, {{"all", report_.topics}}, "review.benchmark.");
        out_ += topics.text();
    }

    void criteria() {
        title("grid");
        Table table({column("criterion"), column("count"), column("coverage"), column("agreement"), column("kappa")});
        for (const auto& row : report_.criteria) {
            table.add({row.name, std::to_string(row.count), figure(row.coverage()), figure(row.agreement),
                       figure(row.kappa)});
        }
        table.add({text("review.benchmark.mean"), "", figure(report_.mean_coverage), figure(report_.mean_agreement),
                   figure(report_.mean_kappa),
                   text("review.benchmark.over", {{"rows", std::to_string(report_.kappa_criteria)}})});
        out_ += table.text();
    }

    void personal_data() {
        title("personal_data");
        auto head = score_head("type");
        head.push_back(column("overlap_recall"));
        head.push_back(column("covered"));
        Table table(std::move(head));
        for (const auto& row : report_.personal_data) {
            auto cells = score_row(row.type, row.exact);
            cells.push_back(figure(row.overlap.recall()));
            const double total = static_cast<double>(row.exact.support());
            cells.push_back(figure(total > 0 ? std::optional(static_cast<double>(row.covered) / total) : std::nullopt));
            table.add(std::move(cells));
        }
        auto micro = score_row(text("review.benchmark.micro", {{"of", text("review.benchmark.all")}}),
                               report_.pii_exact.micro);
        micro.push_back(figure(report_.pii_overlap.micro.recall()));
        micro.push_back(figure(report_.pii_covered));
        table.add(std::move(micro));
        table.add(macro_row(text("review.benchmark.macro", {{"of", text("review.benchmark.all")}}),
                            report_.pii_exact.macro));
        out_ += table.text();
    }

    const Report& report_;
    const Messages& messages_;
    std::string out_;
};

}  // namespace

nlohmann::ordered_json to_json(const Report& report) {
    Json signals{{"by_signal", Json::object()}};
    for (const auto& row : report.signals) signals["by_signal"][row.name] = to_json(row.counts);
    signals["overall"] = to_json(report.overall);
    signals["by_speaker"] = to_json(report.by_speaker);
    signals["by_language"] = to_json(report.by_language);
    signals["by_channel"] = to_json(report.by_channel);
    Json moods = Json::object();
    for (const auto& row : report.moods) {
        Json one{{"count", row.count}};
        put(one, "mean_error", row.mean_error);
        put(one, "exact", row.exact);
        put(one, "within_one", row.within_one);
        put(one, "weighted_kappa", row.kappa);
        moods[row.name] = std::move(one);
    }
    Json mean = Json::object();
    put(mean, "coverage", report.mean_coverage);
    put(mean, "agreement", report.mean_agreement);
    put(mean, "kappa", report.mean_kappa);
    mean["kappa_criteria"] = report.kappa_criteria;
    Json types = Json::object();
    for (const auto& row : report.personal_data) {
        types[row.type] = {{"exact", to_json(row.exact)}, {"overlap", to_json(row.overlap)}, {"covered", row.covered}};
    }
    Json pii{{"by_type", std::move(types)},
             {"exact", to_json(report.pii_exact)},
             {"overlap", to_json(report.pii_overlap)}};
    put(pii, "covered", report.pii_covered);
    return {{"conversations", report.conversations},
            {"turns", report.turns},
            {"signals", std::move(signals)},
            {"topics", to_json(report.topics)},
            {"labels", to_json(report.labels)},
            {"moods", std::move(moods)},
            {"grid", {{"criteria", to_json(report.criteria)}, {"mean", std::move(mean)}}},
            {"pii", std::move(pii)}};
}

std::string to_text(const Report& report, const Messages& messages) { return Writer(report, messages).write(); }

}  // namespace repere::review
