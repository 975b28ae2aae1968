// What is wrong with a recording's sound, measured while it passes by. Warnings as data; nothing is
// corrected.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/result.hpp"

namespace repere::audio {

struct QualityConfig {
    double silent_peak = 0.001;     // of full scale (−60 dB): a channel that never passes it is silent
    double active_level = 0.00316;  // RMS over 20 ms (−50 dB): somebody or something is heard
    // Of two channels, one is heard less than this share of the other's time, and the other at least so long.
    double one_sided_share = 0.02;
    double one_sided_seconds = 10;
    // Difference of the channels against their sum (−50 dB): both hold one signal.
    double same_level = 0.00316;
    // Three neighbours past clip_level (G.711's largest values are 0.980 and 0.984) and no further apart than
    // clip_flatness are a clipped peak; so many of them make a clipped second.
    double clip_level = 0.975;
    double clip_flatness = 0.001;
    int clips_a_second = 10;
    Status validate() const;
};

// Feed it all blocks of one recording in order, then ask. For one thread at a time.
//   audio.silent          nothing is heard in any channel
//   audio.silent_channel  {channel}: nothing is heard in this one, counted from 1
//   audio.one_sided       {channel, seconds}: hardly anything is heard in this one
//   audio.same_channels   both channels hold the same mixed voices
//   audio.clipped         {start, seconds}: the first clipped second, and how many there are
class QualityMeter {
  public:
    QualityMeter(int sample_rate, std::size_t channels, const QualityConfig& config = {});
    void add(const float* const* channels, std::size_t frames);
    std::vector<Warning> warnings(const std::string& source) const;

  private:
    struct ChannelState {
        double peak = 0, energy = 0;
        std::size_t windows = 0, active_windows = 0;
        float last = 0;
        int flat = 0, clips = 0;  // samples in the current flat peak; clipped peaks in the current second
    };
    void close_window();
    void close_second();
    void add_run(const float* const* channels, std::size_t from, std::size_t count);

    QualityConfig config_;
    std::size_t rate_, window_;  // frames in a second and in 20 ms
    std::size_t in_window_ = 0, in_second_ = 0;
    std::size_t seconds_ = 0, clipped_seconds_ = 0, first_clipped_ = 0;
    double difference_ = 0, sum_ = 0;
    std::vector<ChannelState> channels_;
};

}  // namespace repere::audio
