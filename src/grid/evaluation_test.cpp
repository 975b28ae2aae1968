#include "grid/evaluation.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace repere::grid {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// "A: greeting" a line: who speaks and the signals that the turn bears.
analysis::Analysis drawn(const std::vector<std::pair<char, std::vector<std::string>>>& turns, double confidence = 1) {
    analysis::Analysis a;
    a.outcome = {.resolved = "unknown", .escalation = "none", .opportunity = "none"};
    a.interaction.language = "fr";
    a.interaction.direction = Direction::kInbound;
    for (const auto& [who, signals] : turns) {
        const std::size_t turn = a.interaction.turns.size();
        a.interaction.turns.push_back(
            {.speaker = who == 'A' ? Speaker::kAgent : who == 'C' ? Speaker::kCustomer : Speaker::kUnknown, .text = "x"});
        for (const auto& signal : signals) {
            a.moments.push_back({.signal = signal, .turn = turn, .span = {0, 1}, .quote = "x", .confidence = confidence});
        }
    }
    return a;
}

Grid grid_of(const std::string& criterion, const std::string& top = "") {
    const auto check = read_grid(
        "name: t\nversion: 1\ntitle: {fr: T, en: T}\n" + top +
            "sections:\n  - id: s\n    title: {fr: S, en: S}\n    criteria:\n      - id: c\n"
            "        title: {fr: T, en: T}\n        definition: {fr: D, en: D}\n"
            "        good_example: {fr: B, en: G}\n        bad_example: {fr: M, en: B}\n        weight: 10\n" + criterion,
        "t.yaml");
    for (const auto& e : check.errors) ADD_FAILURE() << e.key << " " << to_string(e.place);
    return check.grid.value();
}

CriterionResult answer(const std::string& rows, const analysis::Analysis& a) {
    return evaluate(grid_of("        answer: " + rows + "\n"), a).criteria.at(0);
}

TEST(Evaluate, FirstRowThatHoldsAnswersWithItsEvidence) {
    const std::string rows =
        "[{is: yes, when: {signal: empathy}, confidence: 0.9}, {is: na, when: {none: [anger]}}, {is: no}]";
    const auto yes = answer(rows, drawn({{'A', {}}, {'C', {"anger"}}, {'A', {"empathy"}}}));
    EXPECT_EQ(yes.answer, Answer::kYes);
    EXPECT_THAT(yes.evidence, ElementsAre(1));
    EXPECT_DOUBLE_EQ(yes.confidence, 0.9);
    EXPECT_EQ(yes.why_key, "grid.why.seen");
    EXPECT_EQ(answer(rows, drawn({{'A', {}}, {'C', {}}})).answer, Answer::kNa);
    const auto no = answer(rows, drawn({{'A', {}}, {'C', {"anger"}}}));
    EXPECT_EQ(no.answer, Answer::kNo);
    EXPECT_THAT(no.evidence, IsEmpty());
    EXPECT_EQ(no.why_key, "grid.why.not_seen");
    EXPECT_EQ(no.why_details.at("signals"), "empathy");
}

TEST(Evaluate, WeakMarksLeaveTheAnswerUnknownAndSeveralJoin) {
    const std::string rows = "[{is: yes, when: {signal: empathy}, confidence: 1}, {is: no}]";
    const auto weak = answer(rows, drawn({{'A', {"empathy"}}}, 0.5));
    EXPECT_EQ(weak.answer, Answer::kUnknown);
    EXPECT_EQ(weak.why_key, "grid.why.unsure");
    EXPECT_EQ(weak.why_details.at("answer"), "yes");
    EXPECT_THAT(weak.evidence, ElementsAre(0));
    EXPECT_EQ(weak.out_of, 0);
    const auto two = answer(rows, drawn({{'A', {"empathy"}}, {'A', {"empathy"}}}, 0.5));
    EXPECT_EQ(two.answer, Answer::kYes);
    EXPECT_DOUBLE_EQ(two.confidence, 0.75);
}

