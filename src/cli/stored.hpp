// Rows of the store, ready to show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.hpp"
#include "cli/render.hpp"
#include "store/store.hpp"

namespace repere::cli {

// The analysed rows as summaries; those still queued or failed are left out.
// Critical errors bear the criterion's title where its grid is still to be had.
Result<std::vector<SummaryRow>> summaries(const Context& context, const std::vector<store::Row>& rows);

// A row's full JSON: its analysis with the evaluation, or just what is known of a queued or failed one.
nlohmann::ordered_json document_of(const store::Row& row);

}  // namespace repere::cli
