#include "conversation/json_source.hpp"

#include <algorithm>
#include <cmath>

#include "core/utf8.hpp"

namespace repere::json_source {
namespace {

using nlohmann::json;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

std::size_t skip_space(std::string_view text, std::size_t at) {
    while (at < text.size() && is_space(text[at])) ++at;
    return at;
}

// From the opening quote to the byte behind the closing one, or the end of the text.
std::size_t skip_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') ++at;
        else if (text[at] == '"') return at + 1;
    }
    return text.size();
}

std::size_t skip_value(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = skip_string(text, at);
            if (depth == 0) return at;
            continue;
        }
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') {
            if (depth == 0) return at;
            if (--depth == 0) return at + 1;
        }
        if (depth == 0 && c == ',') return at;
        ++at;
    }
    return at;
}

// Where the member `key` of the object at `at` has its value; nothing if it has none. The text is valid JSON.
std::optional<std::size_t> find_member(std::string_view text, std::size_t at, std::string_view key) {
    std::optional<std::size_t> found;
    for (at = skip_space(text, at + 1); at < text.size() && text[at] == '"';) {
        const std::size_t end = skip_string(text, at);
        const std::string_view name = text.substr(at + 1, end - at - 2);
        at = skip_space(text, skip_space(text, end) + 1);
        if (name == key) found = at;  // of a key given twice, the parser keeps the last
        at = skip_space(text, skip_value(text, at));
        if (at < text.size() && text[at] == ',') at = skip_space(text, at + 1);
    }
    return found;
}

std::optional<std::size_t> find_element(std::string_view text, std::size_t at, std::size_t index) {
    at = skip_space(text, at + 1);
    for (; index > 0; --index) {
        at = skip_space(text, skip_value(text, at));
        if (at >= text.size() || text[at] != ',') return std::nullopt;
        at = skip_space(text, at + 1);
    }
    return at;
}

bool is_continuation(char c) { return (c & 0xC0) == 0x80; }

// Some twenty bytes from `at`, cut between code points, on one line.
std::string near(std::string_view text, std::size_t at) {
    at = std::min(at, text.size());
    while (at > 0 && at < text.size() && is_continuation(text[at])) --at;
    std::size_t end = std::min(at + 20, text.size());
    while (end < text.size() && is_continuation(text[end])) ++end;
    std::string piece(text.substr(at, end - at));
    std::replace_if(piece.begin(), piece.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
    return piece;
}

// The parser stops at a token's last byte; people look for its first. Only strings make a difference worth the pass.
std::size_t token_start(std::string_view text, std::size_t from, std::size_t at) {
    while (from < at) {
        if (text[from] != '"') {
            ++from;
            continue;
        }
        const std::size_t end = skip_string(text, from);
        if (end == at + 1) return from;
        from = end;
    }
    return at;
}

}  // namespace

std::string to_string(const Path& path) {
    std::string text;
    for (const Step& step : path) {
        if (step.key.empty()) {
            text += "[" + std::to_string(step.index) + "]";
        } else {
            if (!text.empty()) text += ".";
            text += step.key;
        }
    }
    return text;
}

Place place_at(std::string_view text, std::size_t offset, const std::string& source, std::string path) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    // Continuation bytes are no columns; this holds for the well-formed part that stands before any fault.
    const std::string_view row = before.substr(start);
    const auto column = std::count_if(row.begin(), row.end(), [](char c) { return !is_continuation(c); });
    return {source, line + 1, static_cast<std::size_t>(column) + 1, std::move(path)};
}

Result<Examined> examine(std::string_view text, const std::string& source, std::size_t max_depth) {
    if (const auto bad = utf8::find_invalid(text)) {
        return fail(ErrorCode::kInvalidInput, "conversation.json.invalid_utf8", {{"byte", std::to_string(*bad)}},
                    place_at(text, *bad, source));
    }
    std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    at = skip_space(text, at);
    if (at == text.size()) return fail(ErrorCode::kInvalidInput, "conversation.json.empty", {}, {source});

    Examined result;
    result.is_array = text[at] == '[';
    std::size_t begin = at;
    std::size_t depth = 0;
    bool is_done = false;
    const auto close_piece = [&](std::size_t end) {
        const std::size_t first = skip_space(text, begin);
        if (first < end || !result.pieces.empty()) result.pieces.push_back({std::min(first, end), end});
    };
    for (;;) {
        if (at >= text.size()) break;
        if (is_done) {  // JSON lines: an object behind an object is one more element
            const std::size_t next = skip_space(text, at);
            if (result.is_array || next >= text.size() || text[next] != '{') break;
            result.pieces.push_back({begin, at});
            begin = at = next;
            is_done = false;
        }
        switch (text[at]) {
            case '"': at = skip_string(text, at); continue;
            case '{':
            case '[':
                if (++depth > max_depth) {
                    return fail(ErrorCode::kTooLarge, "conversation.json.too_deep",
                                {{"limit", std::to_string(max_depth)}}, place_at(text, at, source));
                }
                if (depth == 1 && result.is_array) begin = at + 1;
                break;
            case '}':
            case ']':
                if (depth > 0) --depth;
                if (depth == 0) {
                    is_done = true;
                    if (result.is_array) close_piece(at);
                }
                break;
            case ',':
                if (depth == 1 && result.is_array) {
                    result.pieces.push_back({skip_space(text, begin), at});
                    begin = at + 1;
                }
                break;
            default: break;
        }
        ++at;
    }
    const std::size_t rest = skip_space(text, at);
    result.is_closed = is_done && rest == text.size();
    result.stray = rest;
    if (!result.is_array) {
        result.pieces.push_back({begin, is_done ? at : text.size()});
        result.is_closed = !is_done || result.is_closed;  // an unfinished object is the parser's to report
    } else if (!is_done) {
        close_piece(text.size());
    }
    return result;
}

