#include "conversation/times.hpp"

#include <gtest/gtest.h>

namespace repere {
namespace {

Turn spoken() {
    Turn turn{.speaker = Speaker::kCustomer, .participant = "C", .text = "Ma carte, c'est été 12.", .start = 10, .end = 14};
    turn.words = {{"Ma", 10, 10.5}, {"carte", 10.5, 11}, {"c'est", 11.5, 12}, {"été", 12, 12.5}, {"12", 13, 14}};
    return turn;
}

TEST(TimesOf, CoversTheWordsOfTheSpan) {
    EXPECT_EQ(times_of(spoken(), {3, 8}), (TimeRange{10.5, 11}));
    EXPECT_EQ(times_of(spoken(), {16, 22}), (TimeRange{12, 14}));
    EXPECT_EQ(times_of(spoken(), {4, 5}), (TimeRange{10.5, 11})) << "part of a word is the word";
}

TEST(TimesOf, FallsBackOnTheTurn) {
    Turn turn = spoken();
    turn.words.clear();
    EXPECT_EQ(times_of(turn, {3, 8}), (TimeRange{10, 14}));
    turn.start.reset();
    EXPECT_EQ(times_of(turn, {3, 8}), std::nullopt);
}

}  // namespace
}  // namespace repere
