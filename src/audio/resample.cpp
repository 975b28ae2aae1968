#include "audio/resample.hpp"

#include <soxr.h>

#include <algorithm>

namespace repere::audio {
namespace {

constexpr int kMaxRate = 768'000;
constexpr std::size_t kBlock = 1 << 14;  // frames

tl::unexpected<Error> refuse(int from_rate, int to_rate) {
    return fail(ErrorCode::kConfiguration, "audio.sample_rate",
                {{"from", std::to_string(from_rate)}, {"to", std::to_string(to_rate)}});
}

}  // namespace

struct Resampler::Impl {
    soxr_t engine = nullptr;
    int from_rate = 0, to_rate = 0;
    std::vector<std::vector<float>> block;  // one output buffer a channel
    std::vector<float*> pointers;

    ~Impl() { soxr_delete(engine); }

    Status process(const float* const* channels, std::size_t frames, std::vector<std::vector<float>>& out) {
        std::vector<const float*> rest;
        if (channels != nullptr) rest.assign(channels, channels + block.size());
        for (;;) {
            std::size_t used = 0, made = 0;
            // With split channels soxr takes arrays of pointers, and a null array as the end of the input.
            if (soxr_process(engine, channels == nullptr ? nullptr : static_cast<const void*>(rest.data()),
                             frames, &used, static_cast<void*>(pointers.data()), kBlock, &made) != nullptr) {
                return refuse(from_rate, to_rate);
            }
            for (std::size_t c = 0; c < block.size(); ++c) {
                out[c].insert(out[c].end(), block[c].begin(),
                              block[c].begin() + static_cast<std::ptrdiff_t>(made));
            }
            frames -= std::min(used, frames);
            for (auto& pointer : rest) pointer += used;
            if (made < kBlock && frames == 0) return {};
            if (made == 0 && used == 0) return {};
        }
    }
};

Resampler::Resampler(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;
Resampler::~Resampler() = default;

Result<Resampler> Resampler::create(int from_rate, int to_rate, std::size_t channels) {
    if (from_rate <= 0 || to_rate <= 0 || from_rate > kMaxRate || to_rate > kMaxRate || channels == 0) {
        return refuse(from_rate, to_rate);
    }
    auto impl = std::make_unique<Impl>();
    const auto io = soxr_io_spec(SOXR_FLOAT32_S, SOXR_FLOAT32_S);
    const auto quality = soxr_quality_spec(SOXR_HQ, 0);
    const auto runtime = soxr_runtime_spec(1);
    soxr_error_t error = nullptr;
    impl->engine =
        soxr_create(from_rate, to_rate, static_cast<unsigned>(channels), &error, &io, &quality, &runtime);
    if (impl->engine == nullptr || error != nullptr) return refuse(from_rate, to_rate);
    impl->from_rate = from_rate;
    impl->to_rate = to_rate;
    impl->block.assign(channels, std::vector<float>(kBlock));
    for (auto& buffer : impl->block) impl->pointers.push_back(buffer.data());
    return Resampler(std::move(impl));
}

Status Resampler::push(const float* const* channels, std::size_t frames,
                       std::vector<std::vector<float>>& out) {
    out.resize(std::max(out.size(), impl_->block.size()));
    return frames == 0 ? Status{} : impl_->process(channels, frames, out);
}

Status Resampler::flush(std::vector<std::vector<float>>& out) {
    out.resize(std::max(out.size(), impl_->block.size()));
    return impl_->process(nullptr, 0, out);
}

Result<Sound> resampled(const Sound& sound, int sample_rate) {
    if (sound.sample_rate == sample_rate || sound.channels.empty()) {
        if (sample_rate <= 0 || sample_rate > kMaxRate) return refuse(sound.sample_rate, sample_rate);
        return Sound{.sample_rate = sample_rate, .channels = sound.channels};
    }
    auto resampler = Resampler::create(sound.sample_rate, sample_rate, sound.channels.size());
    if (!resampler) return fail(resampler.error());
    Sound out{.sample_rate = sample_rate, .channels = std::vector<std::vector<float>>(sound.channels.size())};
    const auto expected = static_cast<std::size_t>(sound.duration() * sample_rate) + 1;
    for (auto& channel : out.channels) channel.reserve(expected + kBlock);
    std::vector<const float*> pointers;
    for (const auto& channel : sound.channels) pointers.push_back(channel.data());
    if (auto pushed = resampler->push(pointers.data(), sound.frames(), out.channels); !pushed)
        return fail(pushed.error());
    if (auto flushed = resampler->flush(out.channels); !flushed) return fail(flushed.error());
    return out;
}

Sound mono(const Sound& sound) {
    if (sound.channels.size() <= 1) return sound;
    Sound out{.sample_rate = sound.sample_rate, .channels = {sound.channels.front()}};
    auto& mixed = out.channels.front();
    for (std::size_t c = 1; c < sound.channels.size(); ++c) {
        for (std::size_t i = 0; i < mixed.size(); ++i) mixed[i] += sound.channels[c][i];
    }
    const float scale = 1.0F / static_cast<float>(sound.channels.size());
    for (float& sample : mixed) sample *= scale;
    return out;
}

}  // namespace repere::audio
