#include "conversation/vcon.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "conversation/base64.hpp"
#include "conversation/native_reader.hpp"
#include "core/utf8.hpp"

namespace repere {
namespace {

using json_source::Fields;
using nlohmann::json;

constexpr std::array<std::string_view, 3> kAgentRoles{"agent", "supervisor", "sme"};  // vCon contact-center extension

struct Party {
    Speaker speaker = Speaker::kUnknown;
    std::string participant;
    std::optional<std::string> name, address;
    std::string kind;  // "tel" or "mailto", of the address
};

struct Reader {
    Fields& fields;
    const ReadLimits& limits;
    const TextOf& text_of;
    std::vector<Warning>& warnings;
    Interaction result;
    std::vector<Party> parties;
    std::vector<std::pair<std::optional<Instant>, Turn>> texts;  // turns with the instant at which they begin

    void warn(std::string key, Details details = {}) {
        warnings.push_back({std::move(key), std::move(details), fields.here()});
    }
};

double seconds_between(Instant from, Instant to) { return std::chrono::duration<double>(to - from).count(); }

std::optional<Instant> time_at(Reader& r, const json& object, std::string_view key) {
    const auto text = r.fields.text(object, key);
    if (!text) return std::nullopt;
    const auto time = parse_rfc3339(*text);
    if (!time) r.fields.refuse(ErrorCode::kInvalidInput, "conversation.json.expected_time", {{"value", *text}}, key);
    return time;
}

void read_parties(Reader& r, const json& object) {
    const json* list = r.fields.list(object, "parties");
    if (list == nullptr) return;
    const auto scope = r.fields.enter("parties");
    std::array<int, 3> counts{};
    for (std::size_t i = 0; i < list->size() && r.fields.ok(); ++i) {
        const auto item = r.fields.enter(i);
        const json& entry = (*list)[i];
        if (!r.fields.is_object(entry)) return;
        Party party;
        const std::string role = r.fields.text(entry, "role").value_or("");
        if (std::find(kAgentRoles.begin(), kAgentRoles.end(), role) != kAgentRoles.end()) {
            party.speaker = Speaker::kAgent;
        } else if (role == "customer") {
            party.speaker = Speaker::kCustomer;
        }
        const int number = ++counts[static_cast<std::size_t>(party.speaker)];
        switch (party.speaker) {
            case Speaker::kAgent: party.participant = "A" + std::to_string(number); break;
            case Speaker::kCustomer: party.participant = number == 1 ? "C" : "C" + std::to_string(number); break;
            case Speaker::kUnknown: party.participant = "P" + std::to_string(i + 1); break;
        }
        if (auto own = r.fields.text(entry, "participant")) party.participant = *own;
        party.name = r.fields.text(entry, "name");
        for (const char* kind : {"tel", "mailto"}) {
            if (party.address) break;
            party.address = r.fields.text(entry, kind);
            if (party.address) party.kind = kind;
        }
        r.parties.push_back(std::move(party));
    }
}

// A party's index, or the first one of a list; the draft allows both, and lists in lists for mixed channels.
std::optional<std::size_t> first_party(const Reader& r, const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return std::nullopt;
    const json* value = &*found;
    while (value->is_array() && !value->empty()) value = &value->front();
    if (!value->is_number_unsigned() || value->get<std::size_t>() >= r.parties.size()) return std::nullopt;
    return value->get<std::size_t>();
}

// The inline body as text or bytes; nothing where there is none.
std::optional<std::string> body_of(Reader& r, const json& object) {
    const auto body = object.find("body");
    if (body == object.end() || body->is_null()) return std::nullopt;
    const std::string encoding = r.fields.text(object, "encoding").value_or("none");
    if (encoding == "json") return json_source::as_text(*body);
    auto text = r.fields.text(object, "body");
    if (!text || encoding == "none") return text;
    if (encoding != "base64url" && encoding != "base64") {
        r.fields.refuse(ErrorCode::kInvalidInput, "conversation.json.expected_one_of",
                        {{"value", encoding}, {"choices", "none, base64url, json"}}, "encoding");
        return std::nullopt;
    }
    auto bytes = from_base64(*text);
    if (!bytes) r.fields.refuse(ErrorCode::kInvalidInput, "conversation.json.expected_base64", {}, "body");
    return bytes;
}

void read_text_dialog(Reader& r, const json& dialog, const std::string& mediatype) {
    auto body = body_of(r, dialog);
    if (!body) return;
    if (!mediatype.empty() && !mediatype.starts_with("text/plain")) {
        if (r.text_of) body = r.text_of(mediatype, *body);
        if (!r.text_of || !body) return r.warn("conversation.vcon.body_skipped", {{"type", mediatype}});
    }
    if (const auto bad = utf8::find_invalid(*body)) {  // base64 hides bytes from the check of the document
        return r.fields.refuse(ErrorCode::kInvalidInput, "conversation.json.invalid_utf8",
                               {{"byte", std::to_string(*bad)}}, "body");
    }
    if (body->size() > r.limits.max_text_bytes) {
        r.fields.refuse(ErrorCode::kTooLarge, "conversation.json.text_too_long",
                        {{"limit", std::to_string(r.limits.max_text_bytes)}}, "body");
    }
    Turn turn;
    turn.text = std::move(*body);
    const auto start = time_at(r, dialog, "start");
    if (const auto duration = r.fields.number(dialog, "duration"); duration && start && *duration >= 0) {
        turn.end = *duration;  // becomes an end once the conversation's own start is known
    }
    auto who = first_party(r, dialog, "originator");
    if (!who) who = first_party(r, dialog, "parties");
    if (who) {
        turn.speaker = r.parties[*who].speaker;
        turn.participant = r.parties[*who].participant;
    }
    r.texts.emplace_back(start, std::move(turn));
}

void read_recording(Reader& r, const json& dialog, const std::string& mediatype) {
    Media media;
    media.type = mediatype;
    if (const auto parties = dialog.find("parties"); parties != dialog.end() && parties->is_array() && parties->size() == 2) {
        const auto left = first_party(r, dialog, "parties");
        if (left && r.parties[*left].speaker != Speaker::kUnknown) {
            media.agent_is_left = r.parties[*left].speaker == Speaker::kAgent;
        }
    }
    if (auto body = body_of(r, dialog)) {
        media.bytes = std::move(*body);
    } else if (const auto url = r.fields.text(dialog, "url")) {
        return r.warn("conversation.vcon.media_not_fetched", {{"url", *url}});
    } else if (auto file = r.fields.text(dialog, "filename")) {
        media.path = std::move(*file);
    } else {
        return;
    }
    r.result.media.push_back(std::move(media));
}

void read_dialogs(Reader& r, const json& object) {
    const json* list = r.fields.list(object, "dialog");
    if (list == nullptr) return;
    const auto scope = r.fields.enter("dialog");
    if (list->size() > r.limits.max_turns) {
        return r.fields.refuse(ErrorCode::kTooLarge, "conversation.json.too_many_turns",
                               {{"limit", std::to_string(r.limits.max_turns)}, {"count", std::to_string(list->size())}});
    }
    int transfers = 0;
    for (std::size_t i = 0; i < list->size() && r.fields.ok(); ++i) {
        const auto item = r.fields.enter(i);
        const json& dialog = (*list)[i];
        if (!r.fields.is_object(dialog)) return;
        const std::string type = r.fields.text(dialog, "type").value_or("");
        auto mediatype = r.fields.text(dialog, "mediatype");
        if (!mediatype) mediatype = r.fields.text(dialog, "mimetype");  // its name in earlier drafts
        if (type == "text") {
            read_text_dialog(r, dialog, mediatype.value_or(""));
        } else if (type == "recording") {
            read_recording(r, dialog, mediatype.value_or(""));
            const auto start = time_at(r, dialog, "start");
            if (start && (!r.result.started_at || *start < *r.result.started_at)) r.result.started_at = start;
        } else if (type == "transfer") {
            r.result.metadata.other["transfers"] = std::to_string(++transfers);
        } else if (type == "incomplete") {
            if (auto why = r.fields.text(dialog, "disposition")) r.result.metadata.other["disposition"] = *why;
        } else if (type != "recording-set") {
            r.fields.refuse(ErrorCode::kInvalidInput, "conversation.json.expected_one_of",
                            {{"value", type}, {"choices", "recording, text, transfer, incomplete"}}, "type");
        }
    }
}

// The World Transcription Format and what recognisers commonly give: {"segments": [{start, end, text, speaker}]}.
void read_segments(Reader& r, const json& body) {
    const json* list = r.fields.list(body, "segments");
    if (list == nullptr) return;
    const auto scope = r.fields.enter("segments");
    if (list->size() > r.limits.max_turns) {
        return r.fields.refuse(ErrorCode::kTooLarge, "conversation.json.too_many_turns",
                               {{"limit", std::to_string(r.limits.max_turns)}, {"count", std::to_string(list->size())}});
    }
    for (std::size_t i = 0; i < list->size() && r.fields.ok(); ++i) {
        const auto item = r.fields.enter(i);
        const json& segment = (*list)[i];
        if (!r.fields.is_object(segment)) return;
        Turn turn;
        turn.text = r.fields.text(segment, "text").value_or("");
        turn.start = r.fields.number(segment, "start");
        turn.end = r.fields.number(segment, "end");
        if (const auto who = first_party(r, segment, "speaker")) {
            turn.speaker = r.parties[*who].speaker;
            turn.participant = r.parties[*who].participant;
        }
        if (!turn.text.empty()) r.result.turns.push_back(std::move(turn));
    }
}

void read_transcripts(Reader& r, const json& object) {
    const json* list = r.fields.list(object, "analysis");
    if (list == nullptr) return;
    const auto scope = r.fields.enter("analysis");
    for (std::size_t i = 0; i < list->size() && r.fields.ok() && r.result.turns.empty(); ++i) {
        const auto item = r.fields.enter(i);
        const json& entry = (*list)[i];
        if (!r.fields.is_object(entry)) return;
        if (r.fields.text(entry, "type") != "transcript") continue;
        const auto body = entry.find("body");
        if (body == entry.end()) continue;
        const auto in_body = r.fields.enter("body");
        if (body->is_object() && r.fields.text(entry, "vendor") == "repere") {
            native::read_turns(r.fields, *body, r.limits, r.result, nullptr);
        } else if (body->is_object()) {
            read_segments(r, *body);
        } else if (body->is_string() && r.texts.empty()) {
            r.result.turns.push_back({.text = body->get<std::string>()});
        }
    }
}

// Our own attachment, which keeps what a vCon has no place for. True where there is one.
bool read_own_frame(Reader& r, const json& object) {
    const json* list = r.fields.list(object, "attachments");
    if (list == nullptr) return false;
    const auto scope = r.fields.enter("attachments");
    for (std::size_t i = 0; i < list->size() && r.fields.ok(); ++i) {
        const auto item = r.fields.enter(i);
        const json& entry = (*list)[i];
        if (!r.fields.is_object(entry)) return false;
        if (r.fields.text(entry, "purpose") != "repere.interaction") continue;
        const json* body = r.fields.object(entry, "body");
        if (body == nullptr) return false;
        const auto in_body = r.fields.enter("body");
        native::read_frame(r.fields, *body, r.result);
        return true;
    }
    return false;
}

Channel channel_of(const Reader& r, const json& object) {
    const auto dialogs = object.find("dialog");
    const bool is_spoken = dialogs != object.end() && std::any_of(dialogs->begin(), dialogs->end(), [](const json& d) {
        return d.is_object() && (d.value("type", json()) == "recording" || d.value("type", json()) == "incomplete");
    });
    if (is_spoken || r.texts.empty()) return Channel::kPhone;
    const auto all_have = [&](std::string_view kind) {
        return !r.parties.empty() && std::all_of(r.parties.begin(), r.parties.end(),
                                                 [&](const Party& party) { return party.kind == kind; });
    };
    return all_have("mailto") ? Channel::kEmail : all_have("tel") ? Channel::kSms : Channel::kChat;
}

// Puts the text dialogs into order and their times relative to `base`.
void place_texts(Reader& r, std::optional<Instant> base) {
    std::vector<std::pair<Instant, std::size_t>> order;  // a message without a time stays behind the one before it
    Instant last = Instant::min();
    for (std::size_t i = 0; i < r.texts.size(); ++i) order.emplace_back(last = r.texts[i].first.value_or(last), i);
    std::sort(order.begin(), order.end());
    for (const auto& [when, i] : order) {
        auto& [start, turn] = r.texts[i];
        if (start && base && *start >= *base) {
            turn.start = seconds_between(*base, *start);
            if (turn.end) *turn.end += *turn.start;
        } else {
            turn.end.reset();
        }
        r.result.turns.push_back(std::move(turn));
    }
}

void fill_from_parties(Reader& r) {
    for (const Party& party : r.parties) {
        if (party.speaker == Speaker::kAgent && !r.result.metadata.agent) r.result.metadata.agent = party.name;
        if (party.speaker == Speaker::kCustomer && !r.result.metadata.customer) {
            r.result.metadata.customer = party.address ? party.address : party.name;
        }
    }
}

bool is_refused(Fields& fields, const json& object) {
    const bool is_signed = object.contains("payload") && object.contains("signatures");
    const bool is_sealed = object.contains("ciphertext");
    if (is_signed) fields.refuse(ErrorCode::kUnsupported, "conversation.vcon.signed");
    if (is_sealed) fields.refuse(ErrorCode::kUnsupported, "conversation.vcon.encrypted");
    return is_signed || is_sealed;
}

Interaction read_one(Fields& fields, const json& object, const ReadLimits& limits, const TextOf& text_of,
                     std::vector<Warning>& warnings) {
    if (!fields.is_object(object) || is_refused(fields, object)) return {};
    Reader r{fields, limits, text_of, warnings, {}, {}, {}};
    const bool is_ours = read_own_frame(r, object);
    const Interaction frame = r.result;
    read_parties(r, object);
    read_dialogs(r, object);
    read_transcripts(r, object);
    if (is_ours) {
        r.result.started_at = frame.started_at;
        r.result.metadata = frame.metadata;
    } else {
        r.result.id = fields.text(object, "uuid").value_or("");
        r.result.subject = fields.text(object, "subject");
        r.result.channel = channel_of(r, object);
        fill_from_parties(r);
        for (const auto& [start, turn] : r.texts) {
            if (start && (!r.result.started_at || *start < *r.result.started_at)) r.result.started_at = start;
        }
    }
    auto base = r.result.started_at;
    if (!base) base = time_at(r, object, "created_at");
    if (r.result.turns.empty()) place_texts(r, base);
    const bool is_anonymous = std::all_of(r.result.turns.begin(), r.result.turns.end(),
                                          [](const Turn& turn) { return turn.speaker == Speaker::kUnknown; });
    if (fields.ok() && !is_ours && is_anonymous && !r.result.turns.empty()) r.warn("conversation.vcon.roles_unknown");
    if (fields.ok() && r.result.id.empty()) native::name_it(r.result, fields, warnings);
    return std::move(r.result);
}

bool has(const std::vector<std::string>& keys, std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

bool looks_like_vcon(std::string_view text) {
    if (text.starts_with("eyJ")) return true;
    const auto keys = json_source::first_keys(text);
    return has(keys, "vcon") || (has(keys, "uuid") && has(keys, "created_at") && (has(keys, "parties") || has(keys, "dialog"))) ||
           (has(keys, "payload") && has(keys, "signatures")) || (has(keys, "ciphertext") && has(keys, "recipients"));
}

Batch<Interaction> read_vcon(std::string_view text, const std::string& source, const ReadLimits& limits,
                             const TextOf& text_of) {
    if (text.starts_with("eyJ")) {  // the compact serialisations: three parts are a JWS, five a JWE
        const bool is_sealed = std::count(text.begin(), text.end(), '.') == 4;
        Batch<Interaction> batch;
        batch.errors.push_back({ErrorCode::kUnsupported,
                                is_sealed ? "conversation.vcon.encrypted" : "conversation.vcon.signed", {}, {source}});
        return batch;
    }
    return native::read_elements<Interaction>(
        text, source, limits, [&](Fields& fields, const json& object, std::vector<Warning>& warnings) {
            return read_one(fields, object, limits, text_of, warnings);
        });
}

}  // namespace repere
