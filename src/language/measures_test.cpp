#include "language/measures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <utility>

#include "language/readability.hpp"
#include "language/syllables.hpp"
#include "language/testing.hpp"

namespace repere::language {
namespace {

TextMeasures measured(const Talk& talk, const std::vector<Passage>& masked = {}) {
    return measure({talk.interaction, talk.texts, talk.wording, talk.knowledge, masked}, Speaker::kAgent);
}

// What an agent says; the customer's familiar words between the turns must not count.
TextMeasures of(std::initializer_list<std::string> agent_turns, std::string_view language = "fr") {
    Talk talk({}, language);
    for (const auto& text : agent_turns) {
        talk.interaction.turns.push_back({.speaker = Speaker::kAgent, .text = text});
        talk.interaction.turns.push_back({.speaker = Speaker::kCustomer, .text = "tu te fous de moi, ouais"});
    }
    for (const Turn& turn : talk.interaction.turns) talk.texts.push_back(tokenize(turn.text, language, test_lexicon()));
    talk.wording = find_wording(talk.texts, talk.knowledge);
    return measured(talk);
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
    EXPECT_DOUBLE_EQ(m.words_per_sentence.value(), 5.5);
    EXPECT_FALSE(m.readability) << "too few words";
    EXPECT_FALSE(m.level);
}

TEST(Measures, TurnsEndSentencesWherePunctuationIsMissing) {
    const auto m = of({"oui bonjour je regarde", "ne quittez pas"});
    EXPECT_EQ(m.sentences, 2U);
    EXPECT_DOUBLE_EQ(m.words_per_sentence.value(), 3.5);
}

TEST(Measures, PlainWordsReadEasierThanOfficialOnes) {
    const auto plain = of({"Je vois le colis. Il est là. Il part lundi. Vous le recevez mardi. Je vous rappelle ce jour "
                           "si besoin. Tout va bien ici. Merci à vous. Bonne journée et à très vite chez nous."});
    const auto official = of({"Conformément aux dispositions contractuelles applicables, la régularisation de votre situation "
                              "administrative nécessite impérativement la transmission préalable des justificatifs "
                              "complémentaires mentionnés ultérieurement dans la documentation réglementaire communiquée "
                              "antérieurement par notre organisme gestionnaire."});
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
    EXPECT_FALSE(m.words_per_sentence);
    EXPECT_FALSE(m.register_);
}

TEST(Readability, FollowsItsSources) {
    const TextMeans means{.words_per_sentence = 10, .syllables_per_word = 1.5, .long_word_share = 0.2};
    EXPECT_NEAR(reading_ease(means, true), 207 - 10.15 - 110.4, 1e-9);
    EXPECT_NEAR(reading_ease(means, false), 206.835 - 10.15 - 126.9, 1e-9);
    EXPECT_NEAR(lix(means), 30, 1e-9);
    EXPECT_NEAR(school_years(means, false), 3.9 + 17.7 - 15.59, 1e-9);
    EXPECT_NEAR(school_years(means, true), 6 + (2.0 - 1.8) / 0.6, 1e-9) << "RIX 2.0";
    EXPECT_EQ(school_years({.words_per_sentence = 60, .syllables_per_word = 3, .long_word_share = 0.9}, true), 18);
    EXPECT_EQ(level_of(64.9, {90, 80, 65, 50, 30}), "B2");
}

std::string without_marks(std::size_t words) {
    std::string text = "a: ";
    for (std::size_t i = 0; i < words; ++i) text += i % 2 == 0 ? "je " : "vois ";
    return text;
}

TEST(SentenceLength, IsNotJudgedWhereNobodyPutMarks) {
    const auto m = measured(Talk({without_marks(60)}));
    EXPECT_EQ(m.sentence_basis, SentenceBasis::kNothing);
    EXPECT_FALSE(m.words_per_sentence);
    EXPECT_TRUE(m.long_sentences.empty());
    ASSERT_TRUE(m.readability);
    EXPECT_NEAR(*m.readability, 207 - 1.015 * 12 - 73.6, 1e-9) << "the formula assumes a spoken sentence";
}

TEST(SentenceLength, ComesFromPausesWhereWordsHaveTimes) {
    Talk talk({without_marks(40)});
    for (std::size_t i = 0; i < 40; ++i) {
        const double start = static_cast<double>(i) * 0.3 + (i >= 10 ? 1.0 : 0) + (i >= 20 ? 1.0 : 0) + (i >= 30 ? 1.0 : 0);
        talk.interaction.turns[0].words.push_back({.text = "mot", .start = start, .end = start + 0.3});
    }
    const auto m = measured(talk);
    EXPECT_EQ(m.sentence_basis, SentenceBasis::kPauses);
    EXPECT_EQ(m.sentences, 4U);
    EXPECT_DOUBLE_EQ(m.words_per_sentence.value(), 10);
}

TEST(Wording, StandsAtItsPlaces) {
    const Talk talk({"c: merci", "a: Pourriez-vous patienter, s'il vous plaît ? Nous mettons tout en œuvre. C'est impossible, la mainlevée bloque.",
                     "a: n'hésitez pas, euh, à nous écrire"});
    const auto m = measured(talk);
    EXPECT_THAT(talk.quotes(m.polite), testing::ElementsAre("Pourriez-vous", "s'il vous plaît"));
    EXPECT_THAT(talk.quotes(m.empty_formulas), testing::ElementsAre("Nous mettons tout en œuvre", "n'hésitez pas, euh, à"));
    EXPECT_THAT(talk.quotes(m.negative), testing::ElementsAre("impossible"));
    EXPECT_THAT(talk.quotes(m.jargon), testing::ElementsAre("mainlevée"));
}

TEST(Wording, AnAcronymSpelledLikeAWordNeedsItsCapitals) {
    EXPECT_TRUE(of({"ils ont fini à huit heures"}).jargon.empty());
    EXPECT_EQ(of({"Votre ONT ne répond plus"}).jargon.size(), 1U);
}

TEST(Wording, RareWordsAreLongAndNotTheCustomers) {
    const Talk talk({"a: la subrogation de votre facture est enregistrée chez Lamotte"});
    EXPECT_THAT(talk.quotes(measured(talk).rare_words), testing::ElementsAre("subrogation"));
    EXPECT_TRUE(measured(talk, {{0, {3, 14}}}).rare_words.empty()) << "masked";
}

std::vector<std::string> slips_of(const std::string& text, std::string_view language = "fr", const std::vector<Passage>& masked = {}) {
    const Talk talk({"a: " + text}, language, Channel::kEmail);
    std::vector<std::string> out;
    const TextMeasures m = measured(talk, masked);
    for (const Slip& slip : m.slips.value()) {
        out.push_back(std::string(to_string(slip.kind)) + " " + talk.quote(slip.place));
    }
    return out;
}

TEST(Slips, AreFoundWithTheirKind) {
    EXPECT_THAT(slips_of("Nous avons bien recu votre recpetion."), testing::ElementsAre("accent recu", "spelling recpetion"));
    EXPECT_THAT(slips_of("jai vérifié votre dossier"), testing::ElementsAre("apostrophe jai"));
    EXPECT_THAT(slips_of("Vous avez envoyer le document."), testing::ElementsAre("grammar avez envoyer"));
    EXPECT_THAT(slips_of("Vous pouvez envoyé le document."), testing::ElementsAre("grammar pouvez envoyé"));
    EXPECT_THAT(slips_of("c'est comme même gênant"), testing::ElementsAre("grammar comme même"));
    EXPECT_THAT(slips_of("We have recieved your parcel.", "en"), testing::ElementsAre("spelling recieved"));
    EXPECT_THAT(slips_of("You should of called us.", "en"), testing::ElementsAre("grammar should of"));
}

TEST(Slips, SpareWhatIsNone) {
    EXPECT_THAT(slips_of("À bientôt, l'équipe de Kerzhan. Écrivez à aide@kerzhan.fr avant le 12/03 ou appelez le SAVX."), testing::IsEmpty());
    EXPECT_THAT(slips_of("Etat du colis : livré. A demain, aujourd'hui peut-être, dites-moi. Le wifi et le feedback du delivery."), testing::IsEmpty());
    EXPECT_THAT(slips_of("votre référence est abcdéfx", "fr", {{0, {21, 28}}}), testing::IsEmpty());
    EXPECT_THAT(slips_of("We've cancelled the order, you can't lose it. It's O'Brien's.", "en"), testing::IsEmpty());
    EXPECT_FALSE(of({"jai recu"}).slips) << "spoken words are not spelled";
}

TEST(Measures, StayLinear) {
    Talk talk({});
    for (std::size_t i = 0; i < 100000; ++i) {
        talk.interaction.turns.push_back({.speaker = i % 2 == 0 ? Speaker::kAgent : Speaker::kCustomer, .text = "ma facture est en retard, pourquoi ?"});
        talk.texts.push_back(tokenize(talk.interaction.turns.back().text, "fr", test_lexicon()));
    }
    talk.wording = find_wording(talk.texts, talk.knowledge);
    EXPECT_EQ(measured(talk).words, 50000U * 6U);
}

TEST(Register, HasNames) {
    EXPECT_EQ(to_string(Register::kFormal), "formal");
    EXPECT_EQ(to_string(Register::kCasual), "casual");
    EXPECT_EQ(to_string(Register::kMixed), "mixed");
}

}  // namespace
}  // namespace repere::language
