// Makes one *.lex file from a Hunspell dictionary and the word lists of knowledge/lexicons/<language>. Build-time only.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/result.hpp"

namespace repere::language {

struct LexiconSources {
    std::string_view language;         // "fr" or "en"
    std::filesystem::path dictionary;  // .dic
    std::filesystem::path affixes;     // .aff
    std::filesystem::path lists;       // the folder of word lists
    std::filesystem::path output;
};

struct LexiconSize {
    std::size_t forms = 0;
    std::size_t entries = 0;
    std::size_t longest_probe = 0;
};

// kNotFound with the file that is missing.
Result<LexiconSize> build_lexicon(const LexiconSources& sources);

}  // namespace repere::language
