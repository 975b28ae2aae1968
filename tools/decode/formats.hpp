// Which formats are read, how a recording's format is recognised, and whether its end is missing.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct AVInputFormat;

namespace repere::decode {

// The whole recording, with AVPROBE_PADDING_SIZE readable zero bytes behind it.
using Bytes = std::span<const unsigned char>;

struct Recognised {
    const AVInputFormat* format = nullptr;
    bool extension_fits = true;  // false: the extension belongs to something else
};

// By content first; the extension decides only for raw formats, which have no mark of their own. Gives up
// (audio.not_sound, audio.format_refused) when neither says anything that is read.
Recognised recognise(Bytes bytes, std::string_view extension);

// Comma-separated names for libavformat and libavcodec: what they may open at all.
std::string format_list();

// Seconds that the recording announces, where its container tells, and whether bytes of it are certainly
// missing.
struct Completeness {
    bool truncated = false;
    std::optional<double> announced_seconds;
};
Completeness completeness(Bytes bytes, const AVInputFormat& format);

}  // namespace repere::decode
