#include "judge/prompts.hpp"

#include <unistd.h>

#include <gtest/gtest.h>

#include "core/files.hpp"

namespace repere::judge {
namespace {

namespace fs = std::filesystem;

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), with);
}

TEST(Prompts, FillOnceAndOnlyWhatTheyKnow) {
    EXPECT_EQ(filled("{a}-{b}-{c}-{", {{"a", "{b}"}, {"b", "2"}}), "{b}-2-{c}-{");
}

TEST(Prompts, ShippedOnesAreComplete) {
    for (const std::string language : {"fr", "en"}) {
        const auto prompts = Prompts::load(fs::path(REPERE_SOURCE_DIR) / "knowledge/judge" / (language + ".yaml"), language);
        ASSERT_TRUE(prompts) << prompts.error().key << " " << to_string(prompts.error().place);
        EXPECT_GE(prompts->version(), 1);
        const grid::Criterion criterion{.id = "c", .title = {{"fr", "T"}, {"en", "T"}}, .na_allowed = false};
        const Prompt prompt = prompts->prompt(criterion, {}, {});
        EXPECT_EQ(prompt.user.find('{'), std::string::npos) << prompt.user;
        EXPECT_NE(prompt.user.find("\"na\""), std::string::npos);
    }
}

TEST(Prompts, MistakesHaveTheirPlace) {
    const fs::path file = fs::temp_directory_path() / ("repere-prompts-" + std::to_string(::getpid()) + ".yaml");
    const std::string good = *read_file(fs::path(REPERE_SOURCE_DIR) / "knowledge/judge/en.yaml");
    const auto mistake = [&](const std::string& what, const std::string& with) {
        EXPECT_TRUE(write_file(file, replaced(good, what, with)));
        const auto prompts = Prompts::load(file, "en");
        EXPECT_FALSE(prompts);
        return prompts ? Error{} : prompts.error();
    };
    EXPECT_EQ(mistake("  {transcript}{fence}", "  {fence}").key, "judge.prompt.blank_missing");
    EXPECT_EQ(mistake("Criterion: {title}", "Criterion: {title} {agent}").details.at("blank"), "agent");
    EXPECT_EQ(mistake("gap:", "gape:").key, "core.yaml.key_unknown");
    EXPECT_GT(mistake("gap:", "gape:").place.line, 20U);
    EXPECT_EQ(mistake("unknown: unknown", "other: unknown").details.at("key"), "roles.unknown");
    fs::remove(file);
}

}  // namespace
}  // namespace repere::judge
