// The report as tables, each under the name by which a model card asks for it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/messages.hpp"
#include "review/report.hpp"
#include "review/table.hpp"

namespace repere::review {

using NamedTables = std::vector<std::pair<std::string_view, Table>>;

// signals, averages, labels, moods, topics, grid, coverage, calibration_marks, calibration_answers, personal_data.
NamedTables tables_of(const Report& report, const Messages& messages);

// "0.812 [0.780–0.840]"; "–" where there is none.
std::string shown(const Figure& figure);

}  // namespace repere::review
