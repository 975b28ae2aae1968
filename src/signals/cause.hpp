// What a customer's dissatisfaction comes from. Internal to the room.
#pragma once

#include "signals/cues.hpp"
#include "signals/outcome.hpp"
#include "signals/outcome_settings.hpp"

namespace repere::signals {

void find_causes(const Story& story, std::span<const language::Text> texts, const CueBook& book,
                 const CueHits& hits, const OutcomeSettings::Causes& settings, std::vector<Cause>& out);

}  // namespace repere::signals
