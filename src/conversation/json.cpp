#include "conversation/json.hpp"



#include "conversation/base64.hpp"
#include "conversation/identity.hpp"
#include "conversation/native_reader.hpp"

namespace repere {
namespace {

using json_source::Fields;
using nlohmann::json;

constexpr std::size_t kMaxFreeKeys = 1000;

// A name out of a closed list, through its xxx_from function.
template <class From>
auto choice(Fields& fields, const json& object, std::string_view key, std::string choices, From from)
    -> decltype(from(std::string_view{})) {
    const auto name = fields.text(object, key);
    if (!name) return std::nullopt;
    auto value = from(*name);
    if (!value) {
        fields.refuse(ErrorCode::kInvalidInput, "conversation.json.expected_one_of",
                      {{"value", *name}, {"choices", std::move(choices)}}, key);
    }
    return value;
}

void read_times(Fields& fields, const json& object, std::optional<double>& start, std::optional<double>& end) {
    start = fields.number(object, "start");
    end = fields.number(object, "end");
    if (start && *start < 0) fields.refuse(ErrorCode::kInvalidInput, "conversation.json.time_negative", {}, "start");
    if (end && *end < start.value_or(0)) {
        fields.refuse(ErrorCode::kInvalidInput, "conversation.json.times_reversed", {}, "end");
    }
}

void read_words(Fields& fields, const json& turn, std::vector<Word>& words) {
    const json* list = fields.list(turn, "words");
    if (list == nullptr) return;
    const auto scope = fields.enter("words");
    words.reserve(list->size());
    for (std::size_t i = 0; i < list->size() && fields.ok(); ++i) {
        const auto item = fields.enter(i);
        const json& object = (*list)[i];
        if (!fields.is_object(object)) return;
        Word word;
        std::optional<double> start, end;
        read_times(fields, object, start, end);
        const auto text = fields.text(object, "text");
        if (!text || !start || !end) {
            const char* missing = !text ? "text" : !start ? "start" : "end";
            fields.refuse(ErrorCode::kInvalidInput, "conversation.json.missing_key", {{"key", missing}});
            return;
        }
        word.text = *text;
        word.start = *start;
        word.end = *end;
        word.confidence = fields.number(object, "confidence");
        if (word.confidence && (*word.confidence < 0 || *word.confidence > 1)) {
            fields.refuse(ErrorCode::kInvalidInput, "conversation.json.out_of_range", {{"low", "0"}, {"high", "1"}},
                          "confidence");
        }
        word.normalised = fields.text(object, "normalised");
        words.push_back(std::move(word));
    }
}

std::string joined(const std::vector<Word>& words) {
    std::string text;
    for (const Word& word : words) {
        if (!text.empty()) text += ' ';
        text += word.text;
    }
    return text;
}

Turn read_turn(Fields& fields, const json& object, const ReadLimits& limits) {
    Turn turn;
    turn.speaker = choice(fields, object, "speaker", "agent, customer, unknown", speaker_from).value_or(Speaker::kUnknown);
    turn.participant = fields.text_or_number(object, "participant").value_or("");
    read_times(fields, object, turn.start, turn.end);
    read_words(fields, object, turn.words);
    if (auto text = fields.text(object, "text")) {
        turn.text = std::move(*text);
    } else if (!turn.words.empty()) {
        turn.text = joined(turn.words);
    } else {
        fields.refuse(ErrorCode::kInvalidInput, "conversation.json.missing_key", {{"key", "text"}});
    }
    if (turn.text.size() > limits.max_text_bytes) {
        fields.refuse(ErrorCode::kTooLarge, "conversation.json.text_too_long",
                      {{"limit", std::to_string(limits.max_text_bytes)}}, "text");
    }
    return turn;
}

TurnLabels read_turn_labels(Fields& fields, const json& turn) {
    TurnLabels labels;
    labels.signals = fields.texts(turn, "signals");
    const json* list = fields.list(turn, "pii");
    if (list == nullptr) return labels;
    const auto scope = fields.enter("pii");
    for (std::size_t i = 0; i < list->size() && fields.ok(); ++i) {
        const auto item = fields.enter(i);
        if (!fields.is_object((*list)[i])) break;
        const auto type = fields.text((*list)[i], "type");
        const auto text = fields.text((*list)[i], "text");
        if (!type || !text) {
            fields.refuse(ErrorCode::kInvalidInput, "conversation.json.missing_key", {{"key", type ? "text" : "type"}});
            break;
        }
        labels.pii.push_back({*type, *text});
    }
    return labels;
}

void read_metadata(Fields& fields, const json& object, Metadata& metadata) {
    const json* map = fields.object(object, "metadata");
    if (map == nullptr) return;
    const auto scope = fields.enter("metadata");
    for (const auto& [key, value] : map->items()) {
        if (value.is_null()) continue;
        const auto status = set_metadata(metadata, key, json_source::as_text(value));
        if (!status) fields.refuse(status.error().code, status.error().key, status.error().details, key);
        if (metadata.other.size() > kMaxFreeKeys) {
            fields.refuse(ErrorCode::kTooLarge, "conversation.json.too_many_keys",
                          {{"limit", std::to_string(kMaxFreeKeys)}});
        }
        if (!fields.ok()) return;
    }
}

void read_media(Fields& fields, const json& object, std::vector<Media>& media) {
    if (auto audio = fields.text(object, "audio")) media.push_back({.path = std::move(*audio)});
    const json* list = fields.list(object, "media");
    if (list == nullptr) return;
    const auto scope = fields.enter("media");
    for (std::size_t i = 0; i < list->size() && fields.ok(); ++i) {
        const auto item = fields.enter(i);
        if (!fields.is_object((*list)[i])) return;
        Media one;
        one.path = fields.text((*list)[i], "path").value_or("");
        one.type = fields.text((*list)[i], "type").value_or("");
        one.agent_is_left = fields.boolean((*list)[i], "agent_is_left");
        if (const auto data = fields.text((*list)[i], "data")) {
            auto bytes = from_base64(*data);
            if (!bytes) fields.refuse(ErrorCode::kInvalidInput, "conversation.json.expected_base64", {}, "data");
            one.bytes = std::move(bytes).value_or("");
        }
        if (one.path.empty() && one.bytes.empty()) {
            fields.refuse(ErrorCode::kInvalidInput, "conversation.json.missing_key", {{"key", "path"}});
        }
        media.push_back(std::move(one));
    }
}

Interaction read_interaction(Fields& fields, const json& object, const ReadLimits& limits, Labels* labels) {
    Interaction result;
    if (!fields.is_object(object)) return result;
    native::read_frame(fields, object, result);
    read_media(fields, object, result.media);
    native::read_turns(fields, object, limits, result, labels);
    if (!object.contains("turns") && result.media.empty()) {
        fields.refuse(ErrorCode::kInvalidInput, "conversation.json.missing_key", {{"key", "turns"}});
    }
    return result;
}

void read_labels(Fields& fields, const json& object, Labels& labels) {
    const json* map = fields.object(object, "labels");
    if (map == nullptr) return;
    const auto scope = fields.enter("labels");
    labels.topics = fields.texts(*map, "topics");
    labels.resolved = fields.text(*map, "resolved").value_or("");
    labels.escalation = fields.text(*map, "escalation").value_or("");
    labels.opportunity = fields.text(*map, "opportunity").value_or("");
    labels.register_ = fields.text(*map, "register").value_or("");
    labels.customer_start = fields.whole(*map, "customer_start", -2, 2);
    labels.customer_end = fields.whole(*map, "customer_end", -2, 2);
    const json* grid = fields.object(*map, "grid");
    if (grid == nullptr) return;
    const auto in_grid = fields.enter("grid");
    for (const auto& [criterion, answer] : grid->items()) {
        if (const auto text = fields.text(*grid, criterion)) labels.grid[criterion] = *text;
    }
}

}  // namespace

namespace native {

void read_frame(Fields& fields, const json& object, Interaction& result) {
    result.id = fields.text_or_number(object, "id").value_or("");
    if (const Status status = check_id(result.id); !result.id.empty() && !status) {
        fields.refuse(status.error().code, status.error().key, status.error().details, "id");
    }
    result.channel =
        choice(fields, object, "channel", "phone, chat, email, sms, social", channel_from).value_or(Channel::kPhone);
    result.language = fields.text(object, "language").value_or("");
    result.direction = choice(fields, object, "direction", "inbound, outbound, unknown", direction_from)
                           .value_or(Direction::kUnknown);
    result.domain = fields.text(object, "domain").value_or("");
    result.subject = fields.text(object, "subject");
    if (const auto started = fields.text(object, "started_at")) {
        result.started_at = parse_rfc3339(*started);
        if (!result.started_at) {
            fields.refuse(ErrorCode::kInvalidInput, "conversation.json.expected_time", {{"value", *started}},
                          "started_at");
        }
    }
    read_metadata(fields, object, result.metadata);
}

void read_turns(Fields& fields, const json& object, const ReadLimits& limits, Interaction& interaction,
                Labels* labels) {
    const json* list = fields.list(object, "turns");
    if (list == nullptr) return;
    const auto scope = fields.enter("turns");
    if (list->size() > limits.max_turns) {
        fields.refuse(ErrorCode::kTooLarge, "conversation.json.too_many_turns",
                      {{"limit", std::to_string(limits.max_turns)}, {"count", std::to_string(list->size())}});
        return;
    }
    interaction.turns.reserve(list->size());
    for (std::size_t i = 0; i < list->size() && fields.ok(); ++i) {
        const auto item = fields.enter(i);
        if (!fields.is_object((*list)[i])) return;
        interaction.turns.push_back(read_turn(fields, (*list)[i], limits));
        if (labels != nullptr) labels->turns.push_back(read_turn_labels(fields, (*list)[i]));
    }
}

void name_it(Interaction& interaction, const Fields& fields, std::vector<Warning>& warnings) {
    if (!interaction.id.empty() || !fields.ok()) return;
    interaction.id = content_id(interaction);
    warnings.push_back({"conversation.json.id_made", {{"id", interaction.id}}, fields.here()});
}

}  // namespace native

Batch<Interaction> read_native_json(std::string_view text, const std::string& source, const ReadLimits& limits) {
    return native::read_elements<Interaction>(
        text, source, limits, [&](Fields& fields, const json& object, std::vector<Warning>& warnings) {
            Interaction interaction = read_interaction(fields, object, limits, nullptr);
            native::name_it(interaction, fields, warnings);
            return interaction;
        });
}

Batch<LabelledInteraction> read_labelled_json(std::string_view text, const std::string& source,
                                              const ReadLimits& limits) {
    return native::read_elements<LabelledInteraction>(
        text, source, limits, [&](Fields& fields, const json& object, std::vector<Warning>& warnings) {
            LabelledInteraction result;
            result.interaction = read_interaction(fields, object, limits, &result.labels);
            read_labels(fields, object, result.labels);
            native::name_it(result.interaction, fields, warnings);
            return result;
        });
}

}  // namespace repere
