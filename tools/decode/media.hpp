// Decoding one recording in memory to samples on stdout.
#pragma once

#include <string>

#include "formats.hpp"

namespace repere::decode {

// Writes the stream of audio/decoder_protocol.hpp. Gives up where there is nothing to decode.
void decode(Bytes bytes, const std::string& extension, double max_duration);

}  // namespace repere::decode
