// What a conversation adds: pieces of numbers over turns, read back in part, e-mail addresses said again by half.
#include <gtest/gtest.h>

#include "privacy/testing.hpp"

namespace repere::privacy {
namespace {

Turn said(Speaker speaker, std::string text) { return {.speaker = speaker, .text = std::move(text)}; }
constexpr auto kA = Speaker::kAgent;
constexpr auto kC = Speaker::kCustomer;

Interaction call_of(std::vector<Turn> turns, const char* language = "fr") {
    Interaction call;
    call.language = language;
    call.turns = std::move(turns);
    return call;
}

TEST(LinkedNumbers, FindsAPartReadBack) {
    const auto call = call_of({said(kA, "les quatre derniers chiffres de votre carte"), said(kC, "étoile étoile étoile soixante-six zéro neuf"),
                               said(kA, "soixante-six zéro neuf c'est bien celle-là"), said(kC, "j'ai payé soixante-six euros")});
    const auto findings = found_in(call);
    EXPECT_EQ(marked(call, findings, 2), "[[card:soixante-six zéro neuf]] c'est bien celle-là");
    EXPECT_EQ(marked(call, findings, 3), "j'ai payé soixante-six euros");
}

TEST(LinkedNumbers, KnowsAPlateHoweverItIsCut) {
    const auto call = call_of({said(kA, "what's the registration of the car"), said(kC, "yes it's kilo papa one nine victor xray romeo"),
                               said(kA, "kp one nine vxr and that's the grey one")}, "en");
    EXPECT_EQ(marked(call, found_in(call), 2), "[[plate:kp one nine vxr]] and that's the grey one");
}

TEST(LinkedNumbers, LeavesALongNumberFarAwayToItself) {
    std::vector<Turn> turns{said(kC, "mon numéro de contrat c'est le 4812 6609")};
    for (int k = 0; k < 6; ++k) turns.push_back(said(k % 2 == 0 ? kA : kC, "d'accord je regarde"));
    turns.push_back(said(kA, "il y a 6609 foyers dans la commune"));
    const auto call = call_of(std::move(turns));
    EXPECT_EQ(marked(call, found_in(call), 7), "il y a 6609 foyers dans la commune");
}

TEST(LinkedMails, FindsTheFirstHalfSaidAgain) {
    const auto call = call_of({said(kC, "c'est franck tiret du bas mai quatre-vingt-un arobase courriel point exemple"),
                               said(kA, "franck tiret du bas mai quatre-vingt-un je corrige")});
    const auto findings = found_in(call);
    EXPECT_EQ(marked(call, findings, 1), "[[email:franck tiret du bas mai quatre-vingt-un]] je corrige");
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].entity, findings[1].entity);
}

TEST(DictatedTurns, TakesPiecesThatWordsFollow) {
    const auto call = call_of({said(kA, "donnez-moi votre numéro de sécurité sociale"), said(kC, "un soixante-dix-huit zéro quatre"),
                               said(kA, "je vous suis"), said(kC, "vingt-six cent quatre-vingt-huit"), said(kA, "et la fin"),
                               said(kC, "zéro quarante et un clé dix-neuf il y en a qui le savent par cœur moi ce que je sais c'est le code du vélo")});
    const auto findings = found_in(call);
    EXPECT_EQ(marked(call, findings, 1), "[[nir:un soixante-dix-huit zéro quatre]]");
    EXPECT_EQ(marked(call, findings, 3), "[[nir:vingt-six cent quatre-vingt-huit]]");
    EXPECT_EQ(marked(call, findings, 5), "[[nir:zéro quarante et un clé dix-neuf]] il y en a qui le savent par cœur moi ce que je sais c'est le code du vélo");
}

TEST(DictatedTurns, EndsWhereAnotherThingIsAskedFor) {
    const auto call = call_of({said(kA, "the long number on the card please"), said(kC, "four nine seven oh four oh four eight"), said(kA, "four oh four eight okay"),
                               said(kC, "seven one double three nine oh two six"), said(kA, "and the expiry date"), said(kC, "oh nine twenty eight")}, "en");
    const auto findings = found_in(call);
    EXPECT_EQ(marked(call, findings, 2), "[[card:four oh four eight]] okay");
    EXPECT_EQ(marked(call, findings, 3), "[[card:seven one double three nine oh two six]]");
    EXPECT_EQ(marked(call, findings, 5), "oh nine twenty eight");
}

}  // namespace
}  // namespace repere::privacy
