// E-mail addresses, URLs, @handles and #tags inside a text: where one that begins here ends.
#pragma once

#include <cstddef>
#include <string_view>

namespace repere::language {

// Could the stretch of text without blanks that begins at `i` hold an address at all? Sets `end` to its end.
bool may_hold_address(std::string_view text, std::size_t i, std::size_t& end);

// End of the address that begins at byte `i`, or `i` where none does. Looks ahead over a bounded number of bytes
// unless it finds one, so that a whole text stays linear.
std::size_t match_address(std::string_view text, std::size_t i);

// End of a smiley made of signs, ":-)" or "<3", or `i`.
std::size_t match_smiley(std::string_view text, std::size_t i);

}  // namespace repere::language
