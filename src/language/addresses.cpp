#include "language/addresses.hpp"

#include <algorithm>
#include <string>

namespace repere::language {
namespace {

constexpr std::size_t kLongestLocalPart = 64;  // RFC 5321
constexpr std::size_t kLongestDomain = 255;

// Endings by which a bare domain is known. Those that are also words ("merci.ca va", "colis.de") are left out.
constexpr std::string_view kDomainEndings[] = {"fr",  "com", "net", "org", "eu",  "io",
                                               "info", "lu", "uk",  "be",  "ch",  "app"};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
constexpr bool is_alnum(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }
constexpr bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }

bool starts_with_ignoring_case(std::string_view text, std::size_t i, std::string_view wanted) {
    if (text.size() - i < wanted.size()) return false;
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        if (lower(text[i + k]) != wanted[k]) return false;
    }
    return true;
}

std::size_t end_of_url(std::string_view text, std::size_t i) {
    std::size_t end = i;
    while (end < text.size() && !is_blank(text[end]) && std::string_view("<>\"{}|").find(text[end]) == std::string_view::npos &&
           text.substr(end, 2) != "\xC2\xBB" && text.substr(end, 2) != "\xC2\xA0") {
        ++end;
    }
    while (end > i && std::string_view(".,;:!?)]'").find(text[end - 1]) != std::string_view::npos) --end;
    return end;
}

// End of labels joined by dots, and whether there is a dot among them.
std::size_t end_of_domain(std::string_view text, std::size_t i, bool& dotted) {
    dotted = false;
    std::size_t end = i;
    while (end < text.size() && end - i < kLongestDomain) {
        const char c = text[end];
        const bool inner = (c == '.' || c == '-') && end > i && end + 1 < text.size() && is_alnum(text[end + 1]);
        if (!is_alnum(c) && !inner) break;
        dotted = dotted || c == '.';
        ++end;
    }
    return end;
}

std::size_t match_email(std::string_view text, std::size_t i) {
    std::size_t at = i;
    while (at < text.size() && at - i <= kLongestLocalPart &&
           (is_alnum(text[at]) || is_wide(text[at]) || std::string_view("._%+-").find(text[at]) != std::string_view::npos)) {
        ++at;
    }
    if (at == i || at >= text.size() || text[at] != '@') return i;
    bool dotted = false;
    const auto end = end_of_domain(text, at + 1, dotted);
    return end - at > 2 ? end : i;
}

std::size_t match_domain(std::string_view text, std::size_t i) {
    bool dotted = false;
    const auto end = end_of_domain(text, i, dotted);
    if (!dotted || (end < text.size() && is_wide(text[end]))) return i;
    const auto dot = text.rfind('.', end - 1);
    std::string ending(text.substr(dot + 1, end - dot - 1));
    std::transform(ending.begin(), ending.end(), ending.begin(), lower);
    if (dot < i || std::find(std::begin(kDomainEndings), std::end(kDomainEndings), ending) == std::end(kDomainEndings)) return i;
    return end < text.size() && text[end] == '/' ? end_of_url(text, i) : end;
}

}  // namespace

bool may_hold_address(std::string_view text, std::size_t i, std::size_t& end) {
    bool may = false;
    end = i;
    for (; end < text.size() && !is_blank(text[end]); ++end) {
        const char c = text[end];
        may = may || c == '@' || c == '#' ||
              ((c == '.' || c == '/') && end > i && end + 1 < text.size() && !is_blank(text[end + 1]));
    }
    return may;
}

std::size_t match_address(std::string_view text, std::size_t i) {
    const char first = text[i];
    if (first == '@') {
        std::size_t end = i + 1;
        while (end < text.size() && (is_alnum(text[end]) || is_wide(text[end]) || text[end] == '_' || text[end] == '.')) ++end;
        while (end > i + 1 && text[end - 1] == '.') --end;
        return end > i + 1 ? end : i;
    }
    if (first == '#') {
        std::size_t end = i + 1;
        bool letter = false;
        for (; end < text.size() && (is_alnum(text[end]) || is_wide(text[end]) || text[end] == '_'); ++end) {
            letter = letter || !is_digit(text[end]);
        }
        return letter ? end : i;
    }
    if (!is_alnum(first) && !is_wide(first)) return i;
    for (const std::string_view scheme : {"http://", "https://", "ftp://", "www."}) {
        if (starts_with_ignoring_case(text, i, scheme)) return end_of_url(text, i);
    }
    const auto email = match_email(text, i);
    return email != i ? email : match_domain(text, i);
}

std::size_t match_smiley(std::string_view text, std::size_t i) {
    const auto ends_well = [&](std::size_t end) {
        return end <= text.size() && (end == text.size() || (!is_alnum(text[end]) && !is_wide(text[end]) && text[end] != '/'));
    };
    if (text.substr(i, 2) == "^^" || text.substr(i, 2) == "<3") return ends_well(i + 2) ? i + 2 : i;
    if (text[i] != ':' && text[i] != ';' && text[i] != '=') return i;
    std::size_t mouth = i + 1;
    if (mouth < text.size() && (text[mouth] == '-' || text[mouth] == '\'')) ++mouth;
    if (mouth >= text.size() || std::string_view(")(DPpOo|/\\*").find(text[mouth]) == std::string_view::npos) return i;
    std::size_t end = mouth + 1;
    while (end < text.size() && text[end] == text[mouth]) ++end;  // :)))
    return ends_well(end) ? end : i;
}

}  // namespace repere::language
