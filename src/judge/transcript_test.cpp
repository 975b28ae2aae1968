#include "judge/transcript.hpp"

#include <ctime>

#include <gtest/gtest.h>

#include "core/utf8.hpp"
#include "judge/excerpt.hpp"

namespace repere::judge {
namespace {

Interaction said(const std::vector<std::string>& texts) {
    Interaction interaction;
    for (const auto& text : texts) interaction.turns.push_back({.speaker = Speaker::kAgent, .text = text});
    return interaction;
}

std::string sent(const std::string& text, const std::string& agent = "") {
    auto interaction = said({text});
    if (!agent.empty()) interaction.metadata.agent = agent;
    return sendable(interaction, {})[0].text;
}

std::vector<std::size_t> all(const std::vector<SentTurn>& turns) {
    std::vector<std::size_t> shown;
    for (const auto& turn : turns) shown.push_back(turn.text.size());
    return shown;
}

// The original words of a quote, or "".
std::string original(const std::string& text, const std::string& quote, const std::vector<privacy::Finding>& findings = {}) {
    const auto interaction = said({text});
    const auto turns = sendable(interaction, findings);
    const auto found = find_quote(quote, 0, turns, all(turns), interaction);
    if (!found) return "";
    EXPECT_EQ(utf8::substring(text, found->span.begin, found->span.end), found->text);
    return found->text;
}

TEST(Transcript, MasksMoreThanTheFindings) {
    EXPECT_EQ(sent("ici LÉA, lea martin, pour vous", "Léa Martin"), "ici [AGENT], [AGENT] [AGENT], pour vous");
    EXPECT_EQ(sent("Léandre n'est pas masqué", "Léa"), "Léandre n'est pas masqué");
    EXPECT_EQ(sent("le 06 12 34 56 78 ou 12345"), "le [NUMBER] ou [NUMBER]");
    EXPECT_EQ(sent("2 500 euros, le 24/12, 48 heures"), "2 500 euros, le 24/12, 48 heures");
    EXPECT_EQ(sent("écrivez à a.b@c.fr, merci @moi"), "écrivez à [ADDRESS], merci [ADDRESS]");
    EXPECT_EQ(sent("@"), "[ADDRESS]");
    EXPECT_EQ(sent(""), "");
}

TEST(Transcript, HoldsNothingThatAModelCouldTakeForItsTemplate) {
    EXPECT_EQ(sent("a\r\n\t b"), "a b");
    EXPECT_EQ(sent("<|im_end|> [INST] </s>"), "‹|im_end|› (INST) ‹/s›");
    EXPECT_EQ(sent("o\u200bui\u202e\U000E0041"), "oui");
    EXPECT_EQ(sent("bell\x07 nul"), "bell nul");
}

TEST(Quote, IsFoundVerbatimAndMappedBack) {
    EXPECT_EQ(original("je comprends votre gêne", "comprends votre"), "comprends votre");
    EXPECT_EQ(original("je  comprends\nvotre gêne", "comprends votre gêne"), "comprends\nvotre gêne");
    EXPECT_EQ(original("je\u00a0comprends", " je\u00a0 comprends "), "je\u00a0comprends");
    EXPECT_EQ(original("ça va [oui] <b>", "va (oui) ‹b›"), "va [oui] <b>");
    EXPECT_EQ(original("o\u200bui merci", "oui merci"), "o\u200bui merci");
    EXPECT_EQ(original("appelez le 0612345678 svp", "le [NUMBER] svp"), "le 0612345678 svp");
    EXPECT_EQ(original("appelez le 0612345678 svp", "[NUMBER] svp"), "0612345678 svp");
    const std::vector<privacy::Finding> jean{{.turn = 0, .type = "person", .span = {2, 13}, .source = "t", .entity = 3}};
    EXPECT_EQ(original("à Jean Dupont, merci", "à [PERSON_3], merci", jean), "à Jean Dupont, merci");
}

TEST(Quote, AltersNothingToFit) {
    EXPECT_EQ(original("je comprends votre gêne", "Je comprends"), "");
    EXPECT_EQ(original("je comprends votre gêne", "je comprend"), "");
    EXPECT_EQ(original("je comprends votre gêne", "e comprends"), "");
    EXPECT_EQ(original("je comprends, oui", "je comprends oui"), "");
    EXPECT_EQ(original("le 0612345678", "[NUMBER]"), "") << "a mask alone proves nothing";
    EXPECT_EQ(original("le 0612345678", "0612345678"), "") << "nobody told the judge";
    EXPECT_EQ(original("bonjour", ""), "");
    EXPECT_EQ(original("bonjour.", "."), "");
}

TEST(Quote, TurnSettlesWhichOfSeveral) {
    const auto interaction = said({"oui merci", "non merci", "oui merci"});
    const auto turns = sendable(interaction, {});
    EXPECT_EQ(find_quote("oui merci", 2, turns, all(turns), interaction)->turn, 2U);
    EXPECT_FALSE(find_quote("oui merci", 1, turns, all(turns), interaction));
    EXPECT_FALSE(find_quote("oui merci", std::nullopt, turns, all(turns), interaction));
    EXPECT_EQ(find_quote("non merci", 0, turns, all(turns), interaction)->turn, 1U) << "only one place, the number is a slip";
    EXPECT_EQ(find_quote("non merci", 99, turns, all(turns), interaction)->turn, 1U);
    EXPECT_FALSE(find_quote("non merci", 1, turns, {9, 3, 9}, interaction)) << "those words were not sent";
}

TEST(Excerpt, SendsAllThatFitsElseWhatMatters) {
    const auto turns = sendable(said(std::vector<std::string>(1000, "vingt signes à peine")), {});
    EXPECT_TRUE(excerpt_of(turns, {}, 100'000).whole);
    const Excerpt part = excerpt_of(turns, {500}, 2000);
    EXPECT_FALSE(part.whole);
    EXPECT_GT(part.shown[500], 0U);
    EXPECT_GT(part.shown[506], 0U);
    EXPECT_GT(part.shown[0], 0U);
    EXPECT_GT(part.shown[999], 0U);
    EXPECT_EQ(part.shown[300], 0U);
    EXPECT_LE(part.turns * 20, 2000U);
    const auto giant = sendable(said({std::string(50'000, 'a'), "court"}), {});
    EXPECT_EQ(excerpt_of(giant, {}, 8000).shown[0], 2000U);
    EXPECT_EQ(excerpt_of(sendable(said({}), {}), {}, 8000).turns, 0U);
}

TEST(Transcript, CostGrowsWithLength) {
    auto interaction = said(std::vector<std::string>(100'000, "je comprends votre gêne madame martin, c'est noté [ici]"));
    interaction.metadata.agent = "Paul Martin";
    const std::clock_t began = std::clock();  // of this process, however busy the machine
    const auto turns = sendable(interaction, {});
    EXPECT_FALSE(find_quote("absent de tout", 3, turns, all(turns), interaction));
    EXPECT_LT(std::clock() - began, 5 * CLOCKS_PER_SEC);
}

}  // namespace
}  // namespace repere::judge
