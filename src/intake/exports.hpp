// CSV and JSON exports of chat, social and SMS tools, read through mappings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intake/mapping.hpp"
#include "intake/read.hpp"

namespace repere::intake {

// `name`, where not empty, is the mapping to use; else the one that recognises the columns or keys, the most demanding
// first. An error names the column that is missing and those that were found.
Batch<Interaction> read_table_export(std::string_view bytes, const std::string& source, const std::vector<Mapping>& mappings,
                                     const std::string& name, const Limits& limits);
Batch<Interaction> read_json_export(std::string_view bytes, const std::string& source, const std::vector<Mapping>& mappings,
                                    const std::string& name, const Limits& limits);

}  // namespace repere::intake
