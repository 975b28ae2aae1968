#include "review/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace repere::review {
namespace {

constexpr double kDefinedShare = 0.9;  // of the draws

// The generator is the standard's, the way to a number below `units` is ours: the library's differs between compilers.
std::vector<unsigned> draw(std::mt19937_64& generator, std::size_t units) {
    std::vector<unsigned> times(units);
    for (std::size_t i = 0; i < units; ++i) ++times[((generator() >> 32) * units) >> 32];
    return times;
}

// Between the two nearest ranks (R. Hyndman and Y. Fan, Am. Stat. 50, 1996, definition 7).
double quantile(const std::vector<double>& sorted, double share) {
    const double rank = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], rank - static_cast<double>(below));
}

}  // namespace

std::vector<std::optional<Interval>> bootstrap(std::size_t units, const Statistic& statistic,
                                               const BootstrapConfig& config) {
    std::vector<std::vector<double>> values;
    std::mt19937_64 generator(config.seed);
    for (std::size_t d = 0; d < config.draws && units > 1; ++d) {
        const auto figures = statistic(draw(generator, units));
        values.resize(figures.size());
        for (std::size_t f = 0; f < figures.size(); ++f) {
            if (figures[f]) values[f].push_back(*figures[f]);
        }
    }
    std::vector<std::optional<Interval>> intervals(values.size());
    const double tail = (1 - config.level) / 2;
    for (std::size_t f = 0; f < values.size(); ++f) {
        if (static_cast<double>(values[f].size()) < kDefinedShare * static_cast<double>(config.draws)) continue;
        std::sort(values[f].begin(), values[f].end());
        intervals[f] = Interval{quantile(values[f], tail), quantile(values[f], 1 - tail)};
    }
    return intervals;
}

}  // namespace repere::review
