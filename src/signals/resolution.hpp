// Was the request treated? yes, no or unknown, with the moments the answer rests on. Internal to the room.
#pragma once

#include "signals/cues.hpp"
#include "signals/outcome.hpp"
#include "signals/outcome_settings.hpp"

namespace repere::signals {

void judge_resolved(const Story& story, const CueHits& hits, const OutcomeSettings::Resolution& settings,
                    Outcome& out);

}  // namespace repere::signals
