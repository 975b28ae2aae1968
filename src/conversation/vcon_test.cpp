#include "conversation/vcon.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace repere {
namespace {

const Instant kMade = *parse_rfc3339("2026-11-22T12:00:00Z");

std::string keys(const Batch<Interaction>& batch) {
    std::string text;
    for (const Error& error : batch.errors) text += error.key + " " + to_string(error.place) + "\n";
    for (const Warning& warning : batch.warnings) text += "(" + warning.key + ") " + to_string(warning.place) + "\n";
    return text;
}

Interaction call() {
    Interaction one;
    one.id = "energie-7";
    one.language = "fr";
    one.direction = Direction::kInbound;
    one.domain = "energy";
    one.started_at = parse_rfc3339("2026-11-20T09:00:00Z");
    one.metadata.agent = "Léa";
    one.metadata.nps = 8;
    one.metadata.other["boutique"] = "Brest";
    one.turns = {{.speaker = Speaker::kAgent, .participant = "A1", .text = "bonjour", .start = 0.25, .end = 1.5,
                  .words = {{.text = "bonjour", .start = 0.25, .end = 1.5, .confidence = 0.75}}},
                 {.speaker = Speaker::kCustomer, .participant = "C", .text = "oui bonjour", .start = 2, .end = 3},
                 {.speaker = Speaker::kAgent, .participant = "A2", .text = "je reprends", .start = 4, .end = 5}};
    one.media = {{.path = "appel.wav", .type = "audio/wav", .agent_is_left = false},
                 {.type = "audio/opus", .bytes = std::string("Ogg\0S", 5)}};
    return one;
}

TEST(Vcon, ACallGoesRound) {
    const Interaction one = call();
    const std::string text = to_vcon(one, nullptr, kMade).dump();
    EXPECT_TRUE(looks_like_vcon(text));
    const auto batch = read_vcon(text, "a.vcon");
    ASSERT_EQ(batch.items.size(), 1U) << keys(batch);
    EXPECT_TRUE(batch.warnings.empty()) << keys(batch);
    EXPECT_EQ(to_json(batch.items[0]).dump(1), to_json(one).dump(1));
    EXPECT_EQ(batch.items[0], one);
}

TEST(Vcon, AChatGoesRoundAsTextDialogs) {
    Interaction chat = call();
    chat.channel = Channel::kChat;
    chat.started_at.reset();
    chat.subject = "Compteur";
    chat.media.clear();
    chat.turns[0].words.clear();
    chat.turns[1].start.reset();
    chat.turns[1].end.reset();
    const nlohmann::ordered_json analysis{{"score", 82}};
    const auto vcon = to_vcon(chat, &analysis, kMade);
    EXPECT_EQ(vcon["dialog"].size(), 3U);
    EXPECT_EQ(vcon["analysis"][0]["body"]["score"], 82);
    const auto batch = read_vcon(vcon.dump(), "a.vcon");
    ASSERT_EQ(batch.items.size(), 1U) << keys(batch);
    EXPECT_EQ(to_json(batch.items[0]).dump(1), to_json(chat).dump(1));
}

TEST(Vcon, ReadsAForeignOne) {
    const auto batch = read_vcon(R"({"uuid": "018e-77", "created_at": "2026-11-22T12:00:00Z", "subject": "Panne",
      "parties": [{"tel": "+33100000001", "name": "Léa", "role": "agent"}, {"tel": "+33600000002", "role": "customer"}],
      "dialog": [
        {"type": "recording", "start": "2026-11-22T10:00:00+01:00", "parties": [1, 0], "mimetype": "audio/wav", "filename": "a.wav"},
        {"type": "recording", "url": "https://example.org/b.wav", "mediatype": "audio/wav"},
        {"type": "transfer", "transferor": 0}],
      "analysis": [{"type": "summary", "vendor": "x", "body": "…"}, {"type": "transcript", "vendor": "x", "encoding": "json",
        "body": {"segments": [{"start": 0.5, "end": 2, "text": "allô", "speaker": 1}, {"start": 2, "end": 3, "text": "oui"}]}}]})",
                                 "a.vcon");
    ASSERT_EQ(batch.items.size(), 1U) << keys(batch);
    const Interaction& one = batch.items[0];
    EXPECT_EQ(one.id, "018e-77");
    EXPECT_EQ(one.channel, Channel::kPhone);
    EXPECT_EQ(format_rfc3339(*one.started_at), "2026-11-22T09:00:00Z");
    ASSERT_EQ(one.media.size(), 1U);
    EXPECT_EQ(one.media[0].path, "a.wav");
    EXPECT_EQ(one.media[0].agent_is_left, false);
    ASSERT_EQ(one.turns.size(), 2U);
    EXPECT_EQ(one.turns[0].speaker, Speaker::kCustomer);
    EXPECT_EQ(one.turns[1].speaker, Speaker::kUnknown);
    EXPECT_EQ(one.metadata.agent, "Léa");
    EXPECT_EQ(one.metadata.customer, "+33600000002");
    EXPECT_EQ(one.metadata.other.at("transfers"), "1");
    EXPECT_EQ(keys(batch), "(conversation.vcon.media_not_fetched) a.vcon:5:9 (dialog[1])\n");
}

