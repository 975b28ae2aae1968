// Street addresses and postcodes.
#include <algorithm>

#include "privacy/candidates.hpp"
#include "privacy/dictation.hpp"
#include "privacy/places.hpp"

namespace repere::privacy {
namespace {

bool comma(const Item& item) { return item.kind == ItemKind::kMark && item.mark == ','; }
bool tight_mark(const Item& item, std::string_view marks) {
    return item.kind == ItemKind::kMark && !item.space_before && !item.said && marks.find(item.mark) != std::string_view::npos;
}
bool postcode_like(const Item& item) {
    return item.number() && (item.value.size() >= 4 || (!item.said && item.value.size() == 2));
}

// The number in front of a street word: "12", "douze bis", "8,". Returns its first item, or `street`.
std::size_t house_number(const Reading& r, std::size_t street) {
    std::size_t i = street;
    if (i > 1 && comma(r[i - 1]) && !(i > 2 && r[i - 2].number() && r[i - 3].number())) --i;
    if (i > 0 && (r[i - 1].is(kNumberSuffix) || (r[i - 1].letter() && i > 1 && r[i - 2].number() && !r[i - 1].space_before))) --i;
    if (i == 0 || !r[i - 1].number() || r[i - 1].value.size() > 4) return street;
    --i;
    if (i > 1 && r[i - 1].is_mark('-') && r[i - 2].number() && !r[i].space_before) i -= 2;  // "12-14"
    return i;
}

}  // namespace

std::size_t street_name(const Reading& r, std::size_t street) {
    std::size_t last = street;
    bool named = false;
    bool after_particle = false;
    for (std::size_t i = street + 1; i < r.size() && i < street + 12; ++i) {
        const Item& item = r[i];
        if (item.line_start) break;
        if (item.kind == ItemKind::kMark) {
            if (item.is_mark('-') && !item.said && i > street + 1 && i + 1 < r.size() && !r[i + 1].space_before) continue;
            if (tight_mark(item, ".'") && i + 1 < r.size() && (!named || r[i].mark == '\'') && r[i - 1].folded.size() <= 4) continue;
            break;
        }
        const bool hyphened = i > 0 && r[i - 1].is_mark('-') && !item.space_before;
        if (item.folded == "aux" && !named && i + 1 < r.size() && r[i + 1].word() && !r[i + 1].is(kStop)) {  // "place aux Herbes"
            after_particle = true;
            continue;
        }
        if (item.word() && !hyphened && (item.elided || (item.is(kParticle) && !item.letter()))) {
            if (named && !(i + 1 < r.size() && (r[i + 1].word() && !r[i + 1].is(kStop)))) break;
            // "rue de la paix" goes on, "rue Pasteur la maison" does not.
            if (named && !r[i - 1].is(kParticle) && (item.folded == "la" || item.folded == "le" || item.folded == "les")) break;
            if (named && (item.folded == "t" || item.folded == "n")) break;
            if (item.elided && item.folded != "l" && item.folded != "d") break;
            after_particle = true;
            continue;
        }
        if (item.number()) {
            // "des trois pommiers", "du 8 mai 1945", "départementale 7"
            if (postcode_like(item) && !(named && r[i - 1].info != nullptr && r[i - 1].info->month != 0)) break;
            if (!after_particle && !(r[i - 1].info != nullptr && (r[i - 1].info->month != 0 || r[i - 1].folded == "departementale" || r[i - 1].folded == "nationale"))) break;
            last = i;
            named = true;
            after_particle = i + 1 < r.size() && r[i + 1].word();
            continue;
        }
        if (item.letter() && !(item.capitalised && i + 1 < r.size() && (r[i + 1].is_mark('.') || r[i + 1].capitalised))) break;
        if (item.is(kStop) && !(item.capitalised && named) && !hyphened) break;
        if (item.is(kBuilding) && named) break;
        if (named && !after_particle && !hyphened && !item.capitalised) {
            // In speech, a second bare word belongs to the name unless it is an everyday word.
            const bool adjective = ((r[i - 1].topics | item.topics) & kTopicAdjective) != 0;  // "vieux pont", "moulin blanc"
            if ((item.is(kCommon) && !adjective) || r[i - 1].capitalised) break;
        }
        last = i;
        named = true;
        after_particle = false;
    }
    return named ? last : street;
}

namespace {

// "boulevard voltaire au cent douze", "Rue du Puits-Neuf, au 7": the number's item, or `last`.
std::size_t number_behind(const Reading& r, std::size_t last) {
    std::size_t i = last + 1;
    if (i < r.size() && (comma(r[i]) || r[i].folded == "la")) ++i;  // "rue basse là le numéro onze"
    if (i + 1 >= r.size() || r[i].line_start) return last;
    const bool numbered = i + 2 < r.size() && r[i + 1].folded == "numero";
    if (r[i].folded != "au" && !(r[i].folded == "le" && numbered)) return last;
    i += numbered ? 2 : 1;
    const bool number = r[i].number() && r[i].value.size() <= 3 && (r.classes_after(i) & kUnit) == 0;
    const bool ordinal = i + 1 < r.size() && r[i + 1].word() && !r[i + 1].space_before;  // "au 2e"
    return number && !ordinal ? i : last;
}

void french_address(const Reading& r, std::size_t street, Candidates& out) {
    if (r[street].letter() && !(street + 1 < r.size() && (r[street + 1].is_mark('.') || r[street + 1].is(kParticle)))) return;
    const std::size_t first = house_number(r, street);
    std::size_t last = street_name(r, street);
    if (last == street) return;
    if (r[street + 1].is(kUnit)) return;
    if (first == street && (r[street].folded == "mail" || r[street].folded == "cote") && !r[street].capitalised) return;
    // "tout un côté de la maison", "un mail auto": an article, not the number one.
    const bool article = first + 1 == street && r[first].said && r[first].value == "1";
    const bool at = first > 0 && (r[first - 1].folded == "au" || r[first - 1].folded == "habite" || r[first - 1].folded == "numero");
    if (article && !at && !(r[first].folded == "un" && r.about(first, kTopicAddress, 5))) return;
    if (first != street && first > 0 && (r[first - 1].folded == "chambre" || r[first - 1].folded == "studio")) return;  // a room of it
    double score = 0;
    if (first != street) {
        score = 0.86;
    } else if (const auto number = number_behind(r, last); number != last) {
        last = number;
        score = 0.75;
    } else if (last + 1 < r.size() && r[last + 1].number() && r[last + 1].value.size() <= 3 &&
               r.about(street, kTopicHome, 8) && (r.classes_after(last + 1) & kUnit) == 0) {
        ++last;  // the Belgian order, "rue Haute nonante-quatre"
        score = 0.7;
    } else if (r.about(street, kTopicHome, 4)) {
        score = 0.6;
    } else if (last + 1 < r.size() && r[last + 1].number() && r[last + 1].value.size() <= 3 && !r[last + 1].line_start && (r[last].capitalised || (r[last + 1].said && last + 2 >= r.size())) &&
               (r.classes_after(last + 1) & kUnit) == 0 && !(last + 2 < r.size() && r[last + 2].is_mark(':'))) {
        ++last;
        score = 0.6;
    } else if (last + 2 < r.size() && r[last + 1].number() && r[last + 1].value.size() <= 3 && (r[last + 2].is_mark(',') || r[last + 2].is_mark('.') || r[last + 2].is(kBuilding))) {
        ++last;
        score = 0.6;
    } else {
        return;
    }
    out.push_back({DataType::kAddress, with_parts_before(r, first), with_units(r, last), score, "form:street", ""});
}

// "fourteen larkspur terrace", "27 Harbour Street", "The Old Forge, Mill Lane".
void english_address(const Reading& r, std::size_t street, Candidates& out) {
    std::size_t i = street;
    std::size_t words = 0;
    while (i > 0 && words < 4 && !r[i].line_start) {
        const Item& before = r[i - 1];
        if (before.number() && before.value.size() <= 4 && words > 0) {
            std::size_t first = i - 1;
            while (first > 0 && r[first - 1].number() && before.said && r[first - 1].said && !r[first].line_start && r[first].value.size() < 3) --first;
            out.push_back({DataType::kAddress, with_parts_before(r, first), with_units(r, street), 0.86, "form:street", ""});
            return;
        }
        const bool joint = before.is_mark('\'') || before.is_mark('-') || (before.letter() && (before.value == "s" || words > 0));
        if (!joint && (!before.word() || (before.is(kStop) && !before.capitalised) || before.is(kUnit))) break;
        if (!joint) ++words;
        --i;
    }
    if (words > 0 && r[street].capitalised) {  // "Unit 7, Riverside Park"
        const std::size_t first = with_parts_before(r, i);
        if (first != i && r[first].is(kBuilding)) {
            out.push_back({DataType::kAddress, first, street, 0.7, "form:street", ""});
            return;
        }
    }
    if (words == 0 || !r[street].capitalised || !r.about(i, kTopicHome, 5)) return;
    while (i < street && !r[i].capitalised) ++i;
    if (i > 1 && comma(r[i - 1]) && r[i - 2].capitalised) {
        --i;
        while (i > 0 && r[i - 1].capitalised) --i;
    }
    if (i < street) out.push_back({DataType::kAddress, i, street, 0.6, "context:address", ""});
}

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

// "h nine one x two t six" (Ireland), "l eight p two r four" (Canada), said a sign at a time. The last item, or kNone.
std::size_t spelled_postcode(const Reading& r, std::size_t i, const Dictation& d) {
    if (!d.said || d.steps.size() != d.text.size()) return kNone;
    if (d.text.size() == 6 && canadian(d.text)) return d.last();
    if (r.french() || d.text.size() != 7 || r[i].kind != ItemKind::kLetter) return kNone;
    const std::string_view route = std::string_view(d.text).substr(0, 3);
    const std::string_view rest = std::string_view(d.text).substr(3);
    const auto figures = std::count_if(rest.begin(), rest.end(), is_digit);
    const bool irish = is_digit(route[1]) && (is_digit(route[2]) || route[2] == 'w') && !is_digit(rest[0]) && figures >= 1 && figures <= 3;
    return irish ? d.last() : kNone;
}

void lettered_postcode(const Reading& r, std::size_t i, const std::vector<bool>& address_ends, Candidates& out) {
    if (glued_before(r, i) || (r[i].word() && !r[i].capitalised && r[i].is(kStop))) return;
    const bool follows = after_address(r, i, address_ends);
    const bool asked = r.about(i, kTopicPostcode, 6) || follows;
    std::size_t last = i;
    std::string text = glued(r, i, last);
    if (text.size() <= 4 && last + 1 < r.size() && !r[last + 1].line_start && r[last + 1].kind == ItemKind::kNumber) text += glued(r, last + 1, last);
    if (canadian(text) && r[i].capitalised && last > i + 2) {
        const bool plate = r.about(i, kTopicPlate, 6);
        out.push_back({DataType::kPostcode, i, last, plate ? 0.4 : 0.8, "form:postcode", text});
        return;
    }
    if (british(text) && (asked || !r.french())) {
        out.push_back({DataType::kPostcode, i, last, r[i].all_capitals || r[i].capitalised || asked ? 0.9 : 0.7, "form:postcode", text});
        return;
    }
    if (!r[i].letter()) return;
    const auto d = dictation(r, i, 7, Letters::kAny);
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

void postcode_at(const Reading& r, std::size_t i, const std::vector<bool>& address_ends, Candidates& out) {
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
    const bool other = r.about(i, kTopicCustomer | kTopicPhone | kTopicOther | kTopicCard | kTopicIban, 3);
    double score = 0;
    if (asked) score = 0.92;
    else if (follows) score = 0.88;
    else if (last + 1 < r.size() && r[last + 1].capitalised && !r[last + 1].line_start && r[last + 1].word() && text.size() == 5) score = 0.6;
    else if (r.about(i, kTopicHome, 7) && text.size() == 5) score = 0.6;
    else if (text.size() == 5 && r.french() && !r[i].said && ((i <= 3 && i > 0 && r[i - 1].folded == "le") || (i == 0 && d.steps.size() == 2))) score = 0.5;
    else if (round_thousands(r, i, d) && (place_said(r, last) || r.about(i, kTopicHome, 7) || (i > 1 && r[i - 1].folded == "le"))) score = 0.6;
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

void find_addresses(const Reading& r, Candidates& out) {
    const auto from = out.size();
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (!r[i].is(kStreet)) continue;
        if (r.french()) french_address(r, i, out);
        else english_address(r, i, out);
    }
    find_homes(r, out);
    // "Le Clos des Vignes, 412 route départementale 7" is one address.
    for (std::size_t k = from; k + 1 < out.size(); ++k) {
        if (out[k].last + 2 == out[k + 1].first && comma(r[out[k].last + 1]) && !r[out[k].first].number()) {
            out[k + 1].first = out[k].first > 0 && r[out[k].first - 1].capitalised && r[out[k].first - 1].is(kParticle)
                                   ? out[k].first - 1
                                   : out[k].first;
            out[k].score = 0;
        }
    }
}

void find_postcodes(const Reading& r, Candidates& out) {
    std::vector<bool> ends(r.size(), false);
    for (const auto& candidate : out) {
        if (candidate.type == DataType::kAddress) ends[candidate.last] = true;
    }
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (r[i].number()) postcode_at(r, i, ends, out);
        else if (r[i].letter() || (r[i].word() && r[i].folded.size() <= 2)) lettered_postcode(r, i, ends, out);
    }
}

}  // namespace repere::privacy
