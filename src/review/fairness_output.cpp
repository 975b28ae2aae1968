#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "review/fairness.hpp"
#include "review/rounded.hpp"

namespace repere::review {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kKinds[] = {"criterion", "signal", "label"};  // in the order of Judged

Json to_json(const Flips& flips) {
    Json out{{"compared", flips.compared}, {"flipped", flips.flipped}};
    if (const auto share = flips.share()) out["share"] = rounded(*share);
    if (const auto interval = flips.interval()) out["share_interval"] = {rounded(interval->low), rounded(interval->high)};
    return out;
}

Json to_json(const std::map<std::string, Flips>& rows) {
    Json out = Json::object();
    for (const auto& [name, flips] : rows) out[name] = to_json(flips);
    return out;
}

Json to_json(const Flip& flip) {
    Json out{{"swap", flip.swap},
             {"language", flip.language},
             {"conversation", flip.conversation},
             {"what", kKinds[static_cast<int>(flip.what)]},
             {"name", flip.name},
             {"before", flip.before},
             {"after", flip.after}};
    if (!flip.turn) return out;
    out["turn"] = *flip.turn;
    out["quote"] = flip.quote;
    out["swapped"] = flip.swapped;
    return out;
}

// "1.2 % [0.8–1.9 %]"
std::string shown(const Flips& flips) {
    const auto share = flips.share();
    const auto interval = flips.interval();
    if (!share || !interval) return "–";
    return fmt::format("{:.1f} % [{:.1f}–{:.1f}]", 100 * *share, 100 * interval->low, 100 * interval->high);
}

std::string on_one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

class Writer {
  public:
    Writer(const FairnessReport& report, const Messages& messages) : report_(report), messages_(messages) {}

    NamedTables tables() const {
        NamedTables out;
        out.emplace_back("fairness_swaps", swaps());
        out.emplace_back("fairness_criteria", rows("criteria", "criterion", report_.by_criterion));
        out.emplace_back("fairness_signals", rows("signals", "signal", report_.by_signal));
        out.emplace_back("fairness_labels", rows("labels", "label", report_.by_label));
        return out;
    }

    std::string examples() const {
        std::string out = text("title.examples") + "\n";
        for (const auto& flip : report_.flips) {
            out += fmt::format("  {} · {} · {} {}: {} → {}\n", flip.swap, flip.conversation,
                               text(std::string("kind.") + kKinds[static_cast<int>(flip.what)]), flip.name,
                               shown_answer(flip.before), shown_answer(flip.after));
            if (!flip.turn) continue;
            out += fmt::format("      [{}] « {} » → {}\n", *flip.turn, on_one_line(flip.quote), on_one_line(flip.swapped));
        }
        return out;
    }

  private:
    std::string text(const std::string& key) const { return messages_.text("review.fairness." + key); }
    std::string column(const char* name) const { return text(std::string("column.") + name); }
    std::string shown_answer(const std::string& answer) const {
        const std::string key = "review.fairness.answer." + answer;
        return messages_.has(key) ? messages_.text(key) : answer;
    }

    std::string title_of(const SwapRow& row) const {
        const auto found = row.title.find(messages_.language() == UiLanguage::kFrench ? "fr" : "en");
        return row.language + " · " + (found != row.title.end() ? found->second : row.id);
    }

    Table swaps() const {
        Table table{.title = text("title.swaps"),
                    .head = {column("swap"), column("conversations"), column("answers"), column("flipped_answers"),
                             column("marks"), column("flipped_marks"), column("labels"), column("flipped_labels")}};
        const auto add = [&](const std::string& name, std::size_t conversations, const Flips& criteria,
                             const Flips& signals, const Flips& labels) {
            table.rows.push_back({name, std::to_string(conversations), std::to_string(criteria.compared),
                                  shown(criteria), std::to_string(signals.compared), shown(signals),
                                  std::to_string(labels.compared), shown(labels)});
        };
        for (const auto& row : report_.swaps) {
            add(title_of(row), row.conversations, row.criteria, row.signals, row.labels);
        }
        add(text("all"), report_.conversations, report_.criteria, report_.signals, report_.labels);
        return table;
    }

    Table rows(const char* title, const char* first, const std::map<std::string, Flips>& rows) const {
        Table table{.title = text(std::string("title.") + title),
                    .head = {column(first), column("compared"), column("flipped"), column("share")}};
        for (const auto& [name, flips] : rows) {
            table.rows.push_back({name, std::to_string(flips.compared), std::to_string(flips.flipped), shown(flips)});
        }
        return table;
    }

    const FairnessReport& report_;
    const Messages& messages_;
};

}  // namespace

nlohmann::ordered_json to_json(const FairnessReport& report) {
    Json swaps = Json::array(), flips = Json::array();
    for (const auto& row : report.swaps) {
        swaps.push_back({{"id", row.id},
                         {"language", row.language},
                         {"conversations", row.conversations},
                         {"criteria", to_json(row.criteria)},
                         {"signals", to_json(row.signals)},
                         {"labels", to_json(row.labels)}});
    }
    for (const auto& flip : report.flips) flips.push_back(to_json(flip));
    return {{"conversations", report.conversations},
            {"swaps", std::move(swaps)},
            {"all",
             {{"criteria", to_json(report.criteria)},
              {"signals", to_json(report.signals)},
              {"labels", to_json(report.labels)}}},
            {"criteria", to_json(report.by_criterion)},
            {"signals", to_json(report.by_signal)},
            {"labels", to_json(report.by_label)},
            {"flips", std::move(flips)}};
}

NamedTables tables_of(const FairnessReport& report, const Messages& messages) { return Writer(report, messages).tables(); }

std::string to_text(const FairnessReport& report, const Messages& messages) {
    std::string out;
    for (const auto& [name, table] : tables_of(report, messages)) out += "\n" + table.text();
    if (!report.flips.empty()) out += "\n" + Writer(report, messages).examples();
    return out;
}

}  // namespace repere::review
