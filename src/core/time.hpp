// UTC instants and their RFC 3339 form.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace repere {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// Asked for the time of day wherever it matters, so that tests can choose it.
using Clock = std::function<Instant()>;
Clock system_clock();

// "2026-11-22T09:30:00Z" or "2026-11-22T10:30:00.250+01:00"; nothing if it is neither.
std::optional<Instant> parse_rfc3339(std::string_view text);

// Always UTC with a Z; milliseconds only where there are any.
std::string format_rfc3339(Instant instant);

}  // namespace repere
