#include "privacy/checksums.hpp"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace repere::privacy {
namespace {

TEST(Luhn, HoldsForPublishedTestCardsOnly) {
    EXPECT_TRUE(luhn_holds("4111111111111111"));
    EXPECT_TRUE(luhn_holds("378282246310005"));
    EXPECT_FALSE(luhn_holds("4111111111111112"));
    EXPECT_FALSE(luhn_holds("42"));
    EXPECT_FALSE(luhn_holds("4111 1111 1111 1111"));
}

TEST(Iban, HoldsForTheExamplesOfTheRegistry) {
    EXPECT_TRUE(iban_holds("fr1420041010050500013m02606"));
    EXPECT_TRUE(iban_holds("gb29nwbk60161331926819"));
    EXPECT_TRUE(iban_holds("be68539007547034"));
    EXPECT_FALSE(iban_holds("fr1420041010050500013m02607"));
    EXPECT_FALSE(iban_holds("fr142004101005050001"));
    EXPECT_FALSE(iban_holds("zz29nwbk60161331926819"));
    EXPECT_EQ(iban_length("fr"), 27U);
    EXPECT_EQ(iban_length("us"), 0U);
}

TEST(Nir, KeyHoldsOnTheMainlandAndInCorsica) {
    EXPECT_TRUE(nir_holds("255081416802538"));   // the specimen card of the health insurance
    EXPECT_FALSE(nir_holds("255081416802539"));
    // 1 85 05 2A 004 036: 97 − (1850520004036 − 1000000) mod 97
    const std::int64_t south = 1850520004036 - 1000000;
    const std::int64_t north = 1850520004036 - 2000000;
    const auto key = [](std::int64_t n) { return std::string(97 - n % 97 < 10 ? "0" : "") + std::to_string(97 - n % 97); };
    EXPECT_TRUE(nir_holds("185052a004036" + key(south)));
    EXPECT_TRUE(nir_holds("185052b004036" + key(north)));
    EXPECT_FALSE(nir_holds("185052b004036" + key(south)));
    EXPECT_FALSE(nir_holds("185052c004036" + key(south)));
}

}  // namespace
}  // namespace repere::privacy
