#include "audio/decoder_report.hpp"

#include <algorithm>
#include <iterator>
#include <string>

#include "core/utf8.hpp"

namespace repere::audio {
namespace {

// The only keys that are believed when the helper reports them, with what they mean here.
struct Reported {
    std::string_view key;
    ErrorCode code;
};
constexpr Reported kErrors[] = {
    {"audio.empty", ErrorCode::kInvalidInput},           {"audio.not_sound", ErrorCode::kInvalidInput},
    {"audio.format_refused", ErrorCode::kUnsupported},   {"audio.codec_refused", ErrorCode::kUnsupported},
    {"audio.no_sound_stream", ErrorCode::kInvalidInput}, {"audio.undecodable", ErrorCode::kInvalidInput},
    {"audio.shape_refused", ErrorCode::kUnsupported},    {"audio.too_long", ErrorCode::kTooLarge},
    {"audio.too_large", ErrorCode::kTooLarge},           {"audio.memory", ErrorCode::kTooLarge},
    {"audio.decoder_failed", ErrorCode::kEnvironment},
};
constexpr std::string_view kWarnings[] = {"audio.wrong_extension", "audio.truncated", "audio.damaged",
                                          "audio.shape_changed"};

}  // namespace

DecoderReport read_report(std::string_view text, const Place& place) {
    constexpr std::size_t kMaxWarnings = 16, kMaxDetail = 200;
    DecoderReport report;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto field = [&line] {
            const auto tab = std::min(line.find('\t'), line.size());
            const std::string_view value = line.substr(0, tab);
            line.remove_prefix(std::min(tab + 1, line.size()));
            return value;
        };
        const std::string_view kind = field(), key = field();
        Details details;
        while (!line.empty()) {
            const std::string_view detail = field();
            const auto equals = detail.find('=');
            if (equals == std::string_view::npos) continue;
            details[std::string(detail.substr(0, equals))] =
                utf8::repaired(detail.substr(equals + 1, kMaxDetail));
        }
        if (kind == "error" && !report.error) {
            const auto known = std::find_if(std::begin(kErrors), std::end(kErrors),
                                            [&](const Reported& r) { return r.key == key; });
            if (known != std::end(kErrors))
                report.error = Error{known->code, std::string(key), std::move(details), place};
        } else if (kind == "warning" && report.warnings.size() < kMaxWarnings &&
                   std::find(std::begin(kWarnings), std::end(kWarnings), key) != std::end(kWarnings)) {
            if (const auto seconds = details.find("seconds"); seconds != details.end()) {
                report.warnings.push_back(
                    {std::string(key), details, {place.source, 0, 0, seconds->second + " s"}});
            } else {
                report.warnings.push_back({std::string(key), std::move(details), place});
            }
        }
    }
    return report;
}

}  // namespace repere::audio
