// What became of a conversation, for a terminal: promises, what was asked twice, causes, the customer's mood
// by turn.
#pragma once

#include <string>

#include "analysis/analysis.hpp"
#include "core/messages.hpp"

namespace repere::cli {

// Lines of plain text, each ended; empty where nothing of this was found.
std::string outcome_view(const analysis::Analysis& analysis, const Messages& messages);

// "▁▂▅█": one mark a customer turn, from very unhappy to very happy; empty without turns.
std::string mood_line(const signals::MoodCurve& mood);

}  // namespace repere::cli
