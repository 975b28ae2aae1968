#include "review/bootstrap.hpp"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace repere::review {
namespace {

// The share of ones among `values`.
Statistic share_of(const std::vector<int>& values) {
    return [values](Multiplicities times) {
        double count = 0, ones = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            count += times[i];
            ones += times[i] * static_cast<double>(values[i]);
        }
        return std::vector<std::optional<double>>{count > 0 ? std::optional(ones / count) : std::nullopt};
    };
}

TEST(Bootstrap, FindsTheSpreadOfAKnownShare) {
    std::vector<int> values(400);
    std::fill(values.begin(), values.begin() + 100, 1);
    const auto interval = bootstrap(values.size(), share_of(values)).at(0).value();
    // A binomial share of 1/4 in 400: 0.25 ± 1.96 · sqrt(0.25 · 0.75 / 400) = 0.25 ± 0.042.
    EXPECT_NEAR(interval.low, 0.2076, 0.012);
    EXPECT_NEAR(interval.high, 0.2924, 0.012);
}

// Nominal coverage, tried out: in 200 samples of a share known to be 0.3, the interval must hold it about 19 times of 20.
TEST(Bootstrap, CoversTheTruthAboutAsOftenAsItSays) {
    std::uint64_t state = 7;
    const auto uniform = [&state] {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state >> 11) / static_cast<double>(1ULL << 53);
    };
    int covered = 0;
    for (int sample = 0; sample < 200; ++sample) {
        std::vector<int> values(120);
        for (int& value : values) value = uniform() < 0.3 ? 1 : 0;
        const auto interval = bootstrap(values.size(), share_of(values), {.draws = 400}).at(0).value();
        if (interval.low <= 0.3 && 0.3 <= interval.high) ++covered;
    }
    EXPECT_GE(covered, 180);
    EXPECT_LE(covered, 199);
}

TEST(Bootstrap, DrawsAsManyUnitsAsThereAreAndTheSameEachTime) {
    std::vector<std::vector<unsigned>> first, second;
    for (auto* seen : {&first, &second}) {
        (void)bootstrap(7, [seen](Multiplicities times) {
            seen->emplace_back(times.begin(), times.end());
            return std::vector<std::optional<double>>{1.0};
        }, {.draws = 50});
    }
    EXPECT_EQ(first, second);
    ASSERT_EQ(first.size(), 50U);
    for (const auto& times : first) EXPECT_EQ(std::accumulate(times.begin(), times.end(), 0U), 7U);
    EXPECT_NE(first[0], first[1]);
}

TEST(Bootstrap, SaysNothingWhereNothingVaries) {
    EXPECT_TRUE(bootstrap(1, share_of({1})).empty());
    EXPECT_TRUE(bootstrap(0, share_of({})).empty());
    int call = 0;
    const auto rare = bootstrap(5, [&call](Multiplicities) {
        const bool defined = ++call % 8 != 0;
        return std::vector<std::optional<double>>{defined ? std::optional(0.5) : std::nullopt, 0.5};
    });
    EXPECT_FALSE(rare.at(0)) << "seven draws of eight are too few";
    EXPECT_EQ(rare.at(1)->low, 0.5);
}

}  // namespace
}  // namespace repere::review
