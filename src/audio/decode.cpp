#include "audio/decode.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <new>
#include <optional>
#include <string>

#include "audio/child.hpp"
#include "audio/decoder_protocol.hpp"
#include "audio/decoder_report.hpp"
#include "audio/resample.hpp"
#include "core/files.hpp"

namespace repere::audio {
namespace {

// Header and interleaved samples as they arrive, to planar sound at the rate asked for.
class Collector {
  public:
    Collector(const DecodeConfig& config, std::string source) : config_(config), source_(std::move(source)) {}

    Status take(std::string_view block) {
        bytes_.append(block);
        std::size_t used = 0;
        if (!meter_) {
            if (bytes_.size() < sizeof(StreamHeader)) return {};
            if (Status begun = begin(); !begun) return begun;
            used = sizeof(StreamHeader);
        }
        const std::size_t width = planes_.size();
        const std::size_t frames = (bytes_.size() - used) / (width * sizeof(float));
        if (Status added = add(bytes_.data() + used, frames); !added) return added;
        bytes_.erase(0, used + frames * width * sizeof(float));
        return {};
    }

    bool begun() const { return meter_.has_value(); }

    Result<Decoded> finish(std::vector<Warning> warnings) {
        if (resampler_) {
            if (Status flushed = resampler_->flush(sound_.channels); !flushed) return fail(flushed.error());
        }
        for (Warning& warning : meter_->warnings(source_)) warnings.push_back(std::move(warning));
        return Decoded{.sound = std::move(sound_), .warnings = std::move(warnings)};
    }

  private:
    Status begin() {
        StreamHeader header;
        std::memcpy(&header, bytes_.data(), sizeof header);
        if (header.magic != StreamHeader::kMagic || header.version != StreamHeader::kVersion ||
            header.sample_rate < kMinSampleRate || header.sample_rate > kMaxSampleRate ||
            header.channels < 1 || header.channels > kMaxChannels) {
            return fail(ErrorCode::kEnvironment, "audio.decoder_failed", {{"status", "header"}}, {source_});
        }
        const auto rate = static_cast<int>(header.sample_rate);
        if (config_.sample_rate != 0 && config_.sample_rate != rate) {
            auto made = Resampler::create(rate, config_.sample_rate, header.channels);
            if (!made) return fail(made.error());
            resampler_ = std::move(*made);
        }
        sound_.sample_rate = resampler_ ? config_.sample_rate : rate;
        sound_.channels.resize(header.channels);
        planes_.resize(header.channels);
        max_frames_ = static_cast<std::uint64_t>(config_.max_duration * rate) + header.sample_rate;
        meter_.emplace(rate, header.channels, config_.quality);
        return {};
    }

    Status add(const char* samples, std::size_t frames) {
        const std::size_t width = planes_.size();
        std::vector<const float*> pointers;
        for (std::size_t c = 0; c < width; ++c) {
            planes_[c].resize(frames);
            for (std::size_t i = 0; i < frames; ++i) {
                float sample = 0;
                std::memcpy(&sample, samples + (i * width + c) * sizeof(float), sizeof sample);
                planes_[c][i] = sample >= -1.0F  ? std::min(sample, 1.0F)
                                : sample < -1.0F ? -1.0F
                                                 : 0.0F;  // NaN: 0
            }
            pointers.push_back(planes_[c].data());
        }
        if (frames == 0) return {};
        taken_ += frames;
        if (taken_ > max_frames_) {
            return fail(ErrorCode::kTooLarge, "audio.too_long",
                        {{"limit_seconds", fmt::format("{:.0f}", config_.max_duration)}}, {source_});
        }
        meter_->add(pointers.data(), frames);
        if (resampler_) {
            if (Status pushed = resampler_->push(pointers.data(), frames, sound_.channels); !pushed)
                return pushed;
        } else {
            for (std::size_t c = 0; c < width; ++c) {
                sound_.channels[c].insert(sound_.channels[c].end(), planes_[c].begin(), planes_[c].end());
            }
        }
        if (sound_.frames() * width * sizeof(float) > config_.max_memory_bytes) {
            return fail(ErrorCode::kTooLarge, "audio.too_large",
                        {{"limit_mb", std::to_string(config_.max_memory_bytes >> 20)}}, {source_});
        }
        return {};
    }

