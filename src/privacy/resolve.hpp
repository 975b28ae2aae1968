// From candidates to findings: the best that do not overlap, what the conversation adds, and who is who.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "privacy/candidates.hpp"

namespace repere::privacy {

// One turn on its way to findings.
struct TurnFindings {
    std::vector<Candidate> kept;   // not overlapping, in reading order
    std::vector<bool> taken;       // items inside a kept candidate

    bool free(std::size_t first, std::size_t last) const;
    void add(Candidate candidate);  // takes its items; they must be free
    void remove_overlapping(std::size_t first, std::size_t last);
};

// What a date or an address says, typed or spoken: figures without leading zeros, months as numbers, years by their last
// two figures, no street words.
std::string said_key(const Reading& reading, const Candidate& candidate);

// Keeps the strongest candidates of 0.5 and more; longer numbers win over the shorter ones inside them.
TurnFindings resolve(const Reading& reading, Candidates candidates);

// A number dictated over several turns and echoed by the other side: every piece becomes a finding.
void join_dictations(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns);

// The key of an account or a social security number, said apart from it.
void link_keys(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns);

// An e-mail address is found again where only what stands before its at sign is said.
void link_mails(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns);

// A number that was found once is found again where nothing speaks of it, typed or said; near by, a part of it too.
void link_numbers(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns);

// A street given with its number is found again without it.
void link_streets(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns);

// Names found anywhere are found again where only "maupoint" stands.
void link_people(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns);

// The entity of each kept candidate, from 1 for each type, in reading order.
std::vector<std::vector<std::size_t>> number_entities(const std::vector<TurnFindings>& turns);

}  // namespace repere::privacy
