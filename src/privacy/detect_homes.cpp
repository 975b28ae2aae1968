// What stands around a street: buildings, flats, residences, industrial estates; and homes without a street, as hamlets.
#include <algorithm>

#include "privacy/places.hpp"

namespace repere::privacy {
namespace {

bool comma(const Item& item) { return item.kind == ItemKind::kMark && item.mark == ','; }

bool unit_number(const Reading& r, std::size_t i) {
    return i < r.size() && !r[i].line_start &&
           ((r[i].kind == ItemKind::kNumber && r[i].value.size() <= 4) || (r[i].letter() && r[i].value.size() == 1) || (r[i].word() && r[i].all_capitals && r[i].folded.size() <= 3));
}

// Glued to what stands before: "2B", "C3", "4-12".
std::size_t glued_on(const Reading& r, std::size_t i) {
    while (i + 1 < r.size() && !r[i + 1].space_before && !r[i + 1].line_start) {
        if (r[i + 1].letter() || r[i + 1].number()) ++i;
        else if ((r[i + 1].is_mark('-') || r[i + 1].is_mark('/')) && unit_number(r, i + 2) && !r[i + 2].space_before) i += 2;
        else break;
    }
    return i;
}

bool capital_word(const Reading& r, std::size_t i) { return r[i].word() && r[i].capitalised && !r[i].is(kTitle | kGreeting); }

// Where a word that gives a home its name begins: "lieu" of "lieu-dit", "rond" of "rond-point".
std::size_t name_start(const Reading& r, std::size_t street) {
    if (street > 0 && (r[street].folded == "dit" || r[street].mark == '.' || r[street].folded == "point")) {
        std::size_t k = street - 1;
        if (r[k].is_mark('-') && k > 0) --k;
        if (r[k].folded == "lieu" || r[k].folded == "rond") return k;
    }
    // "Le Clos des Vignes"
    if (street > 0 && r[street].capitalised && r[street - 1].capitalised && r[street - 1].is(kParticle)) return street - 1;
    return street;
}

// The end of the street that stands right after a home's name, or kNone.
std::size_t street_after(const Reading& r, std::size_t last) {
    const std::size_t street = last + 1;
    if (r.written() || street >= r.size() || !r[street].is(kStreet) || r[street].is(kWeakStreet | kBuilding)) return kNone;
    const std::size_t end = street_name(r, street);
    return end == street ? kNone : end;
}

}  // namespace

std::size_t unit_end(const Reading& r, std::size_t i) {
    // "4e étage"
    if (i + 2 < r.size() && r[i].number() && !r[i].said && !r[i + 1].space_before && r[i + 2].is(kBuilding) && !r[i + 2].line_start &&
        (r[i + 1].folded == "e" || r[i + 1].folded == "er" || r[i + 1].folded == "eme" || r[i + 1].folded == "th" || r[i + 1].folded == "st")) {
        return i + 2;
    }
    if (i + 1 >= r.size() || !r[i].is(kBuilding)) return kNone;
    std::size_t k = i + 1;
    if (r[k].is_mark('.') && !r[k].space_before) ++k;
    if (k < r.size() && r[k].word() && (r[k].folded == "numero" || r[k].folded == "number")) ++k;
    if (!unit_number(r, k)) return kNone;
    // "étage 3 ans" counts something else.
    if (!r[k].letter() && (r.classes_after(k) & kUnit) != 0) return kNone;
    return glued_on(r, k);
}

std::size_t with_units(const Reading& r, std::size_t last) {
    if (r[last].number() && !r[last].said && last + 1 < r.size() && r[last + 1].is_mark('/')) last = glued_on(r, last);  // "60/b3"
    while (true) {
        std::size_t i = last + 1;
        if (i < r.size() && (comma(r[i]) || r[i].is_mark('-'))) ++i;
        if (i >= r.size() || r[i].line_start) return last;
        const std::size_t end = unit_end(r, i);
        if (end == kNone) return last;
        last = end;
    }
}

std::size_t with_parts_before(const Reading& r, std::size_t first) {
    while (first > 1) {
        std::size_t before = first - 1;
        const bool parted = comma(r[before]) || r[before].is_mark('-');
        if (parted) --before;
        if (r[first].line_start) return first;
        std::size_t start = kNone;
        for (std::size_t i = before; i + 9 > before && start == kNone; --i) {
            if (unit_end(r, i) == before) start = i;
            else if (parted && home_end(r, i) == before) start = name_start(r, i);
            if (i == 0 || r[i].line_start) break;
        }
        // "Rose Cottage, 4 Mill Lane": capitals alone in their place.
        if (start == kNone && parted && !r.french() && capital_word(r, before)) {
            std::size_t i = before;
            while (i > 0 && !r[i].line_start && capital_word(r, i - 1) && before - i < 2) --i;
            if (before > i && (i == 0 || r[i].line_start || (!comma(r[i - 1]) && r.about(i, kTopicHome, 3)))) start = i;
        }
        if (start == kNone) return first;
        first = start;
    }
    return first;
}

std::size_t home_end(const Reading& r, std::size_t street) {
    if ((r[street].topics & kTopicHomeName) == 0) return kNone;
    const std::size_t last = r.french() ? street_name(r, street) : street;
    return last == street ? kNone : last;
}

void find_homes(const Reading& r, Candidates& out) {
    if (!r.french()) return;
    for (std::size_t i = 0; i < r.size(); ++i) {
        std::size_t last = home_end(r, i);
        if (last == kNone) continue;
        if (r.written() && !r[i].capitalised && !r[last].capitalised) continue;  // "l'immeuble la veille"
        const std::size_t first = name_start(r, i);
        std::size_t with = with_units(r, last);
        std::size_t next = with + 1;
        if (next < r.size() && comma(r[next])) ++next;
        const bool code = next < r.size() && r[next].number() && (r[next].value.size() == 5 || (next + 1 < r.size() && r[next].value.size() == 2 && r[next + 1].number() && r[next + 1].value.size() == 3));
        const bool hamlet = r[i].folded == "dit" || r[i].folded == "hameau";
        double score = 0;
        if (const auto street = street_after(r, with); street != kNone) {  // "résidence les mimosas rue du barry"
            with = with_units(r, street);
            score = 0.7;
        } else if (with != last || code) score = 0.7;
        else if (r.about(first, kTopicHome, 5)) score = 0.6;
        else if (hamlet) score = 0.55;
        if (score > 0) out.push_back({DataType::kAddress, with_parts_before(r, first), with, score, "form:home", ""});
    }
}

}  // namespace repere::privacy
