// Where a judge may stand: on this machine or the company's own network, unless its owner says otherwise.
#pragma once

#include <string>

#include "core/result.hpp"

struct sockaddr;

namespace repere::judge {

struct Address {
    std::string scheme;  // "http" or "https"
    std::string host;    // a name, or an address without brackets
    std::string completions;  // whole URL of the chat completions
};

// Reads "http://host:port", with or without "/v1". Credentials, queries and other schemes are refused.
Result<Address> parse_address(const std::string& url);

// kConfiguration unless the address is private, or `allow_public` and the connection is encrypted. A name that
// resolves to nothing yet passes over https alone: the connection checks again.
Status check_address(const Address& address, bool allow_public);

// Loopback, RFC 1918, link-local (RFC 3927, RFC 4291), shared space (RFC 6598), unique local IPv6 (RFC 4193).
bool is_private(const sockaddr& address);

// "localhost", a name without dots, and those under .local, .localhost, .internal, .intranet, .lan, .home.arpa, .corp.
bool is_private_name(std::string_view host);

}  // namespace repere::judge
