// The constants of the labels of the whole: knowledge/outcome/outcome.yaml, which says what each one means.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>

#include "core/result.hpp"
#include "signals/cues.hpp"
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
        struct Start {
            double usual = 0;
            std::array<double, kSignals> signals{};
        } start;
        struct End {
            double usual = 0;
            double unhappy_turns = 0;
            std::array<double, kSignals> signals{}, anywhere{};
            std::array<double, kCues> words{};
        } end;
        struct Curve {
            double carried = 0;
            double rise = 0;
            std::array<double, kSignals> signals{};
        } curve;
    } mood;

    struct Promises {
        std::size_t clause_words = 0;
    } promises;

    struct Unanswered {
        std::size_t turns = 0;
        double same = 0;
        std::size_t fewest_words = 0;
    } unanswered;

    struct Causes {
        double enough = 0;
        double beside = 0;
        double repeated = 0;
        std::size_t most = 0;
    } causes;

    // kConfiguration with file, line and column at the first mistake.
    static Result<OutcomeSettings> load(const std::filesystem::path& knowledge);
};

}  // namespace repere::signals
