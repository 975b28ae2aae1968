#include "language/phrases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/files.hpp"
#include "language/testing.hpp"

namespace repere::language {
namespace {

std::vector<std::uint32_t> found(std::initializer_list<std::string_view> phrases, std::string_view said, std::string_view language = "fr") {
    PhraseBook book;
    std::uint32_t number = 0;
    for (const auto phrase : phrases) EXPECT_TRUE(book.add(phrase, number++, language, test_lexicon())) << phrase;
    book.finish();
    const Text text = tokenize(said, language, test_lexicon());
    std::vector<std::uint32_t> out;
    for (std::size_t at = 0; at < text.tokens.size(); ++at) {
        book.matches_at(text, at, [&](std::size_t, std::uint32_t value) { out.push_back(value); });
    }
    return out;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Phrases, AWordStandsForItsForms) {
    EXPECT_THAT(found({"payer"}, "je paie, il payait, PAYÉ"), ElementsAre(0, 0, 0));
    EXPECT_THAT(found({"suivre"}, "je suis là, il suit"), ElementsAre(0)) << "suis is être first";
    EXPECT_THAT(found({"=payer"}, "je paie, il faut payer"), ElementsAre(0));
    EXPECT_THAT(found({"refund"}, "refunded, refunds", "en"), ElementsAre(0, 0));
}

TEST(Phrases, StepOverHesitationsAndCommasButNoSentence) {
    EXPECT_THAT(found({"s'il vous plaît"}, "s'il euh vous, plaît"), ElementsAre(0));
    EXPECT_THAT(found({"merci beaucoup"}, "merci. Beaucoup de monde"), IsEmpty());
    EXPECT_THAT(found({"merci beaucoup"}, "merci très beaucoup"), IsEmpty());
}

TEST(Phrases, AGapHoldsThreeWords) {
    EXPECT_THAT(found({"mettre .. en œuvre"}, "nous mettons vraiment tout en oeuvre"), ElementsAre(0));
    EXPECT_THAT(found({"mettre .. en œuvre"}, "mettre un deux trois quatre en œuvre"), IsEmpty());
    EXPECT_THAT(found({"mettre .. en œuvre"}, "mettre en œuvre"), ElementsAre(0));
}

TEST(Phrases, RefuseWhatHoldsNoWord) {
    PhraseBook book;
    for (const auto phrase : {"", " ", "..", ".. mot", "mot ..", "!"}) EXPECT_FALSE(book.add(phrase, 0, "fr", test_lexicon())) << phrase;
}

class KnowledgeFolder : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        for (const auto* part : {"lexicons", "language"}) {
            std::filesystem::copy(std::filesystem::path(REPERE_SOURCE_DIR "/knowledge") / part, folder_ / part, std::filesystem::copy_options::recursive);
        }
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    void put(const std::string& file, std::string_view text) { std::ofstream(folder_ / file) << text; }
    Error error() const {
        const auto loaded = Knowledge::load(folder_, test_lexicon());
        return loaded ? Error{} : loaded.error();
    }

    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("repere-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + "-" + std::to_string(::getpid()));
};

TEST_F(KnowledgeFolder, NamesTheLineAndColumnOfAMistake) {
    EXPECT_EQ(error().key, "");
    put("language/fr.yaml", "sentences:\n  long: 30\n  lnog: 3\n");
    EXPECT_EQ(error().key, "core.yaml.key_unknown");
    EXPECT_EQ(error().place.line, 3U);
    put("language/fr.yaml", "sentences: {long: many}\n");
    EXPECT_EQ(error().key, "core.yaml.number_expected");
    EXPECT_EQ(error().place.column, 19U);
    put("language/fr.yaml", "{}\n");
    put("lexicons/fr/wording.yaml", "polite: [merci, '..']\n");
    EXPECT_EQ(error().key, "language.phrase.empty");
    EXPECT_EQ(error().place.column, 17U);
}

TEST_F(KnowledgeFolder, AChangedListCountsAtOnce) {
    put("lexicons/fr/wording.yaml", "jargon: [turlututu]\n");
    const auto loaded = Knowledge::load(folder_, test_lexicon());
    ASSERT_TRUE(loaded);
    const auto wording = find_wording({tokenize("le turlututu merci", "fr", test_lexicon())}, loaded->of("fr"));
    ASSERT_EQ(wording.in(0).size(), 1U);
    EXPECT_EQ(wording.in(0)[0].wording, Wording::kJargon);
}

}  // namespace
}  // namespace repere::language
