// What weighs a run of words as a person's name: the words themselves, what stands around them, what speaks against
// them. The weights are knowledge/privacy/people.yaml.
#pragma once

#include <cstddef>
#include <string_view>

#include "privacy/names.hpp"

namespace repere::privacy {

// A run of words that may be a name.
struct NameLook {
    std::size_t first = 0, last = kNone, words = 0;
    bool known_first = false;  // it begins with a first name
    bool any_first = false;    // it holds one
    bool initials = false;
    bool pair = false;         // two words that nobody knows, after "it's"

    bool likely() const { return any_first || initials || pair; }
};

struct NameSign {
    double weight = 0;
    std::string_view source = "form:name";  // a literal
};

NameLook look_at(const Reading& reading, std::size_t i);

// What the words themselves say; below 0 where they are no name at all.
double own_weight(const Reading& reading, const NameLook& look);

// What the neighbours take away: "à Rouen", "la Clio", "Marchal Assurances".
double drawback(const Reading& reading, const NameLook& look);

// What stands around the name.
NameSign circumstance(const Reading& reading, const NameLook& look);

// "Hi Brooke, …", "Merci Tessaud." from an agent: who is greeted is a person, not the company.
bool addressed(const Reading& reading, std::size_t first, std::size_t last);

// Codes, towns, streets, firms, famous people and quoted titles, which look like names.
bool no_person(const Reading& reading, const NameLook& look);
bool famous(const Reading& reading, std::size_t first, std::size_t last);

// Names that a title leads, "madame Tessaud", or a phrase, "je m'appelle Inès", or a question asked for.
void name_after_title(const Reading& reading, std::size_t i, Candidates& out);
void name_after_phrase(const Reading& reading, std::size_t i, Candidates& out);
void name_answered(const Reading& reading, Candidates& out);

// A first name of the lists, be it a word too.
bool listed_first(const Item& item);

// Of two or three items that follow the name: "à l'appareil", "speaking".
bool speaking_follows(const Reading& reading, std::size_t last);

// "allô peltier au téléphone", "hi it's obinna okafor": words that no list and no dictionary has.
bool spoken_surname(const Reading& reading, std::size_t first, std::size_t last);
bool unheard_pair(const Reading& reading, std::size_t i);

// A typed mark, one of `marks`.
bool typed_mark(const Item& item, std::string_view marks);

}  // namespace repere::privacy
