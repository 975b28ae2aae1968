#include "judge/digest.hpp"

#include <array>

#include <fmt/format.h>
#include <sodium.h>

namespace repere::judge {

std::string digest(std::string_view bytes) {
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
    std::string text;
    for (const unsigned char b : hash) text += fmt::format("{:02x}", b);
    return text;
}

}  // namespace repere::judge
