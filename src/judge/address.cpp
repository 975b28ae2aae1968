#include "judge/address.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include <curl/curl.h>

namespace repere::judge {
namespace {

constexpr std::array<std::string_view, 7> kPrivateDomains{".local", ".localhost", ".internal",  ".intranet",
                                                          ".lan",   ".home.arpa", ".corp"};

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part_of(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK || text == nullptr) return "";
    std::string out = text;
    curl_free(text);
    return out;
}

bool is_private_v4(std::uint32_t ip) {
    const auto within = [ip](std::uint32_t network, int bits) { return (ip >> (32 - bits)) == (network >> (32 - bits)); };
    return within(0x7F000000, 8) || within(0x0A000000, 8) || within(0xAC100000, 12) || within(0xC0A80000, 16) ||
           within(0xA9FE0000, 16) || within(0x64400000, 10);
}

bool is_private_v6(const std::array<unsigned char, 16>& ip) {
    constexpr std::array<unsigned char, 12> kMappedV4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(kMappedV4.begin(), kMappedV4.end(), ip.begin())) {
        return is_private_v4(std::uint32_t{ip[12]} << 24 | std::uint32_t{ip[13]} << 16 | std::uint32_t{ip[14]} << 8 | ip[15]);
    }
    const bool loopback = std::all_of(ip.begin(), ip.end() - 1, [](unsigned char b) { return b == 0; }) && ip[15] == 1;
    const bool unique_local = (ip[0] & 0xFE) == 0xFC;
    const bool link_local = ip[0] == 0xFE && (ip[1] & 0xC0) == 0x80;
    return loopback || unique_local || link_local;
}

enum class Reach { kPrivate, kPublic, kUnresolved };

// One public address is enough: the connection may take any of them.
Reach reach_of(const std::string& host) {
    addrinfo* found = nullptr;
    const addrinfo hints{.ai_flags = 0, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return Reach::kUnresolved;
    bool all_private = true;
    for (const addrinfo* at = found; at != nullptr; at = at->ai_next) all_private = all_private && is_private(*at->ai_addr);
    ::freeaddrinfo(found);
    return all_private ? Reach::kPrivate : Reach::kPublic;
}

tl::unexpected<Error> refused(const std::string& key, const std::string& host = "") {
    return fail(ErrorCode::kConfiguration, key, host.empty() ? Details{} : Details{{"host", host}});
}

}  // namespace

bool is_private(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return is_private_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address.sa_family != AF_INET6) return false;
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    std::array<unsigned char, 16> bytes{};
    std::copy(std::begin(v6.sin6_addr.s6_addr), std::end(v6.sin6_addr.s6_addr), bytes.begin());
    return is_private_v6(bytes);
}

bool is_private_name(std::string_view host) {
    if (host.find('.') == std::string_view::npos && host.find(':') == std::string_view::npos) return true;
    return std::any_of(kPrivateDomains.begin(), kPrivateDomains.end(),
                       [&](std::string_view domain) { return host.ends_with(domain); });
}

Result<Address> parse_address(const std::string& url) {
    const Url parsed(curl_url(), &curl_url_cleanup);
    if (parsed == nullptr || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
        return refused("judge.url.broken");
    }
    Address address{.scheme = part_of(parsed.get(), CURLUPART_SCHEME), .host = part_of(parsed.get(), CURLUPART_HOST), .completions = ""};
    if (address.scheme != "http" && address.scheme != "https") return refused("judge.url.broken");
    if (!part_of(parsed.get(), CURLUPART_USER).empty() || !part_of(parsed.get(), CURLUPART_PASSWORD).empty()) {
        return refused("judge.url.credentials");
    }
    if (!part_of(parsed.get(), CURLUPART_QUERY).empty() || !part_of(parsed.get(), CURLUPART_FRAGMENT).empty()) {
        return refused("judge.url.broken");
    }
    std::string path = part_of(parsed.get(), CURLUPART_PATH);
    while (path.ends_with('/')) path.pop_back();
    if (path.ends_with("/chat/completions")) path.resize(path.size() - std::strlen("/chat/completions"));
    if (!path.ends_with("/v1")) path += "/v1";
    path += "/chat/completions";
    curl_url_set(parsed.get(), CURLUPART_PATH, path.c_str(), 0);
    address.completions = part_of(parsed.get(), CURLUPART_URL);
    std::transform(address.host.begin(), address.host.end(), address.host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (address.host.starts_with('[')) address.host = address.host.substr(1, address.host.size() - 2);
    if (address.host.ends_with('.')) address.host.pop_back();
    return address;
}

Status check_address(const Address& address, bool allow_public) {
    if (is_private_name(address.host)) return {};
    const Reach reach = reach_of(address.host);
    if (reach == Reach::kPrivate) return {};
    if (address.scheme != "https") return refused("judge.url.clear_text", address.host);
    if (reach == Reach::kPublic && !allow_public) return refused("judge.url.public", address.host);
    return {};
}

}  // namespace repere::judge
