// Postcodes: of France, Belgium and Switzerland in figures; of Britain, Ireland and Canada in letters and figures.
#include <algorithm>

#include "privacy/candidates.hpp"
#include "privacy/dictation.hpp"

namespace repere::privacy {
namespace {

// The letters and figures glued together from item i on, lower case.
std::string glued(const Reading& r, std::size_t i, std::size_t& last) {
    std::string text;
    last = i;
    for (std::size_t j = i; j < r.size() && (j == i || !r[j].space_before) && r[j].kind != ItemKind::kMark; ++j) {
        text += r[j].number() || r[j].letter() ? std::string_view(r[j].value) : r[j].folded;
        last = j;
        if (text.size() > 8) break;
    }
    return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool british(std::string_view text) {
    if (text.size() < 5 || text.size() > 7) return false;
    const std::size_t n = text.size();
    if (!is_digit(text[n - 3]) || is_digit(text[n - 2]) || is_digit(text[n - 1]) || is_digit(text[0])) return false;
    const auto out = text.substr(0, n - 3);
    const std::size_t letters = is_digit(out[1]) ? 1 : 2;
    return out.size() > letters && is_digit(out[letters]) && out.size() <= letters + 2;
}

// True where item i comes right after an address, or after it and a comma or "à". `ends[k]`: an address ends at item k.
bool after_address(const Reading& r, std::size_t i, const std::vector<bool>& ends) {
    for (std::size_t k = i; k > 0 && i - k < 3; --k) {
        if (ends[k - 1]) return true;
        const Item& between = r[k - 1];
        if (between.number() || (between.word() && !between.is(kStop) && !between.capitalised && between.is(kCommon))) return false;
    }
    return false;
}

// "H2X 3J8": letters and figures by turns.
bool canadian(std::string_view text) {
    if (text.size() != 6) return false;
    for (std::size_t k = 0; k < 6; ++k) {
        if (is_digit(text[k]) != (k % 2 == 1)) return false;
    }
    return true;
}

// "D08 XT52": a routing key, then letters and figures.
bool irish(std::string_view text) {
    if (text.size() != 7 || is_digit(text[0]) || !is_digit(text[1]) || (!is_digit(text[2]) && text[2] != 'w') || is_digit(text[3])) return false;
    const auto figures = std::count_if(text.begin() + 3, text.end(), is_digit);
    return figures >= 1 && figures <= 3;
}

// "h nine one x two t six" (Ireland), "l eight p two r four" (Canada), said a sign at a time. The last item, or kNone.
std::size_t spelled_postcode(const Reading& r, std::size_t i, const Dictation& d) {
    if (!d.said || d.steps.size() != d.text.size()) return kNone;
    if (d.text.size() == 6 && canadian(d.text)) return d.last();
    if (r.french() || d.text.size() != 7 || r[i].kind != ItemKind::kLetter) return kNone;
    return irish(d.text) ? d.last() : kNone;
}

void lettered_postcode(const Reading& r, std::size_t i, const std::vector<bool>& address_ends, Candidates& out) {
    if (glued_before(r, i) || (r[i].word() && !r[i].capitalised && r[i].is(kStop))) return;
    const bool follows = after_address(r, i, address_ends);
    const bool asked = r.about(i, kTopicPostcode, 6) || follows;
    std::size_t last = i;
    std::string text = glued(r, i, last);
    if (text.size() == 3 && last + 1 < r.size() && r[i].capitalised && !r[last + 1].line_start && r[last + 1].kind != ItemKind::kMark) {
        std::size_t end = last;
        if (const std::string whole = text + glued(r, last + 1, end); irish(whole)) {  // "D08 XT52"
            out.push_back({DataType::kPostcode, i, end, 0.8, "form:postcode", whole});
            return;
        }
    }
    if (text.size() <= 4 && last + 1 < r.size() && !r[last + 1].line_start && r[last + 1].kind == ItemKind::kNumber) text += glued(r, last + 1, last);
    if (canadian(text) && r[i].capitalised && last > i + 2) {
        const bool plate = r.about(i, kTopicPlate, 6);
        out.push_back({DataType::kPostcode, i, last, plate ? 0.4 : 0.8, "form:postcode", text});
        return;
    }
    if (irish(text) && r[i].capitalised && !r.about(i, kTopicCustomer, 3)) {
        out.push_back({DataType::kPostcode, i, last, 0.8, "form:postcode", text});
        return;
    }
    if (british(text) && (asked || !r.french())) {
        out.push_back({DataType::kPostcode, i, last, r[i].all_capitals || r[i].capitalised || asked ? 0.9 : 0.7, "form:postcode", text});
        return;
    }
    if (!r[i].letter()) return;
    const bool named = r.distance(i, kTopicPostcode, 2) <= 2;
    const auto d = dictation(r, i, named ? 9 : 7, Letters::kAny);
    if (named && d.said && d.text.size() >= 6 && d.digits >= 2 && d.digits + 2 <= d.text.size() && !british(d.text)) {
        out.push_back({DataType::kPostcode, i, d.last(), 0.8, "context:postcode", d.text});
        return;
    }
    if (const auto end = spelled_postcode(r, i, d); end != kNone && !r.about(i, kTopicPlate | kTopicCustomer, 8)) {
        out.push_back({DataType::kPostcode, i, end, 0.7, "form:postcode", d.text});
        return;
    }
    if (!asked && r.french()) return;
    for (const std::size_t length : {7U, 6U, 5U}) {
        const auto end = d.item_at(length);
        if (!asked && (length < 6 || d.text.size() > length || r[i].capitalised == false)) continue;
        if (end != kNone && british(std::string_view(d.text).substr(0, length))) {
            out.push_back({DataType::kPostcode, i, end, 0.85, "context:postcode", d.text.substr(0, length)});
            return;
        }
    }
}

bool department(std::string_view text) { return text[0] != '9' || text[1] <= '8' ? text.substr(0, 2) != "00" : false; }

// A town's name: a capital, perhaps after an article.
bool place_follows(const Reading& r, std::size_t last) {
    std::size_t i = last + 1;
    if (i < r.size() && r[i].is(kParticle)) ++i;
    return i < r.size() && r[i].capitalised && !r[i].line_start;
}

// In speech: a word that is none of the everyday ones.
bool place_said(const Reading& r, std::size_t last) {
    std::size_t i = last + 1;
    if (i < r.size() && r[i].word() && r[i].is(kParticle)) ++i;
    return i < r.size() && r[i].word() && !r[i].line_start && !r[i].elided && r[i].folded.size() > 2 && !r[i].is(kCommon | kStop | kUnit | kFiller | kBuilding);
}

// "cinquante-neuf mille huit cents", all in one number.
bool round_thousands(const Reading& r, std::size_t i, const Dictation& d) {
    return r.french() && r[i].said && r[i].value.size() == 5 && d.text.size() == 5 && r[i].value.ends_with("0");
}

// "rue montesquieu au quatrième … soixante-neuf zéro zéro sept": five figures and no more, at the end or before a town.
bool ends_address(const Reading& r, std::size_t i, const Dictation& d, std::size_t last) {
    return r.french() && r[i].said && d.text.size() == 5 && d.steps.size() <= 4 && r[i].value.size() <= 2 && (last + 1 >= r.size() || place_said(r, last));
}

bool near_address(const Reading& r, std::size_t i, const Candidates& found) {
    for (const auto& c : found) {
        if (c.type == DataType::kAddress && c.score >= 0.5 && (c.first > i ? c.first - i <= 4 : i - c.last <= 3) && i < r.size()) return true;
    }
    return false;
}

// "L-9570", "B-1000", "CH-1204"
std::size_t country_before(const Reading& r, std::size_t i) {
    if (i < 2 || !r[i - 1].is_mark('-') || r[i].space_before || r[i - 1].space_before) return i;
    const auto country = r[i - 2].folded;
    return country == "l" || country == "b" || country == "f" || country == "ch" || country == "d" ? i - 2 : i;
}

void postcode_at(const Reading& r, std::size_t i, const std::vector<bool>& address_ends, bool address_said, Candidates& out) {
    if (const auto first = country_before(r, i); first != i && (r[i].value.size() == 4 || r[i].value.size() == 5) && place_follows(r, i)) {
        out.push_back({DataType::kPostcode, first, i, 0.8, "form:postcode", r[i].value});
        return;
    }
    if (glued_before(r, i)) return;
    const auto d = dictation(r, i, 6, Letters::kFew);
    if (d.steps.empty() || r.links[i].mark == ':') return;
    const bool asked = r.about(i, kTopicPostcode, r[i].said ? 6 : 12);
    const bool follows = after_address(r, i, address_ends);
    std::size_t last = d.item_at(5);
    std::string text = d.text.substr(0, 5);
    if (!r.french() && r[i].said && d.text.size() > 5) return;
    if (last != kNone && !department(text)) return;
    // The 2 + 3 form must not be the head of a longer number.
    if (last != kNone && d.text.size() > 5 && !asked && !follows) return;
    if (last == kNone && r.french() && (asked || follows || (r[i].said && ((r.topics & kTopicHome) != 0 || near_address(r, i, out))))) {
        last = d.item_at(4);  // Belgium, Switzerland
        text = d.text.substr(0, 4);
        if (last == kNone || d.text.size() > 4) return;
        if (r[i].said && !asked && d.steps.size() > 1) return;
    }
    if (last == kNone || (r.classes_after(last) & kUnit) != 0) return;
    if (last + 1 < r.size() && (r[last + 1].is_mark('%') || r[last + 1].is_mark('?')) && !r[last + 1].space_before) return;
    const bool pieces = d.steps.size() == 1 || (d.steps.size() >= 2 && d.item_at(2) != kNone);
    if (!pieces && !asked) return;
    constexpr std::uint32_t kElse = kTopicCustomer | kTopicPhone | kTopicOther | kTopicCard | kTopicIban;
    const bool ends = address_said && ends_address(r, i, d, last);
    const bool other = ends ? r.distance(i, kElse, 3) <= 3 : r.about(i, kElse, 3);
    double score = 0;
    if (asked) score = 0.92;
    else if (follows) score = 0.88;
    else if (last + 1 < r.size() && r[last + 1].capitalised && !r[last + 1].line_start && r[last + 1].word() && text.size() == 5) score = 0.6;
    else if (r.about(i, kTopicHome, 7) && text.size() == 5) score = 0.6;
    else if (text.size() == 5 && r.french() && !r[i].said && ((i <= 3 && i > 0 && r[i - 1].folded == "le") || (i == 0 && d.steps.size() == 2))) score = 0.5;
    else if (ends) score = 0.72;
    else if (round_thousands(r, i, d) && (address_said || place_said(r, last) || r.about(i, kTopicHome, 7) || (i > 1 && r[i - 1].folded == "le"))) score = 0.6;
    else if (text.size() == 4 && r[i].said && d.steps.size() <= 2 && d.text.size() == 4 && r.french() && (r.topics & kTopicAddress) == 0 && place_said(r, last) && near_address(r, i, out)) score = 0.6;
    else if (text.size() == 5 && !r.french() && !r[i].said && i > 0 && r[i - 1].all_capitals && r[i - 1].folded.size() == 2 && r[i - 1].word()) score = 0.8;  // "IL 60201"
    else if (text.size() == 5 && r[i].said && d.steps.size() == 2 && d.item_at(2) != kNone && place_follows(r, last)) score = 0.6;
    else if (text.size() == 5 && !r[i].said && !out.empty() && out.back().type == DataType::kPostcode && i - out.back().last == 2 && (r[i - 1].folded == "ou" || r[i - 1].folded == "or")) score = 0.6;
    else if (text.size() == 5 && r.french() && i == 0 && last + 1 == r.size() && !r[i].said) score = 0.5;  // the whole answer
    else if (text.size() == 4 && r[i].said && i > 1 && r[i - 1].is_mark(',') && r[i - 2].capitalised && r.about(i, kTopicHome, 6)) score = 0.55;
    else if (text.size() == 4 && last + 1 < r.size() && r[last + 1].capitalised && r.about(i, kTopicHome, 10)) score = 0.55;
    const bool shop = i > 1 && (r[i - 1].is(kThing) || r[i - 2].is(kThing)) && !asked;  // "votre magasin du 33000 Bordeaux"
    if ((other && !asked && !follows) || shop) score -= 0.3;
    if (score >= 0.45) out.push_back({DataType::kPostcode, i, last, score, asked ? "context:postcode" : "form:postcode", text});
}

}  // namespace

void find_postcodes(const Reading& r, Candidates& out) {
    std::vector<bool> ends(r.size(), false);
    bool address_said = false;
    for (const auto& candidate : out) {
        if (candidate.type != DataType::kAddress) continue;
        ends[candidate.last] = true;
        address_said = address_said || candidate.score >= 0.5;
    }
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (r[i].number()) postcode_at(r, i, ends, address_said, out);
        else if (r[i].letter() || (r[i].word() && r[i].folded.size() <= 2)) lettered_postcode(r, i, ends, out);
    }
}

}  // namespace repere::privacy
