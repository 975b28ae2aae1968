#include "review/model_card.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"

namespace repere::review {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kOpen = "{{", kClose = "}}";
constexpr std::string_view kNotMeasured = "–";

std::string number(const Json& value, bool percent) {
    if (value.is_number_integer()) return std::to_string(value.get<long long>());
    if (!value.is_number()) return value.is_string() ? value.get<std::string>() : value.dump();
    return percent ? fmt::format("{:.1f} %", 100 * value.get<double>()) : fmt::format("{:.3f}", value.get<double>());
}

std::optional<Json> value_at(const Json& report, const std::string& path) {
    const Json::json_pointer pointer(path);
    if (!report.contains(pointer)) return {};
    return report.at(pointer);
}

std::string figure(const Json& report, const std::string& path, bool percent) {
    const auto value = value_at(report, path);
    if (!value) return std::string(kNotMeasured);
    const auto interval = value_at(report, path + "_interval");
    if (!interval) return number(*value, percent);
    return fmt::format("{} ({}–{})", number(*value, percent), number((*interval)[0], percent),
                       number((*interval)[1], percent));
}

std::string listed(const Json& report, const std::string& path) {
    const auto object = value_at(report, path);
    if (!object || !object->is_object() || object->empty()) return std::string(kNotMeasured);
    std::string out;
    for (const auto& [name, value] : object->items()) {
        out += (out.empty() ? "" : ", ") + name + " " + number(value, false);
    }
    return out;
}

// What a report may lack lies deeper: its first names are always there. No name needs the escape "~".
bool is_pointer_into(const Json& report, const std::string& path) {
    if (path.size() < 2 || path.front() != '/' || path.find('~') != std::string::npos) return false;
    return report.contains(path.substr(1, path.find('/', 1) - 1));
}

// What stands in place of a blank; nothing where it is no blank.
std::optional<std::string> fill(std::string_view blank, const Json& report, const NamedTables& tables) {
    const auto space = blank.find(' ');
    const std::string_view verb = space == std::string_view::npos ? std::string_view() : blank.substr(0, space);
    const std::string rest(space == std::string_view::npos ? blank : blank.substr(space + 1));
    if (verb == "table") {
        const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.first == rest; });
        if (found == tables.end()) return {};
        return found->second.markdown();
    }
    if (!is_pointer_into(report, rest)) return {};
    if (verb == "list") return listed(report, rest);
    if (verb.empty() || verb == "percent") return figure(report, rest, verb == "percent");
    return {};
}

Place place_of(std::string_view text, std::size_t at, const std::string& source) {
    const auto before = text.substr(0, at);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const auto start = line == 0 ? 0 : before.rfind('\n') + 1;
    return {source, line + 1, utf8::length(before.substr(start)) + 1, ""};
}

}  // namespace

Result<std::string> fill_card(std::string_view text, const std::string& source, const Json& report,
                              const NamedTables& tables) {
    std::string out;
    std::size_t copied = 0;
    for (auto open = text.find(kOpen); open != std::string_view::npos; open = text.find(kOpen, copied)) {
        const auto close = text.find(kClose, open);
        const auto blank = text.substr(open + kOpen.size(), close == std::string_view::npos ? 0 : close - open - kOpen.size());
        const auto filled = fill(blank, report, tables);
        if (!filled) {
            return fail(ErrorCode::kConfiguration, "review.card.blank_unknown", {{"blank", std::string(blank)}},
                        place_of(text, open, source));
        }
        out += text.substr(copied, open - copied);
        out += *filled;
        copied = close + kClose.size();
    }
    out += text.substr(copied);
    return out;
}

}  // namespace repere::review
