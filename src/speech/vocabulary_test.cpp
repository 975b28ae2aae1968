#include "speech/vocabulary.hpp"

#include <gmock/gmock.h>

namespace repere::speech {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PronouncingDictionary french() {
    PronouncingDictionary d;
    d.read(";; comment\nc' ss\nest ai\nest(2) ai tt\nest(3) ei\nest(4) ee\n-ce ss ee\nque kk ee\nrendez-vous rr an dd ei vv ou\n"
           "aujourd'hui au jj ou rr dd uy ii\nvingt vv in\ndeux dd eu\nbroken\n");
    return d;
}

TEST(PronouncingDictionary, KeepsThreePronunciationsAndWritesThemBack) {
    EXPECT_EQ(french().text({"est", "unknown", "c'"}), "est ai\nest(2) ai tt\nest(3) ei\nc' ss\n");
    EXPECT_FALSE(french().knows("broken"));
}

TEST(SpokenWords, CutsFrenchAsTheDictionaryDoes) {
    const auto d = french();
    EXPECT_THAT(spoken_words("Est-ce que c’est un RENDEZ-VOUS, aujourd'hui ?", "fr", d),
                ElementsAre("est", "-ce", "que", "c'", "est", "un", "rendez-vous", "aujourd'hui"));
    EXPECT_THAT(spoken_words("vingt-deux cœurs « ÉTÉ »", "fr", d), ElementsAre("vingt", "deux", "coeurs", "été"));
}

TEST(SpokenWords, LeavesOutLinesThatAreWrittenNotSaid) {
    EXPECT_THAT(spoken_words("il y a 12 jours", "fr", french()), IsEmpty());
    EXPECT_THAT(spoken_words("moi@exemple.fr", "fr", french()), IsEmpty());
    EXPECT_THAT(spoken_words("merci 🙂", "fr", french()), IsEmpty());
    EXPECT_THAT(spoken_words("", "fr", french()), IsEmpty());
}

TEST(SpokenWords, EnglishKeepsItsApostrophes) {
    EXPECT_THAT(spoken_words("I don't know.", "en", PronouncingDictionary{}), ElementsAre("i", "don't", "know"));
}

TEST(PhoneMap, GivesTheLikeliestFirstAndAtMostThree) {
    const PhoneMap map("# comment\nˈ -\nb bb\nɔ oo | au\ne ei | ai\nə ee | -\nɔ̃ on\n");
    EXPECT_THAT(map.pronunciations("(en)bˈɔ(fr)be"), ElementsAre("bb oo bb ei", "bb oo bb ai", "bb au bb ei"));
    EXPECT_THAT(map.pronunciations("bɔ̃"), ElementsAre("bb on"));  // the longest sign wins
    EXPECT_THAT(map.pronunciations("bə"), ElementsAre("bb ee", "bb"));
    EXPECT_THAT(map.pronunciations("xb"), IsEmpty());
    EXPECT_THAT(map.pronunciations(""), IsEmpty());
}

}  // namespace
}  // namespace repere::speech
