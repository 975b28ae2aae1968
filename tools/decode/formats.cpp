#include "formats.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <initializer_list>

extern "C" {
#include <libavformat/avformat.h>
}

#include "report.hpp"

namespace repere::decode {
namespace {

struct Format {
    std::string_view name;        // libavformat's
    std::string_view extensions;  // usual ones, each between spaces
    bool raw = false;             // no mark in the content: the extension decides
};

constexpr std::array kFormats = {
    Format{"wav", " wav wave wav49 bwf rf64 "},
    Format{"w64", " w64 "},
    Format{"aiff", " aif aiff aifc "},
    Format{"au", " au snd "},
    Format{"caf", " caf "},
    Format{"flac", " flac "},
    Format{"ogg", " ogg oga opus spx ogx "},
    Format{"mp3", " mp3 mp2 mpga "},
    Format{"aac", " aac adts "},
    Format{"mov,mp4,m4a,3gp,3g2,mj2", " m4a mp4 m4b mov 3gp 3g2 3gpp aac "},
    Format{"matroska,webm", " mka mkv webm weba "},
    Format{"amr", " amr awb "},
    Format{"gsm", " gsm ", true},
    Format{"g729", " g729 729 g729a ", true},
    Format{"mulaw", " ulaw mulaw ul ulw pcmu mu ", true},
    Format{"alaw", " alaw al alw pcma ", true},
    Format{"sln", " sln sln8 ", true},
};

bool lists(std::string_view extensions, std::string_view extension) {
    const std::string word = " " + std::string(extension) + " ";
    return extensions.find(word) != std::string_view::npos;
}

const Format* find_by_name(std::string_view name) {
    const auto at =
        std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& f) { return f.name == name; });
    return at == kFormats.end() ? nullptr : &*at;
}

const Format* find_raw(std::string_view extension) {
    const auto fits = [&](const Format& f) { return f.raw && lists(f.extensions, extension); };
    const auto at = std::find_if(kFormats.begin(), kFormats.end(), fits);
    return at == kFormats.end() ? nullptr : &*at;
}

// Marks that no raw recording starts with by accident.
bool has_signature(Bytes bytes) {
    for (const std::string_view mark :
         {"RIFF", "RF64", "OggS", "fLaC", "#!AMR", "FORM", "caff", "\x1A\x45\xDF\xA3"}) {
        if (bytes.size() >= mark.size() && std::memcmp(bytes.data(), mark.data(), mark.size()) == 0)
            return true;
    }
    return bytes.size() >= 8 && std::memcmp(bytes.data() + 4, "ftyp", 4) == 0;
}

std::uint32_t le32(Bytes bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at]) | static_cast<std::uint32_t>(bytes[at + 1]) << 8 |
           static_cast<std::uint32_t>(bytes[at + 2]) << 16 | static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

// Against the size in the data chunk's header. Recorders that write while they listen leave 0 or the largest
// number there; that announces nothing.
Completeness wav_completeness(Bytes bytes) {
    constexpr std::uint32_t kUnknownSize = 0x7FFF'0000;
    std::uint32_t byte_rate = 0;
    for (std::uint64_t at = 12; at + 8 <= bytes.size();) {
        const std::uint32_t size = le32(bytes, at + 4);
        if (std::memcmp(bytes.data() + at, "fmt ", 4) == 0 && at + 20 <= bytes.size())
            byte_rate = le32(bytes, at + 16);
        if (std::memcmp(bytes.data() + at, "data", 4) == 0) {
            if (size == 0 || size >= kUnknownSize || byte_rate == 0) return {};
            return {.truncated = size > bytes.size() - at - 8,
                    .announced_seconds = static_cast<double>(size) / byte_rate};
        }
        at += 8 + static_cast<std::uint64_t>(size) + (size & 1);
    }
    return {};
}

// The last page must be whole and carry the end-of-stream flag.
Completeness ogg_completeness(Bytes bytes) {
    constexpr std::size_t kHeader = 27, kMaxPage = 65'307;
    const std::size_t stop = bytes.size() > 2 * kMaxPage ? bytes.size() - 2 * kMaxPage : 0;
    for (std::size_t at = bytes.size() >= kHeader ? bytes.size() - kHeader + 1 : 0; at-- > stop;) {
        if (std::memcmp(bytes.data() + at, "OggS", 4) != 0) continue;
        const std::size_t segments = bytes[at + 26];
        std::size_t end = at + kHeader + segments;
        if (end > bytes.size()) return {.truncated = true};
        for (std::size_t i = 0; i < segments; ++i) end += bytes[at + kHeader + i];
        return {.truncated = end > bytes.size() || (bytes[at + 5] & 4) == 0};
    }
    return {.truncated = true};
}

}  // namespace

Recognised recognise(Bytes bytes, std::string_view extension) {
    constexpr std::size_t kProbe = 1 << 20;
    AVProbeData probe{};
    std::string start(reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kProbe));
    const int size = static_cast<int>(start.size());
    start.resize(start.size() + AVPROBE_PADDING_SIZE, '\0');
    probe.buf = reinterpret_cast<unsigned char*>(start.data());
    probe.buf_size = size;
    probe.filename = "";
    int score = 0;
    const AVInputFormat* found = av_probe_input_format3(&probe, 1, &score);
    const Format* known = found == nullptr ? nullptr : find_by_name(found->name);
    const bool extension_agrees = known != nullptr && lists(known->extensions, extension);
    if (const Format* raw = find_raw(extension); raw != nullptr && !has_signature(bytes)) {
        return {.format = av_find_input_format(std::string(raw->name).c_str())};
    }
    if (found == nullptr || (score <= AVPROBE_SCORE_RETRY && !extension_agrees)) give_up("audio.not_sound");
    if (known == nullptr) give_up("audio.format_refused", {{"format", found->name}});
    return {.format = found, .extension_fits = extension.empty() || extension_agrees};
}

std::string format_list() {
    std::string list;
    for (const Format& format : kFormats) {
        if (!list.empty()) list += ',';
        list += format.name;
    }
    return list;
}

Completeness completeness(Bytes bytes, const AVInputFormat& format) {
    const std::string_view name = format.name;
    if (name == "wav" && bytes.size() >= 12 && std::memcmp(bytes.data(), "RIFF", 4) == 0)
        return wav_completeness(bytes);
    if (name == "ogg") return ogg_completeness(bytes);
    return {};
}

}  // namespace repere::decode
