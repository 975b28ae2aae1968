// SHA-256 names for what is kept.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "conversation/interaction.hpp"
#include "core/result.hpp"

namespace repere::store {

std::string sha256_hex(std::string_view bytes);
Result<std::string> sha256_hex_of_file(const std::filesystem::path& file);

// What makes two conversations one: the same recordings, or the same id with the same words at the same times. File names
// and metadata do not count, so a second export of one conversation is found to be one; two customers who both wrote
// just "merci" stay two.
std::string content_hash(const Interaction& interaction, const std::vector<std::string>& media_hashes);

}  // namespace repere::store
