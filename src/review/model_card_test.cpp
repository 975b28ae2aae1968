#include "review/model_card.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/files.hpp"
#include "review/benchmark.hpp"
#include "review/fairness.hpp"

namespace repere::review {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using ::testing::HasSubstr;
using ::testing::Not;

const fs::path kSource = REPERE_SOURCE_DIR;

// Forty chats of two turns: the greeting is found in three of four, the phone number always, the answer is right in half.
Report small_report() {
    Benchmark benchmark;
    for (std::size_t i = 0; i < 40; ++i) {
        LabelledInteraction one;
        one.interaction.language = i % 2 == 0 ? "fr" : "en";
        one.interaction.channel = Channel::kChat;
        one.interaction.turns = {{.speaker = Speaker::kAgent, .text = "Bonjour"},
                                 {.speaker = Speaker::kCustomer, .text = "06 11 22 33 44"}};
        one.labels.turns = {{{"greeting"}, {}}, {{}, {{"phone", "06 11 22 33 44"}}}};
        one.labels.topics = {"billing"};
        one.labels.resolved = i % 3 == 0 ? "no" : "yes";
        one.labels.customer_start = one.labels.customer_end = i % 5 == 0 ? -1 : 1;
        one.labels.grid = {{"greeting", i % 2 == 0 ? "yes" : "no"}};
        analysis::Analysis found;
        found.interaction = one.interaction;
        if (i % 4 != 0) found.moments = {{.signal = "greeting", .turn = 0, .confidence = 0.75}};
        found.pii = {{.turn = 1, .type = "phone", .span = {0, 14}}};
        found.topics = {{"billing", 1}};
        found.outcome = {.resolved = "yes", .escalation = "none"};
        found.versions = {{"repere", "test-7"}};
        grid::Evaluation filled{.criteria = {{.id = "greeting", .answer = grid::Answer::kYes, .confidence = i % 2 == 0 ? 0.9 : 0.6}}};
        benchmark.add(one, found, filled);
    }
    return benchmark.report();
}

struct Card {
    Json json;
    NamedTables tables;
};

Card material() {
    const auto messages = Messages::load(kSource / "messages", UiLanguage::kEnglish);
    const Report report = small_report();
    FairnessReport fairness{.conversations = 40};
    fairness.criteria = {200, 1};
    fairness.signals = {300, 6};
    fairness.labels = {100, 0};
    TrainingCounts training;
    training.rows["fr"]["phone"] = {.conversations = 12, .turns = 345, .single_turns = 678};
    Card card{to_json(report), tables_of(report, *messages)};
    card.json["fairness"] = to_json(fairness);
    card.json["training"] = to_json(training);
    for (auto& table : tables_of(fairness, *messages)) card.tables.push_back(std::move(table));
    card.tables.emplace_back("training", table_of(training, *messages));
    return card;
}

TEST(ModelCard, HoldsEveryFigureOfTheReport) {
    const auto [json, tables] = material();
    const auto text = read_file(kSource / "knowledge/model-card/card.md");
    ASSERT_TRUE(text);
    const auto card = fill_card(*text, "card.md", json, tables);
    ASSERT_TRUE(card) << to_string(card.error().place) << " " << card.error().details.at("blank");
    EXPECT_THAT(*card, Not(HasSubstr("{{")));
    for (const auto& [name, table] : tables) {
        if (name == "fairness_signals" || name == "fairness_labels") continue;  // the card sums these up
        EXPECT_THAT(*card, HasSubstr(table.markdown())) << name;
    }
    EXPECT_THAT(*card, HasSubstr("40 conversations (80 tours)"));
    EXPECT_THAT(*card, HasSubstr("12 conversations (345 turns) and 678 single labelled turns"));
    EXPECT_THAT(*card, HasSubstr("repere test-7"));
    EXPECT_THAT(*card, HasSubstr("en 20, fr 20"));
    EXPECT_THAT(*card, HasSubstr("0.5 % (0.1 %–2.8 %) of the grid's answers, 2.0 %"));
    EXPECT_THAT(*card, HasSubstr("Macro-F1 0.857 (")) << "greeting: precision 1, recall 3/4";
    EXPECT_THAT(*card, HasSubstr("At 80 % it is 0.125")) << "20 of 32 instead of 20 of 40";
}

TEST(ModelCard, RefusesABlankThatNamesNothing) {
    const auto [json, tables] = material();
    for (const char* wrong : {"{{/signalz/overall}}", "{{table none}}", "{{sum /signals}}", "{{signals}}", "{{/signals/~x}}", "{{", "{{/signals"}) {
        const auto card = fill_card(std::string("one\ntwo ") + wrong, "card.md", json, tables);
        ASSERT_FALSE(card) << wrong;
        EXPECT_EQ(card.error().place.line, 2U);
        EXPECT_EQ(card.error().place.column, 5U);
    }
    EXPECT_EQ(*fill_card("{{/signals/by_signal/hold/f1}}", "card.md", json, tables), "–") << "never labelled, never found";
    EXPECT_EQ(*fill_card("plain", "card.md", json, tables), "plain");
}

TEST(ModelCard, CountsWhatWasLearnedFrom) {
    const fs::path folder = fs::path(testing::TempDir()) / "trained";
    fs::create_directories(folder / "turns");
    std::ofstream(folder / "turns" / "a.jsonl")
        << R"({"language":"fr","channel":"sms","speaker":"customer","text":"bof","signals":[]})" << "\n";
    const auto counts = count_training({folder.string(), (kSource / "examples/labels").string()});
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->total().single_turns, 1U);
    EXPECT_EQ(counts->total().conversations, 20U);
    EXPECT_EQ(counts->rows.at("fr").at("sms").single_turns, 1U);
    EXPECT_EQ(count_training({(folder / "none").string()}).error().code, ErrorCode::kNotFound);
    EXPECT_EQ(count_training({})->total().conversations, 0U);
}

}  // namespace
}  // namespace repere::review
