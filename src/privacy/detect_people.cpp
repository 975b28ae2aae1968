// People's names, by the words themselves and what stands around them: a title, "je m'appelle", "à l'appareil", a
// greeting, a relation.
#include <algorithm>

#include "privacy/people.hpp"

namespace repere::privacy {
namespace {

constexpr double kEnough = 0.5;  // as resolve() keeps

// "van acker milo", "le bouëdec yvonne": a particle that nothing else would put there.
bool led_by_particle(const Reading& r, std::size_t i) {
    return r[i - 1].word() && !r[i - 1].elided && !r[i].is(kDictionary) && r[i - 1].is(kSurnameParticle);
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
        else if (item.is(kSurnameParticle) && !item.is(kArticle)) first = first < i ? k - 1 : first;
        else if (item.word() && !item.elided && item.is(kParticle) && first < i && !item.is(kWeakParticle)) first = k - 1;
        else break;
        if (r[k - 1].line_start) break;
    }
    // After a title the surname has been found, and the first name may be another's.
    for (std::size_t k = first; k > 0 && first - k < 3; --k) {
        if (r[k - 1].is(kTitle)) return i;  // "mrs o'shaughnessy seán here"
    }
    return first;
}

// A lone unknown capital needs a strong word beside it, and a greeting alone is not one: "Bonjour Altéone".
bool only_greeted(const Reading& r, const NameLook& look, const NameSign& sign) {
    const bool listed = listed_first(r[look.first]) && !r[look.first].is(kCommon);  // "océane" is a word too, but hardly after "bonjour"
    return !look.any_first && !listed && !look.initials && sign.source == "context:greeting" && !addressed(r, look.first, look.last);
}

// "van den broeck", "o grady", in speech
bool said_particle(const Reading& r, std::size_t i) {
    return !r.written() && !r[i].capitalised && !r[i].elided && r[i].is(kParticle) && !r[i].is(kArticle | kWeakParticle | kStop) && (r[i].is(kSurnameParticle) || (r[i].letter() && r[i].value == "o"));
}

void by_form(const Reading& r, std::size_t i, Candidates& out) {
    const NameLook look = look_at(r, i);
    if (look.last == kNone) return;
    const double own = own_weight(r, look);
    if (own < 0 || no_person(r, look)) return;
    const auto& weights = r.words->name_weights().announced;
    const NameSign sign = circumstance(r, look);
    const double score = std::min(weights.most, (only_greeted(r, look, sign) ? 0 : own - drawback(r, look)) + sign.weight);
    if (score < kEnough) return;
    std::size_t first = surname_before(r, i);
    while (first > 1 && hyphen_before(r, first)) first -= 2;  // "dupuis-laval aurélie"
    while (first > 0 && !r[first].line_start && said_particle(r, first - 1)) --first;
    out.push_back(person(r, first, look.last, first < i ? std::max(score, weights.surname_first) : score, sign.source));
}

// "monsieur et madame Aubin Ferret", "Cochet ou Rochet", "Muller/Adam": a name joined to one just found.
void joined_names(const Reading& r, Candidates& out) {
    const std::size_t count = out.size();
    for (std::size_t c = 0; c < count; ++c) {
        if (out[c].type != DataType::kPerson || out[c].score < kEnough) continue;
        const std::size_t joint = out[c].last + 1;
        if (joint + 1 >= r.size() || r[joint + 1].line_start) continue;
        const bool joins = r[joint].is(kAnd) || r[joint].is(kOr) || r[joint].is_mark('/');
        const bool said = !r.written() && listed_first(r[joint + 1]) && !r[joint + 1].is(kStop | kGreeting) && first_name(r, out[c].last);  // "dorota and ray"
        if (!joins || (!r[joint + 1].capitalised && !said) || r[joint + 1].is(kTitle)) continue;
        std::size_t words = 0;
        const std::size_t last = name_end(r, joint + 1, false, words);
        if (last != kNone) out.push_back(person(r, joint + 1, last, r.words->name_weights().announced.joined, "form:list"));
    }
}

// Where a name may begin, by its first word alone.
bool may_begin(const Reading& r, std::size_t i) {
    const Item& item = r[i];
    if (item.capitalised) return item.word() || item.letter() || item.is(kParticle);
    if (!item.word() || item.elided) return false;
    if (item.is(kFirstName)) return true;
    if (item.info != nullptr || item.is(kDictionary) || i + 1 >= r.size()) return false;
    return r[i + 1].is(kFirstName) || spoken_surname(r, i, i) || unheard_pair(r, i);
}

}  // namespace

void find_people(const Reading& r, Candidates& out) {
    std::size_t done = 0;  // names found by form do not start inside one another
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (r[i].is(kTitle) && !r[i].elided) {
            const auto before = out.size();
            name_after_title(r, i, out);
            if (out.size() > before && out.back().score >= r.words->name_weights().announced.title) done = std::max(done, out.back().last + 1);
        }
        if ((r[i].topics & kTopicName) != 0) name_after_phrase(r, i, out);
        if (i < done || !may_begin(r, i)) continue;
        const auto before = out.size();
        by_form(r, i, out);
        if (out.size() > before) done = std::max(done, out.back().last + 1);
    }
    name_answered(r, out);
    find_spelled_names(r, out);
    if (r.written()) find_signatures(r, out);
    joined_names(r, out);
}

}  // namespace repere::privacy
