// Shared by the two halves of addresses: streets, and homes without one.
#pragma once

#include <cstddef>

#include "privacy/candidates.hpp"

namespace repere::privacy {

// The street's name after "rue", in French. Returns its last item, or `street` where none follows.
std::size_t street_name(const Reading& r, std::size_t street);

// "bâtiment C", "appt 23", "Flat 2B" from item i on: its last item, or kNone.
std::size_t unit_end(const Reading& r, std::size_t i);

// Goes on over the buildings and flats that follow item `last`, commas between.
std::size_t with_units(const Reading& r, std::size_t last);

// Goes back over the buildings, residences and estates that stand before item `first`.
std::size_t with_parts_before(const Reading& r, std::size_t first);

// "hameau de la Combe", "résidence du Lac", "ZI des Paluds" whose naming word is item i: its last item, or kNone.
std::size_t home_end(const Reading& r, std::size_t i);

// Homes without a street.
void find_homes(const Reading& r, Candidates& out);

}  // namespace repere::privacy
