// What tells a rise from chance, for counts of conversations in two periods.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace repere::insight {

// Conversations of each period, and those that bear a phrase.
struct TwoPeriods {
    std::size_t now = 0, of_now = 0;
    std::size_t before = 0, of_before = 0;

    double share_now() const { return of_now == 0 ? 0 : static_cast<double>(now) / static_cast<double>(of_now); }
    double share_before() const { return of_before == 0 ? 0 : static_cast<double>(before) / static_cast<double>(of_before); }
    bool rises() const { return share_now() > share_before(); }
};

// The log-likelihood ratio G² of the two-by-two table (Dunning 1993, "Accurate methods for the statistics of surprise and
// coincidence"). 0 or more, without unit; 0 where both shares are the same.
double log_likelihood_ratio(const TwoPeriods& counts);

// The probability of a rise at least as strong were the phrase spread by chance: the upper tail of the hypergeometric
// distribution (Fisher's exact test, one-sided). Exact, since the χ² that G² tends to finds too much in small counts.
double chance_of_rise(const TwoPeriods& counts);  // 0…1

// The probability up to which results are kept so that at most the share `rate` of them is expected to be false
// (Benjamini and Hochberg 1995); below 0 where none may be kept.
double largest_kept(std::vector<double> chances, double rate);

// Of two sets of conversations, as sorted indexes: |A∩B| / √(|A|·|B|) (Ochiai 1957), 0…1.
double ochiai(std::span<const std::size_t> a, std::span<const std::size_t> b);

}  // namespace repere::insight
