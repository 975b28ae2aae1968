// Walks a YAML tree and collects every mistake with its place and its cure. Internal to the grid room.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grid/grid.hpp"
#include "grid/yaml_tree.hpp"

namespace repere::grid {

class Reader {
  public:
    explicit Reader(std::vector<Error>& errors) : errors_(errors) {}

    // No more errors than this are kept: past it the file is not a grid.
    static constexpr std::size_t kMaxErrors = 200;

    void error(std::string key, const Place& place, Details details = {});
    std::size_t error_count() const { return errors_.size(); }

    // False, and an error, when `node` is not of this kind.
    bool is_map(const YamlNode& node, std::string_view what);
    bool is_list(const YamlNode& node, std::string_view what);

    // Each key of the map must be one of these.
    void check_keys(const YamlNode& map, const std::vector<std::string_view>& allowed);

    // The value of a required key; null, and an error, when it is not there.
    const YamlNode* required(const YamlNode& map, std::string_view key);

    std::optional<std::string> text(const YamlNode& node, std::string_view what);
    std::optional<double> number(const YamlNode& node, std::string_view what, double min, double max);
    std::optional<std::size_t> count(const YamlNode& node, std::string_view what, std::size_t min = 0);
    std::optional<bool> truth(const YamlNode& node, std::string_view what);

    // One of these words, by its place among them.
    std::optional<std::size_t> choice(const YamlNode& node, std::string_view what,
                                      const std::vector<std::string_view>& allowed);

    struct Item {
        std::string text;
        Place place;
    };
    // A word, or a list of words: never empty, none twice.
    std::vector<Item> words(const YamlNode& node, std::string_view what);

    // {fr: …, en: …}, both there and not blank.
    Localised localised(const YamlNode& node, std::string_view what);

    // An identifier: small letters, digits, underscores.
    std::optional<std::string> identifier(const YamlNode& node, std::string_view what);

    std::vector<Channel> channels(const YamlNode& node);

  private:
    void unknown_word(std::string_view word, const Place& place, const std::vector<std::string_view>& allowed,
                      std::string_view what, bool is_key);
    std::vector<Error>& errors_;
};

}  // namespace repere::grid
