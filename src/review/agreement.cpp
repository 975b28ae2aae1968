#include "review/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

namespace repere::review {
namespace {

// Below this an expected disagreement is rounding, not data.
constexpr double kNothing = 1e-12;

}  // namespace

std::optional<double> agreement(const Pairs& pairs) {
    if (pairs.empty()) return {};
    const auto equal = std::count_if(pairs.begin(), pairs.end(), [](const auto& p) { return p.first == p.second; });
    return static_cast<double>(equal) / static_cast<double>(pairs.size());
}

std::optional<double> cohen_kappa(const Pairs& pairs) {
    const auto observed = agreement(pairs);
    if (!observed) return {};
    std::map<std::string, std::pair<double, double>> used;
    for (const auto& [a, b] : pairs) {
        ++used[a].first;
        ++used[b].second;
    }
    const double n = static_cast<double>(pairs.size());
    double expected = 0;
    for (const auto& [name, counts] : used) expected += counts.first / n * (counts.second / n);
    if (1 - expected < kNothing) return {};
    return (*observed - expected) / (1 - expected);
}

std::optional<double> weighted_kappa(std::span<const std::pair<int, int>> pairs, Weights weights) {
    if (pairs.empty()) return {};
    const auto weight = [&](int a, int b) {
        const double distance = std::abs(static_cast<double>(a) - b);
        return weights == Weights::kLinear ? distance : distance * distance;
    };
    std::map<int, double> first, second;
    double observed = 0;
    for (const auto& [a, b] : pairs) {
        ++first[a];
        ++second[b];
        observed += weight(a, b);
    }
    double expected = 0;
    for (const auto& [a, count_a] : first) {
        for (const auto& [b, count_b] : second) expected += weight(a, b) * count_a * count_b;
    }
    expected /= static_cast<double>(pairs.size());
    if (expected < kNothing) return {};
    return 1 - observed / expected;
}

std::optional<double> krippendorff_alpha(std::span<const std::vector<std::string>> units) {
    std::map<std::string, double> totals;
    double pairable = 0, observed = 0;
    for (const auto& ratings : units) {
        if (ratings.size() < 2) continue;
        std::map<std::string, double> counts;
        for (const auto& rating : ratings) ++counts[rating];
        const double m = static_cast<double>(ratings.size());
        double equal_pairs = 0;
        for (const auto& [name, count] : counts) {
            equal_pairs += count * (count - 1);
            totals[name] += count;
        }
        observed += (m * (m - 1) - equal_pairs) / (m - 1);
        pairable += m;
    }
    if (pairable < 2) return {};
    double equal = 0;
    for (const auto& [name, count] : totals) equal += count * (count - 1);
    const double expected = (pairable * (pairable - 1) - equal) / (pairable - 1);
    if (expected < kNothing) return {};
    return 1 - observed / expected;
}

std::optional<Interval> wilson(std::size_t successes, std::size_t total, double z) {
    if (total == 0 || successes > total) return {};
    const double n = static_cast<double>(total);
    const double share = static_cast<double>(successes) / n;
    const double z2 = z * z;
    const double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    const double half = z / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    return Interval{std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

}  // namespace repere::review
