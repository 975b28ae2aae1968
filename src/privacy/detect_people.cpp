// People's names, by what stands around them: a title, "je m'appelle", "à l'appareil", a greeting, a relation.
#include <algorithm>

#include "privacy/names.hpp"

namespace repere::privacy {
namespace {

bool is_mark_of(const Item& item, std::string_view marks) {
    return item.kind == ItemKind::kMark && !item.said && marks.find(item.mark) != std::string_view::npos;
}

bool speaking_follows(const Reading& r, std::size_t last) {
    for (std::size_t k = last + 1; k < r.size() && k <= last + 5; ++k) {
        if (r[k].is(kSpeaking)) return true;
    }
    return false;
}

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

bool famous(const Reading& r, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i <= last && i < r.size(); ++i) {
        if (r[i].is(kFamous)) return true;
    }
    return last + 2 < r.size() && r[last + 2].is(kFamous);  // "Sophie la Girafe"
}

void after_title(const Reading& r, std::size_t i, Candidates& out) {
    const Item& title = r[i];
    std::size_t next = i + 1;
    if (title.letter() && !title.capitalised && r.written()) return;
    if (i > 0 && !title.space_before && r[i - 1].is_mark('-')) return;  // "J.-M. Delorme"
    if (next < r.size() && r[next].is_mark('.') && !r[next].space_before && title.folded.size() <= 4) ++next;
    if (next >= r.size() || title.elided || r[next].line_start) return;
    if (r[next].is(kAnd) && next + 1 < r.size() && r[next + 1].is(kTitle)) return;
    const bool the = !r[next].capitalised && (r[next].folded == "le" || r[next].folded == "la");
    if (the && next + 1 < r.size() && !r[next + 1].capitalised && r[next + 1].is(kDictionary | kCommon)) return;  // "monsieur le maire"
    const bool weak = title.folded == "me" || title.letter() || title.folded == "pr" || title.folded == "sir" || title.folded == "madam" || title.folded == "lady";
    if (weak && !(r[next].capitalised && title.capitalised) && !(title.letter() && !r.written())) return;
    // "la famille kaczmarek"; not "la famille nombreuse"
    if (title.is(kRole) && !r[next].capitalised && (r[next].is(kDictionary) ? !r[next].is(kFamilyName) : r[next].is(kParticle | kStop))) return;
    std::size_t words = 0;
    std::size_t last = name_end(r, next, true, words);
    if (last == kNone) return;
    const bool glued = last + 1 < r.size() && r[last + 1].number() && !r[last + 1].space_before;
    if (glued || famous(r, next, last)) return;  // "succession SUC2", "Veuve Clicquot"
    double score = weak && !title.capitalised ? 0.55 : 0.92;
    if (weak && !title.capitalised && words < 2) return;
    // In speech "madame marion tessaud" may be two names, "madame tessaud voilà" is one.
    if (!r[next].capitalised && words > 1 && !first_name(r, next)) {
        std::size_t k = next;
        while (k < last && (r[k].is(kParticle) || r[k].elided || r[k].kind == ItemKind::kMark)) ++k;
        // "fernandes da silva", "menzies-cole"
        while (k + 2 <= last && (r[k + 1].kind == ItemKind::kMark || r[k + 1].is(kParticle))) k += 2;
        // "lopez garcia", but "tessaud voilà"
        while (k < last && r[k + 1].word() && !r[k + 1].is(kFirstName | kDictionary | kCommon | kParticle)) ++k;
        const bool first_follows = k + 1 < r.size() && !r[k + 1].line_start && first_name(r, k + 1);
        const bool another = k + 2 < r.size() && (r[k + 2].is(kFirstName) || name_word(r, k + 2, false));
        const bool presents = (r.classes_after(k + 1) & kSpeaking) != 0 || (k + 2 < r.size() && (r[k + 2].folded == "du" || r[k + 2].folded == "de" || r[k + 2].folded == "from"));
        // An agent who greets so goes on with their own name: "bonjour madame le bouëdec marion équipe fuites".
        const bool greets = r.speaker == Speaker::kAgent && i > 0 && r[i - 1].is(kGreeting);
        if (first_follows && !another && !presents && !greets) ++k;  // "monsieur esposito antoine"
        last = k;
    }
    out.push_back(person(r, next, last, score, "context:title"));
}

bool relative_before(const Reading& r, std::size_t i) {
    if (i > 1 && (r[i - 2].folded == "elle" || r[i - 2].folded == "il" || r[i - 2].folded == "qui")) return true;
    for (std::size_t k = i; k > 0 && i - k < 7; --k) {
        if (r[k - 1].is(kRole | kTitle)) return true;
    }
    return false;
}

// "je m'appelle", "mon nom c'est", "au nom de", "nom :", "surname is"
void after_phrase(const Reading& r, std::size_t i, Candidates& out) {
    std::size_t k = i + 1;
    std::size_t skipped = 0;
    while (k < r.size() && skipped < 4 && !r[k].line_start &&
           (is_mark_of(r[k], ":,") || r[k].is(kLeadIn | kFiller) || (r[k].is(kRole) && !r[k].capitalised && !r[k].is(kFirstName)) || (r[k].letter() && r[k].value == "s"))) {
        ++k;
        ++skipped;
    }
    if (k >= r.size() || r[k].is(kTitle)) return;
    if (!r.french() && r[k - 1].is(kArticle) && !r[k].capitalised && !r[k].is(kFirstName | kFamilyName)) return;  // "under the barcode"
    std::size_t words = 0;
    const bool listed = r[k].is(kFirstName) && !r[k].is(kCommon | kStop);  // "je m'appelle amandine"
    const std::size_t last = name_end(r, k, r[k].capitalised || listed, words);
    if (last == kNone || r[k].line_start) return;
    if (!r[k].capitalised && !first_name(r, k) && r[k].is(kCommon)) return;
    const bool known = r[k].is(kFirstName | kFamilyName);
    if (!r.french() && words == 1 && !known && r[k].capitalised && r[k].is(kDictionary)) return;  // "the button is under Profile"
    if (!known && words == 1 && i > 0 && r[i].folded == "appelle" && r[i - 1].folded == "s" && !relative_before(r, i)) return;  // "le créancier s'appelle Fitalis"
    out.push_back(person(r, k, last, r[k].capitalised || first_name(r, k) ? 0.87 : 0.7, "context:name"));
    // "nom et prénom", "Vignal, Roux": a second name after "et" or "/"
}

// "Hi Brooke, …", "Merci Tessaud." from an agent: who is greeted is a person, not the company.
bool addressed(const Reading& r, std::size_t first, std::size_t last) {
    return r.speaker == Speaker::kAgent && r[first].capitalised && !r[first].is(kDictionary) && first > 0 && r[first - 1].is(kGreeting) && last + 1 < r.size() &&
           is_mark_of(r[last + 1], ",.!") && !(last + 2 < r.size() && r[last + 2].is(kCompany));
}

// "bonjour c'est isabelle de l'accueil", "… c'est damien": a first name that is a word too, where one gives one's own.
bool presents_self(const Reading& r, std::size_t before, std::size_t first, std::size_t last) {
    if (!r[first].is(kFirstName) || r[first].is(kCommon)) return false;
    if (r.speaker == Speaker::kAgent && last + 1 >= r.size()) return true;
    const bool from = last + 1 < r.size() && (r[last + 1].folded == "de" || r[last + 1].folded == "du" || r[last + 1].folded == "from");
    if (!from || (r[before - 1].folded != "est" && r[before - 1].folded != "s")) return false;
    for (std::size_t k = before; k > 0 && before - k < 4; --k) {
        if (r[k - 1].is(kGreeting)) return true;
    }
    return false;
}

// "it's Rukmini's mum"; "les voisins, les Aumont"
bool whose_relative(const Reading& r, std::size_t first, std::size_t last) {
    if (!r[first].capitalised || first == 0) return false;
    if (!r.french()) return last + 3 < r.size() && r[last + 1].is_mark('\'') && r[last + 2].folded == "s" && r[last + 3].is(kRole);
    if (r[first - 1].folded != "les" || r[first].is(kDictionary | kCommon)) return false;
    for (std::size_t k = first - 1; k > 0 && first - k < 9; --k) {
        if (r[k - 1].is(kRole)) return true;
    }
    return false;
}

// What the words around say about a name that may be one: 0 … 1.
double circumstance(const Reading& r, std::size_t first, std::size_t last, bool likely, std::string_view& source) {
    const bool agent_opens = r.speaker == Speaker::kAgent;
    constexpr double kSecond = 0.35;  // what a second, other witness adds
    double best = 0;
    double second = 0;
    const auto raise = [&](double score, std::string_view why) {
        if (score > best) {
            if (why != source) second = best;
            best = score;
            source = why;
        } else if (why != source) {
            second = std::max(second, score);
        }
    };
    // Before: "bonjour inès", "ma fille Inès", "ici Léo", "je suis Élodie", "moi c'est Karim"
    std::size_t k = first;
    std::size_t marks = 0;
    while (k > 0 && (is_mark_of(r[k - 1], ",:!-") || r[k - 1].is(kFiller)) && marks < 2 && !r[k].line_start) {
        --k;
        ++marks;
    }
    if (k > 0 && !(r[first].line_start)) {
        const Item& before = r[k - 1];
        if (before.is(kGreeting) && marks < 2) raise(marks == 0 ? 0.45 : 0.4, "context:greeting");
        if (!likely && addressed(r, first, last)) raise(0.5, "context:greeting");
        // "votre conseiller Altavia": the company's, rather.
        const bool company = before.is(kCompany) || (agent_opens && first == last && !r[first].is(kFamilyName));
        if (before.is(kRole) && marks < 2) raise(likely || !company ? 0.5 : 0.2, "context:role");
        // "c'est", "avec" introduce things as well, so they serve only names that are known to be names.
        if (before.is(kIntroduces)) raise(marks == 0 ? 0.4 : 0.3, "context:introduction");
        else if (before.is(kMayIntroduce) && (likely || presents_self(r, k, first, last))) raise(marks == 0 ? 0.4 : 0.2, "context:introduction");
        // "la conseillère qui s'appelle", "votre technicien c'est Ismaël"
        for (std::size_t back = 1; back <= 4 && back < k && marks == 0 && (likely || r[first].capitalised); ++back) {
            if (r[k - 1 - back].is(kRole) && (before.folded == "est" || before.folded == "s" || (before.is(kLeadIn) && before.folded != "de"))) raise(0.45, "context:role");
        }
    }
    if (speaking_follows(r, last)) raise(0.5, "context:speaking");
    if (whose_relative(r, first, last)) raise(0.45, "context:role");
    const std::size_t next = last + 1;
    if (next < r.size() && !r[next].line_start) {
        if (r[next].is(kGreeting) || (is_mark_of(r[next], ",") && next + 1 < r.size() && r[next + 1].is(kGreeting))) {
            raise(agent_opens ? 0.4 : 0.2, "context:greeting");
        }
        const bool from = r[next].folded == "de" || r[next].folded == "du" || r[next].folded == "from" || r[next].folded == "chez" || r[next].folded == "at" ||
                          (r[next].elided && r[next].folded == "d") || (is_mark_of(r[next], ","));
        if (agent_opens && from && next + 1 < r.size() && (r[next + 1].capitalised || r[next + 1].is(kCompany) || r[next + 1].is(kSpeaking) || r[next + 1].folded == "la" || r[next + 1].folded == "equipe")) raise(0.35, "context:company");
    }
    // An agent who opens: "altéone bonjour jordan", "Belvaire Assurances, Maxence, bonjour."
    if (agent_opens && first <= 14) {
        for (std::size_t back = first > 8 ? first - 8 : 0; back < std::min(last + 4, r.size()); ++back) {
            if (r[back].is(kGreeting)) raise(0.3, "context:greeting");
        }
    }
    const bool may_answer = !agent_opens || likely;
    if (may_answer && (r.expected & kTopicName) != 0 && first <= 8) raise(0.4, "context:asked");
    if (!agent_opens && first == 0 && likely && !r[first].is(kDictionary)) raise(0.2, "form:opening");  // "germanier odette rue du bisse huit"
    if (may_answer && (r.expected & (kTopicCustomer | kTopicBirth | kTopicName)) != 0 && (first <= 10 || last + 3 >= r.size())) {
        raise(last + 3 >= r.size() && (first == 0 || is_mark_of(r[first - 1], ",.")) ? 0.4 : 0.3, "context:asked");
    }
    if (last + 1 == r.size() || (last + 2 == r.size() && r[last + 1].kind == ItemKind::kMark && r[last + 1].mark != ':')) {
        if (first == 0) raise(0.4, "form:alone");
        else if (is_mark_of(r[first - 1], ",.!?") && r.written() && (likely || !agent_opens)) raise(agent_opens ? 0.4 : 0.3, "form:end");  // not "Hilde Moreels, directrice, Linguabel"
    }
    // "Da Costa, 77 020 145"
    if (next + 1 < r.size() && is_mark_of(r[next], ",") && r[next + 1].number() && (r.speaker == Speaker::kCustomer) && !r[next + 1].line_start &&
        (first == 0 || is_mark_of(r[first - 1], ".!?,"))) {
        raise(0.45, "context:number");
    }
    // Beside other personal data: "Inès Moulin, née le", "06 …, demandez"
    if ((r.after(last, 3) & kTopicBirth) != 0) raise(0.35, "context:birth_date");
    if (next < r.size() && r[next].kind == ItemKind::kMark && r[next].mark == '/') raise(0.2, "form:list");
    return likely ? best + kSecond * second : best;
}

bool spoken_surname(const Reading& r, std::size_t first, std::size_t last) {
    if (!r.french() || first != last || r[first].is(kDictionary) || r[first].info != nullptr || last + 2 >= r.size()) return false;
    return !r[last + 1].is(kGreeting) && (r[last + 1].is(kSpeaking) || r[last + 2].is(kSpeaking) || (last + 3 < r.size() && r[last + 3].is(kSpeaking) && r[last + 1].folded.size() == 1));
}

// "hi it's obinna okafor i rang yesterday"
bool unheard_pair(const Reading& r, std::size_t i) {
    return !r.written() && r.speaker == Speaker::kCustomer && i > 0 && i <= 8 && r[i - 1].is(kIntroduces | kMayIntroduce) && unheard(r, i) && unheard(r, i + 1) && !unheard(r, i + 2);
}

// « Carla »: what is quoted is a product or a title.
bool quoted(const Reading& r, std::size_t first, std::size_t last) {
    if (first == 0 || last + 1 >= r.size() || r[first - 1].kind != ItemKind::kMark) return false;
    const auto opening = r.between(first - 1, first - 1);
    return (opening == "\u00ab" || opening == "\u201c" || opening == "\"") && r[last + 1].kind == ItemKind::kMark;
}

// "van acker milo", "le bouëdec yvonne": a particle that nothing else would put there.
bool led_by_particle(const Reading& r, std::size_t i) {
    if (!r[i - 1].word() || r[i - 1].elided || r[i].is(kDictionary)) return false;
    for (const std::string_view particle : {"van", "von", "ben", "bin", "el", "al", "ait", "abou", "da", "di", "dos", "le", "la"}) {
        if (r[i - 1].folded == particle) return true;
    }
    return false;
}

bool hyphen_before(const Reading& r, std::size_t i) {
    return r[i - 1].is_mark('-') && !r[i - 1].said && !r[i - 1].space_before && !r[i].space_before && r[i - 2].word() && !r[i - 2].is(kCommon | kStop | kParticle);
}

// "diallo aminata", "le bouëdec yvonne": the surname that stands before a first name, said in lower case.
std::size_t surname_before(const Reading& r, std::size_t i) {
    if (i == 0 || r.written() || r[i].capitalised || r[i].line_start) return i;
    if (!first_name(r, i)) return led_by_particle(r, i) ? i - 1 : i;
    if (r.speaker == Speaker::kAgent && i <= 10) return i;  // "altéone jordan bonjour"
    std::size_t first = i;
    for (std::size_t k = i; k > 0 && i - k < 3; --k) {
        const Item& item = r[k - 1];
        const bool listed = item.info != nullptr && (item.info->classes & ~kFirstName & ~kParticle) != 0;
        const bool surname = item.word() && !item.elided && !item.capitalised && item.folded.size() > 2 && !listed && (!item.is(kDictionary) || item.is(kFamilyName));
        if (surname) first = k - 1;
        else if (item.folded == "van" || item.folded == "ben" || item.folded == "el") first = first < i ? k - 1 : first;
        else if (item.word() && !item.elided && item.is(kParticle) && first < i && item.folded != "de" && item.folded != "la" && item.folded != "les" && item.folded != "du" && item.folded != "des") first = k - 1;
        else break;
        if (r[k - 1].line_start) break;
    }
    // After a title the surname has been found, and the first name may be another's.
    for (std::size_t k = first; k > 0 && first - k < 3; --k) {
        if (r[k - 1].is(kTitle)) return i;  // "mrs o'shaughnessy seán here"
    }
    return first;
}

// "votre nom ?" - "berger comme le métier": a short answer may be a word of the dictionary.
void answered_name(const Reading& r, Candidates& out) {
    if ((r.expected & kTopicName) == 0 || r.speaker == Speaker::kAgent || r.written()) return;
    std::size_t i = 0;
    bool article = false;  // "i've not got a console"
    while (i < r.size() && i < 8 && (r[i].is(kStop | kFiller | kGreeting | kLeadIn) || r[i].kind == ItemKind::kMark || r[i].elided)) article = r[i++].is(kArticle);
    if (i >= r.size() || i >= 8 || (article && !r[i].is(kFirstName | kFamilyName)) || !r[i].word() || r[i].folded.size() < 3 || r[i].is(kRole | kUnit | kTitle | kDay | kThing | kArticle) || r[i].topics != 0) return;
    std::size_t words = 0;
    const std::size_t last = name_end(r, i, true, words);
    if (last == kNone) return;
    const bool ends = last + 1 >= r.size() || r[last + 1].kind == ItemKind::kMark || r[last + 1].is(kSpelling | kFiller) || r[last + 1].letter();
    const bool name = r[i].is(kFamilyName | kFirstName) || !r[i].is(kCommon);
    if (ends && name) out.push_back(person(r, i, last, r[i].is(kCommon) ? 0.52 : 0.6, "context:asked"));
}

bool ampersand(const Reading& r, std::size_t i) { return i < r.size() && r[i].is_mark('&'); }

// Another first name where an agent presents the company: "Réparéo, Lucas à l'appareil".
bool named_beside(const Reading& r, std::size_t first, std::size_t last) {
    for (std::size_t k = 0; k < std::min<std::size_t>(r.size(), 18); ++k) {
        if ((k < first || k > last) && first_name(r, k) && (r[k].info != nullptr && (r[k].info->classes & kFirstName) != 0)) return true;
    }
    return false;
}

// Words without a first name that an agent says where the company's name stands: "Swiftmoor Parcels here", "ici Forma+".
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
    if (first == last && r[first].capitalised && !r[first].is(kFamilyName) && last + 1 < r.size() && r[last + 1].is(kCompany)) return true;  // "Pixelbarn support"
    const bool after_firm = first > 1 && is_mark_of(r[first - 1], ",-|") && (r[first - 2].capitalised || r[first - 2].is(kCompany)) && !r[first - 2].is(kGreeting | kStop);  // "Uni Nest, Kezia speaking"
    return first == last && r[first].capitalised && !r[first].is(kFamilyName) && speaking_follows(r, last) && !(first > 0 && r[first - 1].is(kIntroduces)) && !after_firm;
}

