// Reads a Hunspell dictionary (.dic and .aff) and expands every entry into its forms. Build-time only.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace repere::language {

struct HunspellForm {
    std::string_view form;    // not folded
    std::string_view stem;    // the entry, or what its st: field says
    std::string_view fields;  // morphological fields of entry and affix, separated by blanks: "po:v1_it__ po:3sg"
    std::string_view affix;   // flag that made it; empty for the entry itself
};

// Calls `visit` for every form. Suffixes are applied to one further level; French elisions (prefixes) are left out, as
// the tokeniser cuts them off. English prefixes are applied.
Status expand_hunspell(const std::filesystem::path& dictionary, const std::filesystem::path& affixes,
                       const std::function<void(const HunspellForm&)>& visit);

}  // namespace repere::language
