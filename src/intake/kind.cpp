#include "intake/kind.hpp"

#include <algorithm>
#include <array>

#include "conversation/json_source.hpp"
#include "conversation/vcon.hpp"
#include "intake/encoding.hpp"
#include "intake/table.hpp"

namespace repere::intake {
namespace {

struct Extension {
    std::string_view name, format;
    Kind kind;
    std::string_view media_type;
    bool is_headerless = false;  // a codec's bare bytes, which only the name can tell
};

constexpr std::array kExtensions{
    Extension{".json", "JSON", Kind::kNative, ""},
    Extension{".vcon", "vCon", Kind::kVcon, ""},
    Extension{".csv", "CSV", Kind::kTable, ""},
    Extension{".tsv", "CSV", Kind::kTable, ""},
    Extension{".eml", "EML", Kind::kEmail, ""},
    Extension{".mbox", "MBOX", Kind::kMailbox, ""},
    Extension{".wav", "WAV", Kind::kSound, "audio/wav"},
    Extension{".flac", "FLAC", Kind::kSound, "audio/flac"},
    Extension{".ogg", "OGG", Kind::kSound, "audio/ogg"},
    Extension{".oga", "OGG", Kind::kSound, "audio/ogg"},
    Extension{".opus", "OGG", Kind::kSound, "audio/ogg"},
    Extension{".mp3", "MP3", Kind::kSound, "audio/mpeg"},
    Extension{".aac", "AAC", Kind::kSound, "audio/aac"},
    Extension{".m4a", "MP4", Kind::kSound, "audio/mp4"},
    Extension{".mp4", "MP4", Kind::kSound, "audio/mp4"},
    Extension{".amr", "AMR", Kind::kSound, "audio/amr"},
    Extension{".awb", "AMR", Kind::kSound, "audio/amr-wb"},
    Extension{".webm", "WEBM", Kind::kSound, "audio/webm"},
    Extension{".mka", "WEBM", Kind::kSound, "audio/x-matroska"},
    Extension{".aif", "AIFF", Kind::kSound, "audio/aiff"},
    Extension{".aiff", "AIFF", Kind::kSound, "audio/aiff"},
    Extension{".au", "AU", Kind::kSound, "audio/basic"},
    Extension{".snd", "AU", Kind::kSound, "audio/basic"},
    Extension{".gsm", "GSM", Kind::kSound, "audio/gsm", true},
    Extension{".ulaw", "G.711", Kind::kSound, "audio/PCMU", true},
    Extension{".ul", "G.711", Kind::kSound, "audio/PCMU", true},
    Extension{".pcmu", "G.711", Kind::kSound, "audio/PCMU", true},
    Extension{".alaw", "G.711", Kind::kSound, "audio/PCMA", true},
    Extension{".al", "G.711", Kind::kSound, "audio/PCMA", true},
    Extension{".pcma", "G.711", Kind::kSound, "audio/PCMA", true},
    Extension{".g729", "G.729", Kind::kSound, "audio/G729", true},
};

struct Magic {
    std::size_t at;
    std::string_view bytes, format, media_type;
};

constexpr std::array kMagics{
    Magic{8, "WAVE", "WAV", "audio/wav"},   Magic{0, "fLaC", "FLAC", "audio/flac"},
    Magic{0, "OggS", "OGG", "audio/ogg"},   Magic{0, "ID3", "MP3", "audio/mpeg"},
    Magic{0, "#!AMR", "AMR", "audio/amr"},  Magic{4, "ftyp", "MP4", "audio/mp4"},
    Magic{8, "AIFF", "AIFF", "audio/aiff"}, Magic{0, ".snd", "AU", "audio/basic"},
    Magic{0, "\x1A\x45\xDF\xA3", "WEBM", "audio/webm"},
};

Recognised as_sound(std::string_view head) {
    for (const Magic& magic : kMagics) {
        if (head.size() >= magic.at + magic.bytes.size() && head.substr(magic.at).starts_with(magic.bytes)) {
            return Recognised{Kind::kSound, std::string(magic.format), std::string(magic.media_type)};
        }
    }
    if (head.size() > 2 && static_cast<unsigned char>(head[0]) == 0xFF) {  // a bare MPEG frame
        const auto second = static_cast<unsigned char>(head[1]);
        if (second == 0xF1 || second == 0xF9) return Recognised{Kind::kSound, "AAC", "audio/aac"};
        if (second >= 0xFA || second == 0xF2 || second == 0xF3) {
            if (second != 0xFE && second != 0xFF) return Recognised{Kind::kSound, "MP3", "audio/mpeg"};
        }
    }
    return {};
}

Recognised as_json(std::string_view head) {
    const auto at = head.find_first_not_of(" \t\r\n", head.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    if (head.starts_with("eyJ")) return Recognised{Kind::kVcon, "vCon"};
    if (at == std::string_view::npos || (head[at] != '{' && head[at] != '[')) return {};
    if (looks_like_vcon(head)) return Recognised{Kind::kVcon, "vCon"};
    const auto keys = json_source::first_keys(head);
    const auto has = [&](std::string_view key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); };
    const bool is_native = has("turns") || keys.empty() || ((has("media") || has("audio")) && has("channel"));
    return Recognised{is_native ? Kind::kNative : Kind::kJsonExport, "JSON"};
}

// Two of the headers that every mailer writes, before the first empty line.
bool is_email(std::string_view head) {
    constexpr std::array<std::string_view, 10> kHeaders{"from:", "to:", "subject:", "date:", "message-id:", "received:",
                                                        "mime-version:", "return-path:", "delivered-to:", "content-type:"};
    std::size_t found = 0;
    for (std::size_t at = 0; at < head.size();) {
        const std::size_t end = std::min(head.find('\n', at), head.size());
        const std::string line = folded(head.substr(at, std::min<std::size_t>(end - at, 40)));
        if (at == 0 && line.find(':') == std::string::npos) return false;
        if (line.empty()) break;
        for (const auto header : kHeaders) found += line.starts_with(header) ? 1 : 0;
        at = end + 1;
    }
    return found >= 2;
}

Recognised as_text(std::string_view head) {
    if (head.starts_with("From ") && is_email(head.substr(std::min(head.find('\n'), head.size() - 1) + 1))) {
        return Recognised{Kind::kMailbox, "MBOX"};
    }
    if (is_email(head)) return Recognised{Kind::kEmail, "EML"};
    if (looks_like_table(head)) return Recognised{Kind::kTable, "CSV"};
    return {};
}

bool is_one_family(Kind a, Kind b) {
    const auto family = [](Kind kind) { return kind == Kind::kVcon || kind == Kind::kJsonExport ? Kind::kNative : kind; };
    return family(a) == family(b);
}

auto extension_of(const std::filesystem::path& file) {
    const std::string name = folded(file.extension().string());
    return std::find_if(kExtensions.begin(), kExtensions.end(), [&](const Extension& row) { return row.name == name; });
}

}  // namespace

bool is_sound_name(const std::filesystem::path& file) {
    const auto named = extension_of(file);
    return named != kExtensions.end() && named->kind == Kind::kSound;
}

Recognised recognise(std::string_view head, const std::filesystem::path& file) {
    const std::string extension = folded(file.extension().string());
    const auto named = extension_of(file);
    const bool is_known = named != kExtensions.end();
    if (is_known && named->is_headerless) {
        if (Recognised sound = as_sound(head); sound.kind != Kind::kUnknown) return sound;
        return {Kind::kSound, std::string(named->format), std::string(named->media_type)};
    }
    Recognised found = as_sound(head);
    if (found.kind == Kind::kUnknown) found = as_json(head);
    if (found.kind == Kind::kUnknown) found = as_text(head);
    // Prose with commas looks like a table too: only a name that may be one's makes it one.
    if (found.kind == Kind::kTable && !is_known && !extension.empty() && extension != ".txt") return {};
    if (found.kind != Kind::kUnknown) {
        found.has_right_name =
            !is_known || (is_one_family(named->kind, found.kind) &&
                          (found.kind != Kind::kSound || named->format == found.format || named->media_type == found.media_type));
        return found;
    }
    // Text under a text's name is left to that reader, whose errors say more; a sound must show that it is one.
    if (is_known && named->kind != Kind::kSound && head.find('\0') == std::string_view::npos) {
        return {named->kind, std::string(named->format)};
    }
    return {};
}

}  // namespace repere::intake
