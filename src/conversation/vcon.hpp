// vCon, the container of draft-ietf-vcon-vcon-core: unsigned JSON form, inline and file media, read and written.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "conversation/interaction.hpp"
#include "conversation/json.hpp"
#include "core/result.hpp"

namespace repere {

// True for a JSON object with a "vcon" version string, or with the draft's mandatory keys.
bool looks_like_vcon(std::string_view text);

// Signed (JWS) and encrypted (JWE) forms are refused by name; media by URL are named, not fetched.
Batch<Interaction> read_vcon(std::string_view text, const std::string& source, const ReadLimits& limits = {});

// `analysis`, when given, becomes one entry of the vCon's analysis array.
nlohmann::ordered_json to_vcon(const Interaction& interaction, const nlohmann::ordered_json* analysis = nullptr);

}  // namespace repere
