// Every rule of the project on what a telephone recogniser leaves of its examples: first words without capitals, accents
// and marks, then the whole noise of knowledge/noise/.
#include <filesystem>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "language/lexicon.hpp"
#include "review/noise.hpp"
#include "signals/marker.hpp"

namespace repere::review {
namespace {

const std::filesystem::path kKnowledge = std::filesystem::path(REPERE_SOURCE_DIR) / "knowledge";

struct Shares {
    double found = 0;  // of examples that should match
    double wrong = 0;  // of those that should not
    std::set<std::string> lost;  // rules without any example left
};

Shares try_all(const signals::Marker::Heard& heard) {
    const auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    const auto marker = signals::Marker::load(kKnowledge, *lexicon);
    std::size_t should = 0, should_not = 0;
    Shares out;
    std::map<std::string, bool> rules;
    for (const auto& trial : marker->try_examples_on_the_phone(*lexicon, heard)) {
        if (trial.should_match) rules[trial.rule] |= trial.matched;
        ++(trial.should_match ? should : should_not);
        (trial.should_match ? out.found : out.wrong) += trial.matched ? 1 : 0;
    }
    out.found /= static_cast<double>(should);
    out.wrong /= static_cast<double>(should_not);
    for (const auto& [rule, matched] : rules) {
        if (!matched) out.lost.insert(rule);
    }
    return out;
}

TEST(HeardRules, NeedNoCapitalsNorMarks) {
    const Shares shares = try_all([](std::string_view text, std::string_view) { return Noise()(text); });
    EXPECT_GE(shares.found, 0.95);
    EXPECT_EQ(shares.wrong, 0);
    // They rest on a question mark, on capitals or on the end of a sentence. On the telephone the models have to do without.
    EXPECT_THAT(shares.lost, testing::UnorderedElementsAre("rule:en.anger.4", "rule:en.discovery.2", "rule:fr.anger.7", "rule:fr.discovery.1", "rule:fr.discovery.2",
                                                           "rule:fr.discovery.4", "rule:fr.greeting.5", "rule:fr.identification.3",
                                                           "rule:fr.jargon.3", "rule:fr.jargon.6"));
}

TEST(HeardRules, BearLostAndMistakenWords) {
    const auto french = Noise::load(kKnowledge, "fr");
    const auto english = Noise::load(kKnowledge, "en");
    ASSERT_TRUE(french && english);
    const Shares shares = try_all([&](std::string_view text, std::string_view language) { return (language == "en" ? *english : *french)(text); });
    EXPECT_GE(shares.found, 0.80);
    EXPECT_LE(shares.wrong, 0.05);
}

}  // namespace
}  // namespace repere::review
