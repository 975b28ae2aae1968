// Makes the table by which French and English are told apart: function words and letter trigrams. Build-time only.
#pragma once

#include <filesystem>

#include "core/result.hpp"

namespace repere::language {

struct ContrastSources {
    std::filesystem::path french_dictionary, french_affixes;
    std::filesystem::path english_dictionary, english_affixes;
    std::filesystem::path lists;   // knowledge/lexicons
    std::filesystem::path output;  // C++ to be included by identify.cpp
};

Status build_contrast(const ContrastSources& sources);

}  // namespace repere::language
