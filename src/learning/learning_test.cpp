#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/files.hpp"
#include "learning/choice_model.hpp"
#include "learning/linear_model.hpp"

namespace repere::learning {
namespace {

namespace fs = std::filesystem;

// Feature 0 makes the output hold, feature 1 stands everywhere, feature 2 is found at random.
struct Sample {
    Rows rows;
    std::vector<Labelled> labelled;
    Sample() {
        for (std::uint32_t i = 0; i < 200; ++i) {
            const bool holds = i % 4 == 0;
            std::vector<Value> values;
            if (holds) values.push_back({0, 1});
            values.push_back({1, 1});
            if (i % 7 == 0) values.push_back({2, 1});
            labelled.push_back({static_cast<std::uint32_t>(rows.add(values)), holds});
        }
    }
};

TEST(Logistic, FindsTheFeatureThatDecides) {
    const Sample sample;
    const auto fitted = Logistic::fit(sample.rows, sample.labelled, {.cost = 10});
    ASSERT_EQ(fitted.weights().size(), 3U);
    EXPECT_GT(fitted.weights()[0], 3);
    EXPECT_LT(std::abs(fitted.weights()[2]), 0.5);
    EXPECT_GT(probability(fitted.score(sample.rows, 0)), 0.8);
    EXPECT_LT(probability(fitted.score(sample.rows, 1)), 0.2);
}

TEST(Logistic, SaysNeverWhereNothingWasEverSeen) {
    Sample sample;
    for (Labelled& l : sample.labelled) l.holds = false;
    const auto fitted = Logistic::fit(sample.rows, sample.labelled, {});
    EXPECT_LT(probability(fitted.score(sample.rows, 0)), 0.01);
}

TEST(Calibration, TurnsScoresIntoShares) {
    // Of the answers with score 1 three quarters hold, of those with −1 one tenth.
    std::vector<Scored> scored;
    for (int i = 0; i < 400; ++i) scored.push_back({1, i % 4 != 0});
    for (int i = 0; i < 400; ++i) scored.push_back({-1, i % 10 == 0});
    const auto calibration = Calibration::fit(scored);
    EXPECT_NEAR(calibration(1), 0.75, 0.01);
    EXPECT_NEAR(calibration(-1), 0.10, 0.01);
}

TEST(Calibration, LeavesScoresAloneWhereThereIsTooLittleToLearnFrom) {
    const std::vector<Scored> scored{{1, true}, {-1, false}};
    EXPECT_NEAR(Calibration::fit(scored)(0), 0.5, 1e-9);
}

TEST(Threshold, LiesWhereF1IsBest) {
    std::vector<Scored> scored;
    for (int i = 0; i < 100; ++i) scored.push_back({-3, false});
    for (int i = 0; i < 50; ++i) scored.push_back({0, i % 2 == 0});
    for (int i = 0; i < 50; ++i) scored.push_back({3, true});
    const double threshold = best_threshold(scored, {}, 0.1, 0.9);
    EXPECT_LT(threshold, 0.5);   // the doubtful half are worth taking
    EXPECT_GT(threshold, 0.1);
}

// Two questions: one figure decides the first, the other is left out of the model.
TEST(ChoiceModel, AnswersWithSharesThatSumToOne) {
    Rows rows;
    std::vector<Labelled> yes, no;
    for (std::uint32_t i = 0; i < 60; ++i) {
        const bool holds = i % 2 == 0;
        const std::vector<Value> values{{0, holds ? 1.0F : 0.0F}, {1, 1.0F}};
        const auto row = static_cast<std::uint32_t>(rows.add(values));
        yes.push_back({row, holds});
        no.push_back({row, !holds});
    }
    const std::vector fitted{Logistic::fit(rows, yes, {.cost = 10}), Logistic::fit(rows, no, {.cost = 10})};
    const std::vector<FeatureId> ids{figure_id("confirmed"), figure_id("always")};
    const std::vector<std::string> names{"resolved=yes", "resolved=no"};
    const ChoiceModel model(LinearModel::make({"outcome", "x", 60}, ids, {false, false}, fitted, names));
    EXPECT_TRUE(model.knows("resolved"));
    EXPECT_FALSE(model.knows("resolve"));
    EXPECT_TRUE(model.answer("register", {}).empty());
    const std::vector<Figure> figures{{figure_id("confirmed"), 1}, {figure_id("always"), 1}};
    const auto choices = model.answer("resolved", figures);
    ASSERT_EQ(choices.size(), 2U);
    EXPECT_EQ(choices[0].name, "yes");
    EXPECT_GT(choices[0].probability, 0.9);
    EXPECT_NEAR(choices[0].probability + choices[1].probability, 1, 1e-9);
    const std::vector<Figure> other{{figure_id("always"), 1}};
    EXPECT_EQ(model.answer("resolved", other)[0].name, "no");
    const auto reasons = model.reasons("resolved", "yes", figures);
    ASSERT_FALSE(reasons.empty());
    EXPECT_EQ(reasons.front(), figure_id("confirmed"));
    EXPECT_TRUE(model.reasons("resolved", "yes", {}).empty());
    EXPECT_TRUE(model.reasons("register", "formal", figures).empty());
}

class ModelFile : public testing::Test {
  protected:
    fs::path file_ = fs::temp_directory_path() / ("repere-model-" + std::to_string(::getpid()));
    void TearDown() override { fs::remove(file_); }

