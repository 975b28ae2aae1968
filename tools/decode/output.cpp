#include "output.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>

extern "C" {
#include <libavutil/frame.h>
#include <libavutil/samplefmt.h>
}

#include "audio/decoder_protocol.hpp"
#include "report.hpp"

namespace repere::decode {
namespace {

using audio::StreamHeader;

template <class T>
float to_float(T sample);
template <>
float to_float(std::uint8_t sample) {
    return (static_cast<float>(sample) - 128.0F) / 128.0F;
}
template <>
float to_float(std::int16_t sample) {
    return static_cast<float>(sample) / 32768.0F;
}
template <>
float to_float(std::int32_t sample) {
    return static_cast<float>(sample) / 2147483648.0F;
}
template <>
float to_float(std::int64_t sample) {
    return static_cast<float>(static_cast<double>(sample) / 9223372036854775808.0);
}
template <>
float to_float(float sample) {
    return sample;
}
template <>
float to_float(double sample) {
    return static_cast<float>(sample);
}

template <class T>
void interleave(const AVFrame& frame, bool planar, int channels, std::vector<float>& out) {
    const auto count = static_cast<std::size_t>(frame.nb_samples);
    const auto width = static_cast<std::size_t>(channels);
    for (std::size_t c = 0; c < width; ++c) {
        const T* from = reinterpret_cast<const T*>(frame.extended_data[planar ? c : 0]) + (planar ? 0 : c);
        const std::size_t step = planar ? 1 : width;
        for (std::size_t i = 0; i < count; ++i) out[i * width + c] = to_float(from[i * step]);
    }
}

void interleave(const AVFrame& frame, int channels, std::vector<float>& out) {
    out.resize(static_cast<std::size_t>(frame.nb_samples) * static_cast<std::size_t>(channels));
    const auto format = static_cast<AVSampleFormat>(frame.format);
    const bool planar = av_sample_fmt_is_planar(format) != 0;
    switch (av_get_packed_sample_fmt(format)) {
        case AV_SAMPLE_FMT_U8:
            return interleave<std::uint8_t>(frame, planar, channels, out);
        case AV_SAMPLE_FMT_S16:
            return interleave<std::int16_t>(frame, planar, channels, out);
        case AV_SAMPLE_FMT_S32:
            return interleave<std::int32_t>(frame, planar, channels, out);
        case AV_SAMPLE_FMT_S64:
            return interleave<std::int64_t>(frame, planar, channels, out);
        case AV_SAMPLE_FMT_FLT:
            return interleave<float>(frame, planar, channels, out);
        case AV_SAMPLE_FMT_DBL:
            return interleave<double>(frame, planar, channels, out);
        default:
            give_up("audio.undecodable", {{"reason", "sample format"}});
    }
}

void write_all(const void* data, std::size_t size) {
    const char* at = static_cast<const char*>(data);
    while (size > 0) {
        const auto written = ::write(STDOUT_FILENO, at, size);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) ::_exit(2);
        at += written;
        size -= static_cast<std::size_t>(written);
    }
}

}  // namespace

bool Output::add(const AVFrame& frame) {
    const int channels = frame.ch_layout.nb_channels;
    if (rate_ == 0) begin(frame.sample_rate, channels);
    if (frame.sample_rate != rate_ || channels != channels_) return false;
    interleave(frame, channels_, block_);
    write_block();
    return true;
}

void Output::add_silence(double seconds) {
    block_.assign(static_cast<std::size_t>(seconds * rate_) * static_cast<std::size_t>(channels_), 0.0F);
    write_block();
}

void Output::begin(int rate, int channels) {
    if (rate < static_cast<int>(audio::kMinSampleRate) || rate > static_cast<int>(audio::kMaxSampleRate) ||
        channels < 1 || channels > static_cast<int>(audio::kMaxChannels)) {
        give_up("audio.shape_refused",
                {{"sample_rate", std::to_string(rate)}, {"channels", std::to_string(channels)}});
    }
    rate_ = rate;
    channels_ = channels;
    const StreamHeader header{.sample_rate = static_cast<std::uint32_t>(rate),
                              .channels = static_cast<std::uint32_t>(channels)};
    write_all(&header, sizeof header);
}

void Output::write_block() {
    frames_ += block_.size() / static_cast<std::size_t>(channels_);
    if (seconds() > max_duration_) {
        give_up("audio.too_long", {{"limit_seconds", std::to_string(static_cast<long>(max_duration_))}});
    }
    write_all(block_.data(), block_.size() * sizeof(float));
}

}  // namespace repere::decode