TEST(Evaluate, CountsAndPlacesOfMoments) {
    const auto twice = drawn({{'A', {"hold"}}, {'C', {}}, {'A', {"hold"}}, {'A', {}}});
    EXPECT_EQ(answer("[{is: no, when: {signal: hold, count: {min: 2}}}]", twice).answer, Answer::kNo);
    EXPECT_EQ(answer("[{is: no, when: {signal: hold, count: {min: 3}}}]", twice).answer, Answer::kUnknown);
    EXPECT_EQ(answer("[{is: no, when: {signal: hold, count: 2}}]", twice).answer, Answer::kNo);
    EXPECT_THAT(answer("[{is: no, when: {signal: hold, turns: {first: 1}}}]", twice).evidence, ElementsAre(0));
    EXPECT_THAT(answer("[{is: no, when: {signal: hold, turns: {last: 2}}}]", twice).evidence, ElementsAre(1));
    EXPECT_EQ(answer("[{is: no, when: {signal: hold, turns: {last: 1}}}]", twice).answer, Answer::kUnknown);
}

TEST(Evaluate, OrderBetweenSignals) {
    const auto a = drawn({{'C', {"anger"}}, {'A', {}}, {'C', {}}, {'A', {}}, {'C', {}}, {'A', {"empathy"}}});
    const auto no = [&](const std::string& when) {
        return answer("[{is: no, when: " + when + "}]", a).answer == Answer::kNo;
    };
    EXPECT_TRUE(no("{signal: empathy, after: anger}"));
    EXPECT_FALSE(no("{signal: empathy, before: anger}"));
    EXPECT_TRUE(no("{signal: anger, followed_by: empathy, within: 3}")) << "the agent's third turn after";
    EXPECT_FALSE(no("{signal: anger, followed_by: empathy, within: 2}"));
    EXPECT_TRUE(no("{signal: anger, not_followed_by: empathy, within: 2}"));
    EXPECT_FALSE(no("{signal: anger, not_followed_by: empathy}"));
    EXPECT_TRUE(no("{signal: empathy, after: anger, within: 3}")) << "the customer's turns, the angry one included";
    EXPECT_FALSE(no("{signal: empathy, after: anger, within: 2}"));
}

TEST(Evaluate, LogicKeepsWhatCannotBeMeasuredApart) {
    auto a = drawn({{'A', {"hold"}}, {'C', {}}});
    const auto of = [&](const std::string& when) { return answer("[{is: no, when: " + when + "}, {is: na}]", a).answer; };
    EXPECT_EQ(of("{measures: {wait_seconds: {max: 60}}}"), Answer::kNa) << "unmeasured does not hold";
    EXPECT_EQ(of("{not: {measures: {wait_seconds: {max: 60}}}}"), Answer::kNa) << "nor does its contrary";
    EXPECT_EQ(of("{any: [{signal: hold}, {measures: {wait_seconds: {max: 60}}}]}"), Answer::kNo);
    a.interaction.metadata.wait_seconds = 90;
    EXPECT_EQ(of("{not: {measures: {wait_seconds: {max: 60}}}}"), Answer::kNo);
    EXPECT_EQ(of("{all: [{signal: hold}, {none: [anger]}], direction: inbound, channel: phone}"), Answer::kNo);
    EXPECT_EQ(of("{direction: outbound}"), Answer::kNa);
    EXPECT_EQ(answer("[{is: no, when: {measures: {voice.silence_share: {min: 0.2}}}}]", a).why_key,
              "grid.why.not_measured");
}

TEST(Evaluate, OutcomeBringsItsOwnEvidence) {
    auto a = drawn({{'C', {"threat"}}, {'A', {"closing"}}});
    a.outcome.escalation = "missed";
    a.outcome.escalation_evidence = {0, 77};
    const auto no = answer("[{is: no, when: {escalation: [late, missed]}}]", a);
    EXPECT_EQ(no.answer, Answer::kNo);
    EXPECT_THAT(no.evidence, ElementsAre(0)) << "an index past the moments is not passed on";
    EXPECT_EQ(no.why_key, "grid.why.label");
    EXPECT_EQ(no.why_details.at("value"), "missed");
}

