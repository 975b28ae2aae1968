// Telephone sound for the example calls: mono lines at 8 kHz, the telephone band, WAV files.
#pragma once

#include <filesystem>
#include <vector>

namespace example_calls {

inline constexpr int kRate = 8000;  // samples per second of every line

using Line = std::vector<float>;  // one channel at kRate, −1 … 1

// Brings `samples` from `rate` to kRate and keeps 300–3400 Hz (ITU-T G.712), with a windowed-sinc filter.
Line telephone(const std::vector<float>& samples, int rate);

// Scales so that the loud half-seconds reach `dbfs` (RMS), without clipping.
void set_level(Line& line, double dbfs);

// Adds `what` to `line` from `at` seconds on; the line grows as needed.
void mix(Line& line, const Line& what, double at);

// Faint line noise, the same in every run for one seed.
void add_noise(Line& line, double dbfs, unsigned seed);

// 16-bit PCM. Throw std::runtime_error naming the file.
Line read_wav(const std::filesystem::path& path);
void write_wav(const std::filesystem::path& path, Line left, Line right);

}  // namespace example_calls
