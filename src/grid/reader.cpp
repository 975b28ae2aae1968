#include "grid/reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/utf8.hpp"
#include "grid/vocabulary.hpp"

namespace repere::grid {
namespace {

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// Enough of a wrong value to recognise it in a message.
std::string shown(std::string_view word) {
    constexpr std::size_t kShown = 40;
    if (utf8::length(word) <= kShown) return std::string(word);
    return std::string(utf8::substring(word, 0, kShown)) + "…";
}
std::string shown(const YamlNode& node) { return shown(node.scalar); }

std::string number_text(double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

}  // namespace

void Reader::error(std::string key, const Place& place, Details details) {
    if (errors_.size() >= kMaxErrors) return;
    errors_.push_back({ErrorCode::kConfiguration, std::move(key), std::move(details), place});
}

bool Reader::is_map(const YamlNode& node, std::string_view what) {
    if (node.kind == YamlNode::Kind::kMap) return true;
    error("grid.value.not_map", node.place, {{"key", std::string(what)}});
    return false;
}

bool Reader::is_list(const YamlNode& node, std::string_view what) {
    if (node.kind == YamlNode::Kind::kList && !node.items.empty()) return true;
    error("grid.value.not_list", node.place, {{"key", std::string(what)}});
    return false;
}

void Reader::unknown_word(std::string_view word, const Place& place, const std::vector<std::string_view>& allowed,
                          std::string_view what, bool is_key) {
    const auto near = closest(word, allowed);
    std::string key = is_key ? "grid.key.unknown" : "grid.value.unknown";
    if (!near) key += "_far";
    Details details{{"word", shown(word)}, {"allowed", joined(allowed)}};
    if (!is_key) details["key"] = std::string(what);
    if (near) details["closest"] = *near;
    error(std::move(key), place, std::move(details));
}

void Reader::check_keys(const YamlNode& map, const std::vector<std::string_view>& allowed) {
    for (const auto& entry : map.entries) {
        if (std::find(allowed.begin(), allowed.end(), entry.key) == allowed.end()) {
            unknown_word(entry.key, entry.key_place, allowed, "", true);
        }
    }
}

const YamlNode* Reader::required(const YamlNode& map, std::string_view key) {
    const YamlNode* found = map.find(key);
    if (found == nullptr) error("grid.key.missing", map.place, {{"key", std::string(key)}});
    return found;
}

std::optional<std::string> Reader::text(const YamlNode& node, std::string_view what) {
    if (node.kind == YamlNode::Kind::kScalar && !blank(node.scalar)) return node.scalar;
    error("grid.value.not_text", node.place, {{"key", std::string(what)}});
    return {};
}

std::optional<double> Reader::number(const YamlNode& node, std::string_view what, double min, double max) {
    double value = 0;
    const char* end = node.scalar.data() + node.scalar.size();
    const auto read = std::from_chars(node.scalar.data(), end, value);
    if (node.kind != YamlNode::Kind::kScalar || read.ec != std::errc{} || read.ptr != end || !std::isfinite(value)) {
        error("grid.value.not_number", node.place, {{"key", std::string(what)}, {"value", shown(node)}});
        return {};
    }
    if (value < min || value > max) {
        error("grid.value.out_of_range", node.place,
              {{"key", std::string(what)}, {"value", shown(node)}, {"min", number_text(min)}, {"max", number_text(max)}});
        return {};
    }
    return value;
}

std::optional<std::size_t> Reader::count(const YamlNode& node, std::string_view what, std::size_t min) {
    constexpr double kMost = 1'000'000;
    const auto value = number(node, what, static_cast<double>(min), kMost);
    if (!value) return {};
    if (*value != std::floor(*value)) {
        error("grid.value.not_whole", node.place, {{"key", std::string(what)}, {"value", shown(node)}});
        return {};
    }
    return static_cast<std::size_t>(*value);
}

std::optional<bool> Reader::truth(const YamlNode& node, std::string_view what) {
    if (node.kind == YamlNode::Kind::kScalar) {
        if (node.scalar == "true" || node.scalar == "yes") return true;
        if (node.scalar == "false" || node.scalar == "no") return false;
    }
    error("grid.value.not_truth", node.place, {{"key", std::string(what)}, {"value", shown(node)}});
    return {};
}

std::optional<std::size_t> Reader::choice(const YamlNode& node, std::string_view what,
                                          const std::vector<std::string_view>& allowed) {
    const auto word = text(node, what);
    if (!word) return {};
    const auto at = std::find(allowed.begin(), allowed.end(), *word);
    if (at != allowed.end()) return static_cast<std::size_t>(at - allowed.begin());
    unknown_word(*word, node.place, allowed, what, false);
    return {};
}

std::vector<Reader::Item> Reader::words(const YamlNode& node, std::string_view what) {
    std::vector<Item> out;
    const auto add = [&](const YamlNode& item) {
        const auto word = text(item, what);
        if (!word) return;
        if (std::any_of(out.begin(), out.end(), [&](const Item& i) { return i.text == *word; })) {
            error("grid.value.twice", item.place, {{"key", std::string(what)}, {"value", shown(item)}});
            return;
        }
        out.push_back({*word, item.place});
    };
    if (node.kind == YamlNode::Kind::kScalar) {
        add(node);
    } else if (is_list(node, what)) {
        for (const auto& item : node.items) add(item);
    }
    return out;
}

Localised Reader::localised(const YamlNode& node, std::string_view what) {
    Localised out;
    if (!is_map(node, what)) return out;
    check_keys(node, {"fr", "en"});
    for (const char* language : {"fr", "en"}) {
        const YamlNode* words = node.find(language);
        if (words == nullptr) {
            error("grid.text.language_missing", node.place, {{"key", std::string(what)}, {"language", language}});
        } else if (auto value = text(*words, std::string(what) + "." + language)) {
            value->erase(value->find_last_not_of(" \n") + 1);
            out[language] = std::move(*value);
        }
    }
    return out;
}

std::optional<std::string> Reader::identifier(const YamlNode& node, std::string_view what) {
    const auto word = text(node, what);
    if (!word) return {};
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    if (word->find_first_not_of(kLetters) == std::string::npos && word->size() <= 64) return word;
    error("grid.id.invalid", node.place, {{"key", std::string(what)}, {"value", shown(node)}});
    return {};
}

std::vector<Channel> Reader::channels(const YamlNode& node) {
    std::vector<Channel> out;
    for (const auto& item : words(node, "channels")) {
        if (const auto channel = channel_from(item.text)) {
            out.push_back(*channel);
        } else {
            unknown_word(item.text, item.place, find_label("channel")->values, "channels", false);
        }
    }
    return out;
}

}  // namespace repere::grid
