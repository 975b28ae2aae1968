// How sure a figure is: the percentile bootstrap over conversations.
//
// B. Efron, "Bootstrap methods: another look at the jackknife", Ann. Statist. 7, 1979; percentile intervals after
// B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13. Whole conversations are drawn with
// replacement, as many as there are, because the turns of one conversation are not independent. The draws come from a
// fixed seed: the same conversations in the same order give the same intervals on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "review/agreement.hpp"

namespace repere::review {

struct BootstrapConfig {
    std::size_t draws = 1000;
    std::uint64_t seed = 1979;
    double level = 0.95;
};

// How many times a draw holds each unit.
using Multiplicities = std::span<const unsigned>;

// Called with one draw; answers the same figures in the same order each time, absent where the draw defines none.
using Statistic = std::function<std::vector<std::optional<double>>(Multiplicities)>;

// One interval for each figure. Absent with fewer than two units, and for a figure that fewer than nine draws of ten
// define, which is one that rests on one or two conversations. Of no width where all conversations say the same: then
// the data cannot tell how the figure varies.
std::vector<std::optional<Interval>> bootstrap(std::size_t units, const Statistic& statistic,
                                               const BootstrapConfig& config = {});

}  // namespace repere::review
