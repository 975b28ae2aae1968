// UTF-8 at the borders: everything from outside is checked once, and places shown to people count code points.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace repere::utf8 {

// Byte offset of the first sequence that is not well-formed UTF-8 (Unicode 15, table 3-7); nothing if all is well.
std::optional<std::size_t> find_invalid(std::string_view text);

// The text with every ill-formed sequence replaced by U+FFFD.
std::string repaired(std::string_view text);

// Number of code points. `text` must be well formed, here and below.
std::size_t length(std::string_view text);

// The piece between two code-point offsets; offsets past the end are cut to it.
std::string_view substring(std::string_view text, std::size_t begin, std::size_t end);

// Turns byte offsets into code-point offsets and back, in constant time after one pass. Keeps no view of the text.
class Offsets {
  public:
    explicit Offsets(std::string_view text);
    std::size_t to_code_points(std::size_t byte) const;
    std::size_t to_bytes(std::size_t code_point) const;

  private:
    bool ascii_ = false;
    std::size_t bytes_ = 0;
    std::vector<std::size_t> starts_;  // byte offset of every code point, empty for plain ASCII
};

// Appends one code point.
void append(std::string& out, char32_t code_point);

}  // namespace repere::utf8
