// A report of themes as JSON (docs/topics.md) and as people read it.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/messages.hpp"
#include "core/time.hpp"
#include "insight/themes.hpp"

namespace repere::insight {

// From `since` on, before `until`.
struct TimeRange {
    Instant since, until;
    bool holds(Instant instant) const { return instant >= since && instant < until; }
};

struct ThemePeriods {
    TimeRange now, before;
};

nlohmann::ordered_json to_json(const ThemeReport& report, const ThemePeriods& periods, const ThemeConfig& config);
std::string to_text(const ThemeReport& report, const ThemePeriods& periods, const ThemeConfig& config, const Messages& messages);

}  // namespace repere::insight
