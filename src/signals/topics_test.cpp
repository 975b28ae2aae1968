#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/utf8.hpp"
#include "learning/logistic.hpp"
#include "signals/topics.hpp"
#include "signals/topics_company.hpp"
#include "signals/topics_features.hpp"

namespace repere::signals {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

const language::Lexicon& lexicon() {
    static const auto opened = language::Lexicon::open(language::default_lexicon_folder());
    return opened.value();
}

fs::path knowledge() { return fs::path(REPERE_SOURCE_DIR) / "knowledge"; }

const TopicModel& lists() {
    static const auto loaded = TopicModel::load(knowledge(), lexicon());
    return loaded.value();
}

// A conversation and what the models are given of it.
struct Talk {
    Interaction interaction;
    std::vector<language::Text> texts;
    TopicInput input() const { return {interaction, {}, texts, interaction.language}; }
};

Talk talk(const std::vector<std::pair<Speaker, std::string>>& turns, std::string language = "fr") {
    Talk out;
    out.interaction.language = std::move(language);
    for (const auto& [speaker, text] : turns) {
        out.interaction.turns.push_back({.speaker = speaker, .text = text});
        out.texts.push_back(language::tokenize(text, out.interaction.language, lexicon()));
    }
    return out;
}

constexpr Speaker kAgent = Speaker::kAgent;
constexpr Speaker kCustomer = Speaker::kCustomer;

void expect_verbatim(const Talk& talk, const std::vector<Words>& evidence) {
    for (const Words& w : evidence) {
        ASSERT_LT(w.turn, talk.interaction.turns.size());
        EXPECT_EQ(w.quote, utf8::substring(talk.interaction.turns[w.turn].text, w.span.begin, w.span.end));
        EXPECT_FALSE(w.quote.empty());
    }
}

// A folder of knowledge that is the real one but for the company's topics.
fs::path knowledge_with(const std::string& company) {
    const fs::path folder = fs::path(::testing::TempDir()) / ("topics_knowledge-" + std::to_string(::getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder / "topics");
    for (const char* name : {"signals", "lexicons"}) fs::create_directory_symlink(knowledge() / name, folder / name);
    for (const char* name : {"fr.yaml", "en.yaml"}) fs::create_symlink(knowledge() / "topics" / name, folder / "topics" / name);
    std::ofstream(folder / "topics" / "company.yaml") << company;
    return folder;
}

TEST(Topics, QuoteTheWordsThatSaySo) {
    const auto call = talk({{kAgent, "Énergie Plus bonjour"}, {kCustomer, "oui euh mon colis n'est toujours pas livré"}, {kAgent, "je regarde"},
                            {kCustomer, "le livreur n'est pas passé"}});
    const auto found = lists().topics(call.input());
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].id, "delivery");
    ASSERT_GE(found[0].evidence.size(), 2);
    EXPECT_EQ(found[0].evidence[0].turn, 1);
    for (const Topic& topic : found) expect_verbatim(call, topic.evidence);
    const auto english = talk({{kCustomer, "hi I was charged twice on my last bill"}}, "en");
    const auto topics = lists().topics(english.input());
    EXPECT_EQ(topics[0].id, "billing");
    expect_verbatim(english, topics[0].evidence);
}

TEST(Topics, AreNoneWithoutTurnsAndOtherWithoutWords) {
    EXPECT_TRUE(lists().topics(talk({}).input()).empty());
    const auto silent = lists().topics(talk({{kAgent, "bonjour"}, {kCustomer, ""}}).input());
    ASSERT_EQ(silent.size(), 1);
    EXPECT_EQ(silent[0].id, "other");
    EXPECT_TRUE(silent[0].evidence.empty());
}

TEST(Topics, AreThoseThatReachTheirThresholdOrTheBest) {
    std::vector<learning::Output> outputs(5);
    for (auto& o : outputs) o.threshold = 0.4;
    EXPECT_THAT(chosen_topics(outputs, std::vector<double>{0.1, 0.9, 0.5, 0.2, 0.6}), ElementsAre(1, 4, 2));
    EXPECT_THAT(chosen_topics(outputs, std::vector<double>{0.8, 0.9, 0.5, 0.7, 0.6}), ElementsAre(1, 0, 3));
    EXPECT_THAT(chosen_topics(outputs, std::vector<double>{0.1, 0.3, 0.2, 0.1, 0.1}), ElementsAre(1));
    EXPECT_TRUE(chosen_topics(outputs, std::vector<double>{0.01, 0.02, 0.01, 0.02, 0.01}).empty());
}

