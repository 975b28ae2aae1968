// A transcript as people and players read it: text, WebVTT, SubRip.
//
// WebVTT and SubRip hold the turns that have times, long ones cut into several cues along their words. Text inside a
// turn can never end a cue, start a tag or forge a time line.
#pragma once

#include <string>

#include "conversation/interaction.hpp"

namespace repere::speech {

std::string to_text(const Interaction& interaction);    // "[00:12] agent: …"
std::string to_webvtt(const Interaction& interaction);  // W3C WebVTT with <v speaker>
std::string to_srt(const Interaction& interaction);

}  // namespace repere::speech
