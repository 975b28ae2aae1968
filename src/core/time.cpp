#include "core/time.hpp"

#include <fmt/format.h>

namespace repere {

Clock system_clock() {
    return [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    std::size_t at = 0;
    const auto number = [&](std::size_t digits) {  // -1 where there are not that many digits
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i, ++at) {
            if (at >= text.size() || text[at] < '0' || text[at] > '9') return -1;
            value = value * 10 + (text[at] - '0');
        }
        return value;
    };
    const auto skip = [&](std::string_view any) {
        return at < text.size() && any.find(text[at]) != std::string_view::npos ? (++at, true) : false;
    };
    const int year = number(4);
    const int month = skip("-") ? number(2) : -1;
    const int day = skip("-") ? number(2) : -1;
    const int hour = skip("Tt ") ? number(2) : -1;
    const int minute = skip(":") ? number(2) : -1;
    const int second = skip(":") ? number(2) : -1;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (year < 0 || month < 0 || day < 0 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 60) {
        return std::nullopt;
    }
    int milliseconds = 0;
    if (skip(".")) {
        int scale = 100;
        const std::size_t from = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
            milliseconds += (text[at] - '0') * scale;
        }
        if (at == from) return std::nullopt;
    }
    std::chrono::minutes offset{0};
    if (!skip("Zz")) {
        const bool is_west = at < text.size() && text[at] == '-';
        if (!skip("+-")) return std::nullopt;
        const int hours = number(2);
        const int minutes = skip(":") ? number(2) : -1;
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
        offset = std::chrono::minutes((hours * 60 + minutes) * (is_west ? -1 : 1));
    }
    if (at != text.size()) return std::nullopt;
    return Instant(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + std::chrono::milliseconds(milliseconds) - offset;
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