// "Fleurs d'Isaure", "Panier Malin", "GAEC des Terres Rousses", "laboratoire saint éloi": inside the name of a place or firm.
bool inside_firm(const Reading& r, std::size_t i, std::size_t words) {
    std::size_t k = i;
    while (k > 0 && i - k < 2 && !r[k].line_start && (r[k - 1].elided || r[k - 1].folded == "de" || r[k - 1].folded == "du" || r[k - 1].folded == "des")) --k;
    if (k == 0 || r[k].line_start) return false;
    const Item& head = r[k - 1];
    if (r[i].capitalised && head.word() && head.capitalised && head.is(kCompany) && !head.is(kFirstName)) return true;
    if (words != 1) return false;
    if (head.folded == "saint" || head.folded == "sainte" || head.folded == "st") return true;
    if (!r[i].capitalised || !head.word() || !head.capitalised || head.is(kTitle | kGreeting | kStop | kFirstName | kSignOff | kRole | kIntroduces)) return false;
    const bool opens = k == 1 || head.line_start || is_mark_of(r[k - 2], ".!?");
    return head.is(kDictionary | kCommon) && (k < i || !opens) && r.written();
}

// A run of words that may be a name, as by_form weighs it.
struct Look {
    std::size_t first = 0, last = 0, words = 0;
    bool known_first = false;  // it begins with a first name
    bool any_first = false;    // it holds one
    bool initials = false;
    bool pair = false;         // two words that nobody knows, after "it's"
};

