// Reading and writing files whole, with limits, and finding the folders that ship with the program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace repere {

// The whole file. kNotFound, kTooLarge past `limit` bytes, kEnvironment when it cannot be read.
Result<std::string> read_file(const std::filesystem::path& file, std::uintmax_t limit = 256ULL << 20);

// Writes beside the target and renames over it, so that a reader or a crash never sees half a file.
Status write_file(const std::filesystem::path& file, std::string_view content);

// The folder that holds knowledge/ and messages/: $REPERE_HOME, else the first of the program's own folder's parents
// (and their share/repere) that has both.
Result<std::filesystem::path> find_home();

// Where third-party models and builds are kept: $REPERE_CACHE, else ~/.cache/repere.
std::filesystem::path cache_folder();

// The folder of the running program; repere-decode stands there too.
std::filesystem::path program_folder();

}  // namespace repere
