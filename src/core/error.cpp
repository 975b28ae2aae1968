#include "core/error.hpp"

#include <array>

#include <fmt/format.h>

namespace repere {
namespace {

constexpr std::array kTable{
    ErrorTraits{ErrorCode::kInvalidInput, "invalid_input", 1, 422},
    ErrorTraits{ErrorCode::kTooLarge, "too_large", 1, 413},
    ErrorTraits{ErrorCode::kUnsupported, "unsupported", 1, 415},
    ErrorTraits{ErrorCode::kNotFound, "not_found", 1, 404},
    ErrorTraits{ErrorCode::kConflict, "conflict", 1, 409},
    ErrorTraits{ErrorCode::kUsage, "usage", 2, 400},
    ErrorTraits{ErrorCode::kConfiguration, "configuration", 2, 422},
    ErrorTraits{ErrorCode::kEnvironment, "environment", 3, 503},
    ErrorTraits{ErrorCode::kCancelled, "cancelled", 1, 499},
    ErrorTraits{ErrorCode::kInternal, "internal", 3, 500},
};

}  // namespace

const ErrorTraits& traits(ErrorCode code) {
    for (const auto& row : kTable) {
        if (row.code == code) return row;
    }
    return kTable.back();
}

std::string to_string(const Place& place) {
    std::string text = place.source;
    if (place.line > 0) text += fmt::format(":{}", place.line);
    if (place.line > 0 && place.column > 0) text += fmt::format(":{}", place.column);
    if (!place.path.empty()) text += text.empty() ? place.path : fmt::format(" ({})", place.path);
    return text;
}

}  // namespace repere
