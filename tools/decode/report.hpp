// What the program tells its parent on stderr: see audio/decoder_protocol.hpp.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace repere::decode {

using Fields = std::initializer_list<std::pair<std::string_view, std::string>>;

void warn(std::string_view key, Fields details = {});

// Says why and ends the program with status 1.
[[noreturn]] void give_up(std::string_view key, Fields details = {});

// "12.35"
std::string seconds_text(double seconds);

}  // namespace repere::decode
