// How a name looks: the words that may form one, and where it ends.
#pragma once

#include <cstddef>
#include <string>

#include "privacy/candidates.hpp"

namespace repere::privacy {

// May this word be a first or last name, judging by its form alone? `bold`: the words before leave little doubt, so
// that an everyday word with a capital will do too.
bool name_word(const Reading& reading, std::size_t i, bool bold);

// A first name that is not also an everyday word typed in lower case ("claire", "will").
bool first_name(const Reading& reading, std::size_t i);

// A word that no list and no dictionary has: in speech, often a name.
bool unheard(const Reading& reading, std::size_t i);

// Reads a name that starts at item i ("Le Floc'h", "marion tessaud", "N. Bourdon", "Menzies-Cole"). Returns its last
// item, kNone where none starts; `words` gets the number of its words.
std::size_t name_end(const Reading& reading, std::size_t i, bool bold, std::size_t& words);

// The item after initials that lead a surname, "J.-M. Delorme", "A. de Kerléo"; i where there are none.
std::size_t after_initials(const Reading& reading, std::size_t i);

Candidate person(const Reading& reading, std::size_t first, std::size_t last, double score, std::string_view source);

void find_spelled_names(const Reading& reading, Candidates& out);
void find_signatures(const Reading& reading, Candidates& out);

}  // namespace repere::privacy
