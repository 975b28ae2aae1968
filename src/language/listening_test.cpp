#include "language/listening.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "language/emails.hpp"
#include "language/testing.hpp"

namespace repere::language {
namespace {

Listening heard(const Talk& talk) {
    auto listening = measure_listening(talk.interaction, talk.texts, talk.wording, talk.knowledge);
    EXPECT_TRUE(listening);
    return listening.value_or(Listening{});
}

TEST(Uptake, CountsWordsAndTheirSynonyms) {
    const Talk talk({"c: ma facture a augmenté", "a: je regarde cette hausse de votre facturation"});
    const auto l = heard(talk);
    ASSERT_EQ(l.turns.size(), 1U);
    EXPECT_DOUBLE_EQ(l.turns[0].share, 1);
    EXPECT_THAT(talk.quotes(l.turns[0].words), testing::ElementsAre("hausse", "facturation"));
    EXPECT_DOUBLE_EQ(l.uptake.value(), 1);
}

TEST(Uptake, ASharedGreetingIsNone) {
    const Talk talk({"c: bonjour merci, mon colis est abîmé", "a: bonjour, merci, ne quittez pas"});
    EXPECT_EQ(heard(talk).uptake.value(), 0);
    const Talk english({"c: hello, my parcel is damaged", "a: hello, thank you, the package arrived broken?"}, "en");
    EXPECT_GT(heard(english).uptake.value(), 0.3);
}

TEST(Need, TellsWhenItWasTakenUp) {
    Talk talk({"a: bonjour", "c: la chaudière de la cuisine est en panne depuis lundi et le technicien n'est pas venu", "a: quel est votre nom ?", "c: Martin",
               "a: donc le technicien n'est pas passé pour la panne de chaudière"});
    for (std::size_t i = 0; i < talk.interaction.turns.size(); ++i) {
        talk.interaction.turns[i].start = static_cast<double>(i) * 10;
        talk.interaction.turns[i].end = static_cast<double>(i) * 10 + 8;
    }
    const auto l = heard(talk);
    ASSERT_TRUE(l.need);
    EXPECT_EQ(l.need->agent_turn, 4U);
    EXPECT_EQ(l.need->turns, 3U);
    EXPECT_DOUBLE_EQ(l.need->seconds.value(), 40 - 18);
}

struct Seen {
    std::string question;
    std::string kind;  // of its answer; empty where there is none
    bool operator==(const Seen&) const = default;
};

std::vector<Seen> questions(const Talk& talk) {
    std::vector<Seen> out;
    for (const auto& q : heard(talk).questions) {
        out.push_back({talk.quote(q.place), q.answer ? std::string(to_string(q.answer->kind)) : ""});
    }
    return out;
}

TEST(Questions, AreAnsweredInSeveralWays) {
    EXPECT_EQ(questions(Talk({"c: Vous livrez en Suisse ?", "a: Oui, bien sûr."})), (std::vector<Seen>{{"Vous livrez en Suisse ?", "yes_no"}}));
    EXPECT_EQ(questions(Talk({"c: Quand arrive mon colis ?", "a: Mardi 12."})), (std::vector<Seen>{{"Quand arrive mon colis ?", "quantity"}}));
    EXPECT_EQ(questions(Talk({"c: Pourquoi ce montant ?", "a: C'est dû à la régularisation."})), (std::vector<Seen>{{"Pourquoi ce montant ?", "explanation"}}));
    EXPECT_EQ(questions(Talk({"c: Where is my parcel?", "a: The package left this morning."}, "en")), (std::vector<Seen>{{"Where is my parcel?", "uptake"}}));
}

TEST(Questions, MayStayWithoutAnAnswer) {
    EXPECT_EQ(questions(Talk({"c: Vous livrez en Suisse ?", "a: Bonne journée."})), (std::vector<Seen>{{"Vous livrez en Suisse ?", ""}}));
    EXPECT_EQ(questions(Talk({"a: allô", "c: vous livrez en Suisse ?"})), (std::vector<Seen>{{"vous livrez en Suisse ?", ""}}));
    // The answer comes after the agent's next two stretches of turns.
    EXPECT_EQ(questions(Talk({"c: Vous livrez en Suisse ?", "a: hum", "c: allô", "a: hum", "c: allô", "a: Oui."}))[0].kind, "");
}

TEST(Questions, AreHeardWithoutMarks) {
    const auto seen = questions(Talk({"c: voilà euh est-ce que vous livrez en suisse", "a: oui"}));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].question, "est-ce que vous livrez en suisse");
    EXPECT_TRUE(questions(Talk({"c: dites-moi tout, c'est ce que je voulais", "a: oui"})).empty());
    EXPECT_TRUE(questions(Talk({"c: vous trouvez ça normal ?", "a: oui"})).empty()) << "rhetorical";
    EXPECT_TRUE(questions(Talk({"c: allô ?", "a: oui"})).empty()) << "asks nothing";
}

TEST(Listening, NeedsBothSides) {
    const auto none = [](const Talk& talk) { return !measure_listening(talk.interaction, talk.texts, talk.wording, talk.knowledge); };
    EXPECT_TRUE(none(Talk({})));
    EXPECT_TRUE(none(Talk({"a: bonjour"})));
    EXPECT_TRUE(none(Talk({"c: ma facture ?"})));
}

TEST(Emails, HoldWhatAnAnswerNeeds) {
    const Talk talk({"c: Objet : facture\nBonjour, pourquoi ce montant ? Quand serai-je remboursé ?",
                     "a: Bonjour Madame,\nLe montant vient d'une régularisation. Vous recevrez le virement sous cinq jours.\nCordialement,\nAnna, service client"},
                    "fr", Channel::kEmail);
    const auto listening = measure_listening(talk.interaction, talk.texts, talk.wording, talk.knowledge);
    const auto checks = check_emails(talk.interaction, talk.texts, talk.wording, listening, talk.knowledge);
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(talk.quote(checks[0].greeting.value()), "Bonjour");
    EXPECT_EQ(talk.quote(checks[0].next_step.value()), "Vous recevrez");
    EXPECT_EQ(talk.quote(checks[0].signature.value()), "Cordialement,\nAnna, service client");
    EXPECT_EQ(checks[0].questions, 2U);
    EXPECT_EQ(checks[0].answered, 2U);
    EXPECT_EQ(checks[0].clarity, 1);
}

TEST(Emails, LackingThingsAreAbsent) {
    const Talk talk({"c: Can I return it?", "a: Your ticket was escalated."}, "en", Channel::kEmail);
    const auto listening = measure_listening(talk.interaction, talk.texts, talk.wording, talk.knowledge);
    const auto checks = check_emails(talk.interaction, talk.texts, talk.wording, listening, talk.knowledge);
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_FALSE(checks[0].greeting || checks[0].next_step || checks[0].signature);
    EXPECT_EQ(checks[0].answered, 0U);
    EXPECT_TRUE(check_emails(Talk({"a: bonjour"}).interaction, {}, talk.wording, {}, talk.knowledge).empty()) << "no e-mail";
}

}  // namespace
}  // namespace repere::language
