#include <filesystem>
#include <fstream>
#include <map>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/files.hpp"
#include "core/messages.hpp"
#include "language/lexicon.hpp"
#include "signals/marker.hpp"

namespace repere::signals {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

const language::Lexicon& lexicon() {
    static const auto opened = language::Lexicon::open(language::default_lexicon_folder());
    return *opened;
}

// A knowledge folder of its own, with the real word classes and the given rule files.
class Rules : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("repere-rules-" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "signals");
        fs::copy(fs::path(REPERE_SOURCE_DIR) / "knowledge/signals/classes", folder_ / "signals/classes");
    }
    void TearDown() override { fs::remove_all(folder_); }

    void file(const std::string& name, const std::string& text) {
        ASSERT_TRUE(write_file(folder_ / "signals" / name, text));
    }

    Marker marker() const {
        auto loaded = Marker::load(folder_, lexicon());
        if (!loaded) ADD_FAILURE() << loaded.error().key << " " << to_string(loaded.error().place);
        return loaded ? std::move(*loaded) : Marker::check(folder_, lexicon()).marker;
    }

    // "turn signal source: quote" of every moment.
    static std::vector<std::string> shown(const std::vector<Moment>& moments) {
        std::vector<std::string> out;
        for (const Moment& m : moments) {
            out.push_back(std::to_string(m.turn) + " " + m.signal + " " + m.source.substr(5) + ": " + m.quote);
        }
        return out;
    }

    static std::vector<Moment> mark(const Marker& marker, const Interaction& interaction,
                                    std::string_view language = "fr") {
        std::vector<language::Text> texts;
        for (const Turn& t : interaction.turns) texts.push_back(language::tokenize(t.text, language, lexicon()));
        auto moments = marker.mark(interaction, texts, language);
        EXPECT_EQ(find_false_quote(interaction, moments), nullptr);
        return moments;
    }

    static Interaction talk(std::vector<std::pair<Speaker, std::string>> turns) {
        Interaction out;
        for (auto& [speaker, text] : turns) {
            out.turns.emplace_back();
            out.turns.back().speaker = speaker;
            out.turns.back().text = text;
        }
        return out;
    }

    fs::path folder_;
};

constexpr Speaker A = Speaker::kAgent;
constexpr Speaker C = Speaker::kCustomer;

constexpr const char* kOffer = R"(signal: offer
language: fr
confidence: 0.8
rules:
  - id: 1
    any: ["je vous <ajouter> .. option"]
)";

constexpr const char* kRefusal = R"(signal: refusal
language: fr
confidence: 0.7
rules:
  - id: 1
    any: ["non (merci)?"]
    where: {previous_signals: [offer], max_words: 12}
    examples: [{previous: "je vous ajoute l'option pour deux euros ?", text: "non merci"}]
    counterexamples: ["non merci"]
)";

TEST_F(Rules, LeanOnWhatWasMarkedBefore) {
    file("fr/offer.yaml", kOffer);
    file("fr/refusal.yaml", kRefusal);
    const Marker m = marker();
    EXPECT_THAT(m.failing_examples(lexicon()), testing::IsEmpty());
    const auto moments = mark(m, talk({{C, "non"}, {A, "Alors je vous ajoute l'option."}, {A, "ok ?"}, {C, "Ah non merci !"}}));
    EXPECT_THAT(shown(moments), ElementsAre("1 offer fr.offer.1: je vous ajoute l'option", "3 refusal fr.refusal.1: non merci"));
}

TEST_F(Rules, HintsJoinAndVetoesTakeAway) {
    file("fr/anger.yaml", R"(signal: anger
language: fr
confidence: 0.4
rules:
  - {id: 1, any: [honte]}
  - {id: 2, any: ["{!}"]}
  - {id: 3, any: [plaisante], veto: true}
)");
    const Marker m = marker();
    EXPECT_THAT(shown(mark(m, talk({{C, "c'est une honte"}}))), ElementsAre());
    const auto moments = mark(m, talk({{C, "c'est une honte !"}}));
    ASSERT_EQ(moments.size(), 1U);
    EXPECT_NEAR(moments[0].confidence, 0.64, 1e-9);
    EXPECT_EQ(moments[0].quote, "honte");
    EXPECT_THAT(shown(mark(m, talk({{C, "c'est une honte ! je plaisante"}}))), ElementsAre());
    EXPECT_THAT(shown(mark(m, talk({{A, "c'est une honte !"}}))), ElementsAre()) << "a customer's signal";
}

