#include "speech/turns.hpp"

#include <gmock/gmock.h>

namespace repere::speech {
namespace {

using ::testing::ElementsAre;

std::vector<Utterance> said(std::vector<Word> words) { return {Utterance{.words = std::move(words)}}; }

std::vector<std::string> lines(const std::vector<Turn>& turns) {
    std::vector<std::string> out;
    for (const Turn& t : turns) out.push_back(t.participant + ": " + t.text);
    return out;
}

TEST(Turns, AlternateAndEndAtSilence) {
    const auto turns = turns_of_two(said({{"bonjour", 0, 0.5}, {"madame", 0.6, 1}, {"alors", 5, 5.4}}),
                                    said({{"oui", 1.2, 1.4}, {"bonjour", 1.5, 2}, {"voilà", 3.5, 4}}));
    EXPECT_THAT(lines(turns), ElementsAre("A1: bonjour madame", "C: oui bonjour", "C: voilà", "A1: alors"));
    EXPECT_EQ(turns[0].speaker, Speaker::kAgent);
    EXPECT_EQ(turns[0].start, 0);
    EXPECT_EQ(turns[0].end, 1);
    EXPECT_EQ(turns[1].words.size(), 2U);
}

TEST(Turns, AWordThrownInDoesNotCutATurnThatGoesOn) {
    const auto turns = turns_of_two(said({{"je", 0, 0.3}, {"vous", 0.35, 0.6}, {"écoute", 0.65, 1}}), said({{"oui", 0.4, 0.6}}));
    EXPECT_THAT(lines(turns), ElementsAre("A1: je vous écoute", "C: oui"));
}

TEST(Turns, AnAnswerInAPauseDoes) {
    const auto turns = turns_of_two(said({{"allô", 0, 0.3}, {"bien", 1.0, 1.3}}), said({{"oui", 0.5, 0.7}}));
    EXPECT_THAT(lines(turns), ElementsAre("A1: allô", "C: oui", "A1: bien"));
}

TEST(Turns, OneSide) {
    const auto turns = turns_of_one({{.words = {{"b", 1, 1.5}}}, {.words = {{"a", 0, 0.5}}}, {.words = {{"c", 3, 3.5}}}},
                                    Speaker::kUnknown, "unknown");
    EXPECT_THAT(lines(turns), ElementsAre("unknown: a b", "unknown: c"));
    EXPECT_TRUE(turns_of_one({}, Speaker::kUnknown, "unknown").empty());
    EXPECT_TRUE(turns_of_two({}, {}).empty());
}

}  // namespace
}  // namespace repere::speech
