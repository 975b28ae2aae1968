#include "intake/metadata.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "conversation/identity.hpp"
#include "conversation/json_source.hpp"
#include "core/files.hpp"
#include "intake/encoding.hpp"
#include "intake/table.hpp"

namespace repere::intake {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uintmax_t kMaxBytes = 64 << 20;

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string digits_of(std::string_view text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c != '-' && c != ':' && c != 'h'; });
    return digits;
}

// "20261122" and "1030" or "103000" to RFC 3339.
std::optional<std::string> instant_of(const std::string& date, const std::string& time) {
    const std::string day = digits_of(date);
    std::string hour = digits_of(time);
    if (hour.size() == 4) hour += "00";
    if (hour.empty()) hour = "000000";
    if (day.size() != 8 || hour.size() != 6 || !is_digits(day) || !is_digits(hour)) return std::nullopt;
    std::string text = day.substr(0, 4) + "-" + day.substr(4, 2) + "-" + day.substr(6) + "T" + hour.substr(0, 2) + ":" +
                       hour.substr(2, 2) + ":" + hour.substr(4) + "Z";
    return parse_rfc3339(text) ? std::optional(text) : std::nullopt;
}

// Names and literals of a pattern in turn: "", "date", "_", "agent" for "{date}_{agent}".
std::optional<std::vector<std::string>> parts_of(std::string_view pattern) {
    std::vector<std::string> parts;
    for (;;) {
        const auto open = pattern.find('{');
        parts.emplace_back(pattern.substr(0, open));
        if (parts.back().find('}') != std::string::npos) return std::nullopt;
        if (open == std::string_view::npos) return parts;
        const auto close = pattern.find('}', open);
        if (close == std::string_view::npos || close == open + 1) return std::nullopt;
        parts.emplace_back(pattern.substr(open + 1, close - open - 1));
        pattern.remove_prefix(close + 1);
    }
}

Error wrong_value(const Facts& facts, const std::string& key, const std::string& choices) {
    return {ErrorCode::kInvalidInput, "intake.metadata.value",
            {{"key", key}, {"value", facts.values.at(key)}, {"choices", choices}}, facts.place};
}

// The keys that set the interaction itself. True where `key` is one of them.
Result<bool> apply_own(const Facts& facts, const std::string& key, const std::string& value, Interaction& one, bool only_missing) {
    if (key == "agent_channel") {
        if (value != "left" && value != "right") return fail(wrong_value(facts, key, "left, right"));
        for (Media& media : one.media) {
            if (!only_missing || !media.agent_is_left) media.agent_is_left = value == "left";
        }
    } else if (key == "language") {
        if (!only_missing || one.language.empty()) one.language = value;
    } else if (key == "direction") {
        const auto direction = direction_from(value);
        if (!direction) return fail(wrong_value(facts, key, "inbound, outbound, unknown"));
        if (!only_missing || one.direction == Direction::kUnknown) one.direction = *direction;
    } else if (key == "channel") {
        const auto channel = channel_from(value);
        if (!channel) return fail(wrong_value(facts, key, "phone, chat, email, sms, social"));
        one.channel = *channel;
    } else if (key == "started_at") {
        const auto instant = parse_rfc3339(value);
        if (!instant) return fail(wrong_value(facts, key, "2026-11-22T10:30:00+01:00"));
        if (!only_missing || !one.started_at) one.started_at = instant;
    } else {
        return key == "file" || key == "id";
    }
    return true;
}

}  // namespace

Result<SideFile> SideFile::load(const fs::path& file) {
    const auto content = read_file(file, kMaxBytes);
    if (!content) return fail(content.error());
    SideFile side;
    const auto first = content->find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string::npos && (content->at(first) == '{' || content->at(first) == '[')) {
        if (const auto fault = side.load_json(*content, file.string()); !fault) return fail(fault.error());
    } else if (const auto fault = side.load_table(*content, file.string()); !fault) {
        return fail(fault.error());
    }
    return side;
}

Status SideFile::load_table(const std::string& content, const std::string& source) {
    auto table = read_table(content, source);
    if (!table) return fail(table.error());
    if (!table->column("file") && !table->column("id")) {
        return fail(ErrorCode::kConfiguration, "intake.metadata.no_key", {}, {source, 1});
    }
    errors_ = table->errors;
    warnings_ = table->warnings;
    for (const Row& row : table->rows) {
        Facts facts{{}, {source, row.line}};
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string value(trimmed(row.cells[i]));
            if (!value.empty()) facts.values[folded(table->header[i])] = value;
        }
        add(std::move(facts));
    }
    return {};
}

