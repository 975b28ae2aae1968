// What an analysis tells beside the labels of the whole, in both languages.
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "signals/story_testing.hpp"

namespace repere::signals {
namespace {

using testing::Talk;

TEST(Promises, HaveTheirOwnerTheirTimeAndTheirWords) {
    const auto french = Talk("fr")
                            .customer("et donc")
                            .agent("je vous rappelle moi-même sous 48 heures", {"commitment"})
                            .agent("un technicien passe demain matin", {"commitment"})
                            .outcome()
                            .promises;
    ASSERT_EQ(french.size(), 2U);
    EXPECT_EQ(french[0].state, Promise::State::kPrecise);
    EXPECT_EQ(french[0].by, "A1");
    EXPECT_TRUE(french[0].own);
    EXPECT_EQ(french[0].hours, 48);
    EXPECT_NE(french[0].when->quote.find("48 heures"), std::string::npos);
    EXPECT_EQ(french[1].owner->quote, "un technicien");
    EXPECT_FALSE(french[1].own);
    EXPECT_NE(french[1].when->quote.find("demain"), std::string::npos);

    const auto english =
        Talk("en").agent("My colleague will email you within two days.", {"commitment"}).outcome().promises;
    ASSERT_EQ(english.size(), 1U);
    EXPECT_EQ(english[0].owner->quote, "My colleague");
    EXPECT_EQ(english[0].hours, 48);
    EXPECT_EQ(english[0].what.quote, "My colleague will email you within two days");
}

TEST(Promises, WithoutTimeAndOwnerAreVague) {
    const auto french = Talk("fr").agent("on vous recontacte dès que possible").outcome().promises;
    ASSERT_FALSE(french.empty());
    EXPECT_EQ(french[0].state, Promise::State::kVague);
    const auto english = Talk("en").agent("we'll get back to you").outcome().promises;
    ASSERT_FALSE(english.empty());
    EXPECT_EQ(english[0].state, Promise::State::kVague);
    EXPECT_TRUE(Talk("fr")
                    .agent("votre contrat est à jour")
                    .customer("on me rappelle souvent que")
                    .outcome()
                    .promises.empty());
}

TEST(Promises, EarlierOnesAreKeptOrBrokenByTheCustomersWords) {
    const auto state = [](const char* language, const char* words) {
        const auto found = Talk(language).customer(words).outcome().promises;
        return found.size() == 1 ? std::string(to_string(found[0].state)) : std::string("none");
    };
    EXPECT_EQ(state("fr", "vous deviez me rappeler lundi"), "broken");
    EXPECT_EQ(state("fr", "il est passé comme promis"), "kept");
    EXPECT_EQ(state("en", "you were supposed to call me on monday"), "broken");
    EXPECT_EQ(state("en", "it came as promised"), "kept");
    EXPECT_EQ(state("fr", "je voudrais savoir quand il passe"), "none");
}

TEST(Promises, ADelayInNumbersIsCountedInHoursAndNothingElseIs) {
    const auto hours = [](const char* language, const char* words) {
        const auto found = Talk(language).agent(words, {"commitment"}).outcome().promises;
        return found.empty() ? std::nullopt : found[0].hours;
    };
    EXPECT_EQ(hours("fr", "vous l'aurez sous dix jours"), 240);
    EXPECT_EQ(hours("fr", "vous l'aurez dans deux semaines"), 336);
    EXPECT_EQ(hours("fr", "vous l'aurez vendredi à dix heures"), std::nullopt);
    EXPECT_NEAR(hours("en", "you will have it in thirty-five minutes").value_or(0), 35 / 60.0, 0.01);
}

TEST(AskedTwice, IsWhatHadBeenGivenWhenTheQuestionCame) {
    const auto asked = Talk("fr")
                           .agent("votre numéro de commande s'il vous plaît")
                           .customer("c'est le 88 21 44")
                           .datum("customer_number", "88 21 44")
                           .agent("un instant")
                           .agent("il me faudrait le numéro de commande")
                           .customer("88 21 44")
                           .outcome()
                           .asked_twice;
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].what, "customer_number");
    EXPECT_EQ(asked[0].again.turn, 3U);
    EXPECT_EQ(asked[0].given->quote, "88 21 44");

    const auto unasked = Talk("en")
                             .customer("hello, order number 88-2144, nothing came")
                             .datum("customer_number", "88-2144")
                             .agent("could I have the order number please?")
                             .outcome()
                             .asked_twice;
    ASSERT_EQ(unasked.size(), 1U);
    EXPECT_EQ(unasked[0].given->quote, "88-2144");
}

