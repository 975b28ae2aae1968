// Bytes of unknown encoding to UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace repere::intake {

struct Decoded {
    std::string text;             // well-formed UTF-8 without a byte-order mark
    std::string_view encoding;    // "UTF-8", "UTF-16" or "Windows-1252"
};

// By byte-order mark; else UTF-8 where it is well formed; else Windows-1252, which every byte string can be.
Decoded decode(std::string_view bytes);

// Lower case for the letters of French and English, accents kept; one space for any run of spaces, no-break ones too.
std::string folded(std::string_view text);

std::string_view trimmed(std::string_view text);

}  // namespace repere::intake
