#include "language/measures.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <utility>

#include "language/syllables.hpp"
#include "language/testing.hpp"

namespace repere::language {
namespace {

TextMeasures of(std::initializer_list<std::string> agent_turns, std::string_view language = "fr") {
    Interaction interaction;
    std::vector<Text> texts;
    for (const auto& text : agent_turns) {
        interaction.turns.push_back({.speaker = Speaker::kAgent, .text = text});
        interaction.turns.push_back({.speaker = Speaker::kCustomer, .text = "tu te fous de moi, ouais"});
    }
    for (const Turn& turn : interaction.turns) texts.push_back(tokenize(turn.text, language, test_lexicon()));
    return measure(interaction, texts, Speaker::kAgent, language);
}

TEST(Syllables, French) {
    for (const auto& [word, count] : std::initializer_list<std::pair<std::string_view, std::size_t>>{
             {"je", 1}, {"facture", 2}, {"bonjour", 2}, {"résilier", 3}, {"créé", 2}, {"maïs", 2}, {"eau", 1},
             {"réaliser", 4}, {"banque", 1}, {"journée", 2}, {"factures", 2}, {"œuvre", 1}, {"aujourd'hui", 3},
             {"immédiatement", 5}, {"client", 1}, {"RÉSILIÉ", 3}, {"télé", 2}}) {
        EXPECT_EQ(french_syllables(word, false), count) << word;
    }
    EXPECT_EQ(french_syllables("parlent", true), 1U);
    EXPECT_EQ(french_syllables("appellent", true), 2U);
    EXPECT_EQ(french_syllables("vient", true), 1U);
}

TEST(Syllables, English) {
    for (const auto& [word, count] : std::initializer_list<std::pair<std::string_view, std::size_t>>{
             {"the", 1}, {"cancel", 2}, {"cancelled", 2}, {"refund", 2}, {"table", 2}, {"waited", 2}, {"services", 3},
             {"phone", 1}, {"account", 2}, {"likes", 1}, {"delivery", 4}}) {
        EXPECT_EQ(english_syllables(word), count) << word;
    }
}

TEST(Measures, CountWordsWithoutFillersAndElisions) {
    const auto m = of({"Euh, j'ai bien reçu l'appel. Est-ce que 12 euros vous vont ?"});
    EXPECT_EQ(m.words, 11U);  // ai bien reçu appel est -ce que 12 euros vous vont
    EXPECT_EQ(m.sentences, 2U);
    EXPECT_DOUBLE_EQ(m.words_per_sentence, 5.5);
    EXPECT_FALSE(m.readability) << "too few words";
    EXPECT_FALSE(m.level);
}

TEST(Measures, TurnsEndSentencesWherePunctuationIsMissing) {
    const auto m = of({"oui bonjour je regarde", "ne quittez pas"});
    EXPECT_EQ(m.sentences, 2U);
    EXPECT_DOUBLE_EQ(m.words_per_sentence, 3.5);
}

TEST(Measures, PlainWordsReadEasierThanOfficialOnes) {
    const auto plain = of({"Je vois le colis. Il est là. Il part lundi. Vous le recevez mardi. Je vous rappelle ce jour "
                           "si besoin. Tout va bien ici. Merci à vous. Bonne journée et à très vite chez nous."});
    const auto official = of({"Conformément aux dispositions contractuelles applicables, la régularisation de votre situation "
                              "administrative nécessite impérativement la transmission préalable des justificatifs "
                              "complémentaires mentionnés ultérieurement dans la documentation réglementaire communiquée "
                              "antérieurement par notre organisme gestionnaire"});
    ASSERT_TRUE(plain.readability && official.readability);
    EXPECT_GT(*plain.readability, 85);
    EXPECT_LT(*official.readability, 20);
    EXPECT_EQ(*official.level, "C2");
    EXPECT_LT(*plain.level, "B1");
}

TEST(Measures, FollowThePublishedFormula) {
    // 30 words of one syllable in 3 sentences.
    const auto m = of({"je vais bien. je vais bien. je vais bien. je vais bien. je vais bien. "
                       "je vais bien. je vais bien. je vais bien. je vais bien. je vais bien."});
    ASSERT_TRUE(m.readability);
    EXPECT_NEAR(*m.readability, 207 - 1.015 * 3 - 73.6, 1e-9);
    EXPECT_EQ(*m.level, "A1");
}

TEST(Measures, EnglishUsesFlesch) {
    const auto m = of({"You can cancel now. You can cancel now. You can cancel now. You can cancel now. "
                       "You can cancel now. You can cancel now. You can cancel now. You can cancel now."},
                      "en");
    ASSERT_TRUE(m.readability);
    EXPECT_EQ(m.words, 32U);
    EXPECT_NEAR(*m.readability, 206.835 - 1.015 * 4 - 84.6 * 1.25, 1e-9);
}

TEST(Register, FollowsTheFormOfAddress) {
    EXPECT_EQ(of({"Bonjour Madame, que puis-je faire pour vous ?"}).register_, Register::kFormal);
    EXPECT_EQ(of({"Salut, t'as essayé de redémarrer ta box ?"}).register_, Register::kCasual);
    EXPECT_EQ(of({"Bonjour, je vous écoute.", "attends, tu me redis ton numéro ?"}).register_, Register::kMixed);
    EXPECT_EQ(of({"Je regarde le dossier de suite."}).register_, Register::kFormal);
    EXPECT_FALSE(of({"oui"}).register_) << "too few words";
    EXPECT_EQ(of({"Yeah nope, that's gonna be kinda tricky, dude."}, "en").register_, Register::kCasual);
    EXPECT_EQ(of({"Thank you for calling, how may I help you today?"}, "en").register_, Register::kFormal);
}

TEST(Measures, NothingSaidIsNothingMeasured) {
    const auto m = of({});
    EXPECT_EQ(m.words, 0U);
    EXPECT_EQ(m.sentences, 0U);
    EXPECT_EQ(m.words_per_sentence, 0);
    EXPECT_FALSE(m.register_);
}

TEST(Register, HasNames) {
    EXPECT_EQ(to_string(Register::kFormal), "formal");
    EXPECT_EQ(to_string(Register::kCasual), "casual");
    EXPECT_EQ(to_string(Register::kMixed), "mixed");
}

}  // namespace
}  // namespace repere::language
