// The constants of the labels of the whole: knowledge/outcome/outcome.yaml, which says what each one means.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>

#include "core/result.hpp"
#include "signals/story.hpp"

namespace repere::signals {

struct OutcomeSettings {
    std::array<double, kSignals> trusted{};

    struct Escalation {
        std::size_t timely_turns = 0;
        std::size_t halves_apart = 0;
    } escalation;

    struct Resolution {
        double plain_hostility = 0;
    } resolution;

    struct Opportunity {
        std::size_t pressures = 0;
    } opportunity;

    struct Mood {
        std::size_t opening_turns = 0;
        std::size_t closing_turns = 0;
        double carried = 0;
        std::array<double, kSignals> weights{};
    } mood;

    // kConfiguration with file, line and column at the first mistake.
    static Result<OutcomeSettings> load(const std::filesystem::path& knowledge);
};

}  // namespace repere::signals
