// Sound in memory: planar float samples, one vector a channel.
#pragma once

#include <cstddef>
#include <vector>

namespace repere::audio {

struct Sound {
    int sample_rate = 8000;                    // Hz
    std::vector<std::vector<float>> channels;  // −1 … 1; all of one length

    std::size_t frames() const { return channels.empty() ? 0 : channels.front().size(); }
    double duration() const { return static_cast<double>(frames()) / sample_rate; }  // seconds
};

// A stretch of time in one channel, seconds.
struct Interval {
    double start = 0;
    double end = 0;
    bool operator==(const Interval&) const = default;
};

}  // namespace repere::audio