    const DecodeConfig& config_;
    std::string source_;
    std::string bytes_;  // not yet whole frames
    std::uint64_t taken_ = 0, max_frames_ = 0;
    std::vector<std::vector<float>> planes_;
    std::optional<Resampler> resampler_;
    std::optional<QualityMeter> meter_;
    Sound sound_;
};

std::string extension_of(const std::filesystem::path& name) {
    std::string extension = name.extension().string();
    extension.erase(0, 1);
    for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return extension;
}

using Input = std::function<Result<std::string_view>()>;

Result<Decoded> decode(Input input, const std::filesystem::path& name, const DecodeConfig& config,
                       std::stop_token stop) {
    const Place place{.source = name.string()};
    if (auto valid = config.validate(); !valid) return fail(valid.error());
    Collector collector(config, place.source);
    ChildJob job{.program = config.program.empty() ? program_folder() / "repere-decode" : config.program,
                 .arguments = {"--memory", std::to_string(config.max_memory_bytes), "--cpu",
                               fmt::format("{}", config.max_seconds), "--duration",
                               fmt::format("{}", config.max_duration)},
                 .next_input = std::move(input),
                 .take_output = [&](std::string_view block) { return collector.take(block); },
                 .wall_limit = std::chrono::duration<double>(config.max_wall_seconds)};
    if (const std::string hint = extension_of(name); !hint.empty()) {
        job.arguments.insert(job.arguments.end(), {"--hint", hint});
    }
    auto outcome = run_child(job, std::move(stop));
    if (!outcome) {
        if (outcome.error().place.source.empty()) outcome.error().place = place;
        return fail(outcome.error());
    }
    using End = ChildOutcome::End;
    if (outcome->end == End::kCancelled) return fail(ErrorCode::kCancelled, "audio.cancelled", {}, place);
    if (outcome->end == End::kTimedOut || (outcome->end == End::kSignalled && outcome->code == SIGXCPU)) {
        const double limit = outcome->end == End::kTimedOut ? config.max_wall_seconds : config.max_seconds;
        return fail(ErrorCode::kTooLarge, "audio.decoder_timeout", {{"seconds", fmt::format("{}", limit)}},
                    place);
    }
    if (outcome->end == End::kSignalled) {
        return fail(ErrorCode::kInvalidInput, "audio.decoder_crashed",
                    {{"signal", std::to_string(outcome->code)}}, place);
    }
    DecoderReport report = read_report(outcome->report, place);
    if (outcome->code == 1 && report.error) return fail(*report.error);
    if (outcome->code != 0 || !collector.begun()) {
        return fail(ErrorCode::kEnvironment, "audio.decoder_failed",
                    {{"status", std::to_string(outcome->code)}}, place);
    }
    return collector.finish(std::move(report.warnings));
}

struct File {
    int fd = -1;
    ~File() {
        if (fd >= 0) ::close(fd);
    }
};

}  // namespace

Status DecodeConfig::validate() const {
    const auto refuse = [](const char* name) {
        return fail(ErrorCode::kConfiguration, "audio.setting", {{"name", name}});
    };
    if (sample_rate != 0 && (sample_rate < 4000 || sample_rate > 384'000)) return refuse("sample_rate");
    if (max_memory_bytes < 1 << 20) return refuse("max_memory_bytes");
    if (!(max_seconds > 0 && max_seconds <= 1e6)) return refuse("max_seconds");
    if (!(max_wall_seconds > 0 && max_wall_seconds <= 1e6)) return refuse("max_wall_seconds");
    if (!(max_duration > 0 && max_duration <= 1e6)) return refuse("max_duration");
    return quality.validate();
}

Result<Decoded> decode_file(const std::filesystem::path& file, const DecodeConfig& config,
                            std::stop_token stop) try {
    const Place place{.source = file.string()};
    const File opened{
        ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};  // a FIFO must not hold us here
    struct stat about {};
    if (opened.fd < 0 || ::fstat(opened.fd, &about) != 0) {
        const int error = errno;
        if (error == ENOENT || error == ENOTDIR)
            return fail(ErrorCode::kNotFound, "core.file.missing", {}, place);
        return fail(ErrorCode::kEnvironment, "core.file.unreadable", {{"reason", std::strerror(error)}},
                    place);
    }
    if (S_ISDIR(about.st_mode)) return fail(ErrorCode::kInvalidInput, "core.file.is_folder", {}, place);
    if (!S_ISREG(about.st_mode)) return fail(ErrorCode::kInvalidInput, "audio.not_a_file", {}, place);
    std::vector<char> block(1 << 20);
    const auto next = [&]() -> Result<std::string_view> {
        const auto got = ::read(opened.fd, block.data(), block.size());
        if (got < 0) {
            return fail(ErrorCode::kEnvironment, "core.file.unreadable", {{"reason", std::strerror(errno)}},
                        place);
        }
        return std::string_view(block.data(), static_cast<std::size_t>(got));
    };
    return decode(next, file, config, std::move(stop));
} catch (const std::bad_alloc&) {
    return fail(ErrorCode::kTooLarge, "audio.memory", {}, {file.string()});
}

Result<Decoded> decode_bytes(std::string_view bytes, std::string_view name, const DecodeConfig& config,
                             std::stop_token stop) try {
    const auto next = [&]() -> Result<std::string_view> { return std::exchange(bytes, std::string_view()); };
    return decode(next, std::filesystem::path(name), config, std::move(stop));
} catch (const std::bad_alloc&) {
    return fail(ErrorCode::kTooLarge, "audio.memory", {}, {std::string(name)});
}

}  // namespace repere::audio
