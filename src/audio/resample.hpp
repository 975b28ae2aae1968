// Another sample rate (libsoxr, high quality), and channels apart or together.
#pragma once

#include "audio/sound.hpp"
#include "core/result.hpp"

namespace repere::audio {

Result<Sound> resampled(const Sound& sound, int sample_rate);
Sound mono(const Sound& sound);  // mean of the channels

}  // namespace repere::audio
