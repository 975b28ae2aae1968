#include "language/readability.hpp"

#include <algorithm>

namespace repere::language {
namespace {

// Anderson 1983: the RIX from which each school year holds, from the second on.
constexpr std::array<double, 12> kRixOfYear{0.2, 0.5, 0.8, 1.3, 1.8, 2.4, 3.0, 3.7, 4.5, 5.3, 6.2, 7.2};

double years_of_rix(double rix) {
    double below = 0;
    for (std::size_t step = 0; step < kRixOfYear.size(); ++step) {
        if (rix < kRixOfYear[step]) {
            return 1 + static_cast<double>(step) + (rix - below) / (kRixOfYear[step] - below);
        }
        below = kRixOfYear[step];
    }
    return 13 + (rix - below);
}

}  // namespace

double reading_ease(const TextMeans& means, bool french) {
    return french ? 207 - 1.015 * means.words_per_sentence - 73.6 * means.syllables_per_word
                  : 206.835 - 1.015 * means.words_per_sentence - 84.6 * means.syllables_per_word;
}

double lix(const TextMeans& means) { return means.words_per_sentence + 100 * means.long_word_share; }

double school_years(const TextMeans& means, bool french) {
    const double years = french ? years_of_rix(means.long_word_share * means.words_per_sentence)
                                : 0.39 * means.words_per_sentence + 11.8 * means.syllables_per_word - 15.59;
    return std::clamp(years, 1.0, 18.0);
}

std::string_view level_of(double reading_ease, const std::array<double, 5>& from) {
    constexpr std::array<std::string_view, 5> kLevels{"A1", "A2", "B1", "B2", "C1"};
    for (std::size_t i = 0; i < from.size(); ++i) {
        if (reading_ease >= from[i]) return kLevels[i];
    }
    return "C2";
}

}  // namespace repere::language
