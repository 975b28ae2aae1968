// What is done to a turn once its items are cut, in this order.
#pragma once

#include "privacy/reading.hpp"

namespace repere::privacy {

// Puts every phrase's topics and classes on its last item.
void mark_phrases(Reading& out);

// Amounts, hours, counts: "340 euros", "14 h", "£14.99", "9,99", "quatorze chiffres".
void mark_quantities(Reading& out);

// Which number or letter goes on from which.
void link_dictation(Reading& out);

}  // namespace repere::privacy
