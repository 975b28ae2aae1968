#include <array>
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "insight/themes.hpp"
#include "insight/themes_output.hpp"

namespace repere::insight {
namespace {

const language::Lexicon& lexicon() {
    static const auto opened = language::Lexicon::open(language::default_lexicon_folder());
    return opened.value();
}

ThemeFinder finder(ThemeConfig config = {}) {
    const std::filesystem::path knowledge = std::filesystem::path(REPERE_SOURCE_DIR) / "knowledge";
    return ThemeFinder(lexicon(), LeftOut::load(knowledge, "fr", lexicon()).value(), LeftOut::load(knowledge, "en", lexicon()).value(), config);
}

Interaction said(std::string id, std::vector<std::string> customer, std::string language = "fr") {
    Interaction out{.id = std::move(id), .language = std::move(language)};
    for (auto& text : customer) {
        out.turns.push_back({.speaker = Speaker::kAgent, .text = "je regarde votre dossier"});
        out.turns.push_back({.speaker = Speaker::kCustomer, .text = std::move(text)});
    }
    return out;
}

// Everyday complaints, a few words each drawn at random.
class Everyday {
  public:
    explicit Everyday(unsigned seed) : random_(seed) {}
    std::vector<std::string> operator()() {
        constexpr std::array kThings{"ma facture", "la livraison du colis", "mon abonnement internet", "le technicien", "mon contrat d'assurance",
                                     "la box", "le remboursement", "ma carte bancaire", "l'application mobile", "le compteur"};
        constexpr std::array kWhat{"a doublé sans explication", "ne fonctionne plus", "n'est toujours pas arrivé", "a été refusé",
                                   "est bloqué par le système", "devait être réparé", "a été débité deux fois", "reste introuvable"};
        constexpr std::array kMore{"je suis déçu de la qualité", "mes enfants en ont besoin", "le voisin reçoit correctement", "la notice est incomplète",
                                   "je voudrais un geste commercial", "envoyez la confirmation par courrier"};
        return {std::string(one(kThings)) + " " + one(kWhat), one(kMore)};
    }
    bool chance(double share) { return static_cast<double>(random_()) < share * static_cast<double>(std::mt19937::max()); }

