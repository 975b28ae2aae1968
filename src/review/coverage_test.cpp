#include "review/coverage.hpp"

#include <gtest/gtest.h>

namespace repere::review {
namespace {

TEST(Coverage, WithholdsTheLeastSureFirst) {
    CoverageCurve curve;
    for (std::size_t i = 0; i < 10; ++i) curve.add(0, 0.1 * static_cast<double>(i), i >= 4);  // the four least sure are wrong
    curve.sort();
    const std::vector<unsigned> once{1};
    EXPECT_DOUBLE_EQ(curve.agreement_at(1, once).value(), 0.6);
    EXPECT_DOUBLE_EQ(curve.agreement_at(0.8, once).value(), 6.0 / 8);
    EXPECT_DOUBLE_EQ(curve.agreement_at(0.6, once).value(), 1);
}

TEST(Coverage, SharesTheCutAmongAnswersOfOneConfidence) {
    CoverageCurve curve;
    curve.add(0, 0.9, true);
    for (int i = 0; i < 4; ++i) curve.add(0, 0.5, i % 2 == 0);
    curve.sort();
    const std::vector<unsigned> once{1};
    EXPECT_DOUBLE_EQ(curve.agreement_at(0.6, once).value(), (1 + 2 * 0.5) / 3) << "two of the four, half of them right";
}

TEST(Coverage, CountsAConversationAsOftenAsItWasDrawn) {
    CoverageCurve curve;
    curve.add(0, 0.9, true);
    curve.add(1, 0.8, false);
    curve.sort();
    EXPECT_DOUBLE_EQ(curve.agreement_at(1, std::vector<unsigned>{3, 1}).value(), 0.75);
    EXPECT_DOUBLE_EQ(curve.agreement_at(1, std::vector<unsigned>{0, 2}).value(), 0);
    EXPECT_FALSE(curve.agreement_at(1, std::vector<unsigned>{0, 0}));
    EXPECT_FALSE(CoverageCurve().agreement_at(0.8, std::vector<unsigned>{}));
}

}  // namespace
}  // namespace repere::review
