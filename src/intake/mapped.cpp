#include "intake/mapped.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

#include <nlohmann/json.hpp>

#include "conversation/identity.hpp"
#include "conversation/json_source.hpp"
#include "intake/encoding.hpp"
#include "intake/html.hpp"

namespace repere::intake {
namespace {

using nlohmann::json;

constexpr double kMillisecondsFrom = 1e11;  // seconds since 1970 reach this in the year 5138

std::optional<double> number_of(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<Instant> instant_of(const std::string& text, const std::vector<std::string>& formats) {
    if (const auto number = number_of(text)) {
        const double seconds = *number >= kMillisecondsFrom ? *number / 1000 : *number;
        if (!(seconds > 0 && seconds < kMillisecondsFrom)) return std::nullopt;
        return Instant(std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)));
    }
    if (const auto instant = parse_rfc3339(text)) return instant;
    for (const std::string& format : formats) {
        std::tm parsed{};
        const char* end = ::strptime(text.c_str(), format.c_str(), &parsed);
        if (end == nullptr || *end != '\0') continue;
        const auto offset = std::chrono::seconds(parsed.tm_gmtoff);  // of a %z; timegm forgets it
        return Instant(std::chrono::seconds(::timegm(&parsed)) - offset);
    }
    return std::nullopt;
}

std::string list_text(const json& value) {
    if (!value.is_array()) return json_source::as_text(value);
    std::string text;
    for (const json& item : value) text += (text.empty() ? "" : ", ") + json_source::as_text(item);
    return text;
}

}  // namespace

const json* value_at(const json& record, const std::string& path, Mapping::Format format) {
    if (path.empty()) return &record;
    if (!record.is_object()) return nullptr;
    if (format == Mapping::Format::kTable) {
        const auto cell = record.find(folded(path));
        return cell == record.end() ? nullptr : &*cell;
    }
    const json* node = &record;
    std::string_view rest = path;
    while (!rest.empty()) {
        if (rest.starts_with('[')) {
            std::size_t index = 0;
            const auto close = std::min(rest.find(']'), rest.size() - 1);
            std::from_chars(rest.data() + 1, rest.data() + close, index);
            if (!node->is_array() || index >= node->size()) return nullptr;
            node = &(*node)[index];
            rest.remove_prefix(close + 1);
        } else {
            const auto end = std::min(rest.find_first_of(".["), rest.size());
            if (!node->is_object()) return nullptr;
            const auto found = node->find(rest.substr(0, end));
            if (found == node->end()) return nullptr;
            node = &*found;
            rest.remove_prefix(end);
        }
        if (rest.starts_with('.')) rest.remove_prefix(1);
    }
    return node->is_null() ? nullptr : node;
}

std::optional<std::string> Mapped::text(const json& record, const Paths& paths) const {
    for (const std::string& path : paths) {
        const json* value = value_at(record, path, mapping_.format);
        if (value == nullptr) continue;
        std::string found(trimmed(list_text(*value)));
        if (!found.empty()) return found;
    }
    return std::nullopt;
}

std::optional<Instant> Mapped::time(const json& record, const Paths& paths, const Place& place) {
    const auto written = text(record, paths);
    if (!written) return std::nullopt;
    const auto instant = instant_of(*written, mapping_.time_formats);
    if (!instant) warn_once("intake.export.time", {{"value", *written}, {"mapping", mapping_.name}}, place);
    return instant;
}

void Mapped::warn_once(const std::string& key, Details details, const Place& place) {
    if (warned_.insert(key).second) batch_.warnings.push_back({key, std::move(details), place});
}

Mapping::Side Mapped::side(const json& message, const json& record, const Place& place) {
    const auto value = text(message, mapping_.speaker_from);
    if (!value) return mapping_.other;
    if (!mapping_.same_as.empty()) return text(record, mapping_.same_as) == value ? mapping_.same : mapping_.other;
    const auto found = mapping_.sides.find(folded(*value));
    if (found != mapping_.sides.end()) return found->second;
    if (!mapping_.sides.empty() && mapping_.other == Mapping::Side::kUnknown) {
        warn_once("intake.export.speaker", {{"value", *value}, {"mapping", mapping_.name}}, place);
    }
    return mapping_.other;
}

