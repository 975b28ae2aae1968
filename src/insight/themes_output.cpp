#include "insight/themes_output.hpp"

#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace repere::insight {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value, double step) { return std::round(value / step) * step; }

Json json_of(const TimeRange& range) {
    return {{"since", format_rfc3339(range.since)}, {"until", format_rfc3339(range.until)}};
}

Json json_of(const Theme& theme) {
    const TwoPeriods& c = theme.counts;
    Json j{{"words", theme.words},
           {"now", {{"conversations", c.now}, {"share", rounded(c.share_now(), 1e-5)}}},
           {"before", {{"conversations", c.before}, {"share", rounded(c.share_before(), 1e-5)}}},
           {"g2", rounded(theme.strength, 0.01)},
           {"p", theme.chance}};
    j["topics"] = Json::array();
    for (const auto& topic : theme.topics) j["topics"].push_back({{"id", topic.id}, {"conversations", topic.conversations}});
    if (theme.covered_by) j["covered_by"] = *theme.covered_by;
    j["quotes"] = Json::array();
    for (const ThemeQuote& quote : theme.quotes) {
        j["quotes"].push_back({{"id", quote.conversation}, {"turn", quote.turn}, {"begin", quote.span.begin}, {"end", quote.span.end},
                               {"quote", quote.text}});
    }
    return j;
}

std::string day(Instant instant) { return format_rfc3339(instant).substr(0, 10); }

std::string percent(double share) { return fmt::format("{:.1f}", 100 * share); }

}  // namespace

Json to_json(const ThemeReport& report, const ThemePeriods& periods, const ThemeConfig& config) {
    Json j{{"period", json_of(periods.now)}, {"against", json_of(periods.before)}};
    j["period"]["conversations"] = report.now;
    j["against"]["conversations"] = report.before;
    j["enough"] = report.enough;
    if (!report.enough) return j;
    j["tested"] = report.tested;
    j["false_rate"] = config.false_rate;
    j["themes"] = Json::array();
    for (const Theme& theme : report.themes) j["themes"].push_back(json_of(theme));
    return j;
}

std::string to_text(const ThemeReport& report, const ThemePeriods& periods, const ThemeConfig& config, const Messages& messages) {
    std::string out = messages.text("insight.themes.periods",
                                    {{"since", day(periods.now.since)}, {"until", day(periods.now.until)},
                                     {"now", std::to_string(report.now)}, {"from", day(periods.before.since)},
                                     {"to", day(periods.before.until)}, {"before", std::to_string(report.before)}}) + "\n";
    if (!report.enough) return out + messages.text("insight.themes.too_few", {{"fewest", std::to_string(config.fewest)}}) + "\n";
    out += messages.text("insight.themes.method", {{"tested", std::to_string(report.tested)}, {"rate", percent(config.false_rate)}}) + "\n";
    if (report.themes.empty()) return out + "\n" + messages.text("insight.themes.none") + "\n";
    for (const Theme& theme : report.themes) {
        const TwoPeriods& c = theme.counts;
        out += fmt::format("\n{}\n  {}\n", fmt::join(theme.words, " · "),
                           messages.text("insight.themes.counts", {{"now", std::to_string(c.now)}, {"share_now", percent(c.share_now())},
                                                                   {"before", std::to_string(c.before)}, {"share_before", percent(c.share_before())},
                                                                   {"g2", fmt::format("{:.1f}", theme.strength)}}));
        const auto name = [&](const std::string& id) {
            return messages.has("topic." + id) ? messages.text("topic." + id) : id;
        };
        std::string topics;
        for (const auto& topic : theme.topics) topics += fmt::format("{}{} {}", topics.empty() ? "" : ", ", name(topic.id), topic.conversations);
        if (!topics.empty()) out += "  " + messages.text("insight.themes.topics", {{"topics", topics}}) + "\n";
        out += "  " + (theme.covered_by ? messages.text("insight.themes.covered", {{"topic", name(*theme.covered_by)}})
                                        : messages.text("insight.themes.new")) + "\n";
        for (const ThemeQuote& quote : theme.quotes) {
            out += "  " + messages.text("insight.themes.quote", {{"quote", quote.text}, {"id", quote.conversation},
                                                                 {"turn", std::to_string(quote.turn + 1)}}) + "\n";
        }
    }
    return out;
}

}  // namespace repere::insight