bool listed_first(const Item& item) { return item.info != nullptr && (item.info->classes & kFirstName) != 0; }

// "it's carol whitlock": a first name that is a word too, and then a word that no list has.
bool leads_unheard(const Reading& r, std::size_t i) {
    return !r.written() && i > 0 && r[i - 1].is(kIntroduces | kMayIntroduce) && listed_first(r[i]) && unheard(r, i + 1);
}

Look look_at(const Reading& r, std::size_t i) {
    Look look{.first = i};
    look.known_first = first_name(r, i) || leads_unheard(r, i);
    look.last = name_end(r, i, r[i].is(kFirstName) && !first_name(r, i), look.words);
    if (look.last == kNone) return look;
    look.pair = unheard_pair(r, i);
    look.initials = r[i].letter() || after_initials(r, i) != i;
    look.any_first = look.known_first;
    for (std::size_t k = i; k <= look.last; ++k) look.any_first = look.any_first || first_name(r, k);
    // "germanier odette": after a surname that no list has, a first name may be a word too.
    const bool turned = !look.any_first && look.last == i + 1 && !r.written() && r.speaker == Speaker::kCustomer && r[i].info == nullptr && !r[i].is(kDictionary);
    if (turned) look.any_first = r[look.last].is(kFirstName) && !r[look.last].is(kCommon);
    return look;
}

