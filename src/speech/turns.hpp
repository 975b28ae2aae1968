// Words with times to turns, in the order of a conversation.
#pragma once

#include <string>
#include <vector>

#include "conversation/interaction.hpp"
#include "speech/recognizer.hpp"

namespace repere::speech {

constexpr double kTurnGap = 1.2;    // seconds of silence that end a turn
constexpr double kTurnPause = 0.3;  // a shorter pause does not, even where the other side says a word meanwhile

// A turn's text is its words with one space between. Words are sorted by start.
std::vector<Turn> turns_of_one(std::vector<Utterance> utterances, Speaker speaker, const std::string& participant);

// Both sides, ordered by start. A turn lasts until its side is silent for kTurnGap, or pauses while the other side
// speaks; a word thrown in while the turn goes on ("oui, oui") is a turn of its own and cuts nothing.
std::vector<Turn> turns_of_two(std::vector<Utterance> agent, std::vector<Utterance> customer);

}  // namespace repere::speech
