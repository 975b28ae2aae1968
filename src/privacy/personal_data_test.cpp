#include "privacy/personal_data.hpp"

#include <algorithm>
#include <random>

#include <time.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "privacy/testing.hpp"

namespace repere::privacy {
namespace {

Turn said(Speaker speaker, std::string text) { return {.speaker = speaker, .text = std::move(text)}; }
constexpr auto kA = Speaker::kAgent;
constexpr auto kC = Speaker::kCustomer;

TEST(Finder, NamesTheFileWhenAWordListIsMissing) {
    const auto finder = Finder::load("/nonexistent");
    ASSERT_FALSE(finder);
    EXPECT_NE(finder.error().place.source.find("words.yaml"), std::string::npos);
}

TEST(Finder, GivesOnePersonOneEntity) {
    Interaction call;
    call.language = "fr";
    call.turns = {said(kC, "bonjour je m'appelle estelle maupoint"), said(kA, "merci madame maupoint je suis karim"),
                  said(kC, "voilà karim et mon mari c'est bruno maupoint")};
    const auto findings = found_in(call);
    EXPECT_EQ(marked(call, findings, 0), "bonjour je m'appelle [[person:estelle maupoint]]");
    EXPECT_EQ(marked(call, findings, 1), "merci madame [[person:maupoint]] je suis [[person:karim]]");
    EXPECT_EQ(marked(call, findings, 2), "voilà [[person:karim]] et mon mari c'est [[person:bruno maupoint]]");
    ASSERT_EQ(findings.size(), 5U);
    EXPECT_EQ(findings[0].entity, 1U);
    EXPECT_EQ(findings[1].entity, 1U);
    EXPECT_EQ(findings[2].entity, 2U);
    EXPECT_EQ(findings[3].entity, 2U);
    EXPECT_EQ(findings[4].entity, 3U);
}

TEST(Finder, FollowsANumberDictatedOverTurnsAndEchoed) {
    Interaction call;
    call.language = "fr";
    call.turns = {said(kA, "je vous écoute pour le numéro de la carte"), said(kC, "quarante-neuf soixante-dix quarante"),
                  said(kA, "soixante-dix quarante oui"), said(kC, "quarante-huit soixante-dix-sept cinquante et un"),
                  said(kA, "oui"), said(kC, "quatre-vingt-dix soixante-seize")};
    const auto findings = found_in(call);
    EXPECT_EQ(marked(call, findings, 1), "[[card:quarante-neuf soixante-dix quarante]]");
    EXPECT_EQ(marked(call, findings, 2), "[[card:soixante-dix quarante]] oui");
    EXPECT_EQ(marked(call, findings, 3), "[[card:quarante-huit soixante-dix-sept cinquante et un]]");
    EXPECT_EQ(marked(call, findings, 5), "[[card:quatre-vingt-dix soixante-seize]]");
    for (const auto& f : findings) EXPECT_EQ(f.entity, 1U);
}

TEST(Finder, KnowsANumberSaidTypedOrCutShort) {
    Interaction call;
    call.language = "fr";
    call.turns = {said(kC, "ma carte se termine par 5676 et mon numéro c'est le 06 12 34 87 61"),
                  said(kC, "en entier quarante-neuf soixante-dix dix douze trente-quatre cinquante-six cinquante-six soixante-seize"),
                  said(kA, "le plus trente-trois six douze trente-quatre quatre-vingt-sept soixante et un"),
                  said(kC, "je suis née le 03/04/1972 et mon fils est né le trois mai deux mille dix"),
                  said(kA, "née le trois avril soixante-douze donc")};
    std::vector<std::string> masks;
    for (const Finding& f : found_in(call)) masks.push_back(mask_of(f));
    EXPECT_THAT(masks, testing::ElementsAre("[CARD]", "[PHONE]", "[CARD]", "[PHONE]", "[BIRTH_DATE]", "[BIRTH_DATE_2]", "[BIRTH_DATE]"));
}

TEST(Finder, KnowsAStreetWithoutItsNumber) {
    Interaction call;
    call.language = "en";
    call.turns = {said(kC, "I live at 12 Orchard Lane in Leeds"), said(kA, "So nothing goes to Orchard Lane any more?")};
    const auto findings = found_in(call);
    EXPECT_EQ(marked(call, findings, 1), "So nothing goes to [[address:Orchard Lane]] any more?");
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].entity, findings[1].entity);
}

TEST(Finder, KnowsAPersonByFirstNameSurnameAndSpelling) {
    Interaction call;
    call.language = "fr";
    call.turns = {said(kC, "bonjour je m'appelle amandine wattrelos w a deux t r e l o s"), said(kA, "merci madame wattrelos je suis karim"),
                  said(kC, "appelez-moi amandine")};
    std::vector<std::size_t> entities;
    for (const Finding& f : found_in(call)) entities.push_back(f.entity);
    EXPECT_THAT(entities, testing::ElementsAre(1, 1, 1, 2, 1));
}

