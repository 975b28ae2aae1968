#include "core/time.hpp"

#include <sstream>

#include <date/date.h>
#include <fmt/format.h>

namespace repere {

Clock system_clock() {
    return [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    for (const char* format : {"%FT%TZ", "%FT%T%Ez", "%F %TZ", "%F %T%Ez"}) {
        std::istringstream in{std::string(text)};
        date::sys_time<std::chrono::milliseconds> parsed;
        in >> date::parse(format, parsed);
        if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) continue;
        return Instant(parsed.time_since_epoch());
    }
    return std::nullopt;
}

std::string format_rfc3339(Instant instant) {
    const auto days = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day day(days);
    const std::chrono::hh_mm_ss clock(instant - days);
    std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(day.year()),
                                   static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                                   clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    if (const auto ms = clock.subseconds().count(); ms != 0) text += fmt::format(".{:03}", ms);
    return text + "Z";
}

}  // namespace repere
