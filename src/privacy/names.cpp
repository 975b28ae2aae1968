#include "privacy/names.hpp"

namespace repere::privacy {
namespace {

constexpr std::size_t kMaxWords = 4;

bool dotted_letter(const Reading& r, std::size_t i) {
    return i + 2 < r.size() && r[i].capitalised && r[i].end == r[i].begin + 1 && r[i].kind != ItemKind::kMark && r[i + 1].is_mark('.') && !r[i + 1].space_before;
}

// "merciii"
bool stretched(std::string_view word) {
    for (std::size_t i = 2; i < word.size(); ++i) {
        if (word[i] == word[i - 1] && word[i] == word[i - 2]) return true;
    }
    return false;
}

bool particle(const Reading& r, std::size_t i) {
    return (r[i].word() || r[i].letter()) && r[i].is(kParticle) && !r[i].elided;
}

bool english_ending(std::string_view word) {
    return word == "s" || word == "ll" || word == "d" || word == "re" || word == "ve" || word == "t" || word == "m";
}

// "gareth's", "bethan'll"
bool possessive(const Reading& r, std::size_t i) {
    return !r.french() && i + 2 < r.size() && r[i + 1].is_mark('\'') && !r[i + 1].space_before && english_ending(r[i + 2].folded);
}

// "Floc'h", "Menzies-Cole": pieces glued to the word at i.
std::size_t glued_end(const Reading& r, std::size_t i) {
    while (i + 2 < r.size() && r[i + 1].kind == ItemKind::kMark && !r[i + 1].said && !r[i + 1].space_before &&
           (r[i + 1].mark == '-' || r[i + 1].mark == '\'') && !r[i + 2].space_before && (r[i + 2].word() || r[i + 2].letter())) {
        if (r[i + 1].mark == '\'' && english_ending(r[i + 2].folded)) break;  // "Bethan's", "Bethan'll"
        i += 2;
    }
    return i;
}

// "N'Guyen", "M'hamed", "d'Argentré": the piece after a letter and an apostrophe. Its last item, or kNone.
std::size_t apostrophe_name(const Reading& r, std::size_t i, bool bold) {
    const Item& head = r[i];
    const bool marked = head.letter() && i + 2 < r.size() && r[i + 1].is_mark('\'') && !r[i + 1].space_before;
    if ((!head.elided && !marked) || head.folded.size() != 1 || std::string_view("nmokd").find(head.folded[0]) == std::string_view::npos) return kNone;
    const std::size_t piece = marked ? i + 2 : i + 1;
    if (piece >= r.size() || r[piece].space_before || !r[piece].word() || r[piece].folded.size() < 3) return kNone;
    const bool strange = !r[piece].is(kCommon | kStop | kDictionary);
    const bool shown = head.capitalised || r[piece].capitalised || bold;
    return strange && shown && !(head.folded == "d" && !r[piece].capitalised) ? piece : kNone;
}

// "jean françois": a name that is a word too, led on by one that is not.
bool leads_first_name(const Reading& r, std::size_t i) {
    std::size_t next = i + 1;
    if (next < r.size() && r[next].is_mark('-') && !r[next].space_before) ++next;
    return next < r.size() && r[next].word() && !r[next].line_start && r[next].is(kFirstName) && !r[next].is(kCommon | kStop | kDictionary);
}

// The initial of a surname: "Gilles P." The last item of it, or `last`.
std::size_t with_initial(const Reading& r, std::size_t last) {
    const std::size_t i = last + 1;
    if (i >= r.size() || !r[i].letter() || !r[i].capitalised || r[i].line_start || !first_name(r, last) || !r[last].capitalised) return last;
    const bool dot = i + 1 < r.size() && r[i + 1].is_mark('.') && !r[i + 1].space_before;
    const std::size_t end = dot ? i + 1 : i;
    return end + 1 >= r.size() || r[end + 1].line_start || (dot && (r[end + 1].kind == ItemKind::kMark || !r[end + 1].capitalised)) ? end : last;
}

}  // namespace

std::size_t after_initials(const Reading& r, std::size_t i) {
    if (!dotted_letter(r, i) || (r[i].is(kTitle) && !r[i + 2].is_mark('-'))) return i;
    std::size_t k = i + 2;
    if (r[k].is_mark('-') && !r[k].space_before && dotted_letter(r, k + 1)) k += 3;  // "J.-M. Delorme"
    if (k >= r.size() || r[k].line_start) return i;
    const bool surname = (r[k].word() && r[k].capitalised) || (r[k].is(kParticle) && k + 1 < r.size() && r[k + 1].capitalised && !r[k + 1].line_start);
    return surname ? k : i;
}

bool name_word(const Reading& r, std::size_t i, bool bold) {
    const Item& item = r[i];
    if (!item.word() || item.elided || item.folded.size() < 2) return false;
    if (item.is(kTitle | kDay | kFiller | kUnit) || (item.is(kGreeting) && !item.is(kFirstName))) return false;
    if (item.is(kStop)) return false;
    if (item.is(kCompany) && !item.is(kFirstName)) return false;
    if (item.info != nullptr && item.info->month != 0 && !bold) return false;
    if (item.is(kFirstName) && (item.capitalised || bold || first_name(r, i) || !item.is(kDictionary | kCommon))) return true;
    if (item.capitalised) return bold || !item.is(kCommon);
    if (item.is(kCommon | kStreet | kBuilding) || stretched(item.folded)) return false;
    if (item.is(kDictionary) && item.folded.ends_with("ez")) return false;  // "monsieur baissez d'un ton"
    return bold || !item.is(kDictionary) || item.is(kFamilyName);
}

bool unheard(const Reading& r, std::size_t i) {
    return i < r.size() && r[i].word() && !r[i].elided && !r[i].capitalised && !r[i].line_start && r[i].folded.size() > 2 && r[i].info == nullptr && !r[i].is(kDictionary);
}

bool first_name(const Reading& r, std::size_t i) {
    const Item& item = r[i];
    if (!item.word() || !item.is(kFirstName) || item.elided) return false;
    if (item.capitalised || !item.is(kCommon | kStop | kDictionary)) return true;
    return !item.is(kStop) && leads_first_name(r, i);
}

std::size_t name_end(const Reading& r, std::size_t i, bool bold, std::size_t& words) {
    words = 0;
    std::size_t last = kNone;
    std::size_t k = i;
    const bool capitals = i < r.size() && r[i].capitalised;
    while (k < r.size() && words < kMaxWords) {
        if (k > i && r[k].line_start) break;
        // "Clara d'Optilens" speaks for a company.
        if (const auto piece = apostrophe_name(r, k, bold && words == 0); piece != kNone && (words == 0 || r[k].folded != "d")) {
            last = glued_end(r, piece);
            k = last + 1;
            ++words;
            continue;
        }
        if (const std::size_t next = after_initials(r, k); next != k) {
            k = next;
            ++words;
            continue;
        }
        if (particle(r, k) && k + 1 < r.size() && !r[k + 1].line_start) {
            // "Le Floc'h", "Da Silva"; not "Marie de la facturation".
            std::size_t next = k + 1;
            if (r[next].is_mark('\'') && !r[next].space_before && next + 1 < r.size()) ++next;
            if (particle(r, next) && next + 1 < r.size() && (r[k].capitalised || (r[next].is(kSurnameParticle) && r[k].is(kSurnameParticle)))) ++next;
            const bool fits = name_word(r, next, bold) && (capitals ? r[next].capitalised : !r[next].is(kCommon));
            const bool allowed = words == 0 ? (!capitals || r[next].capitalised) : capitals == r[k].capitalised || r[next].capitalised;
            const bool noble = (bold || dotted_letter(r, i)) && words > 0 && capitals && r[k].folded == "de" && r[next].capitalised && !r[next].is(kDictionary | kCompany);  // "Monsieur Alban de Kerléo"
            if (fits && allowed && (words == 0 || r[k].capitalised || !capitals || noble)) {
                if (!capitals && words > 0 && r[k].is(kWeakParticle)) break;
                last = glued_end(r, next);
                k = last + 1;
                ++words;
                continue;
            }
            if (!r[k].is(kFirstName)) break;
        }
        // A surname may be a word of the dictionary where a first name leads: "sylvie maréchal".
        const bool led = words > 0 && !r[k].capitalised && last != kNone && first_name(r, last) && !r[k].is(kCommon);
        // "Christelle Blanc" at the end of a line: a surname with a capital, though an everyday word.
        const bool closes = words > 0 && capitals && r[k].capitalised && r[k].word() && !r[k].is(kStop | kTitle | kGreeting | kUnit | kDay | kCompany | kSignOff) && last != kNone && last + 1 == k &&
                            first_name(r, last) && !r[last].is(kDictionary | kCommon) && (k + 1 >= r.size() || r[k + 1].line_start || r[k + 1].is_mark(',') || (r[k + 1].is_mark('.') && (k + 2 >= r.size() || r[k + 2].space_before)));
        // "germanier odette": a first name that is a word too, after a surname that no list has.
        const bool turned = words == 1 && !capitals && last + 1 == k && r[k].is(kFirstName) && !r[k].is(kStop) && (!r[k].is(kCommon) || (i == 0 && (r.expected & kTopicName) != 0)) && r[last].info == nullptr && !r[last].is(kDictionary) && !r.written();
        const bool second = turned || (words > 0 && r[k].capitalised && r[k].is(kFirstName));  // "Thi Mai"
        if (!second && !closes && !name_word(r, k, led || (bold && (words == 0 || !r[k].capitalised)))) break;
        if (last != kNone && r[k].folded == r[last].folded) break;  // "christophe poirier poirier comme l'arbre"
        if (words > 0) {
            if (capitals && !r[k].capitalised) break;
            if (!capitals && (r[k].topics & (kTopicCustomer | kTopicPhone | kTopicCard | kTopicBirth | kTopicAddress)) != 0) break;
            if (!capitals && (r[k].is(kCommon) || r[k].is(kCompany))) break;
            if (!capitals && first_name(r, k) && first_name(r, last) && possessive(r, k)) break;  // "it's bronwen gareth's told me"
            if (!capitals && words > 1 && first_name(r, k) && !first_name(r, last)) break;  // "élisabeth joubert annie m'a dit"
        }
        last = glued_end(r, k);
        k = last + 1;
        ++words;
    }
    return last == kNone ? last : with_initial(r, last);
}

Candidate person(const Reading& r, std::size_t first, std::size_t last, double score, std::string_view source) {
    std::string key;
    for (std::size_t i = first; i <= last; ++i) {
        if (r[i].word()) key += (key.empty() ? "" : " ") + std::string(r[i].folded);
    }
    return {DataType::kPerson, first, last, score, source, std::move(key)};
}

}  // namespace repere::privacy