TEST(Evaluate, SetPhrasesAreQuotedVerbatim) {
    auto a = drawn({{'A', {}}, {'C', {}}, {'A', {}}});
    a.interaction.turns[0].text = "Œuvre : dans LES meilleurs\n délais…";
    a.interaction.turns[1].text = "C'est ça";
    const std::string rows = "[{is: no, when: {says: [dans les meilleurs delais, sous peu]}, confidence: 0.9}, {is: na}]";
    const auto no = answer(rows, a);
    EXPECT_EQ(no.answer, Answer::kNo);
    ASSERT_EQ(no.quotes.size(), 1U);
    EXPECT_EQ(no.quotes[0].text, "dans LES meilleurs\n délais");
    EXPECT_EQ(no.quotes[0].span, (Span{8, 34}));
    EXPECT_EQ(no.why_key, "grid.why.said");
    const auto by = [&](const std::string& says) { return answer("[{is: yes, when: {says: " + says + "}}, {is: na}]", a).answer; };
    EXPECT_EQ(by("{any: oeuvre, turns: {first: 1}}"), Answer::kYes);
    EXPECT_EQ(by("{any: oeuvre, turns: {last: 1}}"), Answer::kNa);
    EXPECT_EQ(by("{any: \"c’est ca\", by: customer}"), Answer::kYes);
    EXPECT_EQ(by("{any: \"c'est ca\"}"), Answer::kNa) << "the agent did not say it";
    EXPECT_EQ(by("[meilleur]"), Answer::kNa) << "whole words only";
    EXPECT_EQ(answer("[{is: no, when: {not: {says: sous peu}}}]", a).answer, Answer::kNo);
    a.interaction.turns[0].text.clear();
    EXPECT_EQ(answer("[{is: yes, when: {says: sous peu}}, {is: no}]", a).why_key, "grid.why.not_said");
}

TEST(Evaluate, AYesOnWordsWithoutAnyIsUnknown) {
    const std::string rows = "[{is: no, when: {signal: jargon}}, {is: yes, cite: [explanation]}]";
    EXPECT_EQ(answer(rows, drawn({{'A', {"hold"}}})).why_key, "grid.why.nothing_to_cite");
    const auto yes = answer(rows, drawn({{'A', {"explanation"}}}));
    EXPECT_EQ(yes.answer, Answer::kYes);
    EXPECT_THAT(yes.evidence, ElementsAre(0));
}

TEST(Evaluate, AnIndicativeTranscriptSettlesNothingByWords) {
    auto a = drawn({{'A', {"empathy"}}});
    a.interaction.metadata.wait_seconds = 200;
    a.warnings.push_back({"speech.indicative", {}, {}});
    EXPECT_EQ(answer("[{is: yes, when: {signal: empathy}}]", a).why_key, "grid.why.indicative");
    EXPECT_EQ(answer("[{is: no, when: {measures: {wait_seconds: {min: 100}}}}]", a).answer, Answer::kNo);
    EXPECT_EQ(answer("[{is: yes, when: {signal: empathy}}]", drawn({{'?', {"empathy"}}})).why_key, "grid.why.no_agent");
}

TEST(Evaluate, ChannelsAndConditionsMakeItNotApplicable) {
    auto a = drawn({{'A', {"hold"}}});
    a.interaction.channel = Channel::kEmail;
    const auto by_channel = evaluate(grid_of("        channels: [phone]\n        answer: [{is: no}]\n"), a);
    EXPECT_EQ(by_channel.criteria[0].answer, Answer::kNa);
    EXPECT_EQ(by_channel.criteria[0].why_key, "grid.why.channel");
    EXPECT_FALSE(by_channel.score);
    const Grid conditional = grid_of("        applies_when: {signal: anger}\n        answer: [{is: no}]\n");
    EXPECT_EQ(evaluate(conditional, a).criteria[0].why_key, "grid.why.not_applicable");
    EXPECT_EQ(evaluate(conditional, drawn({{'C', {"anger"}}, {'A', {}}})).criteria[0].answer, Answer::kNo);
    EXPECT_EQ(evaluate(grid_of(""), a).criteria[0].why_key, "grid.why.people");
}

