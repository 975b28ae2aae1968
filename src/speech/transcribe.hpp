// A recording to an interaction: decode, find speech, recognise each channel, lay the turns in order.
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "audio/decode.hpp"
#include "audio/voice.hpp"
#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "speech/recognizer.hpp"

namespace repere::speech {

enum class AgentChannel { kUnsaid, kLeft, kRight };

struct TranscribeConfig {
    RecognizerConfig recognizer;  // its language also "auto": the interaction's own, else what the first half minute of
                                  // speech sounds like: PocketSphinx surer of its words, or Whisper's own judgement
    audio::DecodeConfig decode;
    audio::ActivityConfig activity;
    AgentChannel agent_channel = AgentChannel::kUnsaid;  // unsaid: Media::agent_is_left, else left with a warning
    Status validate() const;
};

struct Transcribed {
    Interaction interaction;  // the one given, with its turns filled
    std::vector<Warning> warnings;
    std::string engine_version;
};

// Decides who speaks in a mono recording; part of the signature so that diarization can take its place. The default
// gives every turn to one participant "unknown" and warns "speech.mono".
using Diarizer = std::function<std::vector<Turn>(const audio::Sound& mono, std::vector<Utterance> utterances,
                                                 std::vector<Warning>& warnings)>;
Diarizer one_unknown_speaker();

// Uses interaction.media.front(). Two channels are agent and customer, "A1" and "C", unless both hold the same sound,
// which is mono. With recognizer.threads of two or more, PocketSphinx hears both at once. Turns that are already there are kept and nothing is recognised.
Result<Transcribed> transcribe(Interaction interaction, const TranscribeConfig& config, const Diarizer& diarizer,
                               std::stop_token stop = {});

}  // namespace repere::speech