bool opens_sentence(const Reading& r, std::size_t i) { return i == 0 || r[i].line_start || is_mark_of(r[i - 1], ".!?"); }

// What the words themselves say; below 0 where they are no name at all.
double own_weight(const Reading& r, const Look& look) {
    const Item& head = r[look.first];
    const bool opens = opens_sentence(r, look.first);
    if (look.known_first && look.words >= 2) return head.capitalised ? 0.72 : 0.62;
    if (look.known_first && !listed_first(head)) return head.capitalised ? 0.3 : 0.1;  // only the dictionary's
    if (look.known_first) return head.is(kDictionary | kCommon) && opens ? 0.1 : 0.5;  // "rose", "will", "ravi"
    if (look.initials) return 0.6;
    if (look.any_first) return head.capitalised ? 0.6 : 0.35;  // "BERTHELOT Cyrielle", "marchetti lucas"
    if (head.is(kFirstName) && !head.capitalised) return head.is(kCommon) ? 0.05 : 0.1;
    if (head.all_capitals && look.words == 1 && head.folded.size() <= 4) return -1;
    if (head.capitalised && look.words >= 2 && look.words <= 3 && !head.all_capitals) return opens ? 0.15 : 0.22;
    if (head.capitalised) return opens ? 0.08 : 0.12;
    if (look.pair) return 0.2;
    return spoken_surname(r, look.first, look.last) ? 0.15 : -1;  // "allô peltier au téléphone"
}

