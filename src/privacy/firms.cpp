// Names of firms and places that look like people's.
#include <algorithm>

#include "privacy/names.hpp"

namespace repere::privacy {
namespace {

bool is_mark_of(const Item& item, std::string_view marks) {
    return item.kind == ItemKind::kMark && !item.said && marks.find(item.mark) != std::string_view::npos;
}

bool ampersand(const Reading& r, std::size_t i) { return i < r.size() && r[i].is_mark('&'); }

// Another first name where an agent presents the company: "Réparéo, Lucas à l'appareil".
bool named_beside(const Reading& r, std::size_t first, std::size_t last) {
    for (std::size_t k = 0; k < std::min<std::size_t>(r.size(), 18); ++k) {
        if ((k < first || k > last) && first_name(r, k) && (r[k].info != nullptr && (r[k].info->classes & kFirstName) != 0)) return true;
    }
    return false;
}

}  // namespace

bool company_name(const Reading& r, std::size_t first, std::size_t last) {
    if ((first > 0 && ampersand(r, first - 1)) || ampersand(r, last + 1)) return true;
    if (r.speaker != Speaker::kAgent) return false;
    if (first > 0 && (r[first - 1].folded == "suis" || r[first - 1].folded == "m")) return false;  // "je suis", "I'm"
    for (std::size_t k = first; k <= last && first < last; ++k) {
        if (r[k].is(kDictionary | kCommon) && !r[k].is(kFamilyName | kParticle)) return true;
    }
    const bool led = first > 0 && !r[first].line_start && r[first - 1].word() && r[first - 1].capitalised && !r[first - 1].is(kTitle | kGreeting | kStop | kFirstName);
    if (led) return true;  // "Palm Meridian guest chat"
    // "Odette Prigent, Domicilys"
    if (first > 2 && is_mark_of(r[first - 1], ",") && !r[first].line_start && (first_name(r, first - 2) || first_name(r, first - 3))) return true;
    if (first < 12 && named_beside(r, first, last)) return true;
    // "Kadrance à votre écoute": a lone capital that no list knows is rather the firm's.
    return first == last && r[first].capitalised && !r[first].is(kFamilyName) && speaking_follows(r, last) && !(first > 0 && r[first - 1].is(kIntroduces));
}

bool inside_firm(const Reading& r, std::size_t i) {
    std::size_t k = i;
    if (k > 0 && (r[k - 1].elided || r[k - 1].folded == "de") && !r[k].line_start) --k;
    if (k == 0 || r[k].line_start) return false;
    const Item& head = r[k - 1];
    if (head.folded == "saint" || head.folded == "sainte" || head.folded == "st") return true;
    if (!r[i].capitalised || !head.word() || !head.capitalised || head.is(kTitle | kGreeting | kStop | kFirstName | kSignOff | kRole | kIntroduces)) return false;
    const bool opens = k == 1 || head.line_start || is_mark_of(r[k - 2], ".!?");
    return head.is(kDictionary | kCommon) && (k < i || !opens) && r.written();
}

bool half_of_firm(const Reading& r, std::size_t first, std::size_t last) {
    const bool before = first > 0 && ampersand(r, first - 1) && !(first > 1 && first_name(r, first - 2));
    const bool after = ampersand(r, last + 1) && !(last + 2 < r.size() && first_name(r, last + 2));
    return before || after;
}

bool speaking_follows(const Reading& r, std::size_t last) {
    for (std::size_t k = last + 1; k < r.size() && k <= last + 5; ++k) {
        if (r[k].is(kSpeaking)) return true;
    }
    return false;
}

}  // namespace repere::privacy
