// What names a conversation and what surrounds it, set from text: ids, content hashes, metadata keys.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "conversation/interaction.hpp"
#include "core/result.hpp"

namespace repere {

// An id is 1 … 256 bytes without control characters.
Status check_id(std::string_view id);

// FNV-1a of the native JSON form without its id: equal content, equal hash. Tells a repeat from a conflict; it is no
// protection against someone who wants two contents to collide.
std::uint64_t content_hash(const Interaction& interaction);

// "auto-" and the content hash, for a conversation that came without an id.
std::string content_id(const Interaction& interaction);

// Sets a known key (agent, team, … wait_seconds, csat, nps, ces) or a free one. Fails where a number is expected
// ("4,5" counts) and another text or an impossible value is given. The error has no place: the caller knows it.
Status set_metadata(Metadata& metadata, std::string_view key, const std::string& value);
bool has_metadata(const Metadata& metadata, std::string_view key);  // is a value set?

}  // namespace repere
