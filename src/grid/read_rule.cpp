#include <algorithm>

#include "grid/match.hpp"
#include "grid/rule_reader.hpp"
#include "grid/vocabulary.hpp"

namespace repere::grid {
namespace {

constexpr double kDefaultConfidence = 0.9;
constexpr std::size_t kMaxRows = 40;

class RowReader {
  public:
    RowReader(Reader& reader, const Criterion& criterion, const std::vector<Channel>& channels)
        : reader_(reader), criterion_(criterion), channels_(channels) {}

    AnswerRow read(const YamlNode& node) {
        AnswerRow row;
        row.place = node.place;
        row.confidence = kDefaultConfidence;
        if (!reader_.is_map(node, "answer")) return row;
        reader_.check_keys(node, {"is", "when", "cite", "confidence", "why"});
        const std::size_t errors_before = reader_.error_count();
        if (const auto* is = reader_.required(node, "is")) give(*is, row);
        if (const auto* when = node.find("when")) row.when = read_condition(reader_, *when, channels_);
        if (const auto* cite = node.find("cite")) row.cite = read_signals(reader_, *cite, "cite");
        if (const auto* sure = node.find("confidence")) {
            row.confidence = reader_.number(*sure, "confidence", 0, 1).value_or(row.confidence);
        }
        if (const auto* why = node.find("why")) row.why = reader_.localised(*why, "why");
        if (reader_.error_count() == errors_before) check_evidence(row);
        return row;
    }

  private:
    void give(const YamlNode& node, AnswerRow& row) {
        if (node.kind == YamlNode::Kind::kMap) return give_measure(node, row);
        using Give = AnswerRow::Give;
        const bool yes_no = criterion_.scale == Scale::kYesNo;
        if (node.scalar == "na" || node.scalar == "unknown") {
            row.give = node.scalar == "na" ? Give::kNa : Give::kUnknown;
            if (row.give == Give::kNa && !criterion_.na_allowed) reader_.error("grid.rule.na_forbidden", node.place);
            return;
        }
        if (yes_no) {
            const auto at = reader_.choice(node, "is", {"yes", "no", "na", "unknown"});
            if (at) row.give = *at == 0 ? Give::kYes : Give::kNo;
            return;
        }
        row.give = Give::kValue;
        row.value = reader_.number(node, "is", criterion_.minimum, criterion_.maximum).value_or(0);
    }

    void give_measure(const YamlNode& node, AnswerRow& row) {
        reader_.check_keys(node, {"measure"});
        row.give = AnswerRow::Give::kMeasure;
        if (criterion_.scale == Scale::kYesNo) reader_.error("grid.rule.measure_needs_scale", node.place);
        std::vector<std::string_view> names;
        for (const auto& measure : all_measures()) names.push_back(measure.name);
        if (const auto* measure = reader_.required(node, "measure")) {
            if (const auto at = reader_.choice(*measure, "measure", names)) row.measure = names[*at];
        }
    }

    // A yes that rests on words must be able to show some.
    void check_evidence(const AnswerRow& row) {
        if (row.give != AnswerRow::Give::kYes || !row.cite.empty()) return;
        const bool shows = row.when && (can_cite(*row.when) || !rests_on_words(*row.when));
        if (!shows) reader_.error("grid.rule.nothing_to_cite", row.place);
    }

    Reader& reader_;
    const Criterion& criterion_;
    const std::vector<Channel>& channels_;
};

}  // namespace

AnswerRule read_answer(Reader& reader, const YamlNode& node, const Criterion& criterion, const Grid& grid) {
    AnswerRule rule;
    if (!reader.is_list(node, "answer")) return rule;
    if (node.items.size() > kMaxRows) {
        reader.error("grid.rule.too_many", node.place, {{"limit", std::to_string(kMaxRows)}});
        return rule;
    }
    const auto& channels = criterion.channels.empty() ? grid.channels : criterion.channels;
    RowReader rows(reader, criterion, channels);
    for (const auto& item : node.items) {
        const bool after_default = !rule.rows.empty() && !rule.rows.back().when;
        rule.rows.push_back(rows.read(item));
        if (after_default) {
            reader.error("grid.rule.unreachable", item.place);
            break;
        }
    }
    return rule;
}

}  // namespace repere::grid
