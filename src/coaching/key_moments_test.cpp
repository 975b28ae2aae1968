#include "coaching/key_moments.hpp"

#include <gtest/gtest.h>

namespace repere::coaching {
namespace {

signals::Moment moment(std::string signal, std::size_t turn, double confidence = 0.9) {
    return {.signal = std::move(signal), .turn = turn, .span = {}, .quote = "", .confidence = confidence, .source = ""};
}

TEST(KeyMoments, TakesTheHeaviestAndTellsThemInOrder) {
    analysis::Analysis analysis;
    analysis.moments = {moment("greeting", 0), moment("anger", 1),  moment("anger", 3),
                        moment("empathy", 4),  moment("threat", 5), moment("closing", 6)};
    const auto weights = load_key_moment_weights(std::filesystem::path(REPERE_SOURCE_DIR) / "knowledge");
    ASSERT_TRUE(weights) << weights.error().key;
    EXPECT_EQ(key_moments(analysis, *weights, 3), (std::vector<std::size_t>{1, 3, 4}));
    EXPECT_EQ(key_moments(analysis, *weights, 1), (std::vector<std::size_t>{4}));
}

TEST(KeyMoments, WhatTheOutcomeRestsOnComesFirst) {
    analysis::Analysis analysis;
    analysis.moments = {moment("offer", 2), moment("empathy", 3)};
    analysis.outcome.opportunity = "seized";
    analysis.outcome.opportunity_evidence = {0};
    const KeyMomentWeights weights{.signals = {{"offer", 1.0}, {"empathy", 1.5}}, .outcome_evidence = 1};
    EXPECT_EQ(key_moments(analysis, weights, 1), (std::vector<std::size_t>{0}));
}

TEST(KeyMoments, NothingToSeeGivesNothing) {
    analysis::Analysis analysis;
    analysis.moments = {moment("greeting", 0)};
    EXPECT_TRUE(key_moments(analysis, KeyMomentWeights{}, 3).empty());
}

}  // namespace
}  // namespace repere::coaching
