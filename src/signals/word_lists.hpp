// The word lists @name of a rule file: its own `define`, else knowledge/lexicons/<language>/*.yaml.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/yaml_reader.hpp"
#include "signals/pattern.hpp"

namespace repere::signals {

// The shared lists of one language. A list is compiled when it is first asked for. For one thread, while loading.
class SharedLists {
  public:
    // Every key of a lexicon file that holds a list of texts is a list; other keys belong to other rooms.
    SharedLists(const std::filesystem::path& knowledge, PatternContext context);
    std::shared_ptr<const WordList> find(std::string_view name);
    const std::vector<Error>& errors() const { return errors_; }

  private:
    PatternContext context_;
    std::vector<YamlReader> files_;
    std::map<std::string, std::pair<std::size_t, YAML::Node>, std::less<>> sources_;
    std::map<std::string, std::shared_ptr<const WordList>, std::less<>> compiled_;
    std::vector<Error> errors_;
};

// What one file defines, in front of the shared lists.
class FileLists {
  public:
    FileLists(SharedLists& shared, PatternContext context) : shared_(shared), context_(std::move(context)) {}
    void define(YamlReader& yaml, const YAML::Node& node);  // mistakes go to yaml.errors
    std::shared_ptr<const WordList> find(std::string_view name);

  private:
    SharedLists& shared_;
    PatternContext context_;
    std::map<std::string, std::shared_ptr<const WordList>, std::less<>> own_;
};

}  // namespace repere::signals
