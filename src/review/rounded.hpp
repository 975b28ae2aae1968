// Figures as JSON gives them: six decimals, so that rounding them again for people changes nothing.
#pragma once

#include <cmath>

namespace repere::review {

inline double rounded(double value) { return std::round(value * 1e6) / 1e6; }

}  // namespace repere::review
