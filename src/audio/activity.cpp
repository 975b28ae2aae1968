// Voice activity by the detector of the WebRTC project, and the rules that turn its frames into stretches of
// speech.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>

#include "audio/resample.hpp"
#include "audio/voice.hpp"

// Exported by libwebrtc_audio_processing (0.3), which installs no header for them.
extern "C" {
struct WebRtcVadInst;
WebRtcVadInst* WebRtcVad_Create();
void WebRtcVad_Free(WebRtcVadInst*);
int WebRtcVad_Init(WebRtcVadInst*);
int WebRtcVad_set_mode(WebRtcVadInst*, int mode);
int WebRtcVad_Process(WebRtcVadInst*, int sample_rate, const std::int16_t* frame, std::size_t samples);
}

namespace repere::audio {
namespace {

constexpr double kFrame = 0.02;  // seconds
constexpr int kOtherRate = 16'000;

// Stretches of frames in which the detector hears a voice; samples come in any portions.
class Detector {
  public:
    Detector(int sample_rate, int mode) : rate_(sample_rate), vad_(WebRtcVad_Create()) {
        frame_.resize(static_cast<std::size_t>(sample_rate) / 50);
        if (vad_ != nullptr && (WebRtcVad_Init(vad_.get()) != 0 || WebRtcVad_set_mode(vad_.get(), mode) != 0))
            vad_.reset();
    }

    bool ready() const { return vad_ != nullptr; }

    void push(const float* samples, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            frame_[filled_++] = static_cast<std::int16_t>(std::lrint(samples[i] * 32767.0F));
            if (filled_ == frame_.size()) close_frame();
        }
    }

    std::vector<Interval> take() { return std::move(found_); }

  private:
    void close_frame() {
        filled_ = 0;
        const double start = static_cast<double>(frames_++) * kFrame;
        if (WebRtcVad_Process(vad_.get(), rate_, frame_.data(), frame_.size()) != 1) return;
        const double end = start + kFrame;
        if (!found_.empty() && found_.back().end > start - kFrame / 2) {
            found_.back().end = end;
        } else {
            found_.push_back({start, end});
        }
    }

    struct Free {
        void operator()(WebRtcVadInst* vad) const { WebRtcVad_Free(vad); }
    };

    int rate_;
    std::unique_ptr<WebRtcVadInst, Free> vad_;
    std::vector<std::int16_t> frame_;
    std::size_t filled_ = 0, frames_ = 0;
    std::vector<Interval> found_;
};

// Short gaps closed, short bursts dropped, the rest widened without running into one another.
std::vector<Interval> shaped(std::vector<Interval> raw, const ActivityConfig& config, double duration) {
    constexpr double kEpsilon = 1e-9;
    std::vector<Interval> joined;
    for (const Interval& next : raw) {
        if (!joined.empty() && next.start - joined.back().end < config.min_silence - kEpsilon) {
            joined.back().end = next.end;
        } else {
            joined.push_back(next);
        }
    }
    std::erase_if(joined, [&](const Interval& i) { return i.end - i.start < config.min_speech - kEpsilon; });
    std::vector<Interval> out;
    for (const Interval& next : joined) {
        const Interval wide{std::max(0.0, next.start - config.padding),
                            std::min(duration, next.end + config.padding)};
        if (!out.empty() && wide.start <= out.back().end) {
            out.back().end = wide.end;
        } else {
            out.push_back(wide);
        }
    }
    return out;
}

bool detector_reads(int rate) {
    return rate == 8000 || rate == 16'000 || rate == 32'000 || rate == 48'000;
}

}  // namespace

Status ActivityConfig::validate() const {
    const auto refuse = [](const char* name) {
        return fail(ErrorCode::kConfiguration, "audio.setting", {{"name", name}});
    };
    if (aggressiveness < 0 || aggressiveness > 3) return refuse("aggressiveness");
    if (!(min_speech >= 0 && min_speech <= 10)) return refuse("min_speech");
    if (!(min_silence >= 0 && min_silence <= 10)) return refuse("min_silence");
    if (!(padding >= 0 && padding <= 10)) return refuse("padding");
    return {};
}

std::vector<Interval> find_speech(const Sound& sound, std::size_t channel, const ActivityConfig& config) {
    if (channel >= sound.channels.size() || !config.validate()) return {};
    const std::vector<float>& samples = sound.channels[channel];
    const bool direct = detector_reads(sound.sample_rate);
    Detector detector(direct ? sound.sample_rate : kOtherRate, config.aggressiveness);
    if (!detector.ready()) return {};
    if (direct) {
        detector.push(samples.data(), samples.size());
        return shaped(detector.take(), config, sound.duration());
    }
    auto resampler = Resampler::create(sound.sample_rate, kOtherRate, 1);
    if (!resampler) return {};
    constexpr std::size_t kBlock = 1 << 16;
    std::vector<std::vector<float>> block(1);
    const auto hand_over = [&] {
        detector.push(block[0].data(), block[0].size());
        block[0].clear();
    };
    for (std::size_t at = 0; at < samples.size(); at += kBlock) {
        const float* from = samples.data() + at;
        if (!resampler->push(&from, std::min(kBlock, samples.size() - at), block)) return {};
        hand_over();
    }
    if (!resampler->flush(block)) return {};
    hand_over();
    return shaped(detector.take(), config, sound.duration());
}

}  // namespace repere::audio
