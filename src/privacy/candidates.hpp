// What the detectors hand to the resolver: runs of items that may be personal data, with how sure one may be.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/reading.hpp"

namespace repere::privacy {

enum class DataType : std::uint8_t {
    kPerson, kPhone, kEmail, kAddress, kPostcode, kIban, kCard, kCvv, kNir, kBirthDate, kCustomerNumber, kPlate, kIp, kUrl
};

inline constexpr std::array<std::string_view, 14> kTypeNames{
    "person", "phone", "email", "address", "postcode", "iban", "card", "card_cvv", "nir", "birth_date",
    "customer_number", "plate", "ip", "url_personal"};

constexpr std::string_view name_of(DataType type) { return kTypeNames[static_cast<std::size_t>(type)]; }

struct Candidate {
    DataType type = DataType::kPerson;
    std::size_t first = 0;  // items, both included
    std::size_t last = 0;
    double score = 0;         // 0 … 1; the resolver keeps 0.5 and more
    std::string_view source;  // a literal: "checksum:luhn", "context:phone"
    std::string key;          // digits or folded words: equal keys are one entity
};

using Candidates = std::vector<Candidate>;

// One detector a type. Each looks at every place of the turn once and adds what it sees; overlaps are welcome.
void find_phones(const Reading& reading, Candidates& out);
void find_cards(const Reading& reading, Candidates& out);  // and CVV
void find_ibans(const Reading& reading, Candidates& out);
void find_nirs(const Reading& reading, Candidates& out);
void find_birth_dates(const Reading& reading, Candidates& out);
void find_addresses(const Reading& reading, Candidates& out);
void find_postcodes(const Reading& reading, Candidates& out);  // after addresses, which it reads in `out`
void find_plates(const Reading& reading, Candidates& out);
void find_references(const Reading& reading, Candidates& out);
void find_endings(const Reading& reading, Candidates& out);    // "finit par 4412": of a card, an account, a number
void find_network(const Reading& reading, Candidates& out);    // e-mail, URL, IP, typed or said
void find_people(const Reading& reading, Candidates& out);

}  // namespace repere::privacy
