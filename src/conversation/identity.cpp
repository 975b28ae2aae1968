#include "conversation/identity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conversation/json.hpp"

namespace repere {
namespace {

constexpr std::size_t kMaxIdBytes = 256;

using Text = std::optional<std::string> Metadata::*;
using Number = std::optional<double> Metadata::*;

constexpr std::array<std::pair<std::string_view, Text>, 7> kTexts{{{"agent", &Metadata::agent},
                                                                   {"team", &Metadata::team},
                                                                   {"site", &Metadata::site},
                                                                   {"queue", &Metadata::queue},
                                                                   {"dialled_number", &Metadata::dialled_number},
                                                                   {"campaign", &Metadata::campaign},
                                                                   {"customer", &Metadata::customer}}};

struct Scale {
    std::string_view key;
    Number member;
    double low, high;
};

constexpr std::array<Scale, 4> kNumbers{{{"wait_seconds", &Metadata::wait_seconds, 0, 1e6},
                                         {"csat", &Metadata::csat, 0, 100},
                                         {"nps", &Metadata::nps, 0, 10},
                                         {"ces", &Metadata::ces, 0, 10}}};

std::optional<double> number_of(std::string_view text) {
    std::string dotted(text);
    std::replace(dotted.begin(), dotted.end(), ',', '.');  // "4,5" as French spreadsheets write it
    double value = 0;
    const auto [end, error] = std::from_chars(dotted.data(), dotted.data() + dotted.size(), value);
    if (error != std::errc() || end != dotted.data() + dotted.size()) return std::nullopt;
    return value;
}

}  // namespace

Status check_id(std::string_view id) {
    const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; };
    if (!id.empty() && id.size() <= kMaxIdBytes && std::none_of(id.begin(), id.end(), is_control)) return {};
    return fail(ErrorCode::kInvalidInput, "conversation.id.invalid", {{"limit", std::to_string(kMaxIdBytes)}});
}

std::uint64_t content_hash(const Interaction& interaction) {
    Interaction nameless = interaction;
    nameless.id.clear();
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : to_json(nameless).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

std::string content_id(const Interaction& interaction) { return fmt::format("auto-{:016x}", content_hash(interaction)); }

Status set_metadata(Metadata& metadata, std::string_view key, const std::string& value) {
    for (const auto& [name, member] : kTexts) {
        if (name == key) {
            metadata.*member = value;
            return {};
        }
    }
    for (const Scale& scale : kNumbers) {
        if (scale.key != key) continue;
        const auto number = number_of(value);
        if (!number || !(*number >= scale.low && *number <= scale.high)) {
            return fail(ErrorCode::kInvalidInput, "conversation.metadata.expected_number",
                        {{"key", std::string(key)},
                         {"value", value},
                         {"low", fmt::format("{}", scale.low)},
                         {"high", fmt::format("{}", scale.high)}});
        }
        metadata.*scale.member = *number;
        return {};
    }
    metadata.other.insert_or_assign(std::string(key), value);
    return {};
}

bool has_metadata(const Metadata& metadata, std::string_view key) {
    for (const auto& [name, member] : kTexts) {
        if (name == key) return (metadata.*member).has_value();
    }
    for (const Scale& scale : kNumbers) {
        if (scale.key == key) return (metadata.*scale.member).has_value();
    }
    return metadata.other.contains(std::string(key));
}

}  // namespace repere