TEST(Vcon, OrdersTextDialogsByTime) {
    const auto batch = read_vcon(R"({"vcon": "0.3.0", "uuid": "u", "created_at": "2026-11-22T12:00:00Z",
      "parties": [{"mailto": "a@example.org"}, {"mailto": "b@example.org"}],
      "dialog": [
        {"type": "text", "start": "2026-11-22T11:00:10Z", "parties": [1, 0], "encoding": "base64url", "body": "dW4"},
        {"type": "text", "start": "2026-11-22T11:00:00Z", "parties": 0, "body": "zéro"},
        {"type": "text", "parties": [0], "mediatype": "text/html", "body": "<p>deux</p>"}]})",
                                 "a.vcon");
    ASSERT_EQ(batch.items.size(), 1U) << keys(batch);
    const Interaction& one = batch.items[0];
    EXPECT_EQ(one.channel, Channel::kEmail);
    ASSERT_EQ(one.turns.size(), 2U);
    EXPECT_EQ(one.turns[0].text, "zéro");
    EXPECT_EQ(one.turns[1].text, "un");
    EXPECT_EQ(one.turns[1].start, 10.0);
    EXPECT_EQ(batch.warnings.at(0).key, "conversation.vcon.body_skipped");
    EXPECT_EQ(batch.warnings.at(1).key, "conversation.vcon.roles_unknown");
}

TEST(Vcon, RefusesSignedAndEncryptedByName) {
    EXPECT_EQ(keys(read_vcon(R"({"payload": "eyJ", "signatures": []})", "s.vcon")), "conversation.vcon.signed s.vcon:1:1\n");
    EXPECT_EQ(keys(read_vcon(R"({"ciphertext": "x", "recipients": []})", "e.vcon")),
              "conversation.vcon.encrypted e.vcon:1:1\n");
    EXPECT_EQ(keys(read_vcon("eyJh.eyJi.c", "s.vcon")), "conversation.vcon.signed s.vcon\n");
    EXPECT_TRUE(looks_like_vcon(R"({"payload": "eyJ", "signatures": []})"));
    EXPECT_FALSE(looks_like_vcon(R"({"id": "a", "turns": []})"));
}

TEST(Vcon, Base64MayNotHideBytesThatAreNoText) {
    EXPECT_EQ(keys(read_vcon(R"({"vcon": "0.4.0", "dialog": [{"type": "text", "encoding": "base64url", "body": "dWKKKKI"}]})", "a.vcon")),
              "conversation.json.invalid_utf8 a.vcon:1:80 (dialog[0].body)\n");
}

TEST(Vcon, NamesThePlaceOfAWrongValue) {
    EXPECT_EQ(keys(read_vcon("{\"vcon\": \"0.4.0\", \"uuid\": \"u\",\n \"dialog\": [{\"type\": \"text\", \"body\": 5}]}", "a.vcon")),
              "conversation.json.expected_text a.vcon:2:38 (dialog[0].body)\n");
    EXPECT_EQ(keys(read_vcon("{\"vcon\": \"0.4.0\", \"uuid\": \"u\", \"dialog\": [{\"type\": \"song\"}]}", "a.vcon")),
              "conversation.json.expected_one_of a.vcon:1:52 (dialog[0].type)\n");
}

}  // namespace
}  // namespace repere
