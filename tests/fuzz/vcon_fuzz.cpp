#include <cstddef>
#include <cstdint>
#include <string_view>

#include "conversation/vcon.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    repere::looks_like_vcon(text);
    repere::read_vcon(text, "fuzz");
    return 0;
}
