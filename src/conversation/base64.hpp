// Base64 (RFC 4648): written in the URL-safe alphabet without padding, as vCon wants; read in either alphabet.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace repere {

std::string to_base64url(std::string_view bytes);

// Nothing where a character belongs to neither alphabet, or the length is impossible. Line ends are skipped.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace repere
