// E-mail, web and IP addresses as they are typed.
#include <algorithm>
#include <cctype>

#include "privacy/candidates.hpp"
#include "privacy/network.hpp"

namespace repere::privacy {
namespace {

bool local_char(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("._%+-").find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool host_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-'; }

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

// The items that cover these bytes, or nothing where the bytes cut through an item.
bool items_of(const Reading& r, std::size_t begin, std::size_t end, std::size_t& first, std::size_t& last) {
    const auto from = std::lower_bound(r.items.begin(), r.items.end(), begin,
                                       [](const Item& item, std::size_t at) { return item.end_byte <= at; });
    const auto to = std::lower_bound(from, r.items.end(), end, [](const Item& item, std::size_t at) { return item.end_byte < at; });
    if (from == r.items.end() || to == r.items.end()) return false;
    first = static_cast<std::size_t>(from - r.items.begin());
    last = static_cast<std::size_t>(to - r.items.begin());
    return true;
}

void email_at(const Reading& r, std::size_t at, Candidates& out) {
    const auto text = r.text;
    std::size_t begin = at;
    while (begin > 0 && at - begin < 64 && local_char(text[begin - 1])) --begin;
    while (begin < at && (text[begin] == '.' || text[begin] == '-')) ++begin;
    std::size_t end = at + 1;
    while (end < text.size() && end - at < 255 && host_char(text[end])) ++end;
    while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    const auto host = text.substr(at + 1, end - at - 1);
    const auto dot = host.rfind('.');
    if (begin == at || dot == std::string_view::npos || dot == 0 || host.size() - dot < 3) return;
    std::size_t first = 0;
    std::size_t last = 0;
    if (!items_of(r, begin, end, first, last)) return;
    out.push_back({DataType::kEmail, first, last, 0.99, "form:email", lower(text.substr(begin, end - begin))});
}

// A maximal run without spaces, brackets or quotes, from byte `begin`.
void url_run(const Reading& r, std::size_t begin, std::size_t end, Candidates& out) {
    const auto text = r.text;
    while (end > begin && std::string_view(".,;:!?)]'\"").find(text[end - 1]) != std::string_view::npos) --end;
    const auto run = text.substr(begin, end - begin);
    if (run.size() < 5 || run.size() > 2048 || (run.find('@') != std::string_view::npos && run.find('@') < run.find('/'))) return;
    auto rest = run;
    const auto scheme = rest.find("://");
    if (scheme != std::string_view::npos) {
        if (scheme > 8) return;
        rest.remove_prefix(scheme + 3);
    }
    if (scheme == std::string_view::npos && rest.find('/') == std::string_view::npos && !rest.starts_with("www.")) return;
    const auto slash = rest.find('/');
    const auto host = rest.substr(0, slash);
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || host.size() - dot < 3) return;
    if (!std::all_of(host.begin(), host.end(), host_char) || std::isalpha(static_cast<unsigned char>(host[dot + 1])) == 0) return;
    const auto path = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    double score = personal_url(*r.words, lower(host), lower(path), r.speaker);
    if (path.empty()) {  // a whole site may be somebody's own
        std::size_t at = 0;
        std::size_t unused = 0;
        if (!items_of(r, begin, begin + 1, at, unused)) return;
        if (r.about(at, kTopicUrl, 7)) score = 0.8;
        else if (std::count(host.begin(), host.end(), '-') >= 2) score = 0.55;
    }
    if (score < 0.45) return;
    std::size_t first = 0;
    std::size_t last = 0;
    if (items_of(r, begin, end, first, last)) out.push_back({DataType::kUrl, first, last, score, "form:url", lower(run)});
}

bool hex_or_colon(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0 || c == ':'; }

// Byte `begin` starts a run of hexadecimal figures and colons.
std::size_t ipv6_run(const Reading& r, std::size_t begin, Candidates& out) {
    std::size_t end = begin;
    std::size_t colons = 0;
    std::size_t group = 0;
    bool long_group = false;
    while (end < r.text.size() && hex_or_colon(r.text[end])) {
        if (r.text[end] == ':') {
            ++colons;
            group = 0;
        } else if (++group > 4) {
            long_group = true;
        }
        ++end;
    }
    const std::size_t next = end;
    while (end > begin && r.text[end - 1] == ':' && !(end > begin + 1 && r.text[end - 2] == ':')) --end;
    const auto run = r.text.substr(begin, end - begin);
    const bool shortened = run.find("::") != std::string_view::npos;
    if (long_group || colons < (shortened ? 3U : 7U) || colons > 8 || run.size() < 8) return next;
    if (run.starts_with("fe80") || run.starts_with("FE80") || run.starts_with("::")) return next;
    std::size_t first = 0;
    std::size_t last = 0;
    if (items_of(r, begin, end, first, last)) out.push_back({DataType::kIp, first, last, 0.95, "form:ipv6", lower(run)});
    return next;
}

// A group above 99 is an address's rather than a version's.
bool beyond_versions(const Reading& r, std::size_t i) {
    for (std::size_t k = 0; k < 7; k += 2) {
        if (r[i + k].value.size() == 3) return true;
    }
    return false;
}

void ipv4_at(const Reading& r, std::size_t i, Candidates& out) {
    if (i + 6 >= r.size() || (i > 0 && !r[i].space_before && (r[i - 1].kind != ItemKind::kMark || r[i - 1].is_mark('.')))) return;
    std::string key;
    for (std::size_t k = 0; k < 7; ++k) {
        const Item& item = r[i + k];
        if (k > 0 && item.space_before) return;
        if (k % 2 == 1 ? !item.is_mark('.') || item.said : !item.number() || item.said || item.value.size() > 3) return;
        key += k % 2 == 1 ? std::string(".") : item.value;
    }
    if (i + 8 < r.size() && r[i + 7].is_mark('.') && !r[i + 8].space_before && r[i + 8].number()) return;
    if (!public_ipv4(key)) return;
    double score = 0.9;
    if ((r.topics & kTopicPublic) != 0 && r.about(i, kTopicPublic, 5)) score -= 0.5;
    else if (r.about(i, kTopicOther, 3) && !beyond_versions(r, i)) score -= 0.5;
    out.push_back({DataType::kIp, i, i + 6, score, "form:ipv4", key});
}

// "90.11.xxx.xxx": half of an address, the rest hidden.
void masked_ipv4_at(const Reading& r, std::size_t i, Candidates& out) {
    if (i + 6 >= r.size() || (i > 0 && !r[i].space_before)) return;
    std::size_t shown = 0;
    for (std::size_t k = 0; k < 7; ++k) {
        const Item& item = r[i + k];
        if (k > 0 && item.space_before) return;
        if (k % 2 == 1) {
            if (!item.is_mark('.')) return;
        } else if (item.number() && item.value.size() <= 3 && shown == k / 2) {
            ++shown;
        } else if (!item.is(kStar) && !item.is_mark('*') && !(item.letter() && item.value == "x")) {
            return;
        }
    }
    if (shown >= 2 && shown < 4) out.push_back({DataType::kIp, i, i + 6, 0.9, "form:masked_ip", ""});
}

}  // namespace

void find_network(const Reading& r, Candidates& out) {
    const auto text = r.text;
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) email_at(r, at, out);
    constexpr std::string_view kBreaks = " \n\t\r()<>\"|";
    for (std::size_t at = text.find('/'); at != std::string_view::npos;) {
        const auto before = text.find_last_of(kBreaks, at);
        const auto begin = before == std::string_view::npos ? 0 : before + 1;
        const auto end = std::min(text.find_first_of(kBreaks, at), text.size());
        url_run(r, begin, end, out);
        at = end >= text.size() ? std::string_view::npos : text.find('/', end);
    }
    for (std::size_t at = text.find("www."); at != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(kBreaks, at), text.size());
        const bool seen = text.substr(at, end - at).find('/') != std::string_view::npos || (at > 0 && text[at - 1] == '/');
        if (!seen) url_run(r, at, end, out);
        at = end >= text.size() ? std::string_view::npos : text.find("www.", end);
    }
    for (std::size_t at = text.find(':'); at != std::string_view::npos;) {
        std::size_t begin = at;
        while (begin > 0 && at - begin < 5 && hex_or_colon(text[begin - 1])) --begin;
        at = text.find(':', std::max(ipv6_run(r, begin, out), at + 1));
    }
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (!r[i].number() || r[i].said) continue;
        ipv4_at(r, i, out);
        masked_ipv4_at(r, i, out);
    }
    find_said_network(r, out);
}

}  // namespace repere::privacy