// What the neighbours take away: "à Rouen", "la Clio", "Marchal Assurances".
double drawback(const Reading& r, const Look& look) {
    const std::size_t next = look.last + 1;
    double less = 0;
    if (look.words == 1 && look.first > 0 && r[look.first - 1].is(kPlaceBefore)) less += look.any_first ? 0.15 : 0.3;
    if (look.words == 1 && look.first > 0 && r[look.first - 1].is(kArticle)) less += 0.2;
    if (next < r.size() && r[next].is(kCompany) && r[next].capitalised && !r[next].line_start) less += 0.5;
    return less;
}

bool firm_beside_ampersand(const Reading& r, const Look& look) {
    const std::size_t next = look.last + 1;
    const bool before = look.first > 0 && ampersand(r, look.first - 1) && !(look.first > 1 && first_name(r, look.first - 2));
    return before || (ampersand(r, next) && !(next + 1 < r.size() && first_name(r, next + 1)));
}

// Codes, towns, streets, firms, famous people and quoted titles, which look like names.
bool no_person(const Reading& r, const Look& look) {
    const std::size_t i = look.first;
    const std::size_t next = look.last + 1;
    if (quoted(r, i, look.last) || named_after(r, i, look.last) || famous(r, i, look.last)) return true;
    const bool more_capitals = (i > 0 && r[i - 1].all_capitals) || (next < r.size() && r[next].all_capitals);
    if (r[i].all_capitals && look.words == 1 && r[i].folded.size() <= 3 && !more_capitals) return true;
    constexpr std::uint32_t kNumbers = kTopicPhone | kTopicIban | kTopicCard | kTopicCvv | kTopicNir | kTopicBirth | kTopicIp | kTopicPublic;
    if (look.words == 1 && (r[i].topics & kNumbers) != 0) return true;  // "DoB"
    if (i > 0 && !r[i].space_before && r[i - 1].kind == ItemKind::kNumber) return true;  // "20aine"
    if (i > 1 && r[i - 1].is_mark('-') && r[i - 2].is(kParticle) && r[i - 2].folded.starts_with("s")) return true;  // "Saint-Étienne"
    if (next < r.size() && r[next].number() && !r[next].space_before && !r[next].said) return true;  // "NOEL25"
    if (inside_firm(r, i, look.words) || (i > 1 && r[i - 1].is(kSpelling) && r[i - 2].letter())) return true;
    const bool thing_follows = next < r.size() && r[next].is(kStreet | kThing) && !r[next].is(kStop) && !(r.french() && r[next].is(kStreet)) && r[next].capitalised == r[i].capitalised;
    if (thing_follows && !r[i + 1].line_start) return true;
    if (look.words == 1 && r[i].is(kRole) && !r[i].capitalised && !listed_first(r[i])) return true;  // "mon mari"
    // "Beauté Florine, ici Typhaine"
    const auto trade = [&](const Item& item) { return item.word() && item.capitalised && item.is(kDictionary | kCommon) && !item.is(kFirstName | kFamilyName | kTitle | kGreeting | kStop | kRole); };
    const bool firm = look.words > 1 && (trade(r[i]) || (i > 0 && !r[i].line_start && trade(r[i - 1])));
    if (firm && r.speaker == Speaker::kAgent && i < 12 && named_beside(r, i, look.last)) return true;
    return look.any_first ? firm_beside_ampersand(r, look) : !look.initials && !look.pair && company_name(r, i, look.last);
}

