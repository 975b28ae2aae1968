// What looks like a name and is none: places and firms named after people, famous people, products, codes.
#include <algorithm>

#include "privacy/people.hpp"

namespace repere::privacy {
namespace {

// Places and things are named after people too: "lycée Jean Moulin", "chez Yves Rocher".
bool named_after(const Reading& r, std::size_t i, std::size_t last) {
    if (speaking_follows(r, last)) return false;  // "parlance language school tom speaking"
    std::size_t steps = 0;
    for (std::size_t k = i; k > 0 && steps < 3; --k, ++steps) {
        if (r[k - 1].is(kThing) && !r[k - 1].is(kIntroduces)) return true;
        if (!r[k - 1].is(kStop | kParticle) && !r[k - 1].is_mark('-')) return false;
    }
    return false;
}

// « Carla »: what is quoted is a product or a title.
bool quoted(const Reading& r, std::size_t first, std::size_t last) {
    if (first == 0 || last + 1 >= r.size() || r[first - 1].kind != ItemKind::kMark) return false;
    const auto opening = r.between(first - 1, first - 1);
    return (opening == "\u00ab" || opening == "\u201c" || opening == "\"") && r[last + 1].kind == ItemKind::kMark;
}

bool ampersand(const Reading& r, std::size_t i) { return i < r.size() && r[i].is_mark('&'); }

// Another first name where an agent presents the company: "Réparéo, Lucas à l'appareil".
bool named_beside(const Reading& r, std::size_t first, std::size_t last) {
    for (std::size_t k = 0; k < std::min<std::size_t>(r.size(), 18); ++k) {
        if ((k < first || k > last) && first_name(r, k) && listed_first(r[k])) return true;
    }
    return false;
}

// Words without a first name that an agent says where the company's name stands: "Swiftmoor Parcels here", "ici Forma+".
bool company_name(const Reading& r, std::size_t first, std::size_t last) {
    if ((first > 0 && ampersand(r, first - 1)) || ampersand(r, last + 1)) return true;
    if (r.speaker != Speaker::kAgent) return false;
    if (first > 0 && (r[first - 1].is(kIAm) || (first == last && r[first - 1].is(kIntroduces) && listed_first(r[first])))) return false;  // "je suis", "this is marguerite"
    for (std::size_t k = first; k <= last && first < last; ++k) {
        if (r[k].is(kDictionary | kCommon) && !r[k].is(kFamilyName | kParticle)) return true;
    }
    const bool led = first > 0 && !r[first].line_start && r[first - 1].word() && r[first - 1].capitalised && !r[first - 1].is(kTitle | kGreeting | kStop | kFirstName);
    if (led) return true;  // "Palm Meridian guest chat"
    // "Odette Prigent, Domicilys"
    if (first > 2 && typed_mark(r[first - 1], ",") && !r[first].line_start && (first_name(r, first - 2) || first_name(r, first - 3))) return true;
    if (first < 12 && named_beside(r, first, last)) return true;
    // "Kadrance à votre écoute": a lone capital that no list knows is rather the firm's.
    if (first == last && r[first].capitalised && !r[first].is(kFamilyName) && last + 1 < r.size() && r[last + 1].is(kCompany)) return true;  // "Pixelbarn support"
    const bool after_firm = first > 1 && typed_mark(r[first - 1], ",-|") && (r[first - 2].capitalised || r[first - 2].is(kCompany)) && !r[first - 2].is(kGreeting | kStop);  // "Uni Nest, Kezia speaking"
    return first == last && r[first].capitalised && !r[first].is(kFamilyName) && speaking_follows(r, last) && !(first > 0 && r[first - 1].is(kIntroduces)) && !after_firm;
}

// "Fleurs d'Isaure", "Panier Malin", "GAEC des Terres Rousses", "laboratoire saint éloi": inside the name of a place or firm.
bool inside_firm(const Reading& r, std::size_t i, std::size_t words) {
    std::size_t k = i;
    while (k > 0 && i - k < 2 && !r[k].line_start && (r[k - 1].elided || (r[k - 1].is(kWeakParticle) && !r[k - 1].is(kArticle)))) --k;
    if (k == 0 || r[k].line_start) return false;
    const Item& head = r[k - 1];
    if (r[i].capitalised && head.word() && head.capitalised && head.is(kCompany) && !head.is(kFirstName)) return true;
    if (words != 1) return false;
    if (head.is(kSaint)) return true;
    if (!r[i].capitalised || !head.word() || !head.capitalised || head.is(kTitle | kGreeting | kStop | kFirstName | kSignOff | kRole | kIntroduces)) return false;
    const bool opens = k == 1 || head.line_start || typed_mark(r[k - 2], ".!?");
    return head.is(kDictionary | kCommon) && (k < i || !opens) && r.written();
}

bool firm_beside_ampersand(const Reading& r, const NameLook& look) {
    const std::size_t next = look.last + 1;
    const bool before = look.first > 0 && ampersand(r, look.first - 1) && !(look.first > 1 && first_name(r, look.first - 2));
    return before || (ampersand(r, next) && !(next + 1 < r.size() && first_name(r, next + 1)));
}

// "NOEL25", "DoB", "20aine", "B comme Bernard"
bool code(const Reading& r, const NameLook& look) {
    const std::size_t i = look.first;
    const std::size_t next = look.last + 1;
    const bool more_capitals = (i > 0 && r[i - 1].all_capitals) || (next < r.size() && r[next].all_capitals);
    if (r[i].all_capitals && look.words == 1 && r[i].folded.size() <= 3 && !more_capitals) return true;
    constexpr std::uint32_t kNumbers = kTopicPhone | kTopicIban | kTopicCard | kTopicCvv | kTopicNir | kTopicBirth | kTopicIp | kTopicPublic;
    if (look.words == 1 && (r[i].topics & kNumbers) != 0) return true;
    if (i > 0 && !r[i].space_before && r[i - 1].kind == ItemKind::kNumber) return true;
    if (next < r.size() && r[next].number() && !r[next].space_before && !r[next].said) return true;
    return i > 1 && r[i - 1].is(kSpelling) && r[i - 2].letter();
}

// "Saint-Étienne"
bool inside_place(const Reading& r, std::size_t i) {
    return i > 1 && r[i - 1].is_mark('-') && r[i - 2].is(kParticle) && r[i - 2].folded.starts_with("s");
}

// "Mercer Road", "le modèle Chelsea boots"
bool thing_after(const Reading& r, const NameLook& look) {
    const std::size_t next = look.last + 1;
    if (next >= r.size() || r[look.first + 1].line_start || r[next].is(kStop) || r[next].capitalised != r[look.first].capitalised) return false;
    return r[next].is(kThing | kStreet) && !(r.french() && r[next].is(kStreet));
}

// "Beauté Florine, ici Typhaine": a word of trade, where the agent's own name stands near.
bool trade_beside_agent(const Reading& r, const NameLook& look) {
    const auto trade = [](const Item& item) {
        return item.word() && item.capitalised && item.is(kDictionary | kCommon) && !item.is(kFirstName | kFamilyName | kTitle | kGreeting | kStop | kRole);
    };
    const std::size_t i = look.first;
    if (look.words < 2 || r.speaker != Speaker::kAgent || i >= 12) return false;
    return (trade(r[i]) || (i > 0 && !r[i].line_start && trade(r[i - 1]))) && named_beside(r, i, look.last);
}

}  // namespace

bool famous(const Reading& r, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i <= last && i < r.size(); ++i) {
        if (r[i].is(kFamous)) return true;
    }
    return last + 2 < r.size() && r[last + 2].is(kFamous);  // "Sophie la Girafe"
}

bool no_person(const Reading& r, const NameLook& look) {
    if (quoted(r, look.first, look.last) || named_after(r, look.first, look.last) || famous(r, look.first, look.last)) return true;
    if (code(r, look) || inside_place(r, look.first) || thing_after(r, look)) return true;
    if (inside_firm(r, look.first, look.words) || trade_beside_agent(r, look)) return true;
    const Item& head = r[look.first];
    if (look.words == 1 && head.is(kRole) && !head.capitalised && (!listed_first(head) || head.is(kDictionary | kCommon))) return true;  // "mon mari"
    return look.any_first ? firm_beside_ampersand(r, look) : !look.likely() && company_name(r, look.first, look.last);
}

}  // namespace repere::privacy
