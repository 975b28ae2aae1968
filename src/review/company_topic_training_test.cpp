#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "review/company_topic_training.hpp"

namespace repere::review {
namespace {

namespace fs = std::filesystem;

const language::Lexicon& lexicon() {
    static const auto opened = language::Lexicon::open(language::default_lexicon_folder());
    return opened.value();
}

signals::CompanyTopics topics_of(const std::string& yaml) {
    const fs::path real = fs::path(REPERE_SOURCE_DIR) / "knowledge";
    const fs::path folder = fs::path(::testing::TempDir()) / ("company_topic_knowledge-" + std::to_string(::getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder / "topics");
    for (const char* name : {"signals", "lexicons"}) fs::create_directory_symlink(real / name, folder / name);
    std::ofstream(folder / "topics" / "company.yaml") << yaml;
    return signals::CompanyTopics::load(folder, lexicon()).value();
}

TrainingMaterial material() {
    TrainingMaterial out{.files = {{.name = "everyday", .natural = true}}, .fingerprint = "x"};
    for (int i = 0; i < 60; ++i) {
        LabelledInteraction item;
        item.interaction.language = "fr";
        for (const char* text : {"ma facture a doublé ce mois-ci", "le colis n'est toujours pas arrivé", "je voudrais changer mon rendez-vous",
                                 "la box ne fonctionne plus depuis hier", "vous pouvez me rappeler demain matin"}) {
            item.interaction.turns.push_back({.speaker = Speaker::kCustomer, .text = std::string(text) + " dossier " + std::to_string(i)});
        }
        out.files[0].conversations.push_back(std::move(item));
    }
    return out;
}

std::vector<signals::CompanyTopicFound> found_in(const signals::CompanyTopics& topics, const learning::LinearModel& model, const std::string& text) {
    Interaction talk{.language = "fr", .turns = {{.speaker = Speaker::kCustomer, .text = text}}};
    const std::vector<language::Text> texts{language::tokenize(text, "fr", lexicon())};
    return topics.find({talk, {}, texts, "fr"}, model);
}

constexpr const char* kNoise = R"(topics:
  noise:
    names: {fr: "bruit"}
    examples: {fr: ["l'appareil fait un bruit de moteur toute la nuit", "un bruit infernal la nuit dans l'unité extérieure",
                    "le moteur de l'unité extérieure ronfle", "ça ronfle toute la nuit, un bruit de moteur",
                    "les voisins se plaignent du bruit de l'appareil", "l'unité ronfle et fait du bruit"]}
)";

TEST(CompanyTopicTraining, RecognisesWhatIsLikeItsExamples) {
    const auto topics = topics_of(kNoise);
    const auto trained = train_company_topics(material(), topics, {}, lexicon());
    ASSERT_EQ(trained.trials.size(), 1);
    EXPECT_EQ(trained.trials[0].examples, 6);
    EXPECT_GE(trained.trials[0].recognised, 5);
    EXPECT_LE(trained.trials[0].mistaken, 3);
    const auto found = found_in(topics, trained.model, "depuis une semaine le moteur fait un bruit terrible la nuit");
    ASSERT_EQ(found.size(), 1);
    EXPECT_GT(found[0].topic.score, 0.5);
    ASSERT_FALSE(found[0].topic.evidence.empty());
    EXPECT_TRUE(found_in(topics, trained.model, "ma facture n'est toujours pas arrivée").empty());
}

TEST(CompanyTopicTraining, TakesInWhatPeopleCorrected) {
    const auto topics = topics_of(kNoise);
    const std::string text = "le bruit de fond sur la ligne du téléphone me gêne la nuit";
    ASSERT_EQ(found_in(topics, train_company_topics(material(), topics, {}, lexicon()).model, text).size(), 1) << "not yet corrected";
    const std::vector<signals::TopicCorrection> corrections{{"noise", false, {"fr", text}}};
    EXPECT_TRUE(found_in(topics, train_company_topics(material(), topics, corrections, lexicon()).model, text).empty());
}

TEST(CompanyTopicTraining, LearnsTheSameTwice) {
    const auto topics = topics_of(kNoise);
    const auto write = [&](const char* name) {
        const auto file = fs::path(::testing::TempDir()) / name;
        EXPECT_TRUE(train_company_topics(material(), topics, {}, lexicon()).model.write(file));
        std::ifstream in(file, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    EXPECT_EQ(write("once.model"), write("twice.model"));
}

TEST(CompanyTopicTraining, LearnsNothingWithoutTopics) {
    const auto trained = train_company_topics(material(), topics_of("topics: {}\n"), {}, lexicon());
    EXPECT_TRUE(trained.model.empty());
    EXPECT_TRUE(trained.trials.empty());
}

}  // namespace
}  // namespace repere::review
