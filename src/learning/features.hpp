// Features of linear models: hashed names with values.
#pragma once

#include <cstdint>
#include <string_view>

namespace repere::learning {

// A feature's name, hashed. Two features in a hundred thousand share a name; linear models bear that.
using FeatureId = std::uint32_t;

// Mixes the parts of a name: a kind of feature and what it holds.
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    std::uint64_t h = (a ^ (b + 0x9e3779b97f4a7c15ULL + (a << 6U) + (a >> 2U))) * 0xff51afd7ed558ccdULL;
    return h ^ (h >> 32U);
}
constexpr FeatureId feature_id(std::uint64_t mixed) {
    mixed = (mixed ^ (mixed >> 29U)) * 0xc4ceb9fe1a85ec53ULL;
    return static_cast<FeatureId>(mixed >> 32U);
}

}  // namespace repere::learning
