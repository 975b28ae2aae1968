// What the agent asked for although the customer had given it. Internal to the room.
#pragma once

#include "signals/cues.hpp"
#include "signals/outcome.hpp"
#include "signals/story.hpp"

namespace repere::signals {

void find_asked_twice(const Story& story, std::span<const language::Text> texts, const CueBook& book,
                      const CueHits& hits, std::span<const privacy::Finding> known,
                      std::vector<AskedTwice>& out);

}  // namespace repere::signals
