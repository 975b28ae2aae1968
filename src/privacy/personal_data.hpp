// Personal data in words: found by form, checksum and context, said in digits or in words.
//
// Types: person, phone, email, address, postcode, iban, card, card_cvv, nir, birth_date, customer_number, plate, ip,
// url_personal (docs/signals guide). A span is the exact run of words, as people would mark it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/tokens.hpp"

namespace repere::privacy {

struct Finding {
    std::size_t turn = 0;
    std::string type;
    Span span;
    std::string source;    // what found it: "checksum:luhn", "context:fr.phone"
    std::size_t entity = 0;  // the same person or number has the same entity inside one conversation, from 1
};

class Finder {
  public:
    // Reads knowledge/lexicons (first names, street words, context words…).
    static Result<Finder> load(const std::filesystem::path& knowledge);
    Finder(Finder&&) noexcept;
    Finder& operator=(Finder&&) noexcept;
    ~Finder();

    // In reading order, never overlapping. Thread-safe. `texts[i]` is the tokenised turn i.
    std::vector<Finding> find(const Interaction& interaction, const std::vector<language::Text>& texts,
                              std::string_view language) const;

  private:
    struct Impl;
    explicit Finder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// "[CARD]", "[PERSON_2]": the typed mask that stands for a finding.
std::string mask_of(const Finding& finding);

// The interaction with every finding's words replaced by its mask, in turn texts and word lists. A card or CVV that a
// checksum or context betrays is masked whatever the policy.
Interaction masked(const Interaction& interaction, const std::vector<Finding>& findings);

}  // namespace repere::privacy
