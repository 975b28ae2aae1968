#include "privacy/name_weights.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace repere::privacy {
namespace {

namespace fs = std::filesystem;

std::string shipped() {
    std::ifstream in(fs::path(REPERE_SOURCE_DIR) / "knowledge/privacy/people.yaml");
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

class NameWeightsFile : public testing::Test {
  protected:
    void SetUp() override { file_ = fs::path(testing::TempDir()) / ("people-" + std::to_string(::getpid()) + ".yaml"); }
    void TearDown() override { fs::remove(file_); }

    Result<NameWeights> load(const std::string& text) {
        std::ofstream(file_) << text;
        return NameWeights::load(file_);
    }
    static std::string with(std::string_view what, std::string_view other) {
        std::string text = shipped();
        return text.replace(text.find(what), what.size(), other);
    }

    fs::path file_;
};

TEST_F(NameWeightsFile, ReadsWhatIsShipped) {
    const auto weights = load(shipped());
    ASSERT_TRUE(weights);
    EXPECT_GT(weights->announced.title, weights->announced.weak_title);
    EXPECT_GT(weights->own.first_name_and_more, weights->own.capital);
}

TEST_F(NameWeightsFile, NamesTheLineAndColumnOfAnUnknownWeight) {
    const auto weights = load(with("  title: 0.92", "  titel: 0.92"));
    ASSERT_FALSE(weights);
    EXPECT_EQ(weights.error().key, "privacy.people.unknown");
    EXPECT_EQ(weights.error().details.at("name"), "titel");
    EXPECT_GT(weights.error().place.line, 40U);
    EXPECT_EQ(weights.error().place.column, 3U);
}

TEST_F(NameWeightsFile, RefusesAWeightOutOfRange) {
    const auto weights = load(with("  title: 0.92", "  title: 1.92"));
    ASSERT_FALSE(weights);
    EXPECT_EQ(weights.error().place.column, 10U);
}

TEST_F(NameWeightsFile, NamesAWeightThatIsMissing) {
    const auto weights = load(with("  title: 0.92", ""));
    ASSERT_FALSE(weights);
    EXPECT_EQ(weights.error().key, "privacy.people.missing");
    EXPECT_EQ(weights.error().details.at("name"), "announced.title");
}

}  // namespace
}  // namespace repere::privacy
