// What a good written answer holds: greeting, an answer to each question, clear sentences, the next step, a signature.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "conversation/interaction.hpp"
#include "language/listening.hpp"
#include "language/passage.hpp"

namespace repere::language {

struct EmailChecks {
    std::size_t turn = 0;
    std::optional<Passage> greeting;   // a salutation in the first lines
    std::optional<Passage> next_step;  // what happens next, and who does it
    std::optional<Passage> signature;  // a closing formula, up to the end of the mail
    std::size_t questions = 0;         // of the customer since the agent's mail before
    std::size_t answered = 0;          // of them, those for which some agent's turn shows an answer
    double clarity = 0;  // 0 … 1: share of sentences that are no longer than Thresholds::clear_sentence and hold no jargon
};

// One for each agent's turn of an e-mail conversation; none in other channels. Linear.
std::vector<EmailChecks> check_emails(const Interaction& interaction, const std::vector<Text>& texts, const FoundWording& wording,
                                      const std::optional<Listening>& listening, const LanguageKnowledge& knowledge);

template <class Visit>
void each_passage(std::vector<EmailChecks>& emails, Visit&& visit) {
    for (EmailChecks& email : emails) {
        for (auto* place : {&email.greeting, &email.next_step, &email.signature}) {
            if (*place) visit(**place);
        }
    }
}

}  // namespace repere::language
