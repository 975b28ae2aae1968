// What a telephone recogniser does to words: lost, doubled and mistaken ones, hesitations, no marks and no capitals.
// Training hears each phone conversation a second time like this, so that marking bears it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.hpp"

namespace repere::review {

// One language's noise, from knowledge/noise/<language>.yaml. Immutable, thread-safe.
class Noise {
  public:
    // kConfiguration with file, line and column at the first mistake.
    static Result<Noise> load(const std::filesystem::path& knowledge, std::string_view language);

    // The same text gives the same noise.
    std::string operator()(std::string_view text) const;

  private:
    double drop_ = 0, repeat_ = 0, filler_share_ = 0, confusion_share_ = 0;  // of the words, 0…1
    std::vector<std::string> fillers_;
    std::vector<std::vector<std::string>> groups_;
    std::unordered_map<std::string, std::size_t> group_of_;
};

}  // namespace repere::review
