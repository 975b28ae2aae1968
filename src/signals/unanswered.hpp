// The customer's questions that were left without an answer. Internal to the room.
//
// That no answer was seen is not enough: it may have been given in other words. Something must tell: nobody replied, the
// agent did not know, or the customer came back to it.
#pragma once

#include <span>
#include <vector>

#include "language/listening.hpp"
#include "signals/cues.hpp"
#include "signals/outcome.hpp"
#include "signals/outcome_settings.hpp"

namespace repere::signals {

// Linear in the words. `questions` are in order of place.
void find_unanswered(const Story& story, std::span<const language::Text> texts, const CueHits& hits,
                     std::span<const language::Question> questions, const OutcomeSettings::Unanswered& settings, std::vector<Unanswered>& out);

}  // namespace repere::signals
