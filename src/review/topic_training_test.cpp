#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "review/topic_training.hpp"

namespace repere::review {
namespace {

const std::filesystem::path kHome = REPERE_SOURCE_DIR;

const language::Lexicon& lexicon() {
    static const auto opened = language::Lexicon::open(language::default_lexicon_folder());
    return opened.value();
}

LabelledInteraction call(int number, const std::string& text, const std::string& topic) {
    LabelledInteraction out;
    out.interaction = {.id = "c" + std::to_string(number), .language = "fr"};
    out.interaction.turns = {{.speaker = Speaker::kAgent, .text = "bonjour que puis-je pour vous"}, {.speaker = Speaker::kCustomer, .text = text}};
    out.labels.turns.resize(2);
    out.labels.topics = {topic};
    return out;
}

// Two writers for whom words that no list has tell the topics.
TrainingMaterial material() {
    TrainingMaterial out{.files = {{.name = "one", .natural = true}, {.name = "two", .natural = true}}, .fingerprint = "x"};
    for (MaterialFile& file : out.files) {
        for (int i = 0; i < 20; ++i) {
            const bool whistles = i % 2 == 0;
            file.conversations.push_back(call(i, whistles ? "mon aspirateur balai siffle étrangement ce matin" : "le moniteur de ski était charmant ce matin",
                                              whistles ? "technical" : "information"));
        }
    }
    return out;
}

TopicTraining train(const std::vector<signals::TopicCorrection>& corrections = {}) {
    const auto lists = signals::TopicModel::load(kHome / "knowledge", lexicon());
    auto analyzer = analysis::Analyzer::load(kHome, {});
    TurnTraining turns;
    turns.by_fold.resize(1);
    turns.fold_of_file = {0, 0};
    auto trained = train_topics(material(), {*analyzer, turns, *lists, lexicon(), corrections}, {.jobs = 2});
    EXPECT_TRUE(trained);
    return std::move(*trained);
}

std::vector<std::string> topics_of(const TopicTraining& trained, const std::string& text) {
    auto model = signals::TopicModel::load(kHome / "knowledge", lexicon());
    model->learn(trained.model);
    const auto talk = call(0, text, "other").interaction;
    std::vector<language::Text> texts;
    for (const Turn& turn : talk.turns) texts.push_back(language::tokenize(turn.text, "fr", lexicon()));
    std::vector<std::string> out;
    for (const auto& topic : model->topics({talk, {}, texts, "fr"})) out.push_back(topic.id);
    return out;
}

TEST(TopicTraining, LearnsFromOneWriterWhatIsTriedOutOnTheOther) {
    const auto trained = train();
    EXPECT_DOUBLE_EQ(trained.learned.micro_f1, 1);
    EXPECT_LT(trained.lists.micro_f1, 0.7);
    EXPECT_EQ(topics_of(trained, "bonjour l'aspirateur siffle encore"), std::vector<std::string>{"technical"});
    EXPECT_EQ(topics_of(trained, "le moniteur est charmant"), std::vector<std::string>{"information"});
}

TEST(TopicTraining, TakesInWhatPeopleCorrected) {
    const std::string text = "la trottinette ondule";
    EXPECT_THAT(topics_of(train(), text), ::testing::Not(::testing::Contains("claim")));
    const signals::TopicCorrection claim{.topic = "claim", .holds = true, .words = {"fr", text}};
    const signals::TopicCorrection again{.topic = "claim", .holds = true, .words = {"fr", "ma trottinette ondule fort"}};
    const signals::TopicCorrection not_own{.topic = "of_the_company", .holds = true, .words = {"fr", text}};
    const auto taught = train({claim, again, not_own});
    EXPECT_THAT(topics_of(taught, text), ::testing::Contains("claim"));
    EXPECT_THAT(topics_of(taught, "le moniteur est charmant"), ::testing::Not(::testing::Contains("claim")));
}

TEST(TopicTraining, GivesTheSameModelOnAnyNumberOfThreads) {
    const auto lists = signals::TopicModel::load(kHome / "knowledge", lexicon());
    auto analyzer = analysis::Analyzer::load(kHome, {});
    TurnTraining turns;
    turns.by_fold.resize(1);
    turns.fold_of_file = {0, 0};
    const auto bias = [&](unsigned jobs) {
        const auto trained = train_topics(material(), {*analyzer, turns, *lists, lexicon(), {}}, {.jobs = jobs});
        std::vector<double> out;
        for (const auto& o : trained->model.outputs()) out.insert(out.end(), {o.bias, o.word_step, o.calibration.slope, o.threshold});
        return out;
    };
    EXPECT_EQ(bias(1), bias(3));
}

}  // namespace
}  // namespace repere::review
