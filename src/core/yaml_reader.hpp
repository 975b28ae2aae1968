// Reading a YAML file so that every mistake is kept with its line and column. yaml-cpp stays behind this border.
#pragma once

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "core/error.hpp"
#include "core/result.hpp"

namespace repere {

class YamlReader {
  public:
    // Parses `text`; `source` names it in places. A syntax error is the first of errors(), and root() is then null.
    YamlReader(std::string text, std::string source);

    const YAML::Node& root() const { return root_; }
    const std::string& source() const { return source_; }
    const std::string& text() const { return text_; }
    std::vector<Error> errors;

    // `inside`: a byte within the scalar's value, for mistakes inside a pattern.
    Place place(const YAML::Node& node, std::optional<std::size_t> inside = {}) const;
    void mistake(const YAML::Node& node, std::string key, Details details = {}, std::optional<std::size_t> inside = {});

    // Refuses what is no map, keys outside `known` and keys given twice. True for a map.
    bool expect_map(const YAML::Node& node, std::initializer_list<std::string_view> known);
    bool expect_map(const YAML::Node& node);
    bool expect_list(const YAML::Node& node);

    std::optional<std::string> text_of(const YAML::Node& node);
    std::optional<double> number_of(const YAML::Node& node, double least, double most);
    std::optional<bool> truth_of(const YAML::Node& node);
    // Each scalar of a list, with its node.
    void each_text(const YAML::Node& list, const std::function<void(const YAML::Node&, const std::string&)>& visit);

  private:
    bool no_key_twice(const YAML::Node& node);

    std::string text_;
    std::string source_;
    YAML::Node root_;
};

// The *.yaml files of a folder in order of name; empty where there is no folder.
std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder);

// Reads and parses one; fails where the file cannot be read or is no YAML.
Result<YamlReader> open_yaml(const std::filesystem::path& file);

}  // namespace repere
