// vCon, the container of draft-ietf-vcon-vcon-core: unsigned JSON form, inline and file media, read and written.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "conversation/interaction.hpp"
#include "conversation/json.hpp"
#include "core/result.hpp"

namespace repere {

// True for a JSON object with a "vcon" version, or with the draft's keys, or in one of its signed or encrypted forms.
bool looks_like_vcon(std::string_view text);

// Makes plain text of a text dialog's body that is HTML or MIME; nothing where it cannot. This room knows neither.
using TextOf = std::function<std::optional<std::string>(std::string_view mediatype, std::string_view body)>;

// Signed (JWS) and encrypted (JWE) forms are refused by name; media by URL are named, not fetched; media by file name
// alone become a Media with that path. Who speaks comes from the parties' `role`, and is unknown without it.
Batch<Interaction> read_vcon(std::string_view text, const std::string& source, const ReadLimits& limits = {},
                             const TextOf& text_of = {});

// `analysis`, when given, becomes one entry of the vCon's analysis array. A vCon must say when it was made.
nlohmann::ordered_json to_vcon(const Interaction& interaction, const nlohmann::ordered_json* analysis = nullptr,
                               Instant created_at = system_clock()());

}  // namespace repere
