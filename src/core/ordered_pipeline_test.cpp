#include "core/ordered_pipeline.hpp"

#include <atomic>
#include <numeric>

#include <gtest/gtest.h>

namespace repere {
namespace {

TEST(OrderedPipeline, HandsResultsOverInTheOrderOfTheInputs) {
    std::vector<int> seen;
    std::atomic<int> under_way = 0;
    std::atomic<int> most = 0;
    OrderedPipeline<int, int> pipeline(
        3,
        [&](int n) {
            most = std::max(most.load(), ++under_way);
            volatile int spin = (n % 7) * 2000;  // uneven work, so that threads finish out of order
            while (spin > 0) spin = spin - 1;
            --under_way;
            return n * n;
        },
        [&](int n) { seen.push_back(n); });
    for (int i = 0; i < 500; ++i) pipeline.push(i);
    pipeline.finish();
    ASSERT_EQ(seen.size(), 500U);
    for (int i = 0; i < 500; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], i * i);
    EXPECT_LE(most.load(), 3);
}

TEST(OrderedPipeline, MayBeLeftUnfinished) {
    std::vector<int> seen;
    {
        OrderedPipeline<int, int> pipeline(2, [](int n) { return n; }, [&](int n) { seen.push_back(n); });
        pipeline.push(1);
    }
    EXPECT_TRUE(seen.empty());
}

}  // namespace
}  // namespace repere