Status SideFile::load_json(const std::string& content, const std::string& source) {
    const auto examined = json_source::examine(content, source, 8);
    if (!examined) return fail(examined.error());
    for (const auto& piece : examined->pieces) {
        const auto object = json_source::parse(content, piece, source, "");
        if (!object) return fail(object.error());
        const auto take = [&](const json& values, const std::string& name) {
            Facts facts{{}, json_source::place_at(content, piece.begin, source, name)};
            if (!values.is_object()) return;
            for (const auto& [key, value] : values.items()) {
                if (!value.is_null()) facts.values[key] = json_source::as_text(value);
            }
            if (!name.empty()) facts.values["file"] = facts.values["id"] = name;
            add(std::move(facts));
        };
        if (examined->is_array || object->contains("file") || object->contains("id")) {
            take(*object, "");
        } else if (object->is_object()) {
            for (const auto& [name, values] : object->items()) take(values, name);
        }
    }
    return {};
}

void SideFile::add(Facts facts) {
    const auto file = facts.values.find("file");
    const auto id = facts.values.find("id");
    if (file == facts.values.end() && id == facts.values.end()) {
        errors_.push_back({ErrorCode::kInvalidInput, "intake.metadata.no_key", {}, facts.place});
        return;
    }
    if (file != facts.values.end()) by_file_.insert_or_assign(file->second, facts);
    if (id != facts.values.end()) by_id_.insert_or_assign(id->second, facts);
}

const Facts* SideFile::find(const fs::path& file, const std::string& id) const {
    for (const std::string& name : {file.generic_string(), file.filename().string(), file.stem().string()}) {
        if (const auto found = by_file_.find(name); !name.empty() && found != by_file_.end()) return &found->second;
    }
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &found->second;
}

Status check_pattern(const std::string& pattern) {
    const auto parts = parts_of(pattern);
    bool is_good = parts && parts->size() > 1;
    for (std::size_t i = 2; is_good && i + 1 < parts->size(); i += 2) is_good = !parts->at(i).empty();
    if (is_good) return {};
    return fail(ErrorCode::kConfiguration, "intake.pattern.invalid", {{"pattern", pattern}});
}

std::optional<Facts> match_pattern(const std::string& pattern, const std::string& stem) {
    const auto parts = parts_of(pattern);
    if (!parts) return std::nullopt;
    std::string_view rest = stem;
    if (!rest.starts_with(parts->front())) return std::nullopt;
    rest.remove_prefix(parts->front().size());
    Facts facts;
    for (std::size_t i = 1; i + 1 < parts->size(); i += 2) {
        const std::string& literal = parts->at(i + 1);
        const bool is_last = i + 2 >= parts->size();
        const auto end = is_last ? (rest.ends_with(literal) ? rest.size() - literal.size() : std::string_view::npos)
                                 : rest.find(literal);
        if (end == std::string_view::npos || end == 0) return std::nullopt;
        if (parts->at(i) != "_") facts.values[parts->at(i)] = std::string(rest.substr(0, end));
        rest.remove_prefix(end + literal.size());
    }
    const auto date = facts.values.find("date");
    if (date == facts.values.end()) return facts;
    const auto time = facts.values.find("time");
    const auto instant = instant_of(date->second, time == facts.values.end() ? "" : time->second);
    if (!instant) return std::nullopt;
    facts.values.erase("date");
    facts.values.erase("time");
    facts.values["started_at"] = *instant;
    return facts;
}

Status apply(const Facts& facts, Interaction& interaction, bool only_missing) {
    for (const auto& [key, value] : facts.values) {
        const auto is_own = apply_own(facts, key, value, interaction, only_missing);
        if (!is_own) return fail(is_own.error());
        if (*is_own || (only_missing && has_metadata(interaction.metadata, key))) continue;
        if (auto status = set_metadata(interaction.metadata, key, value); !status) {
            status.error().place = facts.place;
            return status;
        }
    }
    return {};
}

}  // namespace repere::intake
