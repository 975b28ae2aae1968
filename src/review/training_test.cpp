#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "conversation/json.hpp"
#include "core/files.hpp"
#include "review/noise.hpp"
#include "review/turn_training.hpp"

namespace repere::review {
namespace {

namespace fs = std::filesystem;

const fs::path kKnowledge = fs::path(REPERE_SOURCE_DIR) / "knowledge";

TEST(Noise, IsTheSameEveryTimeAndChangesSomeWordsOnly) {
    const auto noise = Noise::load(kKnowledge, "fr");
    ASSERT_TRUE(noise);
    const std::string text =
        "Bonjour, c'est à quel sujet ? Je vais vérifier ça dans votre dossier, et on vous rappelle pour le remboursement "
        "du mois dernier, ou bien vous nous envoyez la facture de votre contrat, si vous préférez, et tout sera fait.";
    const std::string heard = (*noise)(text);
    EXPECT_EQ(heard, (*noise)(text));
    EXPECT_EQ(heard.find('?'), std::string::npos);
    EXPECT_EQ(heard.find('B'), std::string::npos);
    EXPECT_NE(heard.find("remboursement"), std::string::npos);
    EXPECT_GT(heard.size(), text.size() / 2);
    EXPECT_LT(heard.size(), text.size() * 3 / 2);
}

TEST(Noise, LeavesNoTurnEmpty) {
    const auto noise = Noise::load(kKnowledge, "en");
    ASSERT_TRUE(noise);
    for (const char* text : {"", "?!", "yes", "no", "ok", "the"}) EXPECT_EQ((*noise)(text).empty(), std::string(text).empty());
}

// Material in which a made-up word is all that tells an apology: no rule knows it.
TrainingMaterial planted() {
    TrainingMaterial out;
    for (int file = 0; file < 4; ++file) {
        MaterialFile material{.name = std::to_string(file), .natural = true};
        for (int i = 0; i < 30; ++i) {
            LabelledInteraction item;
            item.interaction.language = "fr";
            item.interaction.channel = Channel::kChat;
            const bool sorry = i % 3 == 0;
            const std::string number = std::to_string(file * 100 + i);
            item.interaction.turns = {{.speaker = Speaker::kAgent, .text = sorry ? "ah zorbule zorbule madame " + number : "ah regardez la page madame " + number},
                                      {.speaker = Speaker::kCustomer, .text = "bon " + number}};
            item.labels.turns = {{.signals = sorry ? std::vector<std::string>{"apology"} : std::vector<std::string>{}}, {}};
            material.conversations.push_back(std::move(item));
        }
        out.files.push_back(std::move(material));
    }
    out.fingerprint = "planted";
    return out;
}

// What a conversation is read with, loaded once.
struct Reader {
    TrainingTools tools() const { return {*marker, *knowledge, *lexicon}; }

    std::vector<signals::Moment> mark(const signals::TurnModel& model, const Interaction& talk) const {
        std::vector<language::Text> texts;
        for (const Turn& t : talk.turns) texts.push_back(language::tokenize(t.text, talk.language, *lexicon));
        const auto hits = marker->hits(talk, texts, talk.language, false);
        const auto& words = knowledge->of(talk.language);
        const auto wording = language::find_wording(texts, words);
        return model.mark(talk, texts, signals::TurnFeatures({talk, texts, hits, wording, words}, false));
    }

    Result<language::Lexicon> lexicon = language::Lexicon::open(language::default_lexicon_folder());
    Result<language::Knowledge> knowledge = language::Knowledge::load(kKnowledge, *lexicon);
    Result<signals::Marker> marker = signals::Marker::load(kKnowledge, *lexicon);
};

TEST(TurnTraining, LearnsAWordThatNoRuleKnowsAndQuotesIt) {
    const Reader reader;
    const auto trained = train_turns(planted(), reader.tools(), {.jobs = 1});
    const auto trial = std::ranges::find(trained.trials, "apology", &SignalTrial::signal);
    ASSERT_NE(trial, trained.trials.end());
    EXPECT_EQ(trial->right, 40U);
    EXPECT_EQ(trial->wrong + trial->missed, 0U);

    Interaction talk;
    talk.language = "fr";
    talk.channel = Channel::kChat;
    talk.turns = {{.speaker = Speaker::kAgent, .text = "ah zorbule zorbule madame 7"}, {.speaker = Speaker::kCustomer, .text = "bon 7"}};
    const auto moments = reader.mark(trained.model, talk);
    const auto apology = std::ranges::find(moments, "apology", &signals::Moment::signal);
    ASSERT_NE(apology, moments.end());
    EXPECT_EQ(apology->source, "model:apology");
    EXPECT_NE(apology->quote.find("zorbule"), std::string::npos) << apology->quote;
    EXPECT_GT(apology->confidence, 0.8);
    EXPECT_EQ(signals::find_false_quote(talk, moments), nullptr);
}

TEST(TurnTraining, GivesTheSameModelOnAnyNumberOfThreads) {
    const Reader reader;
    const auto folder = fs::temp_directory_path() / "repere-same-model";
    fs::create_directories(folder);
    std::string content[2];
    for (unsigned jobs : {1U, 3U}) {
        const auto trained = train_turns(planted(), reader.tools(), {.jobs = jobs});
        ASSERT_TRUE(trained.model.write(folder));
        for (const char* file : {"agent.model", "agent_context.model"}) content[jobs == 1 ? 0 : 1] += *read_file(folder / file);
    }
    fs::remove_all(folder);
    EXPECT_EQ(content[0], content[1]);
}

TEST(Material, NamesTheFolderThatHasNone) {
    const auto read = read_training_material(fs::path(REPERE_SOURCE_DIR) / "messages");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().key, "review.train.no_material");
}

TEST(Material, OfTheProjectIsWholeAndLabelledForTheRightSide) {
    const auto read = read_training_material(kKnowledge / "training");
    ASSERT_TRUE(read);
    EXPECT_GT(read->conversations(), 500U);
    for (const MaterialFile& file : read->files) {
        for (const auto& item : file.conversations) {
            for (std::size_t i = 0; i < item.interaction.turns.size(); ++i) {
                for (const auto& id : item.labels.turns[i].signals) {
                    const auto* info = signals::find_signal(id);
                    ASSERT_NE(info, nullptr) << file.name << " " << id;
                    EXPECT_EQ(info->speaker, item.interaction.turns[i].speaker) << item.interaction.id << " " << i << " " << id;
                }
            }
        }
    }
}

}  // namespace
}  // namespace repere::review
