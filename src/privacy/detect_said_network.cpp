// E-mail, web and IP addresses as they are said: "arobase", "at", "point", "dot".
#include <algorithm>
#include <array>
#include <cstdlib>

#include "privacy/network.hpp"

namespace repere::privacy {
namespace {

bool part(const Item& item) { return item.word() || item.letter() || item.number(); }
bool joint(const Item& item) {
    return item.kind == ItemKind::kMark && (item.mark == '.' || item.mark == '-' || item.mark == '_' || item.mark == '+');
}
bool spelled(const Item& item) { return item.letter() || item.number(); }

std::string chars_of(const Item& item) {
    if (item.kind == ItemKind::kMark) return std::string(1, item.mark);
    return item.word() ? std::string(item.folded) : item.value;
}

// "exemple point fr", "gmail dot com", "box mail point f r". Returns the last item, or kNone.
std::size_t domain_after(const Reading& r, std::size_t at) {
    std::size_t i = at + 1;
    bool dotted = false;
    while (i < r.size() && part(r[i])) {
        std::size_t last = i;
        while (last + 1 < r.size() && spelled(r[last]) && spelled(r[last + 1])) ++last;
        if (last + 1 < r.size() && joint(r[last + 1]) && last + 2 < r.size() && part(r[last + 2]) && !r[last + 2].line_start &&
            (r[last + 1].said || !r[last + 2].space_before)) {
            dotted = dotted || r[last + 1].mark == '.';
            i = last + 2;
            continue;
        }
        if (dotted) return r[i].number() || (r[last].word() && r[last].folded.size() > 12) ? kNone : last;
        // "la poste point net": a second word before the dot.
        if (r[last].word() && (!r[last].is(kStop) || r[last].is(kArticle)) && last + 2 < r.size() && r[last + 1].word() && r[last + 2].is_mark('.')) {
            i = last + 1;
            continue;
        }
        // "les petits pains point bzh"
        if (r[last].word() && r[last].is(kArticle) && last + 4 < r.size() && r[last + 1].word() && r[last + 2].word() && r[last + 3].is_mark('.') && r[last + 3].said) {
            i = last + 2;
            continue;
        }
        return kNone;
    }
    return kNone;
}

// "le gall tout attaché": the words before are one. Returns the first of them, or `at`.
std::size_t attached_before(const Reading& r, std::size_t at) {
    if (at == 0 || (r[at - 1].topics & kTopicAttached) == 0) return at;
    std::size_t i = at - 1;
    while (i > 0 && at - i < 4 && (r[i - 1].is(kStop) || r[i - 1].value == "1")) --i;
    std::size_t first = i;
    while (first > 0 && i - first < 4 && !r[first].line_start && part(r[first - 1]) && !r[first - 1].elided &&
           (!r[first - 1].is(kStop | kFiller) || r[first - 1].is(kParticle)) && !r[first - 1].is(kIntroduces | kMayIntroduce)) {
        --first;
    }
    return first < i ? first : at;
}

// "paul euh paul point antoine": what was begun and then said again belongs to it.
std::size_t restart_before(const Reading& r, std::size_t first) {
    while (first > 1 && !r[first].line_start) {
        std::size_t k = first - 1;
        while (k > 0 && first - k <= 3 && (r[k].is(kFiller) || r[k].kind == ItemKind::kMark) && !r[k].line_start) --k;
        const bool again = k + 1 < first && part(r[k]) && chars_of(r[k]) == chars_of(r[first]) && !r[k].is(kFiller);
        if (!again) break;
        first = k;
    }
    return first;
}

// "delvigne, D, E, L, V, I, G, N, E, arobase": the letters spell the word before them once more. That word, or `at`.
std::size_t spelled_before(const Reading& r, std::size_t at) {
    std::size_t i = at;
    std::string letters;
    while (i > 0 && !r[i - 1].line_start && at - i < 40) {
        if (r[i - 1].letter()) letters.insert(0, r[i - 1].value);
        else if (!r[i - 1].is_mark(',')) break;
        --i;
    }
    return i > 0 && letters.size() >= 3 && r[i - 1].word() && r[i - 1].folded == letters ? i - 1 : at;
}

// The first item of what stands before the at sign, or `at`.
std::size_t local_before(const Reading& r, std::size_t at) {
    if (at == 0) return at;
    const std::size_t spelled_word = spelled_before(r, at);
    if (spelled_word == at && !part(r[at - 1])) return at;
    std::size_t i = spelled_word != at ? spelled_word : at - 1;
    while (i > 0 && at - i < 40) {
        const Item& before = r[i - 1];
        if (r[i].line_start) break;
        if (joint(before) && i > 1 && part(r[i - 2]) && (before.said || !r[i].space_before) && !r[i - 2].is(kFiller)) {
            i -= 2;
        } else if (spelled(r[i]) && spelled(before)) {
            // "un chiffre à la place du o, c l zéro …": that o is spoken of, not spelled.
            if (before.letter() && i > 1 && (r[i - 2].folded == "du" || r[i - 2].folded == "un")) break;
            --i;
        } else if (before.letter() && r[i].word() && !r[i].is(kStop) && before.value.size() == 1 && i > 1 &&
                   (r[i - 2].letter() || r[i - 2].is(kStop) || r[i - 2].kind == ItemKind::kMark)) {
            --i;  // "it's h patel underscore"
        } else if (r[i].letter() && i + 1 == at && before.word() && !before.elided && !before.is(kStop | kFiller | kCommon) && (!before.is(kDictionary) || before.is(kFirstName | kFamilyName))) {
            --i;  // "perdigon n arobase"
        } else if (r[i].number() && before.word() && !before.is(kStop | kFiller) && (!before.is(kCommon) || (i > 1 && joint(r[i - 2])))) {
            --i;
        } else {
            break;
        }
    }
    return i;
}

bool bracket(const Item& item, std::string_view marks) {
    return item.kind == ItemKind::kMark && !item.said && marks.find(item.mark) != std::string_view::npos;
}

// "jean.dupont [at] gmail.com", "marie(at)exemple.fr"
void bracketed_email(const Reading& r, std::size_t at, Candidates& out) {
    const std::size_t last = domain_after(r, at + 1);
    const std::size_t first = local_before(r, at - 1);
    if (last == kNone || first == at - 1) return;
    std::string key;
    for (std::size_t i = first; i <= last; ++i) {
        if (i + 1 != at && i != at + 1) key += chars_of(r[i]);
    }
    out.push_back({DataType::kEmail, first, last, 0.96, "form:said_email", std::move(key)});
}

void said_email(const Reading& r, std::size_t at, Candidates& out) {
    if (at > 1 && at + 2 < r.size() && bracket(r[at - 1], "([{<") && bracket(r[at + 1], ")]}>")) return bracketed_email(r, at, out);
    const std::size_t last = domain_after(r, at);
    if (last == kNone) return;
    std::size_t first = attached_before(r, at);
    if (first == at) first = restart_before(r, local_before(r, at));
    if (first == at) return;
    // "our data notice at harbourline.example/privacy"
    const bool typed = r[at].said && at + 2 < r.size() && r[at + 2].is_mark('.') && !r[at + 2].said;
    if (typed && r.speaker == Speaker::kAgent && first + 1 == at && r[first].is(kDictionary | kCommon)) return;
    std::string key;
    for (std::size_t i = first; i <= last; ++i) key += chars_of(r[i]);
    out.push_back({DataType::kEmail, first, last, 0.96, "form:said_email", std::move(key)});
}

// "facebook point com slash corinne point bazin".
void said_url(const Reading& r, std::size_t slash, Candidates& out) {
    if (slash < 3 || slash + 1 >= r.size() || !r[slash - 2].is_mark('.') || !part(r[slash - 1]) || !r[slash - 3].word()) return;
    std::size_t first = slash - 3;
    while (first > 1 && r[first - 1].is_mark('.') && part(r[first - 2])) first -= 2;
    const std::string host = std::string(r[slash - 3].folded) + "." + chars_of(r[slash - 1]);
    std::size_t i = slash + 1;
    std::size_t last = kNone;
    bool joined = true;
    while (i < r.size() && i < slash + 24 && !r[i].line_start) {
        if (r[i].kind == ItemKind::kMark) {
            if (!r[i].said && r[i].space_before) break;
            if (!r[i].said && i + 1 < r.size() && r[i + 1].space_before) break;
            joined = true;
        } else {
            if (!joined && (r[i].is(kStop | kCommon | kFiller) || r[i].elided)) break;
            last = i;
            joined = false;
        }
        ++i;
    }
    if (last == kNone) return;
    std::string key;
    for (std::size_t k = first; k <= last; ++k) key += chars_of(r[k]);
    const double score = personal_url(*r.words, host, key.substr(key.find('/') + 1), r.speaker);
    if (score >= 0.45) out.push_back({DataType::kUrl, first, last, score, "form:said_url", std::move(key)});
}

void said_ip(const Reading& r, std::size_t i, Candidates& out) {
    std::string key;
    std::string group;
    std::size_t groups = 1;
    std::size_t last = i;
    bool dots_said = false;
    std::size_t k = i;
    for (; k < r.size() && k < i + 24; ++k) {
        if (r[k].number() && group.size() + r[k].value.size() <= 3) {
            group += r[k].value;
            last = k;
        } else if (r[k].is_mark('.') && !group.empty() && groups < 4) {
            dots_said = dots_said || r[k].said;
            key += std::to_string(std::atoi(group.c_str())) + ".";
            group.clear();
            ++groups;
        } else {
            break;
        }
    }
    if (groups != 4 || group.empty() || !dots_said) return;
    key += std::to_string(std::atoi(group.c_str()));
    if (!public_ipv4(key)) return;
    out.push_back({DataType::kIp, i, last, r.about(i, kTopicPublic, 4) ? 0.4 : 0.9, "form:said_ip", std::move(key)});
}

}  // namespace

void find_said_network(const Reading& r, Candidates& out) {
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (r[i].is_mark('@') && (r[i].said || r[i].space_before)) said_email(r, i, out);
        // "a point cordier chez mairie point fr"
        else if (r[i].folded == "chez" && i > 1 && r.about(i, kTopicEmail, 12) && r[i - 2].kind == ItemKind::kMark && r[i - 2].said) said_email(r, i, out);
        else if (r[i].is_mark('/') && r[i].said) said_url(r, i, out);
        // "mon site c'est w w w point brocante tiret gaudin point fr"
        else if (part(r[i]) && !r[i].is(kStop) && r.about(i, kTopicUrl, 5) && (i == 0 || r[i - 1].is(kStop) || r[i - 1].letter() == false)) {
            const std::size_t last = i > 0 ? domain_after(r, i - 1) : kNone;
            if (last != kNone && !(i > 0 && (joint(r[i - 1]) || r[i - 1].is_mark('/'))) && !(last + 1 < r.size() && r[last + 1].is_mark('/'))) {
                out.push_back({DataType::kUrl, i, last, 0.7, "context:url_personal", ""});
            }
        }
        else if (r[i].number() && r[i].said && !(i > 0 && (r[i - 1].number() || r[i - 1].is_mark('.')))) said_ip(r, i, out);
    }
}

