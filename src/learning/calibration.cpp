#include "learning/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "learning/logistic.hpp"

namespace repere::learning {
namespace {

constexpr std::size_t kFewest = 10;
constexpr int kSteps = 50;
constexpr double kFlat = 0.01;  // F1 within this of the best is as good

}  // namespace

double Calibration::operator()(double log_odds) const { return probability(slope * log_odds + offset); }

double Calibration::log_odds_of(double p) const { return (std::log(p / (1 - p)) - offset) / slope; }

Calibration Calibration::fit(std::span<const Scored> scored) {
    const auto positive = static_cast<std::size_t>(std::ranges::count_if(scored, &Scored::holds));
    const std::size_t negative = scored.size() - positive;
    Calibration out;
    if (positive < kFewest || negative < kFewest) return out;
    const double high = (static_cast<double>(positive) + 1) / (static_cast<double>(positive) + 2);
    const double low = 1 / (static_cast<double>(negative) + 2);
    for (int step = 0; step < kSteps; ++step) {
        double g_slope = 0, g_offset = 0, h_ss = 1e-9, h_so = 0, h_oo = 1e-9;
        for (const Scored& item : scored) {
            const double p = out(item.log_odds);
            const double error = p - (item.holds ? high : low);
            const double weight = p * (1 - p);
            g_slope += error * item.log_odds;
            g_offset += error;
            h_ss += weight * item.log_odds * item.log_odds;
            h_so += weight * item.log_odds;
            h_oo += weight;
        }
        const double determinant = h_ss * h_oo - h_so * h_so;
        if (determinant <= 0) break;
        const double d_slope = (h_oo * g_slope - h_so * g_offset) / determinant;
        const double d_offset = (h_ss * g_offset - h_so * g_slope) / determinant;
        // Long steps overshoot where a class is rare.
        const double shrink = std::min(1.0, 2 / (std::abs(d_slope) + std::abs(d_offset) + 1e-12));
        out.slope -= shrink * d_slope;
        out.offset -= shrink * d_offset;
        if (std::abs(d_slope) + std::abs(d_offset) < 1e-8) break;
    }
    if (!(out.slope > 0) || !std::isfinite(out.offset)) return {};
    return out;
}

double best_threshold(std::span<const Scored> scored, const Calibration& calibration, double lowest, double highest) {
    std::vector<std::pair<double, bool>> sorted;
    sorted.reserve(scored.size());
    std::size_t positive = 0;
    for (const Scored& item : scored) {
        sorted.emplace_back(calibration(item.log_odds), item.holds);
        positive += item.holds ? 1 : 0;
    }
    std::ranges::sort(sorted, std::greater{});
    const auto f1_at = [&](double threshold) {
        std::size_t taken = 0, right = 0;
        for (; taken < sorted.size() && sorted[taken].first >= threshold; ++taken) right += sorted[taken].second ? 1 : 0;
        return taken + positive == 0 ? 0 : 2 * static_cast<double>(right) / static_cast<double>(taken + positive);
    };
    constexpr double kStep = 0.01;
    double best = 0;
    for (double t = lowest; t <= highest; t += kStep) best = std::max(best, f1_at(t));
    double sum = 0;
    std::size_t count = 0;
    for (double t = lowest; t <= highest; t += kStep) {
        if (f1_at(t) + kFlat < best) continue;
        sum += t;
        ++count;
    }
    return count == 0 ? lowest : sum / static_cast<double>(count);
}

}  // namespace repere::learning
