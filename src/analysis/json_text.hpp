// The part of an analysis's JSON that words were measured for: `text` (docs/formats.md). Inside the room only.
#pragma once

#include <nlohmann/json.hpp>

#include "analysis/analysis.hpp"

namespace repere::analysis {

// {"agent": …, "customer": …}; empty where nobody's words were measured.
nlohmann::ordered_json text_json(const Analysis& analysis);

}  // namespace repere::analysis
