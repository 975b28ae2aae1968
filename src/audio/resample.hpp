// Another sample rate (libsoxr, high quality), and channels apart or together.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "audio/sound.hpp"
#include "core/result.hpp"

namespace repere::audio {

Result<Sound> resampled(const Sound& sound, int sample_rate);
Sound mono(const Sound& sound);  // mean of the channels

// The same block by block, for sound that is never whole in memory. For one thread at a time; move only.
class Resampler {
  public:
    static Result<Resampler> create(int from_rate, int to_rate, std::size_t channels);
    Resampler(Resampler&&) noexcept;
    Resampler& operator=(Resampler&&) noexcept;
    ~Resampler();

    // Takes `frames` samples from each of `channels` pointers and appends what is ready to `out`, one vector
    // a channel.
    Status push(const float* const* channels, std::size_t frames, std::vector<std::vector<float>>& out);

    // What the filter still holds. Nothing may be pushed afterwards.
    Status flush(std::vector<std::vector<float>>& out);

  private:
    struct Impl;
    explicit Resampler(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace repere::audio
