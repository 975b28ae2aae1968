#include "judge/budget.hpp"

#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/files.hpp"

namespace repere::judge {
namespace {

namespace fs = std::filesystem;

class BudgetTest : public ::testing::Test {
  protected:
    BudgetTest() : folder_(fs::temp_directory_path() / ("repere-judge-budget-" + std::to_string(::getpid()))) { fs::remove_all(folder_); }
    ~BudgetTest() override { fs::remove_all(folder_); }
    DayBudget open(const BudgetLimits& limits) const { return *DayBudget::open(folder_, limits, [this] { return now_; }); }

    fs::path folder_;
    Instant now_ = *parse_rfc3339("2026-11-22T23:00:00Z");
};

TEST_F(BudgetTest, CountsCallsOfTheDayOverRestarts) {
    const BudgetLimits two{.calls_per_day = 2};
    EXPECT_TRUE(*open(two).book(10));
    EXPECT_TRUE(*open(two).book(10));
    EXPECT_FALSE(*open(two).book(10));
    now_ += std::chrono::hours(2);
    EXPECT_TRUE(*open(two).book(10)) << "another day";
}

TEST_F(BudgetTest, SettlesWhatWasReallyTaken) {
    const auto budget = open({.tokens_per_day = 1000});
    EXPECT_TRUE(*budget.book(800));
    EXPECT_FALSE(*budget.book(300));
    ASSERT_TRUE(budget.settle(800, 100));
    EXPECT_TRUE(*budget.book(900));
    EXPECT_FALSE(*budget.book(1));
}

TEST_F(BudgetTest, ABrokenCountStartsAnew) {
    const auto budget = open({.calls_per_day = 1});
    ASSERT_TRUE(write_file(folder_ / "day.json", "{\"day\": \"2026-11-22\", \"calls\": \"many\"}"));
    EXPECT_TRUE(*budget.book(1));
    EXPECT_FALSE(*budget.book(1));
}

TEST_F(BudgetTest, ManyThreadsSpendNoMoreThanThereIs) {
    const auto budget = open({.calls_per_day = 50});
    std::atomic<int> booked = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 20; ++i) booked += *budget.book(1) ? 1 : 0;
            });
        }
    }
    EXPECT_EQ(booked, 50);
}

}  // namespace
}  // namespace repere::judge
