// What repere-decode and its parent say to each other. Version 1; both are always installed together.
//
//   repere-decode [--hint EXTENSION] [--memory BYTES] [--cpu SECONDS] [--duration SECONDS] < recording >
//   sound 2> report
//
// stdout  one StreamHeader, then interleaved float32 samples, both in the machine's byte order, until the end
// of file. stderr  lines of tab-separated fields: "error" or "warning", a key of messages/*/audio.yaml, then
// name=value details. exit    0 when there is sound (perhaps with warnings); 1 with one "error" line;
// anything else is a crash.
#pragma once

#include <array>
#include <cstdint>

namespace repere::audio {

struct StreamHeader {
    std::array<char, 4> magic = kMagic;
    std::uint32_t version = kVersion;
    std::uint32_t sample_rate = 0;
    std::uint32_t channels = 0;

    static constexpr std::array<char, 4> kMagic = {'R', 'P', 'C', 'M'};
    static constexpr std::uint32_t kVersion = 1;
};
static_assert(sizeof(StreamHeader) == 16);

// Beyond these a header is not believed.
inline constexpr std::uint32_t kMinSampleRate = 4000;
inline constexpr std::uint32_t kMaxSampleRate = 384'000;
inline constexpr std::uint32_t kMaxChannels = 8;

}  // namespace repere::audio
