// The check digits of card numbers, IBAN and French social security numbers. All take digits (and lower-case letters)
// without spaces.
#pragma once

#include <cstddef>
#include <string_view>

namespace repere::privacy {

bool luhn_holds(std::string_view digits);       // ISO/IEC 7812-1
bool iban_holds(std::string_view characters);   // ISO 13616, remainder of 97; checks the country's length too
bool nir_holds(std::string_view characters);    // 15 characters with the key; "2a" and "2b" of Corsica

// Characters of an IBAN of this country ("fr": 27), 0 where it has none.
std::size_t iban_length(std::string_view country);

}  // namespace repere::privacy