std::optional<Mapped::Draft> Mapped::open(const json& record, const Place& place) {
    Draft draft;
    draft.place = place;
    Interaction& one = draft.interaction;
    const auto id = text(record, mapping_.id);
    one.id = mapping_.id_prefix + id.value_or("");
    if (!id || !check_id(one.id)) {
        batch_.errors.push_back({ErrorCode::kInvalidInput, "intake.export.no_id",
                                 {{"key", mapping_.id.front()}, {"mapping", mapping_.name}}, place});
        return std::nullopt;
    }
    const auto channel = mapping_.channels.find(folded(text(record, mapping_.channel_from).value_or("")));
    one.channel = channel == mapping_.channels.end() ? mapping_.channel : channel->second;
    one.started_at = time(record, mapping_.started_at, place);
    one.subject = text(record, mapping_.subject);
    one.language = text(record, mapping_.language).value_or("").substr(0, 2);
    for (const auto& [key, paths] : mapping_.metadata) {
        const auto value = text(record, paths);
        if (value && !set_metadata(one.metadata, key, *value)) {
            warn_once("intake.export.metadata", {{"key", key}, {"value", *value}}, place);
        }
    }
    return draft;
}

void Mapped::add(const json& message, const json& record, Draft& draft, const Place& place) {
    for (const auto& [path, values] : mapping_.skip) {
        const json* value = value_at(message, path, mapping_.format);
        if (value != nullptr && std::find(values.begin(), values.end(), folded(json_source::as_text(*value))) != values.end()) return;
    }
    auto words = text(message, mapping_.text);
    if (!words) {
        if (const auto html = text(message, mapping_.html)) words = html_to_text(*html);
    }
    if (!words || trimmed(*words).empty()) return;
    if (words->size() > limits_.document.max_text_bytes || draft.messages.size() >= limits_.document.max_turns) {
        warn_once("intake.export.too_long", {}, place);
        return;
    }
    const Mapping::Side who = side(message, record, place);
    if (who == Mapping::Side::kIgnore) return;
    draft.messages.push_back({time(message, mapping_.time, place), who, text(message, mapping_.author).value_or(""), std::move(*words)});
}

void Mapped::close(Draft draft) {
    Interaction& one = draft.interaction;
    auto& messages = draft.messages;
    if (messages.empty()) {
        warn_once("intake.export.no_messages", {{"id", one.id}}, draft.place);
        return;
    }
    if (std::all_of(messages.begin(), messages.end(), [](const Message& m) { return m.time.has_value(); })) {
        std::stable_sort(messages.begin(), messages.end(), [](const Message& a, const Message& b) { return *a.time < *b.time; });
    }
    const auto& first = messages.front().time;
    if (first && (!one.started_at || *first < *one.started_at)) one.started_at = first;
    std::map<std::pair<Mapping::Side, std::string>, std::string> names;
    std::map<Mapping::Side, int> counts;
    for (Message& message : messages) {
        Turn turn;
        turn.text = std::move(message.text);
        std::string& name = names[{message.side, message.author}];
        if (name.empty()) {
            const int number = ++counts[message.side];
            const bool is_agent = message.side == Mapping::Side::kAgent;
            const std::string letter = is_agent ? "A" : message.side == Mapping::Side::kCustomer ? "C" : "P";
            name = letter + (number > 1 || letter != "C" ? std::to_string(number) : "");
        }
        turn.participant = name;
        turn.speaker = message.side == Mapping::Side::kAgent      ? Speaker::kAgent
                       : message.side == Mapping::Side::kCustomer ? Speaker::kCustomer
                                                                  : Speaker::kUnknown;
        if (message.time && one.started_at && *message.time >= *one.started_at) {
            turn.start = std::chrono::duration<double>(*message.time - *one.started_at).count();
        }
        one.turns.push_back(std::move(turn));
    }
    batch_.items.push_back(std::move(one));
    batch_.places.push_back(std::move(draft.place));
}

void Mapped::take_conversation(const json& record, const Place& place) {
    auto draft = open(record, place);
    if (!draft) return;
    for (const std::string& path : mapping_.first_message) {
        if (const json* first = value_at(record, path, mapping_.format)) add(*first, record, *draft, place);
    }
    for (const std::string& path : mapping_.messages) {
        const json* list = value_at(record, path, mapping_.format);
        if (list == nullptr || !list->is_array()) continue;
        for (const json& message : *list) add(message, record, *draft, place);
        break;
    }
    close(std::move(*draft));
}

void Mapped::take_message(const json& record, const Place& place) {
    const std::string id = text(record, mapping_.id).value_or("");
    const auto known = by_id_.find(id);
    if (known != by_id_.end()) return add(record, record, drafts_[known->second], place);
    auto draft = open(record, place);
    if (!draft) return;
    add(record, record, *draft, place);
    by_id_[id] = drafts_.size();
    drafts_.push_back(std::move(*draft));
}

void Mapped::finish() {
    for (Draft& draft : drafts_) close(std::move(draft));
    drafts_.clear();
}

}  // namespace repere::intake
