#include <nlohmann/json.hpp>

#include "conversation/base64.hpp"
#include "conversation/json.hpp"
#include "core/utf8.hpp"

namespace repere {
namespace {

using nlohmann::ordered_json;

template <class T>
void put(ordered_json& object, const char* key, const std::optional<T>& value) {
    if (value) object[key] = *value;
}

void put(ordered_json& object, const char* key, const std::string& value) {
    if (!value.empty()) object[key] = value;
}

ordered_json words_of(const Turn& turn) {
    ordered_json list = ordered_json::array();
    for (const Word& word : turn.words) {
        ordered_json one{{"text", word.text}, {"start", word.start}, {"end", word.end}};
        put(one, "confidence", word.confidence);
        put(one, "normalised", word.normalised);
        list.push_back(std::move(one));
    }
    return list;
}

}  // namespace

ordered_json to_json(const Turn& turn, std::size_t index) {
    ordered_json object{{"index", index}, {"speaker", to_string(turn.speaker)}};
    put(object, "participant", turn.participant);
    put(object, "start", turn.start);
    put(object, "end", turn.end);
    object["text"] = turn.text;
    if (!turn.words.empty()) object["words"] = words_of(turn);
    return object;
}

ordered_json to_json(const Metadata& metadata) {
    ordered_json object = ordered_json::object();
    put(object, "agent", metadata.agent);
    put(object, "team", metadata.team);
    put(object, "site", metadata.site);
    put(object, "queue", metadata.queue);
    put(object, "dialled_number", metadata.dialled_number);
    put(object, "campaign", metadata.campaign);
    put(object, "customer", metadata.customer);
    put(object, "wait_seconds", metadata.wait_seconds);
    put(object, "csat", metadata.csat);
    put(object, "nps", metadata.nps);
    put(object, "ces", metadata.ces);
    for (const auto& [key, value] : metadata.other) object[key] = value;
    return object;
}

ordered_json to_json(const Interaction& interaction) {
    ordered_json object{{"id", interaction.id}, {"channel", to_string(interaction.channel)}};
    put(object, "language", interaction.language);
    object["direction"] = to_string(interaction.direction);
    put(object, "domain", interaction.domain);
    if (interaction.started_at) object["started_at"] = format_rfc3339(*interaction.started_at);
    put(object, "subject", interaction.subject);
    if (auto metadata = to_json(interaction.metadata); !metadata.empty()) object["metadata"] = std::move(metadata);
    for (const Media& media : interaction.media) {
        ordered_json one = ordered_json::object();
        put(one, "path", utf8::repaired(media.path));  // a file system takes any bytes, JSON does not
        put(one, "type", media.type);
        put(one, "agent_is_left", media.agent_is_left);
        if (!media.bytes.empty()) one["data"] = to_base64url(media.bytes);
        object["media"].push_back(std::move(one));
    }
    ordered_json turns = ordered_json::array();
    for (std::size_t i = 0; i < interaction.turns.size(); ++i) turns.push_back(to_json(interaction.turns[i], i));
    object["turns"] = std::move(turns);
    return object;
}

}  // namespace repere
