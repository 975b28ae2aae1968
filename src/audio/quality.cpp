#include "audio/quality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace repere::audio {

Status QualityConfig::validate() const {
    const auto refuse = [](const char* name) {
        return fail(ErrorCode::kConfiguration, "audio.setting", {{"name", name}});
    };
    if (!(silent_peak >= 0 && silent_peak <= 1)) return refuse("silent_peak");
    if (!(active_level >= 0 && active_level <= 1)) return refuse("active_level");
    if (!(one_sided_share >= 0 && one_sided_share <= 1)) return refuse("one_sided_share");
    if (!(one_sided_seconds >= 0)) return refuse("one_sided_seconds");
    if (!(same_level >= 0 && same_level <= 1)) return refuse("same_level");
    if (!(clip_level > 0 && clip_level <= 1)) return refuse("clip_level");
    if (!(clip_flatness >= 0)) return refuse("clip_flatness");
    if (clips_a_second < 1) return refuse("clips_a_second");
    return {};
}

QualityMeter::QualityMeter(int sample_rate, std::size_t channels, const QualityConfig& config)
    : config_(config),
      rate_(static_cast<std::size_t>(std::max(sample_rate, 50))),
      window_(rate_ / 50),
      channels_(channels) {}

void QualityMeter::add(const float* const* channels, std::size_t frames) {
    for (std::size_t at = 0; at < frames;) {
        const std::size_t count = std::min({frames - at, window_ - in_window_, rate_ - in_second_});
        add_run(channels, at, count);
        at += count;
        in_window_ += count;
        in_second_ += count;
        if (in_window_ == window_) close_window();
        if (in_second_ == rate_) close_second();
    }
}

void QualityMeter::add_run(const float* const* channels, std::size_t from, std::size_t count) {
    const auto level = static_cast<float>(config_.clip_level);
    const auto flatness = static_cast<float>(config_.clip_flatness);
    for (std::size_t c = 0; c < channels_.size(); ++c) {
        ChannelState& state = channels_[c];
        const float* samples = channels[c] + from;
        float energy = 0, peak = 0;
        for (std::size_t i = 0; i < count; ++i) {
            energy += samples[i] * samples[i];
            peak = std::max(peak, std::fabs(samples[i]));
        }
        state.energy += energy;
        state.peak = std::max(state.peak, static_cast<double>(peak));
        if (peak < level) {
            state.flat = 0;
            state.last = samples[count - 1];
            continue;
        }
        for (std::size_t i = 0; i < count; ++i) {
            const bool flat =
                std::fabs(samples[i]) >= level && std::fabs(samples[i] - state.last) <= flatness;
            state.flat = flat ? state.flat + 1 : 0;
            if (state.flat == 2) ++state.clips;  // the third sample of a flat peak
            state.last = samples[i];
        }
    }
    if (channels_.size() == 2) {
        float difference = 0, sum = 0;
        for (std::size_t i = from; i < from + count; ++i) {
            const float d = channels[0][i] - channels[1][i], s = channels[0][i] + channels[1][i];
            difference += d * d;
            sum += s * s;
        }
        difference_ += difference;
        sum_ += sum;
    }
}

void QualityMeter::close_window() {
    for (ChannelState& state : channels_) {
        ++state.windows;
        if (std::sqrt(state.energy / static_cast<double>(window_)) >= config_.active_level)
            ++state.active_windows;
        state.energy = 0;
    }
    in_window_ = 0;
}

void QualityMeter::close_second() {
    bool clipped = false;
    for (ChannelState& state : channels_) {
        clipped |= state.clips >= config_.clips_a_second;
        state.clips = 0;
    }
    if (clipped && clipped_seconds_++ == 0) first_clipped_ = seconds_;
    ++seconds_;
    in_second_ = 0;
}

std::vector<Warning> QualityMeter::warnings(const std::string& source) const {
    std::vector<Warning> found;
    const auto add = [&](const char* key, Details details = {}) {
        found.push_back({.key = key, .details = std::move(details), .place = {.source = source}});
    };
    const auto silent = [&](const ChannelState& state) { return state.peak <= config_.silent_peak; };
    if (std::all_of(channels_.begin(), channels_.end(), silent)) {
        add("audio.silent");
        return found;
    }
    for (std::size_t c = 0; c < channels_.size(); ++c) {
        if (silent(channels_[c])) add("audio.silent_channel", {{"channel", fmt::format("{}", c + 1)}});
    }
    if (channels_.size() == 2 && found.empty()) {
        constexpr double kWindow = 0.02;
        for (const std::size_t c : {0U, 1U}) {
            const double here = static_cast<double>(channels_[c].active_windows) * kWindow;
            const double there = static_cast<double>(channels_[1 - c].active_windows) * kWindow;
            if (there >= config_.one_sided_seconds && here < there * config_.one_sided_share) {
                add("audio.one_sided",
                    {{"channel", fmt::format("{}", c + 1)}, {"seconds", fmt::format("{:.1f}", here)}});
            }
        }
        if (difference_ <= sum_ * config_.same_level * config_.same_level) add("audio.same_channels");
    }
    if (clipped_seconds_ > 0) {
        add("audio.clipped",
            {{"start", fmt::format("{}", first_clipped_)}, {"seconds", fmt::format("{}", clipped_seconds_)}});
    }
    return found;
}

}  // namespace repere::audio