TEST(Topics, TheLearnedModelDecidesAndQuotesWhatWeighedMost) {
    auto model = TopicModel::load(knowledge(), lexicon());
    ASSERT_TRUE(model);
    const auto call = talk({{kCustomer, "mon aspirateur balai fait un sifflement étrange"}});
    const auto features = model->reader().features(call.input());
    const auto text = language::tokenize("sifflement", "fr", lexicon());
    const std::vector<learning::FeatureId> ids{topic_word(text.tokens[0].lemmas[0])};
    ASSERT_THAT(features.words, ::testing::Contains(::testing::Field(&TopicFeature::id, ids[0])));
    learning::Rows rows;
    rows.add(std::vector<learning::Value>{{0, 1}});
    rows.add(std::vector<learning::Value>{{0, 0}});
    const auto fitted = learning::Logistic::fit(rows, std::vector<learning::Labelled>{{0, true}, {1, false}}, {.cost = 100});
    const std::vector<std::string> names{"technical"};
    model->learn(learning::LinearModel::make({"topics", "", 2}, ids, {true}, std::vector{fitted}, names));
    const auto found = model->topics(call.input());
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].id, "technical");
    ASSERT_EQ(found[0].evidence.size(), 1);
    EXPECT_EQ(found[0].evidence[0].quote, "sifflement");
    expect_verbatim(call, found[0].evidence);
}

TEST(Topics, CostsAreLinear) {
    std::vector<std::pair<Speaker, std::string>> turns;
    for (int i = 0; i < 100'000; ++i) turns.emplace_back(i % 2 == 0 ? kCustomer : kAgent, "ma facture numéro " + std::to_string(i % 977) + " est trop chère");
    const auto call = talk(turns);
    const auto features = lists().reader().features(call.input());
    EXPECT_LT(features.words.size(), 100);
    EXPECT_EQ(lists().topics(call.input())[0].id, "billing");
}

constexpr const char* kHeatPump = R"yaml(topics:
  heat_pump:
    names: {fr: "pompe à chaleur", en: "heat pump"}
    parent: technical
    words: {fr: ["pompe à chaleur"], en: ["heat (pump|pumps)"]}
    examples: {fr: ["l'unité extérieure est prise dans la glace"]}
)yaml";

TEST(CompanyTopics, AreToldByTheirWordsBeforeAnythingIsLearned) {
    const auto model = TopicModel::load(knowledge_with(kHeatPump), lexicon());
    ASSERT_TRUE(model) << model.error().key;
    const auto call = talk({{kAgent, "vous parlez de la pompe à chaleur ?"}, {kCustomer, "oui la pompe euh à chaleur"}, {kCustomer, "elle gèle, ma pompe à chaleur"}});
    const auto found = model->company_topics(call.input());
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].topic.id, "heat_pump");
    EXPECT_EQ(found[0].parent, "technical");
    EXPECT_EQ(found[0].names.at("en"), "heat pump");
    EXPECT_DOUBLE_EQ(found[0].topic.score, 0.75);
    EXPECT_EQ(found[0].topic.evidence.size(), 2);
    expect_verbatim(call, found[0].topic.evidence);
    EXPECT_TRUE(model->company_topics(talk({{kCustomer, "la pompe de la piscine"}}).input()).empty());
    EXPECT_EQ(model->company_topics(talk({{kCustomer, "our heat pumps freeze"}}, "en").input()).size(), 1);
    EXPECT_TRUE(lists().company_topics(call.input()).empty()) << "the project itself ships none";
}

TEST(CompanyTopics, SayWhereAFileIsWrong) {
    const auto mistake = [](const std::string& text) {
        const auto model = TopicModel::load(knowledge_with(text), lexicon());
        return model ? std::string("none") : model.error().key + ":" + std::to_string(model.error().place.line) + ":" + std::to_string(model.error().place.column);
    };
    EXPECT_EQ(mistake("topics:\n  billing:\n    names: {fr: x}\n    words: {fr: [x]}\n"), "signals.topic.taken:2:3");
    EXPECT_EQ(mistake("topics:\n  own:\n    names: {fr: x}\n    parent: nope\n    words: {fr: [x]}\n"), "signals.topic.unknown:4:13");
    EXPECT_EQ(mistake("topics:\n  own:\n    names: {fr: x}\n"), "signals.topic.nothing_to_tell_by:2:3");
    EXPECT_THAT(mistake("topics:\n  own:\n    names: {fr: x}\n    words: {de: [x]}\n"), ::testing::EndsWith(":4:13"));
    EXPECT_EQ(mistake("topics: {}\n"), "none");
    EXPECT_EQ(mistake(""), "none");
}

TEST(TopicCorrections, AreReadLineByLine) {
    const auto folder = knowledge_with(kHeatPump);
    const auto company = CompanyTopics::load(folder, lexicon());
    ASSERT_TRUE(company);
    const auto file = folder / "topics" / "corrections.jsonl";
    EXPECT_TRUE(read_topic_corrections(file, *company)->empty());
    std::ofstream(file) << R"({"topic":"heat_pump","answer":"no","language":"fr","text":"la pompe de la piscine","by":"x"})" << "\n\n"
                        << R"({"topic":"billing","answer":"yes","language":"en","text":"wrong amount"})" << "\n";
    const auto read = read_topic_corrections(file, *company);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 2);
    EXPECT_FALSE(read->at(0).holds);
    EXPECT_TRUE(read->at(1).holds);
    std::ofstream(file, std::ios::app) << R"({"topic":"nope","answer":"yes","language":"en","text":"x"})" << "\n";
    const auto unknown = read_topic_corrections(file, *company);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().place.line, 4);
}

}  // namespace
}  // namespace repere::signals
