#include "speech/recognizer.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "speech/engines.hpp"

namespace repere::speech {
namespace {

constexpr double kFrame = 0.02;  // seconds over which loudness is measured to find where to cut

// The quietest moment of the middle half of [from, from + length).
double quietest(const audio::Sound& mono, double from, double length) {
    const std::vector<float>& samples = mono.channels.front();
    const auto at = [&](double seconds) {
        return std::min(samples.size(), static_cast<std::size_t>(std::max(0.0, seconds) * mono.sample_rate));
    };
    double best_time = from + length;
    double best_energy = -1;
    for (double t = from + length / 2; t + kFrame <= from + length; t += kFrame) {
        double energy = 0;
        for (std::size_t i = at(t); i < at(t + kFrame); ++i) energy += static_cast<double>(samples[i]) * samples[i];
        if (best_energy < 0 || energy < best_energy) {
            best_energy = energy;
            best_time = t + kFrame / 2;
        }
    }
    return best_time;
}

}  // namespace

Status RecognizerConfig::validate() const {
    if (language != "fr" && language != "en") {
        return fail(ErrorCode::kConfiguration, "speech.language_unknown", {{"language", language}});
    }
    if (threads < 1 || threads > 256) {
        return fail(ErrorCode::kConfiguration, "speech.threads_out_of_range", {{"threads", std::to_string(threads)}});
    }
    if (engine == Engine::kWhisper && model.empty()) return fail(ErrorCode::kUsage, "speech.whisper.model_unsaid");
    return {};
}

Result<std::unique_ptr<Recognizer>> make_recognizer(const RecognizerConfig& config) {
    if (auto ok = config.validate(); !ok) return fail(ok.error());
    return config.engine == Engine::kWhisper ? make_whisper(config) : make_pocketsphinx(config);
}

std::vector<audio::Interval> pieces_of(const audio::Sound& mono, const std::vector<audio::Interval>& speech,
                                       double max_seconds) {
    std::vector<audio::Interval> out;
    const double duration = mono.duration();
    for (const audio::Interval& stretch : speech) {
        double start = std::max(0.0, stretch.start);
        const double end = std::min(duration, stretch.end);
        while (end - start > max_seconds) {
            const double cut = quietest(mono, start, max_seconds);
            out.push_back({start, cut});
            start = cut;
        }
        if (end > start) out.push_back({start, end});
    }
    return out;
}

std::vector<float> samples_of(const audio::Sound& mono, const audio::Interval& piece) {
    const std::vector<float>& all = mono.channels.front();
    const auto index = [&](double seconds) {
        return std::min(all.size(), static_cast<std::size_t>(std::llround(std::max(0.0, seconds) * mono.sample_rate)));
    };
    const std::size_t begin = index(piece.start);
    const std::size_t end = std::max(begin, index(piece.end));
    return {all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end)};
}

Status check_sound(const audio::Sound& mono, int sample_rate) {
    if (mono.channels.size() == 1 && mono.sample_rate == sample_rate) return {};
    return fail(ErrorCode::kInternal, "speech.sound_not_prepared",
                {{"channels", std::to_string(mono.channels.size())},
                 {"rate", std::to_string(mono.sample_rate)},
                 {"expected", std::to_string(sample_rate)}});
}

}  // namespace repere::speech
