// Recordings that the tests make for themselves.
#pragma once

#include <gtest/gtest.h>
#include <sndfile.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <string>
#include <vector>

#include "audio/sound.hpp"

namespace repere::audio::testing {

// A folder that lives as long as the value.
class Folder {
  public:
    Folder()
        : path_(std::filesystem::temp_directory_path() / ("repere-audio-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

// A different steady tone in each channel.
inline Sound tone(int rate, std::size_t channels, double seconds, float level = 0.5F) {
    Sound sound{.sample_rate = rate, .channels = std::vector<std::vector<float>>(channels)};
    const auto frames = static_cast<std::size_t>(seconds * rate);
    for (std::size_t c = 0; c < channels; ++c) {
        const double hz = 300.0 + 100.0 * static_cast<double>(c);
        for (std::size_t i = 0; i < frames; ++i) {
            const double phase = 2 * std::numbers::pi * hz * static_cast<double>(i) / rate;
            sound.channels[c].push_back(level * static_cast<float>(std::sin(phase)));
        }
    }
    return sound;
}

// `format` is libsndfile's: SF_FORMAT_WAV | SF_FORMAT_ULAW.
inline void write_sound(const std::filesystem::path& file, const Sound& sound, int format) {
    SF_INFO info{};
    info.samplerate = sound.sample_rate;
    info.channels = static_cast<int>(sound.channels.size());
    info.format = format;
    SNDFILE* out = sf_open(file.c_str(), SFM_WRITE, &info);
    ASSERT_NE(out, nullptr) << sf_strerror(nullptr);
    std::vector<float> interleaved;
    for (std::size_t i = 0; i < sound.frames(); ++i) {
        for (const auto& channel : sound.channels) interleaved.push_back(channel[i]);
    }
    EXPECT_EQ(sf_writef_float(out, interleaved.data(), static_cast<sf_count_t>(sound.frames())),
              static_cast<sf_count_t>(sound.frames()));
    sf_close(out);
}

// Largest difference from a tone's own samples, past the start and before the end where codecs settle.
inline double distance(const Sound& a, const Sound& b) {
    double most = 0;
    for (std::size_t c = 0; c < std::min(a.channels.size(), b.channels.size()); ++c) {
        const std::size_t frames = std::min(a.channels[c].size(), b.channels[c].size());
        for (std::size_t i = frames / 10; i < frames - frames / 10; ++i) {
            most = std::max(most, static_cast<double>(std::fabs(a.channels[c][i] - b.channels[c][i])));
        }
    }
    return most;
}

inline double level(const std::vector<float>& samples) {
    double energy = 0;
    for (const float sample : samples) energy += static_cast<double>(sample) * sample;
    return samples.empty() ? 0 : std::sqrt(energy / static_cast<double>(samples.size()));
}

}  // namespace repere::audio::testing
