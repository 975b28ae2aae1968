#include "store/store.hpp"

#include <unistd.h>

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/files.hpp"
#include "store/process_name.hpp"

namespace repere::store {
namespace {

namespace fs = std::filesystem;

class StoreTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("repere-store-" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        config_.address = "sqlite:" + (folder_ / "repere.db").string();
        config_.clock = [this] { return now_; };
        messages_ = *Messages::load(fs::path(REPERE_SOURCE_DIR) / "messages", UiLanguage::kEnglish);
    }
    void TearDown() override { fs::remove_all(folder_); }

    static Interaction conversation(std::string id, std::string text) {
        Interaction interaction{.id = std::move(id), .channel = Channel::kChat, .language = "fr"};
        interaction.turns.push_back({.speaker = Speaker::kCustomer, .participant = "C", .text = std::move(text)});
        interaction.metadata.agent = "Nadia";
        return interaction;
    }

    static analysis::Analysis analysis_of(const Interaction& interaction) {
        analysis::Analysis analysis;
        analysis.interaction = interaction;
        analysis.moments = {{.signal = "churn",
                             .turn = 0,
                             .span = {0, 2},
                             .quote = "je",
                             .confidence = 0.9,
                             .source = "rule:fr.churn.1"}};
        analysis.outcome.resolved = "no";
        return analysis;
    }

    fs::path folder_;
    StoreConfig config_;
    Instant now_ = *parse_rfc3339("2026-11-22T09:00:00Z");
    Messages messages_;
};

TEST_F(StoreTest, TheSameContentTwiceIsOneConversation) {
    auto store = Store::open(config_);
    ASSERT_TRUE(store) << to_string(store.error().place);
    EXPECT_EQ(*store->add(conversation("a", "je veux résilier"), "a.json"), Added::kNew);
    EXPECT_EQ(*store->add(conversation("a", "je veux résilier"), "copy.json"), Added::kAlreadyThere);
    const auto other = store->add(conversation("a", "autre chose"), "b.json");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().key, "store.id_taken");
    EXPECT_EQ(other.error().details.at("other"), "a.json");
    EXPECT_EQ(store->list({})->size(), 1U);
}

TEST_F(StoreTest, ARecordingUnderAnotherNameIsFoundToBeTheSame) {
    auto store = Store::open(config_);
    ASSERT_TRUE(store);
    Interaction call{.id = "monday", .channel = Channel::kPhone};
    call.media.push_back({.path = "", .type = "audio/wav", .bytes = "RIFFsound"});
    EXPECT_EQ(*store->add(call, "monday.wav"), Added::kNew);
    call.id = "copy-of-monday";
    EXPECT_EQ(*store->add(call, "copy-of-monday.wav"), Added::kAlreadyThere);
    const auto kept = store->interaction("monday");
    ASSERT_TRUE(kept);
    EXPECT_EQ(*read_file(kept->media.at(0).path), "RIFFsound");
}

TEST_F(StoreTest, FindsWordsWhateverTheirAccents) {
    auto store = Store::open(config_);
    ASSERT_TRUE(store->add(conversation("a", "Je veux RÉSILIER mon abonnement"), "a.json"));
    ASSERT_TRUE(store->add(conversation("b", "merci à vous"), "b.json"));
    const auto hits = store->search("resilier");
    ASSERT_TRUE(hits);
    ASSERT_EQ(hits->size(), 1U);
    EXPECT_EQ(hits->front().id, "a");
    EXPECT_EQ(hits->front().excerpt, "Je veux «RÉSILIER» mon abonnement");
    EXPECT_EQ(store->search("resil*")->size(), 1U);
    EXPECT_EQ(store->search("\"mon abonnement\"")->size(), 1U);
    EXPECT_EQ(store->search("\"abonnement mon\"")->size(), 0U);
    EXPECT_TRUE(store->search("l'eau) OR (NEAR")) << "query syntax of the engine must not leak";
    EXPECT_EQ(store->search("  ").error().code, ErrorCode::kUsage);
}

TEST_F(StoreTest, TheQueueGivesEachOnceAndAgainWhenItsHolderIsGone) {
    auto store = Store::open(config_);
    ASSERT_TRUE(store->add(conversation("a", "un"), "a.json"));
    const auto first = store->claim(60);
    ASSERT_TRUE(first && *first);
    EXPECT_EQ((*first)->interaction.id, "a");
    EXPECT_FALSE(store->claim(60)->has_value());
    ASSERT_TRUE(store->release_dead_claims());
    EXPECT_FALSE(store->claim(60)->has_value()) << "this process lives";
    now_ += std::chrono::seconds(61);
    EXPECT_TRUE(store->claim(60)->has_value()) << "the lease ran out";
}

TEST_F(StoreTest, ResultsAreAddedNeverOverwritten) {
    auto store = Store::open(config_);
    ASSERT_TRUE(store->add(conversation("a", "je pars"), "a.json"));
    const auto claim = **store->claim();
    grid::Evaluation evaluation{.grid = "standard", .version = 1, .score = 50.0, .critical_errors = {}, .criteria = {}};
    ASSERT_TRUE(store->complete(claim, analysis_of(claim.interaction), evaluation, messages_));
    evaluation.score = 80.0;
    ASSERT_TRUE(store->complete(claim, analysis_of(claim.interaction), evaluation, messages_));
    const auto rows = store->list({.id = "a"});
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ(rows->front().state, "done");
    EXPECT_EQ(nlohmann::json::parse(*rows->front().evaluation)["score"], 80.0);
    EXPECT_FALSE(store->claim()->has_value());
}

TEST_F(StoreTest, AFailureIsKeptAndCanBeTriedAgain) {
    auto store = Store::open(config_);
    ASSERT_TRUE(store->add(conversation("a", "x"), "a.json"));
    ASSERT_TRUE(store->fail_claim(**store->claim(), {ErrorCode::kInvalidInput, "analysis.no_turns", {}, {}}));
    EXPECT_EQ(store->list({.state = "failed"})->size(), 1U);
    EXPECT_FALSE(store->claim()->has_value());
    ASSERT_TRUE(store->requeue_failed());
    EXPECT_TRUE(store->claim()->has_value());
}

TEST_F(StoreTest, RefusesWhatIsNoStore) {
    EXPECT_EQ(Store::open({.address = "mysql:x"}).error().code, ErrorCode::kConfiguration);
    ASSERT_TRUE(write_file(folder_ / "text.db", std::string(4096, 'x')));
    EXPECT_EQ(Store::open({.address = "sqlite:" + (folder_ / "text.db").string()}).error().key, "store.database");
}

TEST(ProcessName, KnowsTheLivingFromTheGone) {
    EXPECT_FALSE(is_gone(this_process()));
    const std::string me = this_process();
    const auto host = me.substr(0, me.find('/'));
    EXPECT_TRUE(is_gone(host + "/999999999/1"));
    EXPECT_FALSE(is_gone("another-machine/1/1"));
}

}  // namespace
}  // namespace repere::store
