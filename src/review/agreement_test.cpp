#include "review/agreement.hpp"

#include <gtest/gtest.h>

namespace repere::review {
namespace {

Pairs table(int yes_yes, int yes_no, int no_yes, int no_no) {
    Pairs pairs;
    pairs.insert(pairs.end(), static_cast<std::size_t>(yes_yes), {"yes", "yes"});
    pairs.insert(pairs.end(), static_cast<std::size_t>(yes_no), {"yes", "no"});
    pairs.insert(pairs.end(), static_cast<std::size_t>(no_yes), {"no", "yes"});
    pairs.insert(pairs.end(), static_cast<std::size_t>(no_no), {"no", "no"});
    return pairs;
}

TEST(Cohen, MatchesHandWorkedTables) {
    EXPECT_NEAR(cohen_kappa(table(20, 5, 10, 15)).value(), 0.4, 1e-12);  // po 0.70, pe 0.50
    EXPECT_NEAR(cohen_kappa(table(45, 15, 25, 15)).value(), 0.1304, 1e-4);  // po 0.60, pe 0.54
    EXPECT_NEAR(cohen_kappa(table(10, 0, 0, 10)).value(), 1, 1e-12);
    EXPECT_NEAR(cohen_kappa(table(0, 10, 10, 0)).value(), -1, 1e-12);
}

TEST(Cohen, IsAbsentWhereChanceExplainsAll) {
    EXPECT_FALSE(cohen_kappa({}));
    EXPECT_FALSE(cohen_kappa(table(7, 0, 0, 0)));
    EXPECT_DOUBLE_EQ(agreement(table(7, 0, 0, 0)).value(), 1);
    EXPECT_NEAR(cohen_kappa(table(7, 3, 0, 0)).value(), 0, 1e-12) << "one judge used one class";
    EXPECT_FALSE(agreement({}));
}

TEST(WeightedKappa, CountsHowFarApart) {
    const std::vector<std::pair<int, int>> near{{-2, -1}, {-1, -1}, {0, 0}, {1, 2}, {2, 2}};
    const std::vector<std::pair<int, int>> far{{-2, 2}, {-1, -1}, {0, 0}, {1, 2}, {2, -2}};
    EXPECT_GT(weighted_kappa(near).value(), 0.8);
    EXPECT_LT(weighted_kappa(far).value(), 0.2);
    // Two classes: any weighting is plain kappa.
    const std::vector<std::pair<int, int>> two{{0, 0}, {0, 0}, {0, 1}, {1, 1}, {1, 0}, {1, 1}};
    const Pairs same{{"0", "0"}, {"0", "0"}, {"0", "1"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
    EXPECT_NEAR(weighted_kappa(two, Weights::kLinear).value(), cohen_kappa(same).value(), 1e-12);
    EXPECT_NEAR(weighted_kappa(two).value(), cohen_kappa(same).value(), 1e-12);
    const std::vector<std::pair<int, int>> flat{{1, 1}, {1, 1}};
    EXPECT_FALSE(weighted_kappa(flat));
    EXPECT_FALSE(weighted_kappa({}));
}

TEST(Alpha, MatchesAHandWorkedExampleWithGaps) {
    // Three judges, five units, one unit with a single rating (left out).
    const std::vector<std::vector<std::string>> units{{"a", "a", "a"}, {"a", "b"}, {"b", "b", "b"}, {"b"}, {"a", "a", "b"}};
    // Pairable 11: a 6, b 5. Do = 2/1 + 4/2 = 4; De = (110 − 30 − 20) / 10 = 6.
    EXPECT_NEAR(krippendorff_alpha(units).value(), 1 - 4.0 / 6.0, 1e-12);
    EXPECT_FALSE(krippendorff_alpha({}));
    const std::vector<std::vector<std::string>> one_class{{"a", "a"}, {"a", "a"}};
    EXPECT_FALSE(krippendorff_alpha(one_class));
}

TEST(Wilson, StaysInsideZeroAndOne) {
    const auto half = wilson(5, 10).value();
    EXPECT_NEAR(half.low, 0.2366, 1e-3);
    EXPECT_NEAR(half.high, 0.7634, 1e-3);
    EXPECT_NEAR(wilson(0, 10).value().low, 0, 1e-12);
    EXPECT_NEAR(wilson(0, 10).value().high, 0.2775, 1e-3);
    EXPECT_DOUBLE_EQ(wilson(10, 10).value().high, 1);
    EXPECT_FALSE(wilson(0, 0));
    EXPECT_FALSE(wilson(3, 2));
}

}  // namespace
}  // namespace repere::review
