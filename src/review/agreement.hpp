// How far two or more judges agree, beyond chance, and how sure a share is.
//
// Pure functions over pairs or tables of ratings. Where a statistic is not defined (no ratings, or one single class
// from everybody, which leaves nothing for chance to explain) the answer is absent, never 0 or 1.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace repere::review {

enum class Weights { kLinear, kQuadratic };

// How often two judges' classes came together. Classes are integers; where they are ordered, their distance counts.
struct Crosstab {
    struct Cell {
        int first = 0, second = 0;
        double count = 0;
    };
    std::vector<Cell> cells;

    double total() const;
    std::optional<double> agreement() const { return within(0); }
    std::optional<double> within(int distance) const;  // share of pairs at most so far apart, 0…1
    std::optional<double> mean_distance() const;
    std::optional<double> cohen_kappa() const;
    std::optional<double> weighted_kappa(Weights weights = Weights::kQuadratic) const;
};

// What two judges said of the same things, by name of the class.
using Pairs = std::vector<std::pair<std::string, std::string>>;

// Share of equal answers, 0…1.
std::optional<double> agreement(const Pairs& pairs);

// Cohen, "A coefficient of agreement for nominal scales", Educ. Psychol. Meas. 20, 1960: (po − pe) ⁄ (1 − pe),
// −1…1. Absent when both judges used one and the same class throughout.
std::optional<double> cohen_kappa(const Pairs& pairs);

// Cohen, "Weighted kappa", Psychol. Bull. 70, 1968, over ordered integers: 1 − Σ w·observed ⁄ Σ w·expected, with
// w = |i − j| or (i − j)². Absent when the expected disagreement is 0.
std::optional<double> weighted_kappa(std::span<const std::pair<int, int>> pairs, Weights weights = Weights::kQuadratic);

// Krippendorff's alpha for nominal data (Content Analysis, 2004, ch. 11), any number of judges, gaps allowed.
// `units[u]` holds the ratings that were given to unit u; units with fewer than two are left out. 1 − Do ⁄ De; absent
// when there is nothing to pair or only one class.
std::optional<double> krippendorff_alpha(std::span<const std::vector<std::string>> units);

struct Interval {
    double low = 0, high = 0;
};

// Wilson's score interval of a share (J. Am. Stat. Assoc. 22, 1927), 0…1; `z` 1.96 for 95 %. Absent for total 0.
std::optional<Interval> wilson(std::size_t successes, std::size_t total, double z = 1.959964);

}  // namespace repere::review
