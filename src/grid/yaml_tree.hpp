// A YAML document as plain values, each with its place: what the grid reader walks over.
//
// yaml-cpp stays behind this header. Size, depth and the number of values (aliases expanded) are limited, so that a
// hostile file costs no more than a long one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace repere::grid {

struct YamlEntry;

struct YamlNode {
    enum class Kind { kNull, kScalar, kList, kMap };
    Kind kind = Kind::kNull;
    std::string scalar;
    std::vector<YamlNode> items;      // of a list
    std::vector<YamlEntry> entries;   // of a map, in the file's order, without the repeated ones
    Place place;

    // The entry's value, or null.
    const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
    std::string key;
    Place key_place;
    YamlNode value;
};

// The document; keys written twice in one map are reported into `errors` and their first value kept.
Result<YamlNode> parse_yaml(std::string_view text, const std::string& source, std::vector<Error>& errors);

}  // namespace repere::grid
