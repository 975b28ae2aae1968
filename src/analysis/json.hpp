// The JSON form of an analysis (docs/formats.md, "Analysis"). What was not measured is absent, never made up.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "analysis/analysis.hpp"
#include "core/messages.hpp"

namespace repere::analysis {

// Warnings are told in the language of `messages`.
nlohmann::ordered_json to_json(const Analysis& analysis, const Messages& messages);
// The same as one line of text, with the members of `more`, an object, after its own.
std::string to_json_text(const Analysis& analysis, const Messages& messages, const nlohmann::ordered_json& more);

// Reads back what to_json wrote (from the store): all but the measures of voice and text, and warnings by their code.
// kInvalidInput when it is not such a document.
Result<Analysis> analysis_from_json(std::string_view document, const std::string& source);

}  // namespace repere::analysis
