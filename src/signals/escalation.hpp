// What asked for an answer, what met it and after how long. Internal to the room.
#pragma once

#include "signals/outcome.hpp"
#include "signals/outcome_settings.hpp"

namespace repere::signals {

void judge_escalation(const Story& story, const OutcomeSettings::Escalation& settings, Outcome& out);

}  // namespace repere::signals
