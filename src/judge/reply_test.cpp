#include "judge/reply.hpp"

#include <gtest/gtest.h>

namespace repere::judge {
namespace {

std::string cause(std::string_view content) {
    const auto reply = read_reply(content);
    return reply ? "" : reply.error().key;
}

TEST(Reply, ReadsTheObjectWhereverItStands) {
    const std::string object = R"({"answer":"no","turn":4,"quote":"non","reason":"r","confidence":0.5})";
    for (const std::string& content : {object, "```json\n" + object + "\n```", "<think>{\"answer\":</think>\n" + object, "Voici : " + object + " Voilà."}) {
        const auto reply = read_reply(content);
        ASSERT_TRUE(reply) << content;
        EXPECT_EQ(reply->answer, grid::Answer::kNo);
        EXPECT_EQ(reply->turn, 3U);
        EXPECT_EQ(reply->quote, "non");
        EXPECT_DOUBLE_EQ(reply->confidence, 0.5);
    }
}

TEST(Reply, RefusesEverythingElse) {
    EXPECT_EQ(cause(""), "judge.not_json");
    EXPECT_EQ(cause("yes"), "judge.not_json");
    EXPECT_EQ(cause("}{"), "judge.not_json");
    EXPECT_EQ(cause("[1, 2]"), "judge.not_json");
    EXPECT_EQ(cause(std::string(100'000, '{')), "judge.not_json");
    EXPECT_EQ(cause("{}"), "judge.answer_invalid");
    EXPECT_EQ(cause(R"({"answer":"YES","confidence":1})"), "judge.answer_invalid");
    EXPECT_EQ(cause(R"({"answer":"value","confidence":1})"), "judge.answer_invalid");
    EXPECT_EQ(cause(R"({"answer":["yes"],"confidence":1})"), "judge.answer_invalid");
    EXPECT_EQ(cause(R"({"answer":"yes"})"), "judge.answer_invalid");
    EXPECT_EQ(cause(R"({"answer":"yes","confidence":"high"})"), "judge.answer_invalid");
    EXPECT_EQ(cause(R"({"answer":"yes","confidence":-0.1})"), "judge.answer_invalid");
}

TEST(Reply, ReasonsAreOneLineOfBoundedLength) {
    const auto reply = read_reply(R"({"answer":"yes","turn":-3,"quote":5,"reason":"a\n\u001b[31m)" + std::string(5000, 'b') + R"(","confidence":1})");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->reason.find_first_of("\n\x1b"), std::string::npos);
    EXPECT_LT(reply->reason.size(), 500U);
    EXPECT_FALSE(reply->turn);
    EXPECT_EQ(reply->quote, "");
}

}  // namespace
}  // namespace repere::judge