void by_form(const Reading& r, std::size_t i, Candidates& out) {
    const Look look = look_at(r, i);
    if (look.last == kNone) return;
    const double own = own_weight(r, look);
    if (own < 0 || no_person(r, look)) return;
    std::string_view source = "form:name";
    const double around = circumstance(r, i, look.last, look.any_first || look.initials || look.pair, source);
    double score = own - drawback(r, look);
    // A lone unknown capital needs a strong word beside it, and a greeting alone is not one: "Bonjour Altéone".
    // "océane" is a word too, but hardly after "bonjour".
    const bool listed = listed_first(r[i]) && !r[i].is(kCommon);
    if (!look.any_first && !listed && !look.initials && source == "context:greeting" && !addressed(r, i, look.last)) score = 0;
    score = std::min(0.95, score + around);
    if (score < 0.5) return;
    std::size_t first = surname_before(r, i);
    while (first > 1 && hyphen_before(r, first)) first -= 2;  // "dupuis-laval aurélie"
    out.push_back(person(r, first, look.last, first < i ? std::max(score, 0.62) : score, source));
}

// "monsieur et madame Aubin Ferret", "Cochet ou Rochet", "Muller/Adam": a name joined to one just found.
void joined_names(const Reading& r, Candidates& out) {
    const std::size_t count = out.size();
    for (std::size_t c = 0; c < count; ++c) {
        if (out[c].type != DataType::kPerson || out[c].score < 0.5) continue;
        const std::size_t joint = out[c].last + 1;
        if (joint + 1 >= r.size() || r[joint + 1].line_start) continue;
        const bool joins = r[joint].is(kAnd) || r[joint].folded == "ou" || r[joint].folded == "or" || r[joint].is_mark('/');
        if (!joins || !r[joint + 1].capitalised || r[joint + 1].is(kTitle)) continue;
        std::size_t words = 0;
        const std::size_t last = name_end(r, joint + 1, false, words);
        if (last != kNone) out.push_back(person(r, joint + 1, last, 0.6, "form:list"));
    }
}

}  // namespace

void find_people(const Reading& r, Candidates& out) {
    std::size_t done = 0;  // names found by form do not start inside one another
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (r[i].is(kTitle) && !r[i].elided) {
            const auto before = out.size();
            after_title(r, i, out);
            if (out.size() > before && out.back().score > 0.9) done = std::max(done, out.back().last + 1);
        }
        if ((r[i].topics & kTopicName) != 0) after_phrase(r, i, out);
        const bool starts = (r[i].word() && !r[i].elided && (r[i].capitalised || r[i].is(kFirstName) || (r[i].info == nullptr && !r[i].is(kDictionary) && i + 1 < r.size() && (r[i + 1].is(kFirstName) || spoken_surname(r, i, i) || unheard_pair(r, i))))) ||
                            (r[i].elided && r[i].capitalised) ||
                            (r[i].is(kParticle) && r[i].capitalised) || (r[i].letter() && r[i].capitalised);
        if (!starts || i < done) continue;
        const auto before = out.size();
        by_form(r, i, out);
        if (out.size() > before) done = std::max(done, out.back().last + 1);
    }
    answered_name(r, out);
    find_spelled_names(r, out);
    if (r.written()) find_signatures(r, out);
    joined_names(r, out);
}

}  // namespace repere::privacy
