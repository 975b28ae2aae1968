// What is kept, as files other programs read: NDJSON, CSV (RFC 4180), vCon.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "store/store.hpp"

namespace repere::insight {

enum class What { kInteractions, kMoments, kEvaluations };
enum class Format { kJson, kCsv, kVcon };

// Writes line by line (a CSV row, an NDJSON object, a vCon document) through `write`, in the store's order.
// kUsage for a pair that has no sense: a vCon holds an interaction, not a moment.
Status export_from(const store::Store& store, What what, Format format, const std::function<void(std::string_view)>& write);

// One CSV row; a field that holds the separator, a quote or a line end is quoted. Fields that a spreadsheet would run
// as a formula (= + - @ first, and no number) get an apostrophe before.
std::string csv_row(const std::vector<std::string>& fields);

}  // namespace repere::insight
