// Writing a Sound as a 16-bit PCM WAV file, and silencing parts of it.
#pragma once

#include <filesystem>
#include <vector>

#include "audio/sound.hpp"
#include "core/result.hpp"

namespace repere::audio {

Status write_wav(const std::filesystem::path& file, const Sound& sound);

// Silence in all channels over each interval widened by `margin` seconds.
Sound silenced(Sound sound, const std::vector<Interval>& intervals, double margin = 0.15);

}  // namespace repere::audio
