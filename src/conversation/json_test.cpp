#include "conversation/json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "conversation/base64.hpp"
#include "conversation/identity.hpp"

namespace repere {
namespace {

constexpr std::string_view kOne = R"({
  "id": "energie-7", "channel": "chat", "language": "fr", "direction": "inbound", "domain": "energy",
  "started_at": "2026-11-22T10:30:00+01:00", "metadata": {"agent": "Léa", "csat": 4.5, "boutique": 12},
  "turns": [
    {"speaker": "agent", "participant": "A1", "text": "Bonjour", "signals": ["greeting"], "start": 0.5, "end": 1.25,
     "words": [{"text": "Bonjour", "start": 0.5, "end": 1.25, "confidence": 0.9}]},
    {"speaker": "customer", "participant": "C", "text": "Ici Zoé Lune", "pii": [{"type": "person", "text": "Zoé Lune"}]}
  ],
  "labels": {"topics": ["billing"], "resolved": "yes", "customer_start": -1, "grid": {"greeting": "yes"}},
  "something_new": {"deep": [1, 2]}
})";

std::string keys(const std::vector<Error>& errors) {
    std::string text;
    for (const Error& error : errors) text += error.key + " " + to_string(error.place) + "\n";
    return text;
}

Error only_error(std::string_view text) {
    const auto batch = read_native_json(text, "a.json");
    EXPECT_TRUE(batch.items.empty()) << text;
    EXPECT_EQ(batch.errors.size(), 1U) << text << "\n" << keys(batch.errors);
    return batch.errors.empty() ? Error{} : batch.errors.front();
}

TEST(NativeJson, ReadsEveryKnownKey) {
    const auto batch = read_native_json(kOne, "a.json");
    ASSERT_TRUE(batch.errors.empty()) << keys(batch.errors);
    ASSERT_EQ(batch.items.size(), 1U);
    const Interaction& one = batch.items[0];
    EXPECT_EQ(one.id, "energie-7");
    EXPECT_EQ(one.channel, Channel::kChat);
    EXPECT_EQ(one.direction, Direction::kInbound);
    EXPECT_EQ(format_rfc3339(*one.started_at), "2026-11-22T09:30:00Z");
    EXPECT_EQ(one.metadata.agent, "Léa");
    EXPECT_EQ(one.metadata.csat, 4.5);
    EXPECT_EQ(one.metadata.other.at("boutique"), "12");
    ASSERT_EQ(one.turns.size(), 2U);
    EXPECT_EQ(one.turns[0].words.at(0).confidence, 0.9);
    EXPECT_EQ(one.turns[1].participant, "C");
    EXPECT_FALSE(one.turns[1].start);
}

TEST(NativeJson, ReadsLabels) {
    const auto batch = read_labelled_json(kOne, "a.json");
    ASSERT_EQ(batch.items.size(), 1U) << keys(batch.errors);
    const Labels& labels = batch.items[0].labels;
    ASSERT_EQ(labels.turns.size(), 2U);
    EXPECT_EQ(labels.turns[0].signals, std::vector<std::string>{"greeting"});
    EXPECT_EQ(labels.turns[1].pii.at(0).text, "Zoé Lune");
    EXPECT_EQ(labels.topics, std::vector<std::string>{"billing"});
    EXPECT_EQ(labels.customer_start, -1);
    EXPECT_FALSE(labels.customer_end);
    EXPECT_EQ(labels.grid.at("greeting"), "yes");
}

TEST(NativeJson, WritesWhatItReads) {
    Interaction one = read_native_json(kOne, "a.json").items.at(0);
    one.media.push_back({.path = "appel.wav", .type = "audio/wav", .agent_is_left = true});
    one.media.push_back({.type = "audio/wav", .bytes = std::string("\0\xFFRIFF", 6)});
    const auto again = read_native_json(to_json(one).dump(), "b.json");
    ASSERT_EQ(again.items.size(), 1U) << keys(again.errors);
    EXPECT_EQ(again.items[0], one);
    EXPECT_EQ(content_id(again.items[0]), content_id(one));
}

TEST(NativeJson, NamesLineColumnAndPathOfAWrongType) {
    const Error error = only_error("[\n {\"id\": \"é\", \"turns\": [\n  {\"text\": \"a\"}, {\"x\": \"}\", \"text\": 3}\n ]}]");
    EXPECT_EQ(error.key, "conversation.json.expected_text");
    EXPECT_EQ(to_string(error.place), "a.json:3:37 ([0].turns[1].text)");
}

TEST(NativeJson, OneBadConversationDoesNotStopTheOthers) {
    const auto batch = read_native_json(
        R"([{"id":"a","turns":[]}, {"id": "b", "turns": {}}, {"id":"c" "turns":[]}, 7, , {"id":"d","turns":[]}])", "a.json");
    ASSERT_EQ(batch.items.size(), 2U);
    EXPECT_EQ(batch.items[1].id, "d");
    EXPECT_EQ(keys(batch.errors),
              "conversation.json.expected_list a.json:1:46 ([1].turns)\n"
              "conversation.json.syntax a.json:1:61 ([2])\n"
              "conversation.json.expected_object a.json:1:74 ([3])\n"
              "conversation.json.syntax a.json:1:77 ([4])\n");
}