  private:
    template <std::size_t N>
    const char* one(const std::array<const char*, N>& all) { return all[random_() % N]; }
    std::mt19937 random_;
};

TEST(ThemeStatistics, GiveTheFiguresOfTheirPapers) {
    // 10 of 100 against 2 of 100: worked by hand from Dunning's formula.
    EXPECT_NEAR(log_likelihood_ratio({10, 100, 2, 100}), 6.16, 0.01);
    EXPECT_EQ(log_likelihood_ratio({5, 100, 5, 100}), 0);
    // Fisher's tea: all four right of eight cups, 1 in 70.
    EXPECT_NEAR(chance_of_rise({4, 4, 0, 4}), 1.0 / 70, 1e-9);
    EXPECT_NEAR(chance_of_rise({3, 4, 1, 4}), 17.0 / 70, 1e-9);
    EXPECT_EQ(chance_of_rise({2, 100, 3, 100}), 1);
    // The example of Benjamini and Hochberg 1995: fifteen tests, four kept at 0.05.
    const std::vector<double> fifteen{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1};
    EXPECT_EQ(largest_kept(fifteen, 0.05), 0.0095);
    EXPECT_LT(largest_kept({0.2, 0.5}, 0.05), 0);
    EXPECT_DOUBLE_EQ(ochiai(std::vector<std::size_t>{1, 2, 3, 4}, std::vector<std::size_t>{4, 5, 6, 7}), 0.25);
}

TEST(Themes, FindWhatWasPlantedWithItsWordsAndQuotes) {
    Everyday everyday(7);
    auto themes = finder();
    std::map<std::string, Interaction> all;
    for (int i = 0; i < 400; ++i) {
        const bool now = i % 2 == 0;
        auto turns = everyday();
        const bool planted = now ? i % 16 == 0 : i == 101;
        if (planted) {
            turns[0] = "la pompe à chaleur fait du bruit depuis la mise à jour " + std::string(static_cast<std::size_t>(1 + i / 16), 'x');
            turns[1] = "le compresseur de la pompe à chaleur s'arrête";
        }
        const auto talk = said("c" + std::to_string(i), turns);
        all.emplace(talk.id, talk);
        themes.add(talk, {planted ? "technical" : i % 3 == 0 ? "technical" : "billing"}, now ? Period::kNow : Period::kBefore);
    }
    const auto report = themes.report();
    ASSERT_TRUE(report.enough);
    ASSERT_EQ(report.themes.size(), 1);
    const Theme& theme = report.themes[0];
    EXPECT_THAT(theme.words, ::testing::Contains("pompe à chaleur"));
    EXPECT_EQ(theme.counts.now, 25);
    EXPECT_EQ(theme.counts.before, 1);
    EXPECT_LT(theme.chance, 1e-4);
    EXPECT_EQ(theme.covered_by, "technical");
    ASSERT_EQ(theme.quotes.size(), 3);
    std::set<std::string> conversations;
    for (const ThemeQuote& quote : theme.quotes) {
        conversations.insert(quote.conversation);
        EXPECT_EQ(quote.text, utf8::substring(all.at(quote.conversation).turns[quote.turn].text, quote.span.begin, quote.span.end));
    }
    EXPECT_EQ(conversations.size(), 3);
}

TEST(Themes, FindEnglishOnesToo) {
    auto themes = finder();
    for (int i = 0; i < 100; ++i) {
        const bool now = i % 2 == 0;
        themes.add(said("e" + std::to_string(i), {now && i % 4 == 0 ? "the new smart meters are overcharging us" : "my parcel is lost again"}, "en"),
                   {}, now ? Period::kNow : Period::kBefore);
    }
    const auto report = themes.report();
    ASSERT_EQ(report.themes.size(), 1);
    EXPECT_THAT(report.themes[0].words, ::testing::Contains(::testing::HasSubstr("smart meters")));
    EXPECT_FALSE(report.themes[0].covered_by);
}

TEST(Themes, SayNothingOfAShuffledCorpus) {
    for (unsigned seed = 1; seed <= 8; ++seed) {
        Everyday everyday(seed);
        auto themes = finder();
        for (int i = 0; i < 400; ++i) {
            auto turns = everyday();
            if (everyday.chance(0.06)) turns[1] = "la pompe à chaleur fait du bruit";
            themes.add(said("c" + std::to_string(i), turns), {}, everyday.chance(0.5) ? Period::kNow : Period::kBefore);
        }
        const auto report = themes.report();
        ASSERT_TRUE(report.enough);
        EXPECT_GT(report.tested, 50);
        EXPECT_TRUE(report.themes.empty()) << "seed " << seed << ": " << report.themes[0].words[0];
    }
}

TEST(Themes, LeaveOutMasksFormulasAndTheAgentsWords) {
    auto themes = finder();
    for (int i = 0; i < 200; ++i) {
        const bool now = i % 2 == 0;
        auto talk = said("c" + std::to_string(i), {"le colis est perdu", now ? "merci [PERSON_2], bonne journée" : "entendu"});
        if (now) talk.turns[0].text = "souhaitez-vous notre assurance mobile";
        themes.add(talk, {}, now ? Period::kNow : Period::kBefore);
    }
    const auto report = themes.report();
    ASSERT_TRUE(report.enough);
    EXPECT_TRUE(report.themes.empty()) << report.themes[0].words[0];
}

TEST(Themes, SayThatThereAreTooFew) {
    auto themes = finder();
    for (int i = 0; i < 50; ++i) themes.add(said("c" + std::to_string(i), {"la pompe à chaleur fuit"}), {}, Period::kNow);
    themes.add(said("silent", {"", "…"}), {}, Period::kBefore);
    Interaction agent_only{.id = "a", .language = "fr", .turns = {{.speaker = Speaker::kAgent, .text = "bonjour, je rappelle"}}};
    themes.add(agent_only, {}, Period::kBefore);
    const auto report = themes.report();
    EXPECT_FALSE(report.enough);
    EXPECT_EQ(report.now, 50);
    EXPECT_EQ(report.before, 0);
    const auto json = to_json(report, {}, {});
    EXPECT_FALSE(json.at("enough"));
    EXPECT_FALSE(json.contains("themes"));
}

TEST(Themes, FindWhatRisesWithLittleMemory) {
    auto themes = finder({.most_phrases = 1000});
    std::mt19937 random(3);
    for (int i = 0; i < 1000; ++i) {
        const bool now = i % 2 == 0;
        std::string noise;
        for (int w = 0; w < 8; ++w) noise += "zz" + std::to_string(random() % 100000) + "q ";
        for (char& c : noise) c = c >= '0' && c <= '9' ? static_cast<char>('a' + (c - '0')) : c;
        themes.add(said("c" + std::to_string(i), {noise, now && i % 10 == 0 ? "la pompe à chaleur fuit" : "le colis est perdu"}), {},
                   now ? Period::kNow : Period::kBefore);
    }
    const auto report = themes.report();
    ASSERT_FALSE(report.themes.empty());
    EXPECT_THAT(report.themes[0].words, ::testing::Contains(::testing::HasSubstr("pompe à chaleur")));
}

}  // namespace
}  // namespace repere::insight
