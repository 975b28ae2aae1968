#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/json.hpp"
#include "analysis/redact.hpp"
#include "core/utf8.hpp"

namespace repere::analysis {
namespace {

Analysis example() {
    Analysis analysis;
    analysis.interaction = {.id = "t-1", .channel = Channel::kChat, .language = "fr"};
    analysis.interaction.turns = {
        {.speaker = Speaker::kCustomer, .participant = "C", .text = "Zoé Ménard, ma carte 4970 1012 3456 7899 est refusée, c'est lamentable"}};
    const std::string& text = analysis.interaction.turns[0].text;
    const auto span = [&](std::string_view words) {
        const auto at = text.find(words);
        const utf8::Offsets offsets(text);
        return Span{offsets.to_code_points(at), offsets.to_code_points(at + words.size())};
    };
    analysis.moments = {{.signal = "anger",
                         .turn = 0,
                         .span = span("c'est lamentable"),
                         .quote = "c'est lamentable",
                         .confidence = 0.8,
                         .source = "rule:fr.anger.1"},
                        {.signal = "dissatisfaction",
                         .turn = 0,
                         .span = span("ma carte 4970 1012 3456 7899 est refusée"),
                         .quote = "ma carte 4970 1012 3456 7899 est refusée",
                         .confidence = 0.9,
                         .source = "rule:fr.dissatisfaction.1"}};
    analysis.pii = {{.turn = 0, .type = "person", .span = span("Zoé Ménard"), .source = "context:fr.person", .entity = 1},
                    {.turn = 0, .type = "card", .span = span("4970 1012 3456 7899"), .source = "checksum:luhn", .entity = 1}};
    analysis.outcome = {.resolved = "no", .escalation = "missed", .opportunity = "none", .customer_start = -1,
                        .customer_end = -2, .register_ = language::Register::kFormal, .resolved_evidence = {},
                        .escalation_evidence = {0}, .opportunity_evidence = {}};
    analysis.versions = {{"repere", "0"}};
    return analysis;
}

TEST(Redact, EveryPlaceStillFitsItsWords) {
    const Analysis masked = redacted(example());
    const std::string& text = masked.interaction.turns[0].text;
    EXPECT_EQ(text.find("4970"), std::string::npos) << text;
    EXPECT_EQ(text.find("Ménard"), std::string::npos) << text;
    EXPECT_EQ(masked.moments[0].quote, "c'est lamentable");
    EXPECT_NE(masked.moments[1].quote.find("[CARD]"), std::string::npos) << masked.moments[1].quote;
    EXPECT_EQ(signals::find_false_quote(masked.interaction, masked.moments), nullptr);
    for (const auto& finding : masked.pii) {
        EXPECT_TRUE(utf8::substring(text, finding.span.begin, finding.span.end).starts_with('['));
    }
}

TEST(AnalysisJson, ReadsBackWhatItWrote) {
    const auto messages = Messages::load(std::string(REPERE_SOURCE_DIR) + "/messages", UiLanguage::kEnglish);
    ASSERT_TRUE(messages);
    const Analysis before = example();
    const auto document = to_json(before, *messages);
    const auto after = analysis_from_json(document.dump(), "test");
    ASSERT_TRUE(after) << after.error().details.at("reason");
    EXPECT_EQ(to_json(*after, *messages), document);
    EXPECT_EQ(after->moments[1].quote, before.moments[1].quote);
    EXPECT_EQ(after->outcome.escalation_evidence, before.outcome.escalation_evidence);
}

TEST(Redact, MovesThePlacesOfMeasures) {
    Analysis before = example();
    const std::string& text = before.interaction.turns[0].text;
    const utf8::Offsets offsets(text);
    const Span word{offsets.to_code_points(text.find("lamentable")), utf8::length(text)};
    before.customer_text.emplace();
    before.sentiment = language::Sentiment{.points = {{.turn = 0, .score = -0.8, .level = -0.8, .words = {{0, word}}}}, .mean = -0.8};
    const auto messages = Messages::load(std::string(REPERE_SOURCE_DIR) + "/messages", UiLanguage::kEnglish);
    ASSERT_TRUE(messages);
    for (const Analysis& analysis : {before, redacted(before)}) {
        const auto customer = to_json(analysis, *messages)["text"]["customer"];
        EXPECT_EQ(customer["sentiment"], -0.8);
        EXPECT_EQ(customer["sentiment_curve"][0]["words"][0]["quote"], "lamentable");
    }
}

TEST(AnalysisJson, LeavesOutWhatWasNotMeasured) {
    const auto messages = Messages::load(std::string(REPERE_SOURCE_DIR) + "/messages", UiLanguage::kEnglish);
    const auto document = to_json(example(), *messages);
    EXPECT_FALSE(document.contains("voice"));
    EXPECT_FALSE(document.contains("duration"));
    EXPECT_FALSE(document.contains("text"));
}

TEST(AnalysisJson, RefusesSomethingElse) {
    EXPECT_EQ(analysis_from_json("{\"id\":1}", "x.json").error().key, "analysis.not_an_analysis");
    EXPECT_FALSE(analysis_from_json("nonsense", "x.json"));
}

}  // namespace
}  // namespace repere::analysis
