#include "speech/formats.hpp"

#include <gtest/gtest.h>

namespace repere::speech {
namespace {

Interaction call() {
    Interaction i;
    i.turns.push_back({.speaker = Speaker::kAgent, .text = "Bonjour <b>&", .start = 12.25, .end = 13.5});
    i.turns.push_back({.speaker = Speaker::kCustomer, .text = "oui --> non\nfin", .start = 3725.0, .end = 3726.0});
    i.turns.push_back({.speaker = Speaker::kUnknown, .text = "sans heure"});
    return i;
}

TEST(Formats, Text) {
    EXPECT_EQ(to_text(call()), "[00:12] agent: Bonjour <b>&\n[1:02:05] customer: oui --> non fin\nunknown: sans heure\n");
}

TEST(Formats, WebVttEscapesAndLeavesOutTurnsWithoutTimes) {
    EXPECT_EQ(to_webvtt(call()),
              "WEBVTT\n"
              "\n00:00:12.250 --> 00:00:13.500\n<v agent>Bonjour &lt;b&gt;&amp;\n"
              "\n01:02:05.000 --> 01:02:06.000\n<v customer>oui --&gt; non fin\n");
}

TEST(Formats, SrtNumbersItsCuesAndHoldsNoMarkup) {
    EXPECT_EQ(to_srt(call()),
              "1\n00:00:12,250 --> 00:00:13,500\nagent: Bonjour ‹b›&\n"
              "\n2\n01:02:05,000 --> 01:02:06,000\ncustomer: oui --› non fin\n");
}

TEST(Formats, CutsALongTurnAlongItsWords) {
    Interaction i;
    Turn turn{.speaker = Speaker::kAgent, .start = 0.0, .end = 20.0};
    for (int w = 0; w < 20; ++w) {
        turn.words.push_back({.text = "mot", .start = static_cast<double>(w), .end = w + 0.9});
        turn.text += w ? " mot" : "mot";
    }
    i.turns.push_back(turn);
    const std::string srt = to_srt(i);
    EXPECT_NE(srt.find("3\n00:00:14,000 --> 00:00:19,900\n"), std::string::npos) << srt;
    EXPECT_EQ(srt.find("\n4\n"), std::string::npos) << srt;
}

TEST(Formats, EmptyInteraction) {
    EXPECT_EQ(to_text({}), "");
    EXPECT_EQ(to_webvtt({}), "WEBVTT\n");
    EXPECT_EQ(to_srt({}), "");
}

}  // namespace
}  // namespace repere::speech
