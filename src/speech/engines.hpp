// The engines behind make_recognizer, and what they share. Private to the room.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "speech/recognizer.hpp"

namespace repere::speech {

Result<std::unique_ptr<Recognizer>> make_pocketsphinx(const RecognizerConfig& config);
Result<std::unique_ptr<Recognizer>> make_whisper(const RecognizerConfig& config);

// "fr" or "en", whichever Whisper finds likelier at the beginning of the first stretch; an English model says "en".
Result<std::string> whisper_language(const RecognizerConfig& config, const audio::Sound& mono,
                                     const std::vector<audio::Interval>& speech);

// The stretches inside the sound, none longer than `max_seconds`: longer ones are cut where they are quietest, so that
// one endless monologue (or a fax) cannot make an engine's memory grow without limit.
std::vector<audio::Interval> pieces_of(const audio::Sound& mono, const std::vector<audio::Interval>& speech,
                                       double max_seconds);

// The samples of one stretch.
std::vector<float> samples_of(const audio::Sound& mono, const audio::Interval& piece);

// kInvalidInput unless `mono` has one channel at `sample_rate`.
Status check_sound(const audio::Sound& mono, int sample_rate);

}  // namespace repere::speech
