#include "insight/themes_statistics.hpp"

#include <algorithm>
#include <cmath>

namespace repere::insight {
namespace {

double count(std::size_t n) { return static_cast<double>(n); }

double log_choose(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

}  // namespace

double log_likelihood_ratio(const TwoPeriods& c) {
    const double with = count(c.now + c.before);
    const double all = count(c.of_now + c.of_before);
    const auto term = [&](double observed, double row, double column) {
        return observed > 0 ? observed * std::log(observed * all / (row * column)) : 0;
    };
    const double sum = term(count(c.now), with, count(c.of_now)) + term(count(c.before), with, count(c.of_before)) +
                       term(count(c.of_now - c.now), all - with, count(c.of_now)) +
                       term(count(c.of_before - c.before), all - with, count(c.of_before));
    return std::max(0.0, 2 * sum);
}

double chance_of_rise(const TwoPeriods& c) {
    if (!c.rises()) return 1;
    const double with = count(c.now + c.before);
    const double without = count(c.of_now + c.of_before) - with;
    const double drawn = count(c.of_now);
    double term = std::exp(log_choose(with, count(c.now)) + log_choose(without, drawn - count(c.now)) -
                           log_choose(with + without, drawn));
    double sum = 0;
    constexpr double kNegligible = 1e-12;
    for (double k = count(c.now); k <= std::min(with, drawn) && term > sum * kNegligible; ++k) {
        sum += term;
        term *= (with - k) * (drawn - k) / ((k + 1) * (without - drawn + k + 1));
    }
    return std::min(1.0, sum);
}

double largest_kept(std::vector<double> chances, double rate) {
    std::ranges::sort(chances);
    for (std::size_t k = chances.size(); k > 0; --k) {
        if (chances[k - 1] <= rate * count(k) / count(chances.size())) return chances[k - 1];
    }
    return -1;
}

double ochiai(std::span<const std::size_t> a, std::span<const std::size_t> b) {
    if (a.empty() || b.empty()) return 0;
    std::size_t both = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) ++both;
        const bool step_a = a[i] <= b[j];
        const bool step_b = b[j] <= a[i];
        i += step_a ? 1 : 0;
        j += step_b ? 1 : 0;
    }
    return count(both) / std::sqrt(count(a.size()) * count(b.size()));
}

}  // namespace repere::insight