    static LinearModel model() {
        const Sample sample;
        const std::vector fitted{Logistic::fit(sample.rows, sample.labelled, {.cost = 10})};
        const std::vector<FeatureId> ids{900, 5, 77};
        const std::vector<std::string> names{"empathy"};
        return LinearModel::make({"agent", "abc", 200}, ids, {true, false, true}, fitted, names);
    }
};

TEST_F(ModelFile, ComesBackAsItWasWritten) {
    const auto made = model();
    ASSERT_TRUE(made.write(file_));
    const auto read = LinearModel::open(file_);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->notes().kind, "agent");
    EXPECT_EQ(read->notes().rows, 200U);
    ASSERT_EQ(read->outputs().size(), 1U);
    EXPECT_DOUBLE_EQ(read->outputs()[0].bias, made.outputs()[0].bias);
    ASSERT_NE(read->find(900), nullptr);
    EXPECT_EQ(*read->find(900), 127);  // the heaviest of its group
    EXPECT_EQ(read->find(901), nullptr);
}

TEST_F(ModelFile, FindsManyFeaturesAsItFindsOne) {
    const LinearModel one = model();
    const std::vector<FeatureId> ids{77, 901, 900, 5, 900};
    std::vector<const std::int8_t*> rows{nullptr};
    one.find(ids, rows);
    ASSERT_EQ(rows.size(), ids.size());
    for (std::size_t k = 0; k < ids.size(); ++k) EXPECT_EQ(rows[k], one.find(ids[k])) << ids[k];
    EXPECT_NE(rows[2], nullptr);
    LinearModel().find(ids, rows);
    EXPECT_EQ(rows, std::vector<const std::int8_t*>(ids.size(), nullptr));
}

TEST_F(ModelFile, IsRefusedWhenCutOrOfAnotherKind) {
    ASSERT_TRUE(model().write(file_));
    auto content = *read_file(file_);
    content.pop_back();
    ASSERT_TRUE(write_file(file_, content));
    const auto cut = LinearModel::open(file_);
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().key, "learning.model.broken");
    ASSERT_TRUE(write_file(file_, "hello"));
    EXPECT_FALSE(LinearModel::open(file_));
    EXPECT_EQ(LinearModel::open(file_.string() + "-none").error().key, "learning.model.missing");
}

}  // namespace
}  // namespace repere::learning
