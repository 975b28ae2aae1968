// Names that something announces: a title, "je m'appelle", the question that was just asked.
#include "privacy/people.hpp"

namespace repere::privacy {
namespace {

// "me tessaud", "m tessaud": the word before may be no title at all.
bool weak(const Item& title) { return title.letter() || title.is(kWeakTitle); }

// The item where the name after a title may begin; kNone where the title leads none.
std::size_t name_start(const Reading& r, std::size_t i) {
    const Item& title = r[i];
    if (title.letter() && !title.capitalised && r.written()) return kNone;
    if (i > 0 && !title.space_before && r[i - 1].is_mark('-')) return kNone;  // "J.-M. Delorme"
    std::size_t next = i + 1;
    if (next < r.size() && r[next].is_mark('.') && !r[next].space_before && title.folded.size() <= 4) ++next;
    if (next >= r.size() || title.elided || r[next].line_start) return kNone;
    if (r[next].is(kAnd) && (r.classes_after(next) & kTitle) != 0) return kNone;
    // "monsieur le maire"
    const bool article = !r[next].capitalised && r[next].is(kArticle) && r[next].is(kParticle);
    if (article && next + 1 < r.size() && !r[next + 1].capitalised && r[next + 1].is(kDictionary | kCommon)) return kNone;
    if (weak(title) && !(r[next].capitalised && title.capitalised) && !(title.letter() && !r.written())) return kNone;
    // "la famille kaczmarek"; not "la famille nombreuse"
    const bool named = r[next].is(kDictionary) ? r[next].is(kFamilyName) : !r[next].is(kParticle | kStop);
    return title.is(kRole) && !r[next].capitalised && !named ? kNone : next;
}

// In speech "madame marion tessaud" may be two names, "madame tessaud voilà" is one. The last item of the name that a
// surname in lower case at `next` begins.
std::size_t surname_end(const Reading& r, std::size_t title, std::size_t next, std::size_t last) {
    std::size_t k = next;
    while (k < last && (r[k].is(kParticle) || r[k].elided || r[k].kind == ItemKind::kMark)) ++k;
    // "fernandes da silva", "menzies-cole"
    while (k + 2 <= last && (r[k + 1].kind == ItemKind::kMark || r[k + 1].is(kParticle))) k += 2;
    // "lopez garcia", but "tessaud voilà"
    while (k < last && r[k + 1].word() && !r[k + 1].is(kFirstName | kDictionary | kCommon | kParticle)) ++k;
    const bool first_follows = k + 1 < r.size() && !r[k + 1].line_start && (first_name(r, k + 1) || (unheard(r, k) && r[k + 1].is(kFirstName) && !r[k + 1].is(kCommon | kStop)));
    const bool another = k + 2 < r.size() && !r[k + 2].is(kStop) && (r[k + 2].is(kFirstName) || name_word(r, k + 2, false));
    const bool presents = (r.classes_after(k + 1) & (kSpeaking | kWorksFor)) != 0;
    // An agent who greets so goes on with their own name: "bonjour madame le bouëdec marion équipe fuites".
    const bool greets = r.speaker == Speaker::kAgent && title > 0 && r[title - 1].is(kGreeting);
    return first_follows && !another && !presents && !greets ? k + 1 : k;  // "monsieur esposito antoine"
}

bool relative_before(const Reading& r, std::size_t i) {
    if (i > 1 && r[i - 2].is(kWho)) return true;
    for (std::size_t k = i; k > 0 && i - k < 7; --k) {
        if (r[k - 1].is(kRole | kTitle)) return true;
    }
    return false;
}

// Over "c'est", "est", a role, between "mon nom" and the name.
std::size_t after_lead_in(const Reading& r, std::size_t i) {
    const auto leads = [&](const Item& item) {
        return typed_mark(item, ":,") || item.is(kLeadIn | kFiller) || (item.is(kRole) && !item.capitalised && !item.is(kFirstName)) || (item.letter() && item.value == "s");
    };
    std::size_t k = i + 1;
    while (k < r.size() && k < i + 5 && !r[k].line_start && leads(r[k])) ++k;
    return k;
}

}  // namespace

void name_after_title(const Reading& r, std::size_t i, Candidates& out) {
    const std::size_t next = name_start(r, i);
    if (next == kNone) return;
    std::size_t words = 0;
    std::size_t last = name_end(r, next, true, words);
    if (last == kNone) return;
    const bool glued = last + 1 < r.size() && r[last + 1].number() && !r[last + 1].space_before;
    if (glued || famous(r, next, last)) return;  // "succession SUC2", "Veuve Clicquot"
    const auto& weights = r.words->name_weights().announced;
    const bool unsure = weak(r[i]) && !r[i].capitalised;
    if (unsure && words < 2) return;
    if (!r[next].capitalised && words > 1 && !first_name(r, next)) last = surname_end(r, i, next, last);
    out.push_back(person(r, next, last, unsure ? weights.weak_title : weights.title, "context:title"));
}

void name_after_phrase(const Reading& r, std::size_t i, Candidates& out) {
    const std::size_t k = after_lead_in(r, i);
    if (k >= r.size() || r[k].is(kTitle)) return;
    if (!r.french() && r[k - 1].is(kArticle) && !r[k].capitalised && !r[k].is(kFirstName | kFamilyName)) return;  // "under the barcode"
    std::size_t words = 0;
    const bool listed = r[k].is(kFirstName) && !r[k].is(kCommon | kStop);  // "je m'appelle amandine"
    const bool explained = (r.classes_after(k) & kSpelling) != 0;  // "le nom c'est boucher comme le métier"
    const std::size_t last = name_end(r, k, r[k].capitalised || listed || explained, words);
    if (last == kNone || r[k].line_start) return;
    if (!r[k].capitalised && !first_name(r, k) && r[k].is(kCommon) && !explained) return;
    const bool known = r[k].is(kFirstName | kFamilyName);
    if (!r.french() && words == 1 && !known && r[k].capitalised && r[k].is(kDictionary)) return;  // "the button is under Profile"
    if (!known && words == 1 && r[i].is(kIsCalled) && !relative_before(r, i)) return;             // "le créancier s'appelle Fitalis"
    const auto& weights = r.words->name_weights().announced;
    out.push_back(person(r, k, last, r[k].capitalised || first_name(r, k) ? weights.phrase : weights.phrase_unknown, "context:name"));
}

// "votre nom ?" - "berger comme le métier": a short answer may be a word of the dictionary.
void name_answered(const Reading& r, Candidates& out) {
    if ((r.expected & kTopicName) == 0 || r.speaker == Speaker::kAgent || r.written()) return;
    std::size_t i = 0;
    bool article = false;  // "i've not got a console"
    while (i < r.size() && i < 8 && (r[i].is(kStop | kFiller | kGreeting | kLeadIn) || r[i].kind == ItemKind::kMark || r[i].elided)) article = r[i++].is(kArticle);
    if (i >= r.size() || i >= 8 || (article && !r[i].is(kFirstName | kFamilyName)) || !r[i].word() || r[i].folded.size() < 3 || r[i].is(kRole | kUnit | kTitle | kDay | kThing | kArticle) || r[i].topics != 0) return;
    std::size_t words = 0;
    const std::size_t last = name_end(r, i, true, words);
    if (last == kNone) return;
    const bool ends = last + 1 >= r.size() || r[last + 1].kind == ItemKind::kMark || r[last + 1].is(kSpelling | kFiller) || r[last + 1].letter();
    const bool word = !r.french() && r[i].is(kDictionary) && !r[i].is(kFirstName) && last + 1 < r.size();  // "finally okay"
    const bool name = (r[i].is(kFamilyName | kFirstName) || !r[i].is(kCommon)) && !word;
    const auto& weights = r.words->name_weights().announced;
    if (ends && name) out.push_back(person(r, i, last, r[i].is(kCommon) ? weights.answer_everyday_word : weights.answer, "context:asked"));
}

}  // namespace repere::privacy
