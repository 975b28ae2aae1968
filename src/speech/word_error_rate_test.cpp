#include "speech/word_error_rate.hpp"

#include <gmock/gmock.h>

namespace repere::speech {
namespace {

WordErrors errors(const char* reference, const char* heard) {
    return count_word_errors(normalised_words(reference), normalised_words(heard));
}

TEST(WordErrorRate, NormalisesBothSides) {
    EXPECT_THAT(normalised_words("C’est-à-dire… l'Œuvre, À 12 H !"),
                ::testing::ElementsAre("c", "est", "à", "dire", "l", "oeuvre", "à", "12", "h"));
    EXPECT_EQ(errors("C'est bon.", "c'est bon").errors(), 0U);
}

TEST(WordErrorRate, CountsEachKind) {
    const WordErrors e = errors("un deux trois quatre", "un dix trois cinq quatre");
    EXPECT_EQ(e.substitutions, 1U);
    EXPECT_EQ(e.insertions, 1U);
    EXPECT_EQ(e.deletions, 0U);
    EXPECT_DOUBLE_EQ(e.rate(), 0.5);
    EXPECT_EQ(errors("un deux", "").deletions, 2U);
    EXPECT_EQ(errors("", "un").insertions, 1U);
    EXPECT_EQ(errors("", "").rate(), 0);
}

TEST(WordErrorRate, Adds) {
    WordErrors sum = errors("a b", "a");
    sum += errors("c d", "c d");
    EXPECT_DOUBLE_EQ(sum.rate(), 0.25);
}

}  // namespace
}  // namespace repere::speech
