#include "review/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string_view>

namespace repere::review {
namespace {

// Below this an expected disagreement is rounding, not data.
constexpr double kNothing = 1e-12;

// How often each judge used each class.
struct Marginals {
    explicit Marginals(const Crosstab& table) {
        for (const auto& cell : table.cells) {
            by_class[cell.first].first += cell.count;
            by_class[cell.second].second += cell.count;
        }
    }
    std::map<int, std::pair<double, double>> by_class;
};

Crosstab crosstab_of(const Pairs& pairs) {
    std::map<std::string_view, int> numbers;
    const auto number = [&](std::string_view name) {
        return numbers.emplace(name, static_cast<int>(numbers.size())).first->second;
    };
    Crosstab table;
    for (const auto& [a, b] : pairs) {
        const int first = number(a);
        table.cells.push_back({first, number(b), 1});
    }
    return table;
}

}  // namespace

double Crosstab::total() const {
    double sum = 0;
    for (const auto& cell : cells) sum += cell.count;
    return sum;
}

std::optional<double> Crosstab::within(int distance) const {
    const double all = total();
    if (all <= 0) return {};
    double near = 0;
    for (const auto& cell : cells) {
        if (std::abs(cell.first - cell.second) <= distance) near += cell.count;
    }
    return near / all;
}

std::optional<double> Crosstab::mean_distance() const {
    const double all = total();
    if (all <= 0) return {};
    double sum = 0;
    for (const auto& cell : cells) sum += cell.count * std::abs(cell.first - cell.second);
    return sum / all;
}

std::optional<double> Crosstab::cohen_kappa() const {
    const double all = total();
    if (all <= 0) return {};
    const Marginals marginals(*this);
    double expected = 0;
    for (const auto& [name, counts] : marginals.by_class) expected += counts.first / all * (counts.second / all);
    if (1 - expected < kNothing) return {};
    return (*agreement() - expected) / (1 - expected);
}

std::optional<double> Crosstab::weighted_kappa(Weights weights) const {
    const double all = total();
    if (all <= 0) return {};
    const auto weight = [&](int a, int b) {
        const double distance = std::abs(static_cast<double>(a) - b);
        return weights == Weights::kLinear ? distance : distance * distance;
    };
    double observed = 0, expected = 0;
    for (const auto& cell : cells) observed += weight(cell.first, cell.second) * cell.count;
    const Marginals marginals(*this);
    for (const auto& [a, of_a] : marginals.by_class) {
        for (const auto& [b, of_b] : marginals.by_class) expected += weight(a, b) * of_a.first * of_b.second / all;
    }
    if (expected < kNothing) return {};
    return 1 - observed / expected;
}

std::optional<double> agreement(const Pairs& pairs) { return crosstab_of(pairs).agreement(); }

std::optional<double> cohen_kappa(const Pairs& pairs) { return crosstab_of(pairs).cohen_kappa(); }

std::optional<double> weighted_kappa(std::span<const std::pair<int, int>> pairs, Weights weights) {
    Crosstab table;
    for (const auto& [a, b] : pairs) table.cells.push_back({a, b, 1});
    return table.weighted_kappa(weights);
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
