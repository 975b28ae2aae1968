// The words of a name by themselves.
#include "privacy/people.hpp"

namespace repere::privacy {
namespace {

// "it's carol whitlock": a first name that is a word too, and then a word that no list has.
bool leads_unheard(const Reading& r, std::size_t i) {
    return !r.written() && i > 0 && r[i - 1].is(kIntroduces | kMayIntroduce) && listed_first(r[i]) && unheard(r, i + 1);
}

bool opens_sentence(const Reading& r, std::size_t i) { return i == 0 || r[i].line_start || typed_mark(r[i - 1], ".!?"); }

}  // namespace

bool typed_mark(const Item& item, std::string_view marks) {
    return item.kind == ItemKind::kMark && !item.said && marks.find(item.mark) != std::string_view::npos;
}

bool listed_first(const Item& item) { return item.info != nullptr && (item.info->classes & kFirstName) != 0; }

bool speaking_follows(const Reading& r, std::size_t last) {
    for (std::size_t k = last + 1; k < r.size() && k <= last + 5; ++k) {
        if (r[k].is(kSpeaking)) return true;
    }
    return false;
}

bool spoken_surname(const Reading& r, std::size_t first, std::size_t last) {
    if (!r.french() || first != last || r[first].is(kDictionary) || r[first].info != nullptr || last + 2 >= r.size()) return false;
    return !r[last + 1].is(kGreeting) && (r[last + 1].is(kSpeaking) || r[last + 2].is(kSpeaking) || (last + 3 < r.size() && r[last + 3].is(kSpeaking) && (r[last + 1].folded.size() == 1 || r[last + 1].is(kWho))));
}

bool unheard_pair(const Reading& r, std::size_t i) {
    return !r.written() && r.speaker == Speaker::kCustomer && i > 0 && i <= 8 && r[i - 1].is(kIntroduces | kMayIntroduce) && unheard(r, i) && unheard(r, i + 1) && !unheard(r, i + 2);
}

NameLook look_at(const Reading& r, std::size_t i) {
    NameLook look{.first = i};
    look.known_first = first_name(r, i) || leads_unheard(r, i);
    look.last = name_end(r, i, r[i].is(kFirstName) && !first_name(r, i), look.words);
    if (look.last == kNone) return look;
    look.pair = unheard_pair(r, i);
    look.initials = r[i].letter() || after_initials(r, i) != i;
    look.any_first = look.known_first;
    for (std::size_t k = i; k <= look.last; ++k) look.any_first = look.any_first || first_name(r, k);
    // "germanier odette": after a surname that no list has, a first name may be a word too.
    const bool turned = !look.any_first && look.last == i + 1 && !r.written() && r.speaker == Speaker::kCustomer && r[i].info == nullptr && !r[i].is(kDictionary);
    const bool asked = i == 0 && (r.expected & kTopicName) != 0;
    if (turned) look.any_first = r[look.last].is(kFirstName) && (asked || !r[look.last].is(kCommon));
    return look;
}

double own_weight(const Reading& r, const NameLook& look) {
    const NameWeights::Own& own = r.words->name_weights().own;
    const Item& head = r[look.first];
    const bool opens = opens_sentence(r, look.first);
    if (look.known_first && look.words >= 2) return head.capitalised ? own.first_name_and_more_capital : own.first_name_and_more;
    if (look.known_first && !listed_first(head)) return head.capitalised ? own.dictionary_first_name_capital : own.dictionary_first_name;
    if (look.known_first) return head.is(kDictionary | kCommon) && opens ? own.first_name_also_word : own.first_name;  // "rose", "will", "ravi"
    if (look.initials) return own.initials;
    if (look.any_first) return head.capitalised ? own.holds_first_name_capital : own.holds_first_name;
    if (head.is(kFirstName) && !head.capitalised) return head.is(kCommon) ? own.listed_everyday_word : own.listed_word;
    if (head.all_capitals && look.words == 1 && head.folded.size() <= 4) return -1;
    if (head.capitalised && look.words >= 2 && look.words <= 3 && !head.all_capitals) return opens ? own.capitals_opening : own.capitals;
    if (head.capitalised) return opens ? own.capital_opening : own.capital;
    if (look.pair) return own.unheard_pair;
    return spoken_surname(r, look.first, look.last) ? own.unheard_surname : -1;
}

double drawback(const Reading& r, const NameLook& look) {
    const NameWeights::Against& against = r.words->name_weights().against;
    const std::size_t next = look.last + 1;
    double less = 0;
    if (look.words == 1 && look.first > 0 && r[look.first - 1].is(kPlaceBefore)) less += look.any_first ? against.place_before_first_name : against.place_before;
    if (look.words == 1 && look.first > 0 && r[look.first - 1].is(kArticle)) less += against.article_before;
    if (next < r.size() && r[next].is(kCompany) && r[next].capitalised && !r[next].line_start) less += against.company_after;
    return less;
}

}  // namespace repere::privacy
