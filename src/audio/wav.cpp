#include "audio/wav.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "core/files.hpp"

namespace repere::audio {
namespace {

void put16(std::string& out, unsigned value) {
    out += static_cast<char>(value & 0xFF);
    out += static_cast<char>(value >> 8 & 0xFF);
}

void put32(std::string& out, std::uint32_t value) {
    put16(out, value & 0xFFFF);
    put16(out, value >> 16);
}

std::int16_t to_pcm(float sample) {
    return static_cast<std::int16_t>(std::lrint(std::clamp(sample, -1.0F, 32767.0F / 32768.0F) * 32768.0F));
}

}  // namespace

Status write_wav(const std::filesystem::path& file, const Sound& sound) {
    const std::uint64_t channels = sound.channels.size();
    const std::uint64_t bytes = channels * sound.frames() * 2;
    if (channels == 0 || sound.sample_rate <= 0) {
        return fail(ErrorCode::kInvalidInput, "audio.empty", {}, {file.string()});
    }
    if (channels > 64 || bytes > std::numeric_limits<std::uint32_t>::max() - 64) {
        return fail(ErrorCode::kTooLarge, "audio.wav_too_large", {}, {file.string()});
    }
    std::string out;
    out.reserve(bytes + 44);
    out += "RIFF";
    put32(out, static_cast<std::uint32_t>(36 + bytes));
    out += "WAVEfmt ";
    put32(out, 16);
    put16(out, 1);  // PCM
    put16(out, static_cast<unsigned>(channels));
    put32(out, static_cast<std::uint32_t>(sound.sample_rate));
    put32(out, static_cast<std::uint32_t>(sound.sample_rate) * static_cast<std::uint32_t>(channels) * 2);
    put16(out, static_cast<unsigned>(channels * 2));
    put16(out, 16);
    out += "data";
    put32(out, static_cast<std::uint32_t>(bytes));
    for (std::size_t i = 0; i < sound.frames(); ++i) {
        for (const auto& channel : sound.channels) put16(out, static_cast<std::uint16_t>(to_pcm(channel[i])));
    }
    return write_file(file, out);
}

Sound silenced(Sound sound, const std::vector<Interval>& intervals, double margin) {
    const double end = sound.duration();
    for (const Interval& interval : intervals) {
        const double from = std::clamp(interval.start - margin, 0.0, end);
        const double to = std::clamp(interval.end + margin, 0.0, end);
        if (!(from < to)) continue;
        const auto first = static_cast<std::ptrdiff_t>(std::floor(from * sound.sample_rate));
        const auto last = static_cast<std::ptrdiff_t>(std::ceil(to * sound.sample_rate));
        for (auto& channel : sound.channels) {
            const auto size = static_cast<std::ptrdiff_t>(channel.size());
            std::fill(channel.begin() + std::min(first, size), channel.begin() + std::min(last, size), 0.0F);
        }
    }
    return sound;
}

}  // namespace repere::audio