TEST(Score, WeighsWhatWasAnsweredAndListsCriticalErrors) {
    Grid grid;
    grid.sections.push_back({.id = "s"});
    const auto add = [&](const char* id, double weight, Critical critical = Critical::kNone) -> Criterion& {
        grid.sections[0].criteria.push_back({.id = id, .weight = weight, .critical = critical});
        return grid.sections[0].criteria.back();
    };
    add("a", 30);
    add("b", 10, Critical::kCompliance);
    Criterion& wait = add("wait", 20);
    wait.scale = Scale::kNumeric;
    wait.maximum = 100;
    wait.lower_is_better = true;
    add("d", 40);
    Evaluation e;
    e.criteria = {{.id = "a", .answer = Answer::kYes},
                  {.id = "b", .answer = Answer::kNo},
                  {.id = "wait", .answer = Answer::kValue, .value = 25},
                  {.id = "d", .answer = Answer::kUnknown}};
    score(grid, e);
    EXPECT_DOUBLE_EQ(e.score.value(), 100.0 * (30 + 15) / 60);
    EXPECT_THAT(e.critical_errors, ElementsAre("b"));
    EXPECT_DOUBLE_EQ(e.criteria[3].out_of, 0);
    grid.critical_zeroes = true;
    score(grid, e);
    EXPECT_DOUBLE_EQ(e.score.value(), 0);
}

TEST(Scales, TakeValuesAndMeasuresWithinTheirBounds) {
    auto a = drawn({{'A', {"empathy"}}});
    a.interaction.metadata.wait_seconds = 500;
    const auto five = evaluate(grid_of("        scale: one_to_five\n        answer: [{is: 4, when: {signal: empathy}}]\n"), a);
    EXPECT_EQ(five.criteria[0].answer, Answer::kValue);
    EXPECT_DOUBLE_EQ(five.score.value(), 75);
    const Grid wait = grid_of("        scale: {min: 0, max: 300, unit: s, better: lower}\n"
                              "        answer: [{is: {measure: wait_seconds}}]\n");
    EXPECT_DOUBLE_EQ(evaluate(wait, a).criteria[0].value.value(), 300);
    EXPECT_DOUBLE_EQ(evaluate(wait, a).score.value(), 0);
    EXPECT_EQ(evaluate(wait, drawn({{'A', {}}})).criteria[0].answer, Answer::kUnknown);
}

TEST(Json, HasTheContractsShapeAndWords) {
    const auto folder = std::filesystem::path(REPERE_SOURCE_DIR) / "messages";
    const auto fr = Messages::load(folder, UiLanguage::kFrench);
    const auto en = Messages::load(folder, UiLanguage::kEnglish);
    ASSERT_TRUE(fr && en);
    const Grid grid = grid_of("        answer: [{is: yes, when: {signal: [empathy, apology]}, confidence: 0.876}, {is: no}]\n");
    const auto evaluation = evaluate(grid, drawn({{'A', {"empathy", "apology"}}}));
    const auto json = to_json(evaluation, *fr);
    EXPECT_EQ(json["grid"], "t");
    EXPECT_EQ(json["score"], 100.0);
    EXPECT_EQ(json["criteria"][0]["answer"], "yes");
    EXPECT_EQ(json["criteria"][0]["confidence"], 0.88);
    EXPECT_EQ(json["criteria"][0]["evidence"], (std::vector{0, 1}));
    EXPECT_THAT(json["criteria"][0]["why"].get<std::string>(), HasSubstr("empathie, excuses"));
    EXPECT_THAT(reason(evaluation.criteria[0], *en), HasSubstr("empathy, apology"));
    EXPECT_FALSE(to_json(evaluate(grid_of(""), drawn({{'A', {}}})), *fr).contains("score"));
}

}  // namespace
}  // namespace repere::grid
