#include "signals/outcome_settings.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/files.hpp"

namespace repere::signals {
namespace {

namespace fs = std::filesystem;

// The shipped settings with one text in place of another, read back.
Result<OutcomeSettings> with(const std::string& from, const std::string& to) {
    std::string text = read_file(fs::path(REPERE_SOURCE_DIR) / "knowledge/outcome/outcome.yaml").value();
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("no such text: " + from);
    text.replace(at, from.size(), to);
    const fs::path home = fs::path(testing::TempDir()) / "outcome_settings";
    fs::create_directories(home / "outcome");
    std::ofstream(home / "outcome/outcome.yaml") << text;
    return OutcomeSettings::load(home);
}

TEST(OutcomeSettings, AreRead) {
    const auto read = with("timely_turns: 2", "timely_turns: 3");
    ASSERT_TRUE(read) << read.error().key;
    EXPECT_EQ(read->escalation.timely_turns, 3U);
    EXPECT_LT(read->mood.start.signals[index_of(*find_signal("anger"))], 0);
    EXPECT_EQ(read->mood.start.signals[index_of(*find_signal("greeting"))], 0);
}

TEST(OutcomeSettings, MistakesNameTheirPlace) {
    const auto error_of = [](const char* from, const char* to) {
        const auto read = with(from, to);
        return read ? std::string() : read.error().key + ":" + std::to_string(read.error().place.line);
    };
    EXPECT_EQ(error_of("timely_turns: 2", "timely_turns: soon"), "core.yaml.number_expected:7");
    EXPECT_EQ(error_of("timely_turns: 2", "patience: 2"), "core.yaml.key_unknown:7");
    EXPECT_EQ(error_of("  plain_hostility: 0.7", "  {}"), "core.yaml.key_missing:11");
    EXPECT_EQ(error_of("      anger: -0.45", "      fury: -0.45"), "signals.signal.unknown:24");
    EXPECT_EQ(error_of("      thanks: 0.3", "      flowers: 0.3"), "signals.outcome.cue_unknown:53");
    EXPECT_FALSE(OutcomeSettings::load("/nowhere"));
}

}  // namespace
}  // namespace repere::signals
