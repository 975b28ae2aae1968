// Bank accounts (IBAN) and French social security numbers (NIR).
#include <algorithm>

#include "privacy/candidates.hpp"
#include "privacy/checksums.hpp"
#include "privacy/dictation.hpp"

namespace repere::privacy {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The country code at item i: "FR", "F R", "f r comme france". Returns the item after it, or i.
std::size_t country_at(const Reading& r, std::size_t i, std::string& country) {
    const bool typed = r[i].all_capitals || (!r.written() && !r[i].is(kStop) && r.about(i, kTopicIban, 6)) || (i + 1 < r.size() && !r[i + 1].space_before && r[i + 1].number());
    if (r[i].word() && r[i].folded.size() == 2 && typed && iban_length(r[i].folded) != 0) {
        country = r[i].folded;
        std::size_t next = i + 1;
        // "FR comme France"
        if (next + 1 < r.size() && r[next].is(kSpelling) && r[next + 1].word()) next += 2;
        return next;
    }
    if (!r[i].letter() || r[i].value.size() != 1 || i + 1 >= r.size() || !r[i + 1].letter()) return i;
    country = r[i].value + r[i + 1].value;
    if (iban_length(country) == 0) return i;
    // "f r comme france"
    return i + 3 < r.size() && r[i + 2].is(kSpelling) && r[i + 3].word() ? i + 4 : i + 2;
}

void iban_at(const Reading& r, std::size_t i, Candidates& out) {
    if (i > 0 && !r[i].space_before && r[i - 1].kind != ItemKind::kMark) return;
    std::string country;
    std::size_t next = country_at(r, i, country);
    if (next == i) return;
    while (next < r.size() && (r[next].is(kFiller) || (r[next].kind == ItemKind::kMark && !r[next].line_start)) && next < i + 8) ++next;
    if (next >= r.size() || !r[next].number()) return;
    const bool iban = r.about(i, kTopicIban, 12);
    // "le compte CH93, qui finit par …"
    if (r[i].all_capitals && !r[next].space_before && r[next].value.size() == 2 && r.links[next].next == kNone && (iban || (r.after(next, 4) & kTopicPart) != 0)) {
        out.push_back({DataType::kIban, i, next, 0.6, "form:iban", country + r[next].value});
        return;
    }
    const std::size_t want = iban_length(country) - 2;
    // Letters inside the account are figures too in Britain, Malta, …; elsewhere one letter may slip in.
    auto d = dictation(r, next, want + 6, Letters::kAny);
    if (d.steps.empty() || d.text.size() < 2 || !is_digit(d.text[0]) || !is_digit(d.text[1])) return;
    std::size_t last = d.item_at(want);
    const bool holds = last != kNone && iban_holds(country + d.text.substr(0, want));
    double score = 0;
    if (holds) score = 0.99;
    else if (last != kNone) score = 0.9;
    else if (d.text.size() + 4 >= want) score = 0.8;
    else if (d.digits >= 6 && (iban || d.said) && r.about(i, kTopicIban | kTopicPart, 12)) score = 0.65;
    else if (d.digits >= 10 && r[i].all_capitals && !r[i + 1].is_mark('-')) score = 0.55;  // not "CI-0071-448-209"
    if (score == 0) return;
    if (last == kNone) {
        last = d.last();
        // A trailing spelled letter belongs to the next words ("… quatre y a").
        while (d.steps.size() > 1 && r[last].letter() && d.text.size() > want) {
            d.steps.pop_back();
            last = d.last();
        }
    }
    if (!holds && d.said && !d.hesitant && d.text.size() <= want + 3 && r[d.last()].number()) last = d.last();  // misheard, and a figure too long
    out.push_back({DataType::kIban, i, last, score, holds ? "checksum:iban" : "form:iban", country + d.text.substr(0, want)});
}

// Sex, year, month, department as a NIR has them; a count of 13 (no key) or 15.
bool nir_shape(std::string_view text, bool nir_said) {
    if (text.size() < 7 || std::string_view("123478").find(text[0]) == std::string_view::npos) return false;
    const int month = (text[3] - '0') * 10 + (text[4] - '0');
    // 20 and above stand for an unknown month; without other evidence they would let any number in.
    return is_digit(text[3]) && is_digit(text[4]) && ((month >= 1 && month <= 12) || (nir_said && month >= 20));
}

// "un soixante-six zéro trois … je sais jamais la suite": sex, year, month, and then a loss for figures.
void half_nir(const Reading& r, std::size_t i, const Dictation& d, Candidates& out) {
    if (!d.said || d.text.size() < 5 || d.item_at(1) == kNone || d.item_at(3) == kNone || d.item_at(5) == kNone) return;
    const std::string_view text = d.text;
    const int month = (text[3] - '0') * 10 + (text[4] - '0');
    if ((text[0] != '1' && text[0] != '2') || month < 1 || month > 12) return;
    const bool asked = (r.expected & kTopicNir) != 0 || r.about(i, kTopicNir, 9);
    const bool unsure = (r.after(d.last(), 9) & (kTopicUnsure | kTopicKey)) != 0;
    if (!asked && !unsure) return;
    const double known = d.text.size() >= 9 ? 0.95 : 0.75;
    if (!asked && d.text.size() >= 9 && d.item_at(7) != kNone) {  // "… zéro zéro quatre clé c'est quoi"
        out.push_back({DataType::kNir, i, d.last(), 0.9, "form:nir", d.text});
        return;
    }
    out.push_back({DataType::kNir, i, d.last(), asked ? known : 0.6, asked ? "context:nir" : "form:nir", d.text});
}

// "1 48 06 25 056 114 32": sex, year, month, department, commune, order, and the key where there is one.
bool nir_rhythm(const Dictation& d, std::size_t length) {
    for (const std::size_t part : {1U, 3U, 5U, 7U, 10U, 13U}) {
        if (d.item_at(part) == kNone) return false;
    }
    return (d.text[0] == '1' || d.text[0] == '2') && (length == 15 || d.text.size() == 13);
}

// "… et la clé soixante-sept": the key said apart from the thirteen figures. Its item, or `last`.
std::size_t key_after(const Reading& r, std::size_t last) {
    bool named = false;
    for (std::size_t k = last + 1; k < r.size() && k <= last + 5 && !r[k].line_start; ++k) {
        if ((r[k].topics & kTopicKey) != 0) named = true;
        else if (r[k].number()) return named && r[k].value.size() <= 2 ? k : last;
    }
    return last;
}

void nir_at(const Reading& r, std::size_t i, Candidates& out) {
    if (r[i].value.size() > 15 || std::string_view("123478").find(r[i].value[0]) == std::string_view::npos) return;
    auto d = dictation(r, i, 18, Letters::kAny);
    if (d.text.size() < 11) {
        half_nir(r, i, d, out);
        return;
    }
    const bool nir = (r.about(i, kTopicNir, 14) && !r.about(i, kTopicCard, 14)) || (r.after(d.last(), 8) & kTopicNir) != 0;
    const bool other = r.about(i, kTopicCard | kTopicCustomer | kTopicIban | kTopicPhone, 6);
    for (const std::size_t length : {15U, 13U}) {
        auto last = d.item_at(length);
        if (last == kNone) continue;
        std::string text = d.text.substr(0, length);
        if (const auto end = length == 13 && d.text.size() == 13 ? key_after(r, last) : last; end != last) {
            text += r[end].value;
            last = end;
        }
        const bool key = nir_holds(text);
        if (length == 13 && d.text.size() > 13 && d.item_at(15) != kNone) continue;
        if (!nir_shape(text, nir || key) && !(nir && d.digits >= 13)) continue;
        double score = key ? 0.95 : (length == 15 ? 0.6 : 0.3);
        // Said in a NIR's own rhythm: 1, two, two, two, three, three, two.
        if (d.item_at(1) != kNone && d.item_at(3) != kNone && d.item_at(5) != kNone && d.item_at(7) != kNone) score += 0.15;
        if (nir_rhythm(d, length)) score = std::max(score, 0.9);
        if (nir) score += 0.3;
        if (other && !nir && !key && !nir_rhythm(d, length)) score -= 0.3;
        out.push_back({DataType::kNir, i, last, score, key ? "checksum:nir" : "context:nir", text});
        return;
    }
    if (nir && d.text.size() >= 11 && d.text.size() <= 17 && d.digits + 1 >= d.text.size()) {
        out.push_back({DataType::kNir, i, d.last(), 0.7, "context:nir", d.text});
    }
}

}  // namespace

void find_ibans(const Reading& r, Candidates& out) {
    for (std::size_t i = 0; i + 1 < r.size(); ++i) {
        if (r[i].letter() || (r[i].word() && r[i].folded.size() == 2)) iban_at(r, i, out);
    }
}

void find_nirs(const Reading& r, Candidates& out) {
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (r[i].number() && !glued_before(r, i) && !inside_run(r, i)) nir_at(r, i, out);
    }
}

}  // namespace repere::privacy