Result<json> parse(std::string_view text, const Piece& piece, const std::string& source, const std::string& path) {
    const std::string_view part = text.substr(piece.begin, piece.end - piece.begin);
    try {
        return json::parse(part);
    } catch (const json::parse_error& e) {
        const std::size_t at = piece.begin + (e.byte > 0 ? e.byte - 1 : 0);
        if (at >= text.size()) {
            return fail(ErrorCode::kInvalidInput, "conversation.json.truncated", {},
                        place_at(text, text.size(), source, path));
        }
        return fail(ErrorCode::kInvalidInput, "conversation.json.syntax", {{"near", near(text, token_start(text, piece.begin, at))}},
                    place_at(text, token_start(text, piece.begin, at), source, path));
    } catch (const json::exception&) {  // a number that no double can hold
        return fail(ErrorCode::kInvalidInput, "conversation.json.number_too_large", {},
                    place_at(text, piece.begin, source, path));
    }
}

Fields::Fields(std::string_view text, Piece piece, const std::string& source, std::optional<std::size_t> element)
    : text_(text), piece_(piece), source_(source), element_(element) {}

const json* Fields::find(const json& object, std::string_view key) const {
    if (error_ || !object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

Place Fields::here(std::string_view key) const {
    Path path = path_;
    if (!key.empty()) path.push_back({key, 0});
    std::size_t at = piece_.begin;
    for (const Step& step : path) {
        const auto next = step.key.empty() ? find_element(text_, at, step.index) : find_member(text_, at, step.key);
        if (!next) break;  // a missing key stands where its object begins
        at = *next;
    }
    if (element_) path.insert(path.begin(), Step{{}, *element_});
    return place_at(text_, at, source_, to_string(path));
}

void Fields::refuse(ErrorCode code, std::string message, Details details, std::string_view key) {
    if (!error_) error_ = Error{code, std::move(message), std::move(details), here(key)};
}

std::optional<std::string> Fields::text(const json& object, std::string_view key) {
    const json* value = find(object, key);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    refuse(ErrorCode::kInvalidInput, "conversation.json.expected_text", {}, key);
    return std::nullopt;
}

std::optional<std::string> Fields::text_or_number(const json& object, std::string_view key) {
    const json* value = find(object, key);
    if (value != nullptr && value->is_number()) return value->dump();
    return text(object, key);
}

std::optional<double> Fields::number(const json& object, std::string_view key) {
    const json* value = find(object, key);
    if (value == nullptr) return std::nullopt;
    if (value->is_number() && std::isfinite(value->get<double>())) return value->get<double>();
    refuse(ErrorCode::kInvalidInput, "conversation.json.expected_number", {}, key);
    return std::nullopt;
}

std::optional<int> Fields::whole(const json& object, std::string_view key, int low, int high) {
    const auto value = number(object, key);
    if (!value) return std::nullopt;
    if (*value >= low && *value <= high && std::floor(*value) == *value) return static_cast<int>(*value);
    refuse(ErrorCode::kInvalidInput, "conversation.json.out_of_range",
           {{"low", std::to_string(low)}, {"high", std::to_string(high)}}, key);
    return std::nullopt;
}

std::optional<bool> Fields::boolean(const json& object, std::string_view key) {
    const json* value = find(object, key);
    if (value == nullptr) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    refuse(ErrorCode::kInvalidInput, "conversation.json.expected_boolean", {}, key);
    return std::nullopt;
}

const json* Fields::list(const json& object, std::string_view key) {
    const json* value = find(object, key);
    if (value == nullptr || value->is_array()) return value;
    refuse(ErrorCode::kInvalidInput, "conversation.json.expected_list", {}, key);
    return nullptr;
}

const json* Fields::object(const json& object, std::string_view key) {
    const json* value = find(object, key);
    if (value == nullptr || value->is_object()) return value;
    refuse(ErrorCode::kInvalidInput, "conversation.json.expected_object", {}, key);
    return nullptr;
}

std::vector<std::string> Fields::texts(const json& object, std::string_view key) {
    std::vector<std::string> result;
    const json* values = list(object, key);
    if (values == nullptr) return result;
    const auto scope = enter(key);
    for (std::size_t i = 0; i < values->size() && ok(); ++i) {
        const auto item = enter(i);
        if (is_text((*values)[i])) result.push_back((*values)[i].get<std::string>());
    }
    return result;
}

bool Fields::is_object(const json& value) {
    if (!value.is_object()) refuse(ErrorCode::kInvalidInput, "conversation.json.expected_object");
    return value.is_object();
}

bool Fields::is_text(const json& value) {
    if (!value.is_string()) refuse(ErrorCode::kInvalidInput, "conversation.json.expected_text");
    return value.is_string();
}

std::vector<std::string> first_keys(std::string_view text, std::size_t limit) {
    std::vector<std::string> keys;
    std::size_t at = skip_space(text, text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    if (at < text.size() && text[at] == '[') at = skip_space(text, at + 1);
    if (at >= text.size() || text[at] != '{') return keys;
    for (at = skip_space(text, at + 1); at < text.size() && text[at] == '"' && keys.size() < limit;) {
        const std::size_t end = skip_string(text, at);
        if (end >= text.size()) break;
        keys.emplace_back(text.substr(at + 1, end - at - 2));
        at = skip_space(text, end);
        if (at >= text.size() || text[at] != ':') break;
        at = skip_space(text, skip_value(text, skip_space(text, at + 1)));
        if (at >= text.size() || text[at] != ',') break;
        at = skip_space(text, at + 1);
    }
    return keys;
}

std::string as_text(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

}  // namespace repere::json_source
