// The outcome's part of an analysis in JSON (docs/formats.md), written and read back. Internal to the room.
#pragma once

#include <nlohmann/json.hpp>

#include "signals/outcome.hpp"

namespace repere::analysis {

nlohmann::ordered_json json_of(const signals::Outcome& outcome);
nlohmann::ordered_json json_of(const signals::Words& words);

// Throws nlohmann's exceptions where it is not such a document.
signals::Outcome outcome_from(const nlohmann::json& document);
signals::Words words_from(const nlohmann::json& document);

// At most three decimals.
nlohmann::ordered_json number(double value);

}  // namespace repere::analysis
