// The model card: a page that says what was measured, on what, and where it fails, filled from a report.
//
// After M. Mitchell et al., "Model cards for model reporting", FAT* 2019. The text is a template in
// knowledge/model-card/; no figure of it is written by hand. Blanks:
//   {{/signals/overall/macro/f1}}   the figure at that JSON pointer (RFC 6901) of the report, with its interval where it
//                                   has one; "–" where it was not measured
//   {{percent /fairness/all/criteria/share}}   the same in percent
//   {{list /channels}}              "phone 30, chat 20": the members of an object
//   {{table signals}}               a table by its name
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/result.hpp"
#include "review/report_tables.hpp"

namespace repere::review {

// What was learned from: labelled conversations (*.json) and single labelled turns (*.jsonl).
struct TrainingCounts {
    struct Row {
        std::size_t conversations = 0, turns = 0, single_turns = 0;
    };
    std::map<std::string, std::map<std::string, Row>> rows;  // language, channel
    Row total() const;
};

// Of all that read_training_material finds in these folders; fails as it does.
Result<TrainingCounts> count_training(const std::vector<std::string>& folders);
nlohmann::ordered_json to_json(const TrainingCounts& counts);
Table table_of(const TrainingCounts& counts, const Messages& messages);

// kConfiguration, with line and column, at a blank that is none of the above or names nothing a report can hold.
Result<std::string> fill_card(std::string_view text, const std::string& source, const nlohmann::ordered_json& report,
                              const NamedTables& tables);

}  // namespace repere::review