TEST(AskedTwice, IsBackedByTheCustomersComplaint) {
    const auto french = Talk("fr")
                            .agent("votre date de naissance")
                            .customer("mais je vous l'ai déjà donnée")
                            .outcome()
                            .asked_twice;
    ASSERT_EQ(french.size(), 1U);
    EXPECT_FALSE(french[0].given);
    EXPECT_EQ(french[0].complaint->turn, 1U);
    const auto marked = Talk("en")
                            .agent("what is your date of birth")
                            .customer("not again", {"repeated_info"})
                            .outcome()
                            .asked_twice;
    ASSERT_EQ(marked.size(), 1U);
    EXPECT_EQ(marked[0].complaint->quote, "not again");
}

TEST(AskedTwice, IsNeitherAnotherNumberNorWhatWasMisheardNorAReadingBack) {
    const auto asked = [](const char* second) {
        return Talk("fr")
            .agent("votre numéro de commande")
            .customer("88 21 44")
            .datum("customer_number", "88 21 44")
            .agent(second)
            .outcome()
            .asked_twice.size();
    };
    EXPECT_EQ(asked("et votre numéro de contrat"), 0U);
    EXPECT_EQ(asked("vous pouvez répéter le numéro de commande"), 0U);
    EXPECT_EQ(asked("et votre numéro de commande"), 1U);
    const auto back = Talk("fr")
                          .agent("votre numéro de commande")
                          .customer("88 21 44")
                          .datum("customer_number", "88 21 44")
                          .agent("le numéro de commande est donc 88 21 44")
                          .datum("customer_number", "88 21 44")
                          .outcome();
    EXPECT_TRUE(back.asked_twice.empty());
}

TEST(Unanswered, AreThoseThatNobodyRepliesTo) {
    const auto found = Talk("fr")
                           .agent("voilà c'est noté")
                           .customer("d'où viennent ces frais ? et c'est remboursé ?")
                           .question("d'où viennent ces frais ?", false)
                           .question("c'est remboursé ?", true)
                           .outcome()
                           .unanswered;
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].question.quote, "d'où viennent ces frais ?");
    EXPECT_EQ(found[0].why, Unanswered::Why::kNoReply);
    EXPECT_FALSE(found[0].told_by);
}

TEST(Unanswered, AreThoseThatTheReplyDoesNotKnow) {
    const auto found = Talk("en")
                           .customer("is the pump covered?")
                           .question("is the pump covered?", false)
                           .agent("I'm not sure what the policy says", {"knowledge_gap"})
                           .outcome()
                           .unanswered;
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].why, Unanswered::Why::kNotKnown);
    ASSERT_TRUE(found[0].told_by);
    EXPECT_EQ(found[0].told_by->turn, 1U);
}

TEST(Unanswered, AreThoseThatTheCustomerComesBackTo) {
    // What was asked, the reply, and what the customer then says; `once_more` are its words that ask, if any.
    const auto again = [](const char* language, const char* question, const char* reply, const char* then, const char* once_more) {
        Talk talk(language);
        talk.customer(question).question(question, false).agent(reply).customer(then);
        if (*once_more != 0) talk.question(once_more, false);
        return talk.agent("bonne journée goodbye").outcome().unanswered;
    };
    const auto said = again("fr", "c'est quoi ces frais ?", "je vous envoie un lien", "euh vous avez pas répondu à ma question", "");
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].why, Unanswered::Why::kAskedAgain);
    ASSERT_TRUE(said[0].told_by);
    EXPECT_EQ(said[0].told_by->turn, 2U);
    EXPECT_EQ(again("en", "when does the refund arrive?", "have you tried the app", "that's not what i asked", "").size(), 1U);
    const auto asked = again("fr", "quand arrive le remboursement ?", "un instant", "oui mais le remboursement il arrive quand", "le remboursement il arrive quand");
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].told_by->quote, "le remboursement il arrive quand");
    EXPECT_TRUE(again("fr", "quand arrive le remboursement ?", "jeudi", "d'accord merci", "").empty()) << "an answer in other words";
}

TEST(Causes, ComeFromTheWordsOfTurnsThatComplain) {
    const auto first = [](const char* language, const char* words) {
        const auto found = Talk(language).customer(words, {"dissatisfaction"}).outcome().causes;
        return found.empty() ? std::string("none") : found.front().id;
    };
    EXPECT_EQ(first("fr", "ma box ne marche plus"), "fault");
    EXPECT_EQ(first("fr", "ça fait trois semaines que j'attends mon colis"), "delay");
    EXPECT_EQ(first("fr", "vous m'avez prélevé deux fois la facture"), "price");
    EXPECT_EQ(first("fr", "personne ne m'a prévenu"), "information");
    EXPECT_EQ(first("fr", "vous me parlez comme à un chien"), "attitude");
    EXPECT_EQ(first("fr", "il devait me rappeler et rien"), "promise");
    EXPECT_EQ(first("en", "it stopped working on sunday"), "fault");
    EXPECT_EQ(first("en", "nobody told me about that"), "information");
    EXPECT_EQ(first("en", "i was sent round from one team to the next, in circles, again and again"),
              "effort");
    EXPECT_TRUE(Talk("fr").customer("ma box ne marche plus").outcome().causes.empty()) << "nobody complains";
}

