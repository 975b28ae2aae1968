#include "language/sentiment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "language/testing.hpp"

namespace repere::language {
namespace {

double score(const std::string& text, std::string_view language = "fr") {
    const Talk talk({"c: " + text}, language);
    return sentiment_of(0, talk.texts[0], talk.knowledge).score.value_or(0);
}

TEST(Sentiment, SquashesTheSumOfValences) {
    EXPECT_NEAR(score("c'est un scandale"), -3 / std::sqrt(9.0 + 6), 1e-9);
    EXPECT_EQ(score("le colis est bleu"), 0);
    EXPECT_EQ(score(""), 0);
}

TEST(Sentiment, NegationTurnsAndWeakens) {
    EXPECT_LT(score("je ne suis pas satisfait"), 0);
    EXPECT_GT(score("je ne suis pas soulagé"), score("je suis mécontent"));
    EXPECT_LT(score("je ne suis pas soulagé"), 0);
    EXPECT_GT(score("ce n'est pas une catastrophe"), 0);
    EXPECT_LT(score("I am not happy at all", "en"), 0);
    EXPECT_LT(score("it isn't great", "en"), 0);
    EXPECT_GT(score("pas du tout cher madame pour tous ces mois je suis content"), 0) << "out of the negation's reach";
}

TEST(Sentiment, IntensityIsFelt) {
    EXPECT_LT(score("je suis très déçu"), score("je suis déçu"));
    EXPECT_GT(score("je suis un peu déçu"), score("je suis déçu"));
    EXPECT_GT(score("really happy", "en"), score("happy", "en"));
    EXPECT_LT(score("je suis déçu !"), score("je suis déçu"));
    EXPECT_LT(score("c'est LAMENTABLE"), score("c'est lamentable"));
}

TEST(Sentiment, WhatFollowsButWeighsMore) {
    EXPECT_LT(score("vous êtes gentil mais je suis déçu"), 0);
    EXPECT_GT(score("je suis déçu mais vous êtes très gentil"), score("vous êtes très gentil mais je suis déçu"));
    EXPECT_GT(score("I was worried but it works now, I am happy", "en"), 0);
}

TEST(Sentiment, PhoneTextWithoutMarksWorksToo) {
    EXPECT_LT(score("euh ben voilà c'est euh inadmissible quoi ça marche pas depuis euh trois semaines"), -0.5);
    EXPECT_GT(score("ah ben parfait merci beaucoup vous me sauvez"), 0.5);
}

TEST(Sentiment, TheCurveKnowsItsLowPointAndWhatTurnedIt) {
    const Talk talk({"a: bonjour", "c: je suis déçu", "a: ah", "c: c'est un scandale, j'en ai marre", "a: je vous rembourse aujourd'hui même",
                     "c: ah parfait, merci beaucoup, je suis soulagé"});
    const auto s = measure_sentiment(talk.interaction, talk.texts, talk.knowledge);
    ASSERT_TRUE(s);
    ASSERT_EQ(s->points.size(), 3U);
    EXPECT_LT(s->start, 0);
    EXPECT_GT(s->end, s->start);
    EXPECT_EQ(s->points[s->low].turn, 3U);
    ASSERT_TRUE(s->turning);
    EXPECT_EQ(talk.quote(s->turning->agent), "je vous rembourse aujourd'hui même");
    EXPECT_EQ(s->turning->customer_turn, 5U);
    EXPECT_THAT(talk.quotes(s->points[1].words), testing::Contains("scandale"));
}

TEST(Sentiment, NothingToldIsNothingMeasured) {
    EXPECT_FALSE(measure_sentiment({}, {}, test_knowledge().of("fr")));
    const Talk no_customer({"a: c'est un scandale"});
    EXPECT_FALSE(measure_sentiment(no_customer.interaction, no_customer.texts, no_customer.knowledge));
    const Talk neutral({"c: le numéro est douze"});
    EXPECT_FALSE(measure_sentiment(neutral.interaction, neutral.texts, neutral.knowledge));
    const Talk once({"c: c'est un scandale"});
    const auto s = measure_sentiment(once.interaction, once.texts, once.knowledge);
    ASSERT_TRUE(s);
    EXPECT_EQ(s->start, s->end);
    EXPECT_FALSE(s->turning);
}

}  // namespace
}  // namespace repere::language
