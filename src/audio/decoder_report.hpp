// What the helper says on stderr, believed only as far as it is known. Private to the room.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace repere::audio {

struct DecoderReport {
    std::optional<Error> error;
    std::vector<Warning> warnings;
};

// Lines of audio/decoder_protocol.hpp. Unknown keys and broken lines are passed over; details are cut and
// made UTF-8.
DecoderReport read_report(std::string_view text, const Place& place);

}  // namespace repere::audio
