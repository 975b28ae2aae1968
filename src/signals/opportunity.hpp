// Was a need met with an offer, missed, or an offer forced? Internal to the room.
#pragma once

#include "signals/outcome.hpp"
#include "signals/outcome_settings.hpp"

namespace repere::signals {

void judge_opportunity(const Story& story, const OutcomeSettings::Opportunity& settings, Outcome& out);

}  // namespace repere::signals
