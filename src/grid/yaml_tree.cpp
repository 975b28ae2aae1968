#include "grid/yaml_tree.hpp"

#include <algorithm>

#include <yaml-cpp/yaml.h>

#include "core/utf8.hpp"

namespace repere::grid {
namespace {

constexpr std::size_t kMaxBytes = 1U << 20;
constexpr std::size_t kMaxValues = 50'000;
constexpr std::size_t kMaxDepth = 24;

struct Limit {};  // thrown and caught in this file alone

class Converter {
  public:
    Converter(const std::string& source, std::vector<Error>& errors) : source_(source), errors_(errors) {}

    YamlNode convert(const YAML::Node& node, std::size_t depth) {
        if (depth > kMaxDepth || ++values_ > kMaxValues) throw Limit{};
        YamlNode out;
        out.place = place_of(node.Mark());
        if (node.IsScalar()) {
            out.kind = YamlNode::Kind::kScalar;
            out.scalar = node.Scalar();
        } else if (node.IsSequence()) {
            out.kind = YamlNode::Kind::kList;
            for (const auto& item : node) out.items.push_back(convert(item, depth + 1));
        } else if (node.IsMap()) {
            out.kind = YamlNode::Kind::kMap;
            for (const auto& row : node) add_entry(out, row.first, row.second, depth);
        }
        return out;
    }

    Place place_of(const YAML::Mark& mark) const {
        if (mark.is_null()) return {source_, 0, 0, ""};
        return {source_, static_cast<std::size_t>(mark.line + 1), static_cast<std::size_t>(mark.column + 1), ""};
    }

  private:
    void add_entry(YamlNode& map, const YAML::Node& key, const YAML::Node& value, std::size_t depth) {
        const Place place = place_of(key.Mark());
        if (!key.IsScalar()) {
            errors_.push_back({ErrorCode::kConfiguration, "grid.yaml.key_not_text", {}, place});
            return;
        }
        if (const YamlNode* first = map.find(key.Scalar())) {
            errors_.push_back({ErrorCode::kConfiguration,
                               "grid.key.duplicate",
                               {{"key", key.Scalar()}, {"line", std::to_string(first->place.line)}},
                               place});
            return;
        }
        map.entries.push_back({key.Scalar(), place, convert(value, depth + 1)});
        if (map.entries.back().value.place.line == 0) map.entries.back().value.place = place;
    }

    const std::string& source_;
    std::vector<Error>& errors_;
    std::size_t values_ = 0;
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
    const auto at = std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& e) { return e.key == key; });
    return at == entries.end() ? nullptr : &at->value;
}

Result<YamlNode> parse_yaml(std::string_view text, const std::string& source, std::vector<Error>& errors) {
    if (text.size() > kMaxBytes) {
        return fail(ErrorCode::kTooLarge, "grid.yaml.too_large", {{"limit_kb", std::to_string(kMaxBytes >> 10)}},
                    {source});
    }
    if (const auto bad = utf8::find_invalid(text)) {
        const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*bad), '\n');
        return fail(ErrorCode::kConfiguration, "grid.yaml.not_utf8", {}, {source, static_cast<std::size_t>(line)});
    }
    Converter converter(source, errors);
    try {
        return converter.convert(YAML::Load(std::string(text)), 0);
    } catch (const YAML::Exception& e) {
        return fail(ErrorCode::kConfiguration, "grid.yaml.syntax", {{"reason", e.msg}}, converter.place_of(e.mark));
    } catch (const Limit&) {
        return fail(ErrorCode::kTooLarge, "grid.yaml.too_deep",
                    {{"depth", std::to_string(kMaxDepth)}, {"values", std::to_string(kMaxValues)}}, {source});
    }
}

}  // namespace repere::grid
