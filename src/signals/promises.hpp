// Who promised what for when, and what the customer says became of earlier promises. Internal to the room.
#pragma once

#include "signals/cues.hpp"
#include "signals/outcome.hpp"
#include "signals/outcome_settings.hpp"
#include "signals/story.hpp"

namespace repere::signals {

// Words of tokens [begin, end) of a turn.
Words words_at(const Interaction& interaction, std::span<const language::Text> texts, std::size_t turn,
               std::uint32_t begin, std::uint32_t end);
Words words_of(const Moment& moment);

void find_promises(const Story& story, std::span<const language::Text> texts, const CueBook& book,
                   const CueHits& hits, const OutcomeSettings::Promises& settings, std::vector<Promise>& out);

}  // namespace repere::signals
