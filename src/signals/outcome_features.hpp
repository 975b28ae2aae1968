// The figures from which the labels of the whole may be learned. Internal to the room; OutcomeJudge gives
// them out.
#pragma once

#include <vector>

#include "signals/cues.hpp"
#include "signals/outcome.hpp"
#include "signals/outcome_settings.hpp"
#include "signals/story.hpp"

namespace repere::signals {

// The same names in the same order for every conversation. Strengths are confidences 0…1, answers and
// channels 0 or 1.
std::vector<OutcomeFeature> outcome_features(const Story& story, const CueHits& hits,
                                             const OutcomeSettings& settings, const language::RegisterCounts& counts,
                                             const Outcome& outcome);

}  // namespace repere::signals
