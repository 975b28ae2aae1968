// Who speaks when, and how the time of a call was spent. No emotion is read here, for anyone.
#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <vector>

#include "audio/sound.hpp"
#include "conversation/interaction.hpp"
#include "core/result.hpp"

namespace repere::audio {

// Voice activity (WebRTC VAD), in one channel.
struct ActivityConfig {
    int aggressiveness = 2;     // 0 … 3
    double min_speech = 0.15;   // seconds; shorter bursts are noise
    double min_silence = 0.30;  // seconds; shorter gaps are part of the speech
    double padding = 0.10;      // seconds kept on both sides
    Status validate() const;
};

// In order and apart from one another, in seconds; nothing for an unknown channel or a config that is not
// valid. A sample rate that the detector does not know is converted block by block on the way.
std::vector<Interval> find_speech(const Sound& sound, std::size_t channel, const ActivityConfig& config);

// Of one side of a call. Seconds, and words a minute of talk time.
struct SideMeasures {
    double talk = 0;                 // between words with times, pauses of 0.3 s and more do not count
    std::optional<double> rate_wpm;  // nothing under one second of talk, or without words
    std::size_t pauses = 0;          // silences of 0.3 … 3 s inside the side's own turns
};

struct VoiceMeasures {
    SideMeasures agent, customer;
    double silence = 0;  // seconds in which nobody speaks, from the first turn's start to the last one's end
    double overlap = 0;  // seconds in which both speak
    // One side starts while the other speaks, the other stops 0.1 … 2 s later, and the first goes on.
    std::size_t interruptions = 0;
};

// From the times of turns and words alone; nothing where the interaction has none.
std::optional<VoiceMeasures> measure_voice(const Interaction& interaction);

}  // namespace repere::audio
