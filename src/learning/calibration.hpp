// From a score to the share of such answers that people confirm.
#pragma once

#include <span>

namespace repere::learning {

struct Scored {
    double log_odds = 0;
    bool holds = false;
};

// Platt scaling (Platt 1999, fitted by Newton steps on targets smoothed as he proposes): P = 1 / (1 + exp(−(slope·s + offset))).
struct Calibration {
    double slope = 1;
    double offset = 0;

    // On answers that the model was not fitted on. The identity under ten of either class.
    static Calibration fit(std::span<const Scored> scored);
    double operator()(double log_odds) const;  // 0…1
    double log_odds_of(double probability) const;  // the reverse
};

// The probability from which marking gives the best F1 on these answers, held inside [lowest, highest]; a curve so flat
// at its top is cut in its middle.
double best_threshold(std::span<const Scored> scored, const Calibration& calibration, double lowest, double highest);

}  // namespace repere::learning
