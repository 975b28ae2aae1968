#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conversation/base64.hpp"
#include "conversation/vcon.hpp"
#include "core/utf8.hpp"

namespace repere {
namespace {

using nlohmann::ordered_json;

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = text[i];
        const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (is_dash ? c != '-' : !is_hex) return false;
    }
    return true;
}

// A version 8 UUID (RFC 9562) made of the id, so that one conversation always gives one vCon.
std::string uuid_of(const std::string& id) {
    if (is_uuid(id)) return id;
    const auto hash = [&](std::uint64_t seed) {
        for (const char c : id) seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        return seed;
    };
    const std::uint64_t high = hash(14695981039346656037ULL);
    const std::uint64_t low = hash(high ^ 0x9E3779B97F4A7C15ULL);
    return fmt::format("{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFF,
                       0x8000 | ((low >> 48) & 0x3FFF), low & 0xFFFFFFFFFFFFULL);
}

struct Parties {
    ordered_json list = ordered_json::array();
    std::vector<std::pair<Speaker, std::string>> who;

    std::size_t index_of(Speaker speaker, const std::string& participant, const Metadata& metadata) {
        const auto found = std::find(who.begin(), who.end(), std::pair(speaker, participant));
        if (found != who.end()) return static_cast<std::size_t>(found - who.begin());
        const bool is_first = std::none_of(who.begin(), who.end(), [&](const auto& p) { return p.first == speaker; });
        ordered_json party = ordered_json::object();
        if (speaker != Speaker::kUnknown) party["role"] = to_string(speaker);
        party["participant"] = participant;
        if (speaker == Speaker::kAgent && is_first && metadata.agent) party["name"] = *metadata.agent;
        if (speaker == Speaker::kCustomer && is_first && metadata.customer) party["name"] = *metadata.customer;
        list.push_back(std::move(party));
        who.emplace_back(speaker, participant);
        return who.size() - 1;
    }
};

ordered_json recording_of(const Media& media, const Parties& parties) {
    ordered_json dialog{{"type", "recording"}};
    if (media.agent_is_left) {
        ordered_json agents = ordered_json::array();
        ordered_json others = ordered_json::array();
        for (std::size_t i = 0; i < parties.who.size(); ++i) {
            (parties.who[i].first == Speaker::kAgent ? agents : others).push_back(i);
        }
        dialog["parties"] = *media.agent_is_left ? ordered_json::array({agents, others}) : ordered_json::array({others, agents});
    }
    if (!media.type.empty()) dialog["mediatype"] = media.type;
    if (!media.path.empty()) dialog["filename"] = utf8::repaired(media.path);
    if (!media.bytes.empty()) {
        dialog["encoding"] = "base64url";
        dialog["body"] = to_base64url(media.bytes);
    }
    return dialog;
}

Instant after(Instant base, double seconds) {
    return base + std::chrono::milliseconds(static_cast<std::int64_t>(std::llround(std::min(seconds, 1e9) * 1000)));
}

ordered_json text_of(const Turn& turn, std::size_t party, Instant base) {
    ordered_json dialog{{"type", "text"}};
    if (turn.start) dialog["start"] = format_rfc3339(after(base, *turn.start));
    if (turn.start && turn.end) dialog["duration"] = *turn.end - *turn.start;
    dialog["parties"] = ordered_json::array({party});
    dialog["originator"] = party;
    dialog["mediatype"] = "text/plain";
    dialog["encoding"] = "none";
    dialog["body"] = turn.text;
    return dialog;
}

ordered_json transcript_of(const Interaction& interaction) {
    ordered_json turns = ordered_json::array();
    for (std::size_t i = 0; i < interaction.turns.size(); ++i) turns.push_back(to_json(interaction.turns[i], i));
    return {{"type", "transcript"}, {"vendor", "repere"},  {"schema", "repere.turns"},
            {"encoding", "json"},   {"body", {{"turns", std::move(turns)}}}};
}

}  // namespace

ordered_json to_vcon(const Interaction& interaction, const ordered_json* analysis, Instant created_at) {
    const Instant base = interaction.started_at.value_or(created_at);
    Parties parties;
    ordered_json dialogs = ordered_json::array();
    ordered_json analyses = ordered_json::array();
    for (const Turn& turn : interaction.turns) {
        const std::size_t party = parties.index_of(turn.speaker, turn.participant, interaction.metadata);
        if (is_written(interaction.channel)) dialogs.push_back(text_of(turn, party, base));
    }
    for (const Media& media : interaction.media) dialogs.push_back(recording_of(media, parties));
    if (!is_written(interaction.channel)) {
        if (interaction.media.empty()) dialogs.push_back({{"type", "recording"}});  // its sound is kept elsewhere
        for (ordered_json& dialog : dialogs) {
            if (interaction.started_at) dialog["start"] = format_rfc3339(*interaction.started_at);
        }
        analyses.push_back(transcript_of(interaction));
    }
    if (analysis != nullptr) {
        analyses.push_back({{"type", "report"}, {"vendor", "repere"}, {"schema", "repere.analysis"},
                            {"encoding", "json"}, {"body", *analysis}});
    }
    ordered_json all = ordered_json::array();
    for (std::size_t i = 0; i < dialogs.size(); ++i) all.push_back(i);
    for (ordered_json& entry : analyses) entry["dialog"] = all;

    ordered_json frame = to_json(interaction);
    frame.erase("turns");
    frame.erase("media");
    ordered_json vcon{{"vcon", "0.4.0"}, {"uuid", uuid_of(interaction.id)}, {"created_at", format_rfc3339(created_at)}};
    if (interaction.subject) vcon["subject"] = *interaction.subject;
    vcon["parties"] = std::move(parties.list);
    vcon["dialog"] = std::move(dialogs);
    vcon["analysis"] = std::move(analyses);
    vcon["attachments"] = ordered_json::array({{{"purpose", "repere.interaction"},
                                                {"start", format_rfc3339(base)},
                                                {"party", 0},
                                                {"dialog", 0},
                                                {"mediatype", "application/json"},
                                                {"encoding", "json"},
                                                {"body", std::move(frame)}}});
    return vcon;
}

}  // namespace repere