TEST(MoodCurve, FallsRisesAndTellsWhatTurnedIt) {
    const auto mood = Talk("fr")
                          .customer("bonjour")
                          .agent("bonjour")
                          .customer("c'est inadmissible", {"anger", "dissatisfaction"})
                          .agent("je suis désolé, je vous rembourse", {"apology", "solution"})
                          .customer("d'accord")
                          .agent("voilà c'est fait")
                          .customer("merci c'est parfait vraiment", {"satisfaction", "resolution_confirmed"})
                          .outcome()
                          .mood;
    ASSERT_EQ(mood.points.size(), 4U);
    EXPECT_EQ(mood.points[0].value, 0);
    EXPECT_EQ(mood.low, 1U);
    EXPECT_LT(mood.points[1].value, -1);
    EXPECT_GT(mood.points[2].value, mood.points[1].value) << "anger fades where nothing feeds it";
    EXPECT_GT(mood.points[3].value, 0.5);
    EXPECT_EQ(mood.turned_by, 3U) << "the customer agrees after the excuse";
    EXPECT_FALSE(Talk("en").customer("hello").outcome().mood.low);
}

TEST(Resolved, IsOpenWhereTheCustomerWaitsToSee) {
    const auto resolved = [](const char* language, const char* last) {
        return Talk(language)
            .customer("x", {"dissatisfaction"})
            .agent("x", {"solution"})
            .customer(last)
            .outcome()
            .resolved;
    };
    EXPECT_EQ(resolved("fr", "bon on verra bien demain"), "unknown");
    EXPECT_EQ(resolved("en", "i'll believe it when i see it"), "unknown");
    EXPECT_EQ(resolved("fr", "d'accord merci"), "yes");
    EXPECT_EQ(resolved("en", "ok thanks"), "yes");
}

TEST(Features, AreTheSameNamesForEveryConversation) {
    const auto names_of = [](const Talk& talk) {
        std::vector<OutcomeFeature> features;
        (void)talk.outcome(&features);
        std::vector<std::string_view> names;
        for (const OutcomeFeature& f : features) names.push_back(f.name);
        return names;
    };
    const auto empty = names_of(Talk("fr"));
    const auto full =
        names_of(Talk("en").customer("no", {"anger"}).agent("yes", {"offer"}).customer("thanks"));
    EXPECT_EQ(empty, full);
    EXPECT_EQ(std::set(full.begin(), full.end()).size(), full.size()) << "no name twice";
    std::vector<OutcomeFeature> features;
    (void)Talk("fr").customer("x", {"threat"}).outcome(&features);
    const auto value = [&](std::string_view name) {
        for (const OutcomeFeature& f : features) {
            if (f.name == name) return f.value;
        }
        return -1.0;
    };
    EXPECT_DOUBLE_EQ(value("any.threat"), 0.9);
    EXPECT_EQ(value("rule.escalation.missed"), 1);
    EXPECT_EQ(value("any.offer"), 0);
}

TEST(OutcomeOfTheWhole, IsJudgedForStrangeConversations) {
    EXPECT_TRUE(Talk("fr").outcome().promises.empty());
    EXPECT_EQ(Talk("fr").outcome().customer_start, 0);
    EXPECT_EQ(Talk("fr").agent("").customer("").outcome().escalation, "none");
    EXPECT_EQ(Talk("en").agent("hello", {"greeting"}).outcome().customer_end, 0) << "no customer";
}

TEST(OutcomeOfTheWhole, CostsTheSameForEachTurn) {
    const auto seconds = [](std::size_t turns) {
        Talk talk("fr");
        for (std::size_t i = 0; i < turns; i += 2) {
            talk.customer("je veux un responsable, mon numéro de commande est le 12",
                          {"anger", "escalation_request"});
            talk.agent("on vous rappelle, votre numéro de commande ?", {"commitment"});
        }
        const auto start = std::chrono::steady_clock::now();
        (void)talk.outcome();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    (void)seconds(2'000);
    const double small = seconds(5'000);
    const double large = seconds(50'000);
    EXPECT_LT(large, 40 * small) << "ten times the turns";
}

}  // namespace
}  // namespace repere::signals
