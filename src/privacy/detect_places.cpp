// Street addresses.
#include <algorithm>

#include "privacy/candidates.hpp"
#include "privacy/names.hpp"
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
    if (r[street].is(kStreet) && i > 1 && r[i - 1].word() && r[i - 1].folded.ends_with("ieme")) --i;  // "9, deuxième Rang Ouest"
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

// "chemin de la prairie euh neuf": the number after a hesitation. Its item, or `last`.
std::size_t said_behind(const Reading& r, std::size_t last) {
    const std::size_t i = last + 2;
    if (r.written() || i >= r.size() || !r[last + 1].is(kFiller) || !r[i].number() || !r[i].said || r[i].value.size() > 3) return last;
    return i + 1 >= r.size() || !(r[i + 1].is(kUnit) || r[i + 1].number()) ? i : last;
}

// "…, 38480", "bât. A, 34170 Castelnau" after item `last`
bool postcode_follows(const Reading& r, std::size_t last) {
    std::size_t i = with_units(r, last) + 1;
    if (i < r.size() && comma(r[i])) ++i;
    if (i >= r.size() || !r[i].number() || r[i].said) return false;
    return r[i].value.size() == 5 || (r[i].value.size() == 2 && i + 1 < r.size() && r[i + 1].number() && r[i + 1].value.size() == 3);
}

// Said without a number: "vous êtes toujours rue des capucins", "monsieur castaing rue des cordeliers", or the answer to a question.
bool bare_street(const Reading& r, std::size_t street) {
    if (r.written() || r[street].capitalised) return false;
    if (r[street].is(kWeakStreet)) return street > 0 && r[street - 1].is(kStays) && unheard(r, street_name(r, street));  // "on est route de peyrehorade"
    if (street == 0) return (r.expected & (kTopicAddress | kTopicHome | kTopicPostcode)) != 0;
    const Item& before = r[street - 1];
    if (comma(before) && street > 1 && r[street - 2].capitalised && r[street - 2].word()) return true;  // "Anne-Lise Pittet, chemin des Roses"
    if (before.is(kArticle | kPlaceBefore | kThing | kCompany)) return false;
    if (before.is(kStays) || first_name(r, street - 1) || unheard(r, street - 1)) return true;
    return (r.expected & kTopicAddress) != 0 && !before.is(kParticle) && !before.elided;
}

void french_address(const Reading& r, std::size_t street, Candidates& out) {
    if (r[street].letter() && !(street + 1 < r.size() && (r[street + 1].is_mark('.') || r[street + 1].is(kParticle)))) return;
    if (street + 1 < r.size() && r[street + 1].is(kStreet) && !r[street + 1].is(kWeakStreet | kParticle)) return;  // "la rue chemin de la prairie"
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
    } else if ((r[street].topics & kTopicHomeName) == 0 && (with_units(r, last) != last || postcode_follows(r, last))) {  // "av de la République bât 4", "chemin du Guiers, 38480"
        score = 0.7;
    } else if (const auto number = number_behind(r, last); number != last) {
        last = number;
        score = 0.75;
    } else if (const auto behind = r.about(street, kTopicHome, 8) ? said_behind(r, last) : last; behind != last) {
        last = behind;
        score = 0.7;
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
    } else if (bare_street(r, street)) {
        score = 0.55;
    } else {
        return;
    }
    out.push_back({DataType::kAddress, with_parts_before(r, first), with_units(r, last), score, "form:street", ""});
}

// "Lower Byre, Scar Lane, Kirkby" below a signature: a line of capitals that ends with the street or goes on with a comma.
// The first item of it, or kNone.
std::size_t own_line(const Reading& r, std::size_t i, std::size_t street) {
    if (!r.written() || !r[street].capitalised || (street + 1 < r.size() && !r[street + 1].line_start && !comma(r[street + 1]))) return kNone;
    while (i > 0 && !r[i].line_start && street - i < 8 && (comma(r[i - 1]) || r[i - 1].capitalised)) --i;
    return i > 0 && r[i].line_start && r[i].capitalised && !r[i].is(kGreeting | kTitle) ? i : kNone;
}

// "the old creamery road", said where the address was asked for
bool answers_street(const Reading& r, std::size_t i) {
    return !r.written() && r.speaker == Speaker::kCustomer && (r.expected & kTopicAddress) != 0 && (i == 0 || (i == 1 && r[0].is(kArticle)));
}

// "The Old Signal Box, Crake Lane. Postcode's …": capitals from the turn's first word to the street.
bool opens_before_postcode(const Reading& r, std::size_t i, std::size_t street) {
    if ((r.after(street, 4) & kTopicPostcode) == 0 || i < 2 || !comma(r[i - 1])) return false;
    for (std::size_t k = 0; k + 1 < i; ++k) {
        if (!r[k].capitalised) return false;
    }
    return true;
}

// "fourteen larkspur terrace", "27 Harbour Street", "The Old Forge, Mill Lane".
void english_address(const Reading& r, std::size_t street, Candidates& out) {
    std::size_t i = street;
    std::size_t words = 0;
    while (i > 0 && words < 4 && !r[i].line_start) {
        const Item& before = r[i - 1];
        if (before.number() && before.value.size() <= 4 && words > 0) {
            std::size_t first = i - 1;
            if (first > 0 && r[first - 1].is(kBuilding) && !r[first].line_start) --first;  // "flat nine sorrel court"
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
    if (const auto first = own_line(r, i, street); words > 0 && first != kNone) {
        out.push_back({DataType::kAddress, first, street, 0.6, "form:street", ""});
        return;
    }
    if (words > 0 && answers_street(r, i)) {
        const std::size_t first = i > 0 && r[i - 1].is(kArticle) ? i - 1 : i;
        out.push_back({DataType::kAddress, first, street, 0.6, "context:asked", ""});
        return;
    }
    if (words == 0 || !r[street].capitalised || !(r.about(i, kTopicHome, 5) || opens_before_postcode(r, i, street))) return;
    while (i < street && !r[i].capitalised) ++i;
    if (i > 1 && comma(r[i - 1]) && r[i - 2].capitalised) {
        --i;
        while (i > 0 && r[i - 1].capitalised) --i;
    }
    if (i < street) out.push_back({DataType::kAddress, i, street, 0.6, "context:address", ""});
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

}  // namespace repere::privacy