TEST(Finder, StaysLinearOverAHundredThousandTurns) {
    const auto seconds = [](std::size_t turns) {
        Interaction call;
        call.language = "fr";
        for (std::size_t t = 0; t < turns; ++t) {
            const std::string n = std::to_string(10000 + t);
            call.turns.push_back(said(t % 2 == 0 ? kC : kA, "madame Kern" + std::string(1, static_cast<char>('a' + t % 26)) + " la carte finit par " + n.substr(n.size() - 4) +
                                                                ", 12 rue des Lilas, dossier " + n + "77"));
        }
        timespec start{}, end{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
        test_finder().find(call, {}, "fr");
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
        return static_cast<double>(end.tv_sec - start.tv_sec) + static_cast<double>(end.tv_nsec - start.tv_nsec) * 1e-9;
    };
    const double small = seconds(10'000);
    EXPECT_LT(seconds(100'000), 0.5 + 25 * small);
}

TEST(Mask, IsTypedAndNumbersFromTheSecondOn) {
    EXPECT_EQ(mask_of({.type = "card", .entity = 1}), "[CARD]");
    EXPECT_EQ(mask_of({.type = "person", .entity = 2}), "[PERSON_2]");
    EXPECT_EQ(mask_of({.type = "customer_number", .entity = 1}), "[CUSTOMER_NUMBER]");
}

TEST(Mask, ReplacesTextAndWordsAlike) {
    Interaction call = one_turn("je m'appelle Zoé Maupoint, c'est le 06 12 34 87 61 voilà");
    call.turns[0].words = {{"je", 0, 1}, {"m'appelle", 1, 2}, {"Zoé", 2, 3}, {"Maupoint,", 3, 4}, {"c'est", 4, 5}, {"le", 5, 6},
                           {"06", 6, 7}, {"12", 7, 8}, {"34", 8, 9}, {"87", 9, 10}, {"61", 10, 11}, {"voilà", 11, 12}};
    const Interaction out = masked(call, found_in(call));
    EXPECT_EQ(out.turns[0].text, "je m'appelle [PERSON], c'est le [PHONE] voilà");
    std::string words;
    for (const Word& w : out.turns[0].words) words += w.text + " ";
    EXPECT_EQ(words, "je m'appelle [PERSON] c'est le [PHONE] voilà ");
    EXPECT_EQ(out.turns[0].words[2].end, 4);
    EXPECT_EQ(out.turns[0].words[5].end, 11);
}

TEST(Mask, HidesACardThatNoFindingNames) {
    const Interaction out = masked(one_turn("voici 4111 1111 1111 1111, et 4111 1111 1111 1112"), {});
    EXPECT_EQ(out.turns[0].text, "voici [CARD], et 4111 1111 1111 1112");
}

TEST(Mask, HidesWordsThatCannotBePlaced) {
    Interaction call = one_turn("mon numéro c'est le 06 12 34 87 61");
    call.turns[0].words = {{"numéro", 0, 1}, {"zéro", 1, 2}};
    const Interaction out = masked(call, found_in(call));
    EXPECT_EQ(out.turns[0].words[0].text, "numéro");
    EXPECT_EQ(out.turns[0].words[1].text, "[MASKED]");
}

TEST(Finder, TakesAnyTextWithoutHarm) {
    std::mt19937 random(11);
    const std::vector<std::string> pieces = {"zéro", "six", " ", " ", "arobase", "point", "06", "4", "@", ".", "/", "madame ", "F", "R", "76", "comme",
                                             "'", "-", "\n", "né le ", "rue ", "B", "é", "\u2019", "\U0001F600", "::", "2a02", "double ", "fois", "a", "*", "XXXX", "(", ")", "+"};
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        const auto length = random() % 40;
        for (std::size_t k = 0; k < length; ++k) text += random() % 9 == 0 ? std::string(1, static_cast<char>(random() % 127 + 1)) : pieces[random() % pieces.size()];
        for (const char* language : {"fr", "en"}) {
            for (const auto channel : {Channel::kPhone, Channel::kEmail}) {
                const Interaction one = one_turn(text, language, channel);
                const auto findings = found_in(one);
                std::size_t at = 0;
                for (const Finding& f : findings) {
                    ASSERT_GE(f.span.begin, at) << text;
                    ASSERT_GT(f.span.end, f.span.begin) << text;
                    at = f.span.end;
                }
                ASSERT_LE(at, utf8::length(text)) << text;
                masked(one, findings);
            }
        }
    }
}

TEST(Finder, TakesTimeInProportionToTheText) {
    const auto spent = [](const std::string& piece, std::size_t bytes) {
        std::string text;
        while (text.size() < bytes) text += piece;
        const Interaction one = one_turn(text);
        // Of this thread alone, the better of two: other work on the machine must not count.
        const auto seconds = [] {
            timespec now{};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
            return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
        };
        double best = 1e9;
        for (int run = 0; run < 2; ++run) {
            const double start = seconds();
            test_finder().find(one, {}, "fr");
            best = std::min(best, seconds() - start);
        }
        return best;
    };
    for (const char* piece : {"1", "1 ", "zéro six ", "4970 ", "a ", "B", "Jean ", "madame ", "rue de la ", "1.", "a@", "a/", "f:", "point ", "deux fois "}) {
        spent(piece, 1000);
        const double small = spent(piece, 40'000);
        const double large = spent(piece, 400'000);
        EXPECT_LT(large, 0.02 + 40 * small) << piece;
        EXPECT_LT(large, 10) << piece;
    }
}

}  // namespace
}  // namespace repere::privacy