TEST_F(Rules, Conditions) {
    file("fr/check.yaml", R"(signal: check
language: fr
confidence: 0.9
rules:
  - {id: 1, any: [un], where: {turns: {first: 1}}}
  - {id: 2, any: [deux], where: {turns: {last: 1}}}
  - {id: 3, any: [trois], where: {turns: {after: 1}}}
  - {id: 4, any: [quatre], where: {position: {first: 1}}}
  - {id: 5, any: [cinq], where: {channels: [email]}}
  - {id: 6, any: [autre], where: {question: true}}
  - {id: 7, any: [onze], unless: [pas], where: {turn_lacks: [jamais], turn_has: [bien]}}
  - {id: 8, any: [huit], where: {previous: [bonjour]}}
  - {id: 9, any: [neuf], where: {seen: [closing]}}
)");
    file("fr/closing.yaml", "signal: closing\nlanguage: fr\nconfidence: 0.9\nrules: [{id: 1, any: [au revoir]}]\n");
    const Marker m = marker();
    const auto ids = [&](std::vector<std::pair<Speaker, std::string>> turns) {
        std::vector<std::string> out;
        for (const Moment& x : mark(m, talk(std::move(turns)))) {
            if (x.signal == "check") out.push_back(std::to_string(x.turn) + x.source.substr(x.source.rfind('.')));
        }
        return out;
    };
    EXPECT_THAT(ids({{C, "x"}, {A, "un"}, {A, "un"}}), ElementsAre("1.1"));
    EXPECT_THAT(ids({{A, "deux"}, {A, "deux"}, {C, "x"}}), ElementsAre("1.2"));
    EXPECT_THAT(ids({{A, "trois"}, {A, "trois"}}), ElementsAre("1.3"));
    EXPECT_THAT(ids({{C, "x"}, {A, "quatre"}}), ElementsAre());
    EXPECT_THAT(ids({{A, "cinq"}}), ElementsAre());
    EXPECT_THAT(ids({{A, "autre chose. non"}, {A, "autre chose ?"}, {A, "voulez-vous autre chose"}}),
                ElementsAre("1.6", "2.6"));
    EXPECT_THAT(ids({{A, "onze bien"}, {A, "onze"}, {A, "onze pas bien"}, {A, "onze. Pas bien"}, {A, "bien onze. jamais"}}),
                ElementsAre("0.7", "3.7"));
    EXPECT_THAT(ids({{C, "bonjour"}, {C, "x"}, {A, "huit"}, {C, "x"}, {A, "huit"}}), ElementsAre("2.8"));
    EXPECT_THAT(ids({{A, "neuf"}, {A, "au revoir"}, {A, "neuf"}}), ElementsAre("2.9"));
    std::vector<RuleHit> hits;
    m.mark_turn({.text = "un deux trois quatre"}, "fr", lexicon(), &hits);
    std::vector<std::string> sources;
    for (const RuleHit& h : hits) sources.emplace_back(h.source);
    EXPECT_THAT(sources, ElementsAre("rule:fr.check.1", "rule:fr.check.2", "rule:fr.check.4")) << "alone, places hold";
}

TEST_F(Rules, QuotesHaveTheTimesOfTheirWords) {
    file("fr/offer.yaml", kOffer);
    Interaction call = talk({{A, "bon je vous ajoute l'option"}});
    call.turns[0].start = 10;
    call.turns[0].end = 20;
    EXPECT_EQ(*mark(marker(), call)[0].start, 10);
    double at = 10;
    for (const char* word : {"bon", "je", "vous", "ajoute", "l'option"}) {
        call.turns[0].words.push_back({word, at, at + 0.5, {}, {}});
        at += 1;
    }
    const auto moments = mark(marker(), call);
    EXPECT_EQ(*moments[0].start, 11);
    EXPECT_EQ(*moments[0].end, 14.5);
}

TEST_F(Rules, EveryMistakeHasItsPlaceAndText) {
    file("fr/offer.yaml", R"(signal: offer
language: fr
confidence: 2
colour: red
rules:
  - id: 1
    any: ["déjà (oui", <x]
    where: {channels: [fax], seen: [nothing]}
  - id: 1
    any: [oui]
)");
    const auto checked = Marker::check(folder_, lexicon());
    std::map<std::string, std::string> places;
    for (const Error& e : checked.errors) {
        places[e.key] = std::to_string(e.place.line) + ":" + std::to_string(e.place.column);
    }
    EXPECT_THAT(places, testing::UnorderedElementsAre(
                            testing::Pair("core.yaml.number_expected", "3:13"),
                            testing::Pair("core.yaml.key_unknown", "4:1"),
                            testing::Pair("signals.pattern.unclosed", "7:24"),
                            testing::Pair("signals.channel.unknown", "8:24"),
                            testing::Pair("signals.signal.unknown", "8:37"),
                            testing::Pair("signals.rules.id_twice", "9:9")));
    const auto texts = Messages::load(fs::path(REPERE_SOURCE_DIR) / "messages", UiLanguage::kFrench);
    for (const Error& e : checked.errors) EXPECT_TRUE(texts->has(e.key)) << e.key;
    EXPECT_FALSE(Marker::load(folder_, lexicon()));
}

TEST_F(Rules, FailedExamplesAreTold) {
    file("fr/closing.yaml", R"(signal: closing
language: fr
confidence: 0.9
rules:
  - id: 1
    any: [bonne journée]
    examples: [bonne soirée]
    counterexamples: [bonne journée à vous]
)");
    const auto failures = marker().failing_examples(lexicon());
    ASSERT_EQ(failures.size(), 2U);
    EXPECT_TRUE(failures[0].should_match);
    EXPECT_EQ(failures[0].place.line, 7U);
    EXPECT_FALSE(failures[1].should_match);
    EXPECT_EQ(failures[1].rule, "rule:fr.closing.1");
}

TEST(Signals, AreThirtyFive) {
    EXPECT_EQ(all_signals().size(), 35U);
    ASSERT_NE(find_signal("churn"), nullptr);
    EXPECT_EQ(find_signal("churn")->speaker, C);
    EXPECT_EQ(find_signal("Churn"), nullptr);
}

TEST(Signals, FalseQuotesAreFound) {
    Interaction one;
    one.turns.emplace_back();
    one.turns[0].text = "été chaud";
    std::vector<Moment> moments(1);
    moments[0].span = {0, 3};
    moments[0].quote = "été";
    EXPECT_EQ(find_false_quote(one, moments), nullptr);
    moments[0].quote = "ete";
    EXPECT_EQ(find_false_quote(one, moments), &moments[0]);
    moments[0].span = {0, 99};
    EXPECT_NE(find_false_quote(one, moments), nullptr);
}

}  // namespace
}  // namespace repere::signals
