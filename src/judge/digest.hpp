#pragma once

#include <string>
#include <string_view>

namespace repere::judge {

// BLAKE2b, 256 bits, as 64 hexadecimal digits.
std::string digest(std::string_view bytes);

}  // namespace repere::judge
