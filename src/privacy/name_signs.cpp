// What stands around a name: who is greeted, introduced, asked for, who signs.
#include <algorithm>

#include "privacy/people.hpp"

namespace repere::privacy {
namespace {

// Gathers signs: the strongest, and the next that another kind of sign gives.
class Signs {
  public:
    explicit Signs(const NameWeights::Around& weights) : weights_(weights) {}

    void add(double weight, std::string_view source) {
        if (weight > best_.weight) {
            if (source != best_.source) second_ = best_.weight;
            best_ = {weight, source};
        } else if (source != best_.source) {
            second_ = std::max(second_, weight);
        }
    }
    const NameWeights::Around& weights() const { return weights_; }
    NameSign sum(bool likely) const {
        return {likely ? best_.weight + weights_.second_sign * second_ : best_.weight, best_.source};
    }

  private:
    const NameWeights::Around& weights_;
    NameSign best_;
    double second_ = 0;
};

bool agent(const Reading& r) { return r.speaker == Speaker::kAgent; }

bool greeted_before(const Reading& r, std::size_t i, std::size_t reach) {
    for (std::size_t k = i; k > 0 && i - k < reach; --k) {
        if (r[k - 1].is(kGreeting)) return true;
    }
    return false;
}

// "bonjour c'est isabelle de l'accueil", "… c'est damien": a first name that is a word too, where one gives one's own.
bool presents_self(const Reading& r, std::size_t before, const NameLook& look) {
    const Item& name = r[look.first];
    if (!name.is(kFirstName) || name.is(kCommon)) return false;
    if (agent(r) && look.last + 1 >= r.size()) return true;
    const bool from = (r.classes_after(look.last) & kWorksFor) != 0 && !r[look.last + 1].elided;
    const bool is = r[before - 1].is(kLeadIn) && !r[before - 1].is(kWeakParticle);
    return from && is && greeted_before(r, before, 4);
}

// "it's Rukmini's mum"; "les voisins, les Aumont"
bool whose_relative(const Reading& r, const NameLook& look) {
    const std::size_t first = look.first;
    const std::size_t last = look.last;
    if (!r[first].capitalised || first == 0) return false;
    if (!r.french()) return last + 3 < r.size() && r[last + 1].is_mark('\'') && r[last + 2].folded == "s" && r[last + 3].is(kRole);
    if (!r[first - 1].is(kPlural) || r[first].is(kDictionary | kCommon)) return false;
    for (std::size_t k = first - 1; k > 0 && first - k < 9; --k) {
        if (r[k - 1].is(kRole)) return true;
    }
    return false;
}

// "bonjour inès", "ma fille Inès", "ici Léo", "je suis Élodie", "moi c'est Karim"
void signs_before(const Reading& r, const NameLook& look, Signs& signs) {
    const auto& w = signs.weights();
    std::size_t k = look.first;
    std::size_t marks = 0;
    while (k > 0 && (typed_mark(r[k - 1], ",:!-") || r[k - 1].is(kFiller)) && marks < 2 && !r[k].line_start) {
        --k;
        ++marks;
    }
    if (k == 0 || r[look.first].line_start) return;
    const Item& before = r[k - 1];
    if (before.is(kGreeting) && marks < 2) signs.add(marks == 0 ? w.greeting_before : w.greeting_before_mark, "context:greeting");
    if (!look.likely() && addressed(r, look.first, look.last)) signs.add(w.addressed, "context:greeting");
    // "votre conseiller Altavia": the company's, rather.
    const bool company = before.is(kCompany) || (agent(r) && look.first == look.last && !r[look.first].is(kFamilyName));
    if (before.is(kRole) && marks < 2) signs.add(look.likely() || !company ? w.role_before : w.role_before_company, "context:role");
    // "c'est", "avec" introduce things as well, so they serve only names that are known to be names.
    if (before.is(kIntroduces) && agent(r) && listed_first(r[look.first]) && look.last + 1 >= r.size()) signs.add(w.agent_presents, "context:introduction");
    if (before.is(kIntroduces)) signs.add(marks == 0 ? w.introduced : w.introduced_mark, "context:introduction");
    else if (before.is(kMayIntroduce) && (look.likely() || presents_self(r, k, look))) signs.add(marks == 0 ? w.perhaps_introduced : w.perhaps_introduced_mark, "context:introduction");
    // "la conseillère qui s'appelle", "votre technicien c'est Ismaël"
    if (marks > 0 || !before.is(kLeadIn) || before.is(kWeakParticle) || !(look.likely() || r[look.first].capitalised)) return;
    for (std::size_t back = 2; back <= 5 && back <= k; ++back) {
        if (r[k - back].is(kRole)) signs.add(w.role_presents, "context:role");
    }
}

void signs_after(const Reading& r, const NameLook& look, Signs& signs) {
    const auto& w = signs.weights();
    const std::size_t next = look.last + 1;
    if (speaking_follows(r, look.last)) signs.add(w.speaking_after, "context:speaking");
    if (whose_relative(r, look)) signs.add(w.relative_after, "context:role");
    if (r.speaker == Speaker::kCustomer && listed_first(r[look.first]) && (r.after(look.last, 2) & kTopicName) != 0 && !typed_mark(r[std::min(look.last + 1, r.size() - 1)], ".?")) signs.add(w.name_after, "context:name");
    if ((r.after(look.last, 3) & kTopicBirth) != 0) signs.add(w.birth_after, "context:birth_date");
    if (next >= r.size()) return;
    if (r[next].kind == ItemKind::kMark && r[next].mark == '/') signs.add(w.list_after, "form:list");
    if (r[next].line_start) return;
    if (r[next].is(kGreeting) || (typed_mark(r[next], ",") && (r.classes_after(next) & kGreeting) != 0)) signs.add(agent(r) ? w.greeting_after_agent : w.greeting_after, "context:greeting");
    const bool from = r[next].is(kWorksFor) || typed_mark(r[next], ",");
    if (agent(r) && from && next + 1 < r.size() && (r[next + 1].capitalised || r[next + 1].is(kCompany | kSpeaking | kArticle))) signs.add(w.company_after_agent, "context:company");
    // "Da Costa, 77 020 145"
    const bool number = next + 1 < r.size() && typed_mark(r[next], ",") && r[next + 1].number() && !r[next + 1].line_start;
    if (number && r.speaker == Speaker::kCustomer && (look.first == 0 || typed_mark(r[look.first - 1], ".!?,"))) signs.add(w.number_after, "context:number");
}

// "altéone bonjour jordan", "Belvaire Assurances, Maxence, bonjour."; "germanier odette rue du bisse huit"
void signs_of_opening(const Reading& r, const NameLook& look, Signs& signs) {
    const auto& w = signs.weights();
    if (!agent(r)) {
        if (look.first == 0 && look.likely() && !r[0].is(kDictionary)) signs.add(w.customer_opens, "form:opening");
        return;
    }
    if (look.first > 14) return;
    for (std::size_t k = look.first > 8 ? look.first - 8 : 0; k < std::min(look.last + 4, r.size()); ++k) {
        if (r[k].is(kGreeting)) signs.add(w.opening_agent, "context:greeting");
    }
}

void signs_of_question(const Reading& r, const NameLook& look, Signs& signs) {
    const auto& w = signs.weights();
    if (agent(r) && !look.likely()) return;
    if ((r.expected & kTopicName) != 0 && look.first <= 8) signs.add(w.name_asked, "context:asked");
    const bool ends = look.last + 3 >= r.size();
    if ((r.expected & (kTopicCustomer | kTopicBirth | kTopicName)) == 0 || (look.first > 10 && !ends)) return;
    const bool apart = look.first == 0 || typed_mark(r[look.first - 1], ",.");
    signs.add(ends && apart ? w.identity_asked_end : w.identity_asked, "context:asked");
}

void signs_of_end(const Reading& r, const NameLook& look, Signs& signs) {
    const auto& w = signs.weights();
    const bool ends = look.last + 1 == r.size() || (look.last + 2 == r.size() && r[look.last + 1].kind == ItemKind::kMark && r[look.last + 1].mark != ':');
    if (!ends) return;
    if (look.first == 0) return signs.add(w.alone, "form:alone");
    // Not "Hilde Moreels, directrice, Linguabel".
    if (!typed_mark(r[look.first - 1], ",.!?") || !r.written() || (agent(r) && !look.likely())) return;
    signs.add(agent(r) ? w.end_agent : w.end, "form:end");
}

}  // namespace

bool addressed(const Reading& r, std::size_t first, std::size_t last) {
    if (!agent(r) || !r[first].capitalised || r[first].is(kDictionary) || first == 0 || !r[first - 1].is(kGreeting)) return false;
    return last + 1 < r.size() && typed_mark(r[last + 1], ",.!") && (r.classes_after(last + 1) & kCompany) == 0;
}

NameSign circumstance(const Reading& r, const NameLook& look) {
    Signs signs(r.words->name_weights().around);
    signs_before(r, look, signs);
    signs_after(r, look, signs);
    signs_of_opening(r, look, signs);
    signs_of_question(r, look, signs);
    signs_of_end(r, look, signs);
    return signs.sum(look.likely());
}

}  // namespace repere::privacy
