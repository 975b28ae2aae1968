// What a file is, by its first bytes and then by its name.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace repere::intake {

enum class Kind { kNative, kVcon, kJsonExport, kTable, kEmail, kMailbox, kSound, kUnknown };

struct Recognised {
    Kind kind = Kind::kUnknown;
    std::string format;           // as people know it: "WAV", "JSON", "EML"; of the content
    std::string media_type;       // of sounds
    bool has_right_name = true;   // false: the extension announces another kind
};

constexpr std::size_t kHeadBytes = 64 << 10;  // what recognition wants to see

Recognised recognise(std::string_view head, const std::filesystem::path& file);

// Does the extension promise a sound?
bool is_sound_name(const std::filesystem::path& file);

}  // namespace repere::intake
