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

TEST(LinkedKeys, FindsTheKeySaidApartAndReadBack) {
    const auto call = call_of({said(kA, "il me faut le rib de votre fille"), said(kC, "il finit par soixante-dix-huit trente-trois et la clé c'est douze ou vingt et un"),
                               said(kA, "moi je trouve vingt et un"), said(kC, "d'accord à dans vingt et un jours")});
    const auto findings = found_in(call);
    EXPECT_EQ(marked(call, findings, 1), "il finit par [[iban:soixante-dix-huit trente-trois]] et la clé c'est [[iban:douze ou vingt et un]]");
    EXPECT_EQ(marked(call, findings, 2), "moi je trouve [[iban:vingt et un]]");
    EXPECT_EQ(marked(call, findings, 3), "d'accord à dans vingt et un jours");
}

TEST(LinkedKeys, LeavesKeysOfOtherThings) {
    const auto call = call_of({said(kC, "j'ai perdu ma clé et la chambre c'est la vingt-deux"), said(kA, "la clé vingt-deux d'accord")});
    EXPECT_TRUE(found_in(call).empty());
}

TEST(LinkedNumbers, FindsTheEndThatIsAnsweredAtOnce) {
    const auto call = call_of({said(kA, "i'll ring you on oh one six three two nine six oh four one four"), said(kC, "four one four that's me"),
                               said(kA, "and yours is the number ending three eight"), said(kC, "three eight that's right"), said(kC, "thirty eight of us came")}, "en");
    const auto findings = found_in(call);
    EXPECT_EQ(marked(call, findings, 1), "[[phone:four one four]] that's me");
    EXPECT_EQ(marked(call, findings, 4), "thirty eight of us came");
}

TEST(DictatedTurns, TakesTheOnePieceThatWasAskedFor) {
    const auto call = call_of({said(kA, "il me faut son numéro de sécu"), said(kC, "oui alors un trente-huit zéro cinq"), said(kA, "merci ça me suffit")});
    EXPECT_EQ(marked(call, found_in(call), 1), "oui alors [[nir:un trente-huit zéro cinq]]");
}

TEST(DictatedTurns, EndsACustomersNumberWhereAPostcodeIsAskedFor) {
    const auto call = call_of({said(kA, "your claim number is t m four four oh nine one one"), said(kC, "t m four four oh nine one one got it"),
                               said(kA, "what's the postcode where the car lives"), said(kC, "l s six three q t")}, "en");
    EXPECT_EQ(marked(call, found_in(call), 3), "[[postcode:l s six three q t]]");
}

TEST(LinkedStreets, FindsTheDoorOfTheAddressJustSpokenOf) {
    const auto call = call_of({said(kA, "c'est bien à la résidence les mimosas rue du barry"), said(kC, "oui porte douze"), said(kA, "c'est noté")});
    const auto findings = found_in(call);
    EXPECT_EQ(marked(call, findings, 0), "c'est bien à la [[address:résidence les mimosas rue du barry]]");
    EXPECT_EQ(marked(call, findings, 1), "oui [[address:porte douze]]");
}

}  // namespace
}  // namespace repere::privacy