bool public_ipv4(std::string_view dotted) {
    std::array<int, 4> byte{};
    std::size_t k = 0;
    for (const char c : dotted) {
        if (c == '.') {
            if (++k > 3) return false;
        } else {
            byte[k] = byte[k] * 10 + (c - '0');
            if (byte[k] > 255) return false;
        }
    }
    if (byte[0] == byte[1] && byte[1] == byte[2] && byte[2] == byte[3]) return false;  // 1.1.1.1, 9.9.9.9
    if (byte[0] == 0 || byte[0] == 10 || byte[0] == 127 || byte[0] >= 224) return false;
    if (byte[0] == 192 && byte[1] == 168) return false;
    if (byte[0] == 172 && byte[1] >= 16 && byte[1] <= 31) return false;
    if (byte[0] == 169 && byte[1] == 254) return false;
    return !(byte[0] == 8 && byte[1] == 8) && !(byte[0] == 1 && byte[1] == 0 && byte[2] == 0);
}

namespace {

// "b/prosser-mbeki-2207": a name or a code with figures, one customer's.
bool ends_in_code(std::string_view path) {
    const auto slash = path.rfind('/');
    const auto page = slash == std::string_view::npos ? path : path.substr(slash + 1);
    const auto figures = std::count_if(page.begin(), page.end(), [](char c) { return c >= '0' && c <= '9'; });
    return figures >= 4 && static_cast<std::size_t>(figures) < page.size();
}

}  // namespace

double personal_url(const Words& words, std::string_view host, std::string_view path, Speaker speaker) {
    if (path.empty()) return 0;
    if (words.has_host(host)) return speaker == Speaker::kAgent && path.find("help") != std::string_view::npos ? 0.3 : 0.9;
    if (words.is_public_path(path)) return 0;
    if (words.is_personal_path("/" + std::string(path))) return 0.8;
    if (ends_in_code(path)) return 0.6;
    if (path.front() == '~' || path.front() == '@' || path.starts_with("u/") || path.starts_with("in/")) return 0.85;
    if (path.find('?') != std::string_view::npos && path.find('=') != std::string_view::npos) return 0.7;
    return speaker == Speaker::kCustomer ? 0.6 : 0.3;
}

}  // namespace repere::privacy
