#include "review/benchmark.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace repere::review {
namespace {

using ::testing::HasSubstr;

// Two turns: the agent greets and names Claire twice; the customer is unhappy and gives a phone number.
LabelledInteraction reference() {
    LabelledInteraction one;
    one.interaction.language = "fr";
    one.interaction.channel = Channel::kChat;
    one.interaction.turns = {{.speaker = Speaker::kAgent, .text = "Bonjour Claire, été 12, Claire"},
                             {.speaker = Speaker::kCustomer, .text = "rien ne va, 06 11 22 33 44"}};
    one.labels.turns = {{{"greeting", "discovery"}, {{"person", "Claire"}}},
                        {{"dissatisfaction"}, {{"phone", "06 11 22 33 44"}, {"iban", "absent"}}}};
    one.labels.topics = {"billing", "technical"};
    one.labels.resolved = "yes";
    one.labels.escalation = "none";
    one.labels.customer_start = -1;
    one.labels.customer_end = 2;
    one.labels.grid = {{"greeting", "yes"}, {"closing", "no"}};
    return one;
}

analysis::Analysis found(const LabelledInteraction& of) {
    analysis::Analysis a;
    a.interaction = of.interaction;
    a.moments = {{.signal = "greeting", .turn = 0}, {.signal = "hold", .turn = 0}, {.signal = "dissatisfaction", .turn = 1}};
    a.pii = {{.turn = 0, .type = "person", .span = {8, 14}},
             {.turn = 0, .type = "person", .span = {24, 30}},
             {.turn = 1, .type = "phone", .span = {12, 20}},
             {.turn = 1, .type = "postcode", .span = {20, 26}}};
    a.topics = {{"billing", 0.9}, {"sales", 0.5}};
    a.outcome = {.resolved = "unknown", .escalation = "none", .customer_start = -2, .customer_end = 0};
    return a;
}

grid::Evaluation filled() {
    return {.grid = "standard",
            .criteria = {{.id = "greeting", .answer = grid::Answer::kYes, .confidence = 0.85},
                         {.id = "closing", .answer = grid::Answer::kUnknown},
                         {.id = "not_labelled", .answer = grid::Answer::kNo}}};
}

Report report_of_one() {
    Benchmark benchmark;
    const auto labelled = reference();
    benchmark.add(labelled, found(labelled), filled());
    return benchmark.report();
}

TEST(Benchmark, CountsSignalsByTurnAndAveragesOverThoseWithSupport) {
    const Report r = report_of_one();
    ASSERT_EQ(r.signals.size(), 35U);
    EXPECT_EQ(r.signals[0].name, "greeting");
    EXPECT_EQ(r.signals[0].scores.counts.right, 1U);
    EXPECT_EQ(r.overall.micro.counts.right, 2U);
    EXPECT_EQ(r.overall.micro.counts.wrong, 1U);
    EXPECT_EQ(r.overall.micro.counts.missed, 1U);
    EXPECT_EQ(r.overall.macro.rows, 3U) << "hold was found but never labelled";
    EXPECT_NEAR(r.overall.macro.f1.value.value(), 2.0 / 3, 1e-12);
    EXPECT_EQ(r.by_speaker.at("customer").micro.f1.value, 1.0);
    EXPECT_EQ(r.by_language.at("fr").micro.counts.right, 2U);
    EXPECT_EQ(r.by_channel.at("chat").macro.rows, 3U);
    EXPECT_FALSE(r.signals[10].scores.recall.value) << "hold has no support";
}

TEST(Benchmark, ComparesLabelsMoodsTopicsAndGrid) {
    const Report r = report_of_one();
    ASSERT_EQ(r.labels.size(), 2U) << "only what was labelled";
    EXPECT_EQ(r.labels[0].agreement.value, 0.0) << "unknown is a wrong answer to resolved: yes";
    EXPECT_EQ(r.labels[1].agreement.value, 1.0);
    EXPECT_FALSE(r.labels[1].kappa.value) << "one class only";
    ASSERT_EQ(r.moods.size(), 2U);
    EXPECT_EQ(r.moods[0].mean_error.value, 1.0);
    EXPECT_EQ(r.moods[0].within_one.value, 1.0);
    EXPECT_EQ(r.moods[1].within_one.value, 0.0);
    EXPECT_EQ(r.topics.micro.f1.value, 0.5);
    ASSERT_EQ(r.criteria.size(), 2U);
    EXPECT_EQ(r.criteria[0].coverage.value, 1.0);
    EXPECT_EQ(r.criteria[1].coverage.value, 0.0) << "the machine abstained";
    EXPECT_FALSE(r.criteria[1].agreement.value);
    EXPECT_EQ(r.mean_agreement.value, 1.0);
    EXPECT_EQ(r.mean_coverage.value, 0.5);
}

TEST(Benchmark, MatchesPersonalDataByTypeAndWords) {
    const Report r = report_of_one();
    std::map<std::string, PersonalDataRow> rows;
    for (const auto& row : r.personal_data) rows[row.type] = row;
    EXPECT_EQ(rows.at("person").exact.counts.right, 1U);
    EXPECT_EQ(rows.at("person").exact.counts.wrong, 0U) << "the same name said again is no error";
    EXPECT_EQ(rows.at("phone").exact.counts.right, 0U);
    EXPECT_EQ(rows.at("phone").exact.counts.missed, 1U);
    EXPECT_EQ(rows.at("phone").overlap.counts.right, 1U);
    EXPECT_EQ(rows.at("phone").covered, 1U) << "two findings hide it whole";
    EXPECT_EQ(rows.at("postcode").exact.counts.wrong, 1U);
    EXPECT_EQ(rows.at("iban").overlap.counts.missed, 1U);
    EXPECT_EQ(r.pii_exact.macro.rows, 3U);
    EXPECT_NEAR(r.pii_covered.value.value(), 2.0 / 3, 1e-12);
}

TEST(Benchmark, TheOrderOfConversationsChangesNothing) {
    auto first = reference(), second = reference();
    second.interaction.language = "en";
    second.labels.resolved = "no";
    Benchmark one, other;
    one.add(first, found(first), filled());
    one.add(second, found(second), filled());
    other.add(second, found(second), filled());
    other.add(first, found(first), filled());
    EXPECT_EQ(to_json(one.report()), to_json(other.report()));
}

TEST(Benchmark, IntervalsHoldTheirFigureAndComeFromWholeConversations) {
    Benchmark benchmark;
    for (int i = 0; i < 30; ++i) {
        auto one = reference();
        if (i % 3 == 0) one.labels.grid["greeting"] = "no";
        benchmark.add(one, found(one), filled());
    }
    const Report r = benchmark.report();
    const Figure& greeting = r.criteria[0].agreement;
    EXPECT_NEAR(greeting.value.value(), 2.0 / 3, 1e-12);
    ASSERT_TRUE(greeting.interval);
    // Binomial: 2/3 ± 1.96 · sqrt(2/9 ⁄ 30) = 0.667 ± 0.169.
    EXPECT_NEAR(greeting.interval->low, 0.498, 0.04);
    EXPECT_NEAR(greeting.interval->high, 0.836, 0.04);
    EXPECT_EQ(r.overall.micro.f1.interval->low, r.overall.micro.f1.interval->high) << "all conversations are alike";
    EXPECT_FALSE(report_of_one().overall.micro.f1.interval) << "one conversation cannot vary";
}

TEST(Benchmark, TellsWhetherConfidenceHolds) {
    Benchmark benchmark;
    for (int i = 0; i < 10; ++i) {
        auto one = reference();
        if (i < 2) one.labels.grid["greeting"] = "no";
        benchmark.add(one, found(one), filled());
    }
    const Report r = benchmark.report();
    EXPECT_EQ(r.answers.bins.at(8).count, 10U) << "0.85 stands between 0.8 and 0.9";
    EXPECT_NEAR(r.answers.bins[8].confidence.value(), 0.85, 1e-12);
    EXPECT_NEAR(r.answers.bins[8].right.value.value(), 0.8, 1e-12);
    EXPECT_NEAR(r.answers.expected_error.value.value(), 0.05, 1e-12);
    EXPECT_EQ(r.marks.bins.at(0).count, 30U) << "the moments of this test carry no confidence";
    ASSERT_EQ(r.coverage.criteria.size(), 1U) << "an abstention is on no curve";
    EXPECT_EQ(r.coverage.criteria[0].answers, 10U);
    EXPECT_NEAR(r.coverage.pooled.agreement.at(2).value.value(), 0.8, 1e-12) << "all equally sure: nothing to gain";
    EXPECT_NEAR(r.coverage.gain.value.value(), 0, 1e-12);
}

TEST(Benchmark, PrintsTablesAndJsonWithoutInventedFigures) {
    const Report r = report_of_one();
    const auto json = to_json(r);
    EXPECT_EQ(json["signals"]["overall"]["macro"]["rows"], 3);
    EXPECT_FALSE(json["signals"]["by_signal"]["hold"].contains("recall"));
    EXPECT_FALSE(json["labels"]["escalation"].contains("kappa"));
    for (const auto language : {UiLanguage::kFrench, UiLanguage::kEnglish}) {
        const auto messages = Messages::load(std::filesystem::path(REPERE_SOURCE_DIR) / "messages", language);
        ASSERT_TRUE(messages);
        const std::string text = to_text(r, *messages);
        EXPECT_THAT(text, HasSubstr("dissatisfaction"));
        EXPECT_THAT(text, HasSubstr("0.667"));
        EXPECT_THAT(text, ::testing::Not(HasSubstr("review.benchmark")));
        EXPECT_THAT(text, ::testing::Not(HasSubstr("{")));
    }
    const auto messages = Messages::load(std::filesystem::path(REPERE_SOURCE_DIR) / "messages", UiLanguage::kFrench);
    EXPECT_FALSE(to_text(Benchmark().report(), *messages).empty());
}

}  // namespace
}  // namespace repere::review
