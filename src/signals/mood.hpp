// The customer's mood: at the start, at the end, and by turn. Internal to the room.
#pragma once

#include "signals/cues.hpp"
#include "signals/outcome.hpp"
#include "signals/outcome_settings.hpp"

namespace repere::signals {

void judge_mood(const Story& story, const CueHits& hits, const OutcomeSettings::Mood& settings, Outcome& out);

}  // namespace repere::signals
