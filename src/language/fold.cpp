#include <bit>
#include <cstring>

#include "core/utf8.hpp"
#include "language/characters.hpp"
#include "language/tokens.hpp"

namespace repere::language {

std::string fold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const Character c = decode(text, i);
        append_folded(out, c.code);
        i += c.bytes;
    }
    return out;
}

std::string spelled_form(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const Character c = decode(text, i);
        utf8::append(out, class_of(c.code) == CharClass::kApostrophe ? U'\'' : lower(c.code));
        i += c.bytes;
    }
    return out;
}

// Eight bytes a step, after the mixing steps of Murmur 3 (A. Appleby, public domain). Never 0, which says "none".
WordHash hash_of(std::string_view folded) {
    constexpr std::uint64_t kFirst = 0x87c37b91114253d5ULL;
    constexpr std::uint64_t kSecond = 0x4cf5ad432745937fULL;
    std::uint64_t h = folded.size() * 0x9e3779b97f4a7c15ULL;
    const auto absorb = [&h](std::uint64_t block) {
        h ^= std::rotl(block * kFirst, 31) * kSecond;
        h = std::rotl(h, 27) * 5 + 0x52dce729;
    };
    while (folded.size() >= 8) {
        std::uint64_t block = 0;
        std::memcpy(&block, folded.data(), 8);
        absorb(block);
        folded.remove_prefix(8);
    }
    if (!folded.empty()) {
        std::uint64_t block = 0;
        for (std::size_t k = 0; k < folded.size(); ++k) {
            block |= std::uint64_t{static_cast<unsigned char>(folded[k])} << (8 * k);
        }
        absorb(block);
    }
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdULL;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53ULL;
    h ^= h >> 33;
    return h == 0 ? 1 : h;
}

}  // namespace repere::language
