// Reads the answer language of docs/grids.md into rules and checks that each row can ever hold. Internal.
#pragma once

#include <optional>

#include "grid/reader.hpp"
#include "grid/rule.hpp"

namespace repere::grid {

// `criterion` and `grid` give the scale and the channels against which the rows are checked.
AnswerRule read_answer(Reader& reader, const YamlNode& node, const Criterion& criterion, const Grid& grid);

std::optional<Condition> read_condition(Reader& reader, const YamlNode& node, const std::vector<Channel>& channels);

// Names of known signals; the others are reported.
std::vector<std::string> read_signals(Reader& reader, const YamlNode& node, std::string_view key);

}  // namespace repere::grid
