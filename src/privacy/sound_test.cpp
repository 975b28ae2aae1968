#include "privacy/sound.hpp"

#include <gtest/gtest.h>

namespace repere::privacy {
namespace {

Interaction call() {
    Interaction interaction{.id = "c"};
    Turn turn{.speaker = Speaker::kCustomer, .participant = "C", .text = "c'est Zoé Roux au 06", .start = 1, .end = 5};
    turn.words = {{"c'est", 1, 1.5}, {"Zoé", 1.5, 2}, {"Roux", 2, 2.5}, {"au", 2.5, 3}, {"06", 4, 5}};
    interaction.turns = {turn};
    return interaction;
}

TEST(IntervalsToMask, JoinsWhatTouches) {
    const std::vector<Finding> findings{{.turn = 0, .type = "phone", .span = {18, 20}, .source = ""},
                                        {.turn = 0, .type = "person", .span = {6, 9}, .source = ""},
                                        {.turn = 0, .type = "person", .span = {10, 14}, .source = ""}};
    const auto intervals = intervals_to_mask(call(), findings);
    ASSERT_TRUE(intervals);
    EXPECT_EQ(*intervals, (std::vector<audio::Interval>{{1.5, 2.5}, {4, 5}}));
}

TEST(IntervalsToMask, RefusesWhereOnePieceHasNoPlace) {
    Interaction interaction = call();
    interaction.turns[0].words.clear();
    interaction.turns[0].start.reset();
    EXPECT_FALSE(intervals_to_mask(interaction, {{.turn = 0, .type = "phone", .span = {18, 20}, .source = ""}}));
    EXPECT_TRUE(intervals_to_mask(interaction, {})->empty());
}

}  // namespace
}  // namespace repere::privacy
