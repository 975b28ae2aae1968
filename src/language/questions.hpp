// The customer's questions and what answers them.
#pragma once

#include <vector>

#include "language/listening.hpp"

namespace repere::language {

// A sentence with a question mark, or, where nobody wrote one, the words from an asking phrase on ("est-ce que", an
// inverted pronoun). Rhetorical ones ("vous trouvez ça normal ?") are left out. In reading order, each with its answer.
std::vector<Question> find_questions(const Interaction& interaction, const std::vector<Text>& texts,
                                     const FoundWording& wording, const LanguageKnowledge& knowledge);

}  // namespace repere::language
