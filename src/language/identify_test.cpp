#include "language/identify.hpp"

#include <gtest/gtest.h>

namespace repere::language {
namespace {

TEST(Identify, FrenchWithOrWithoutAccents) {
    for (const std::string_view text :
         {"Bonjour", "je veux resilier mon abonnement", "jai pas recu mon colis", "ok merci", "RDV confirmé demain",
          "mon numero de dossier est le 48213", "c'est inadmissible", "problème facture", "bonsoir svp le suivi de ma commande",
          "euh oui alors c'est pour un remboursement", "Votre colis est en cours de livraison"}) {
        EXPECT_EQ(identify(text).language, "fr") << text;
    }
}

TEST(Identify, English) {
    for (const std::string_view text :
         {"Hello", "i want to cancel my subscription", "my parcel never arrived", "thanks", "appointment confirmed tomorrow",
          "this is unacceptable", "still waiting for delivery", "uh yes so it's about a refund", "Your order has shipped"}) {
        EXPECT_EQ(identify(text).language, "en") << text;
    }
}

TEST(Identify, SaysNothingOfTooLittle) {
    for (const std::string_view text : {"", "12 34", "ok", "👍", "???"}) {
        EXPECT_EQ(identify(text).language, "") << text;
        EXPECT_EQ(identify(text).confidence, 0) << text;
    }
}

TEST(Identify, ManyWordsGiveConfidence) {
    EXPECT_GT(identify("je vous appelle parce que ma box ne marche plus depuis lundi").confidence, 0.99);
    EXPECT_LT(identify("internet mobile").confidence, 0.95);
}

TEST(Identify, LooksAtTheWholeInteraction) {
    Interaction interaction;
    interaction.language = "fr";
    interaction.turns = {{.text = "ok"}, {.text = "12"}, {.text = "I would like to speak to a manager"}, {.text = "merci"}};
    EXPECT_EQ(identify(interaction).language, "en");
}

}  // namespace
}  // namespace repere::language
