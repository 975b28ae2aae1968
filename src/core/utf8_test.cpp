#include "core/utf8.hpp"

#include <gtest/gtest.h>

namespace repere::utf8 {
namespace {

TEST(Utf8, FindsTheFirstIllFormedSequence) {
    EXPECT_EQ(find_invalid("réponse 🙂"), std::nullopt);
    EXPECT_EQ(find_invalid("caf\xE9"), 3U);              // Latin-1
    EXPECT_EQ(find_invalid("a\xC0\xAF"), 1U);            // overlong
    EXPECT_EQ(find_invalid("\xED\xA0\x80"), 0U);         // surrogate
    EXPECT_EQ(find_invalid("ok\xF4\x90\x80\x80"), 2U);   // past U+10FFFF
    EXPECT_EQ(find_invalid("cut\xE2\x82"), 3U);          // cut at the end
}

TEST(Utf8, RepairsWithoutLosingTheRest) { EXPECT_EQ(repaired("caf\xE9 noir"), "caf\xEF\xBF\xBD noir"); }

TEST(Utf8, CutsByCodePoints) {
    EXPECT_EQ(length("été 🙂"), 5U);
    EXPECT_EQ(substring("été 🙂 fin", 0, 3), "été");
    EXPECT_EQ(substring("été 🙂 fin", 4, 5), "🙂");
    EXPECT_EQ(substring("court", 3, 99), "rt");
    EXPECT_EQ(substring("court", 9, 12), "");
}

TEST(Utf8, OffsetsGoBothWays) {
    const Offsets offsets("été 🙂 fin");
    EXPECT_EQ(offsets.to_code_points(6), 4U);
    EXPECT_EQ(offsets.to_bytes(4), 6U);
    EXPECT_EQ(offsets.to_bytes(99), 14U);
    const Offsets ascii("plain");
    EXPECT_EQ(ascii.to_code_points(3), 3U);
}

}  // namespace
}  // namespace repere::utf8