TEST(NativeJson, RefusesWithTheRightKey) {
    EXPECT_EQ(only_error("").key, "conversation.json.empty");
    EXPECT_EQ(only_error("\xEF\xBB\xBF \n").key, "conversation.json.empty");
    EXPECT_EQ(only_error("{\"id\": \"a").key, "conversation.json.truncated");
    EXPECT_EQ(keys(read_native_json("{\"id\": \"a\", \"turns\": []} fin", "a.json").errors),
              "conversation.json.trailing a.json:1:26\n");
    EXPECT_EQ(only_error("{\"id\": \"a\"}").key, "conversation.json.missing_key");
    EXPECT_EQ(only_error("{\"id\": \"a\\n\", \"turns\": []}").key, "conversation.id.invalid");
    EXPECT_EQ(only_error("{\"turns\": [{\"speaker\": \"chef\", \"text\": \"\"}]}").key, "conversation.json.expected_one_of");
    EXPECT_EQ(only_error("{\"turns\": [{\"text\": \"\", \"start\": 3, \"end\": 2}]}").key, "conversation.json.times_reversed");
    EXPECT_EQ(only_error("{\"turns\": [], \"metadata\": {\"nps\": 11}}").key, "conversation.metadata.expected_number");
    EXPECT_EQ(only_error("{\"turns\": [], \"started_at\": \"hier\"}").key, "conversation.json.expected_time");
    EXPECT_EQ(only_error("{\"turns\": [], \"wait\": 1e999}").key, "conversation.json.number_too_large");
    EXPECT_EQ(only_error("bonjour").key, "conversation.json.syntax");
    const Error utf8 = only_error("{\"id\":\n \"\xC3\xA9\xFF\"}");
    EXPECT_EQ(utf8.key, "conversation.json.invalid_utf8");
    EXPECT_EQ(to_string(utf8.place), "a.json:2:4");
}

TEST(NativeJson, AnUnclosedArrayGivesWhatIsWhole) {
    const auto batch = read_native_json(R"([{"id":"a","turns":[]}, {"id":"b","tu)", "a.json");
    EXPECT_EQ(batch.items.size(), 1U);
    ASSERT_FALSE(batch.errors.empty());
    EXPECT_EQ(batch.errors[0].key, "conversation.json.truncated");
}

TEST(NativeJson, ReadsJsonLines) {
    const auto batch = read_native_json("{\"id\": \"a\", \"turns\": []}\n{\"id\": 5, \"turns\": 5}\n{\"id\": \"c\", \"turns\": []}\n", "a.json");
    ASSERT_EQ(batch.items.size(), 2U);
    EXPECT_EQ(batch.items[1].id, "c");
    EXPECT_EQ(keys(batch.errors), "conversation.json.expected_list a.json:2:20 ([1].turns)\n");
}

TEST(NativeJson, RefusesDepthBeforeParsing) {
    const std::string bomb = "{\"turns\":" + std::string(2'000'000, '[') + std::string(2'000'000, ']') + "}";
    const Error error = only_error(bomb);
    EXPECT_EQ(error.code, ErrorCode::kTooLarge);
    EXPECT_EQ(to_string(error.place), "a.json:1:41");
    EXPECT_EQ(only_error("{\"id\": \"[[[[\", \"turns\": 1}").key, "conversation.json.expected_list");
}

TEST(NativeJson, ReadsAHundredThousandTurns) {
    std::string text = R"({"id": "long", "turns": [)";
    for (int i = 0; i < 100'000; ++i) {
        if (i > 0) text += ",";
        text += R"({"speaker": "customer", "participant": "C", "text": "alors voilà le tour numéro )" + std::to_string(i) +
                R"(", "start": )" + std::to_string(i) + R"(.5, "end": )" + std::to_string(i + 1) + "}";
    }
    text += "]}";
    const auto batch = read_native_json(text, "long.json");
    ASSERT_EQ(batch.items.size(), 1U) << keys(batch.errors);
    EXPECT_EQ(batch.items[0].turns.size(), 100'000U);
    EXPECT_EQ(batch.items[0].turns.back().end, 100'000.0);
    ReadLimits limits;
    limits.max_turns = 99'999;
    EXPECT_EQ(read_native_json(text, "long.json", limits).errors.at(0).key, "conversation.json.too_many_turns");
}

TEST(NativeJson, ANamelessConversationIsNamedAfterItsContent) {
    const auto a = read_native_json(R"({"turns": [{"text": "un"}]})", "a.json");
    const auto b = read_native_json(R"({ "turns" : [ {"text":"un", "speaker":"unknown"} ] })", "b.json");
    const auto c = read_native_json(R"({"turns": [{"text": "deux"}]})", "c.json");
    ASSERT_EQ(a.warnings.size(), 1U);
    EXPECT_EQ(a.warnings[0].key, "conversation.json.id_made");
    EXPECT_EQ(a.items.at(0).id, b.items.at(0).id);
    EXPECT_NE(a.items.at(0).id, c.items.at(0).id);
}

TEST(NativeJson, ATurnMayBeItsWordsAlone) {
    const auto batch = read_native_json(
        R"({"id": "w", "turns": [{"words": [{"text": "deux", "start": 0, "end": 1}, {"text": "mots", "start": 1, "end": 2}]}]})",
        "w.json");
    ASSERT_EQ(batch.items.size(), 1U) << keys(batch.errors);
    EXPECT_EQ(batch.items[0].turns[0].text, "deux mots");
}

TEST(Base64, GoesBothWays) {
    for (const std::string& bytes : {std::string(), std::string("\0", 1), std::string("\xFB\xFF"), std::string("abc")}) {
        EXPECT_EQ(from_base64(to_base64url(bytes)), bytes);
    }
    EXPECT_EQ(from_base64("+/8="), "\xFB\xFF");
    EXPECT_FALSE(from_base64("a"));
    EXPECT_FALSE(from_base64("ab!c"));
}

}  // namespace
}  // namespace repere
