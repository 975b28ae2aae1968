// Shared by the typed and the said forms of network addresses.
#pragma once

#include <string_view>

#include "privacy/candidates.hpp"

namespace repere::privacy {

// "bernard point morel arobase exemple point fr", "eighty one dot one four two dot …", "facebook dot com slash …".
void find_said_network(const Reading& reading, Candidates& out);

// Not private, not loopback, not a mask, not one of the well-known name servers.
bool public_ipv4(std::string_view dotted);

// How likely a web address leads to one person: their page, their files, their link to an account.
double personal_url(const Words& words, std::string_view host, std::string_view path, Speaker speaker);

}  // namespace repere::privacy
