// Any recording to Sound, through the helper program `repere-decode`.
//
// The media libraries run in a process of their own, fed by pipes, with limits on memory, time and output;
// when it crashes, hangs or floods, it is killed and the error says so. WAV, FLAC, OGG-Opus, MP3, AAC, AMR,
// GSM, G.711, G.729.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string_view>
#include <vector>

#include "audio/quality.hpp"
#include "audio/sound.hpp"
#include "core/result.hpp"

namespace repere::audio {

struct DecodeConfig {
    std::filesystem::path program;  // empty: repere-decode beside this program
    int sample_rate = 0;            // Hz to convert to; 0 keeps the recording's own
    // For the helper's work, of which the recording may take half; and of the sound that comes back.
    std::uint64_t max_memory_bytes = 1ULL << 30;
    double max_seconds = 300;          // of processor time
    double max_wall_seconds = 900;     // on the clock, whatever the helper does
    double max_duration = 4 * 3600.0;  // of sound
    QualityConfig quality;
    Status validate() const;
};

struct Decoded {
    Sound sound;
    // audio.truncated, .damaged, .wrong_extension, .shape_changed; and QualityMeter's.
    std::vector<Warning> warnings;
};

// The content decides the format; the name's extension only that of raw recordings (G.711 .ulaw/.alaw, .g729,
// .gsm, .sln), at 8 kHz. Blocks its thread until the end, a limit, or a stop request. Errors name `file` or
// `name`.
Result<Decoded> decode_file(const std::filesystem::path& file, const DecodeConfig& config,
                            std::stop_token stop = {});
Result<Decoded> decode_bytes(std::string_view bytes, std::string_view name, const DecodeConfig& config,
                             std::stop_token stop = {});

}  // namespace repere::audio
