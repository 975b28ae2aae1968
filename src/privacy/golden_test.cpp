// The golden files: one turn a line, marked as an analyst would; the finder must mark the same.
#include <fstream>

#include <gtest/gtest.h>

#include "privacy/testing.hpp"

namespace repere::privacy {
namespace {

class Golden : public testing::TestWithParam<const char*> {};

std::string unmarked(const std::string& line) {
    std::string out;
    for (std::size_t i = 0; i < line.size();) {
        if (line.compare(i, 2, "[[") == 0) {
            i = line.find(':', i) + 1;
        } else if (line.compare(i, 2, "]]") == 0) {
            i += 2;
        } else {
            out += line[i++];
        }
    }
    return out;
}

TEST_P(Golden, MarksWhatAnAnalystMarks) {
    const std::string name = GetParam();
    std::ifstream file(std::string(REPERE_SOURCE_DIR) + "/src/privacy/golden/" + name);
    ASSERT_TRUE(file) << name;
    std::size_t lines = 0;
    Interaction before;  // what "a>" and "c>" lines have said
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        const bool question = line[1] == '>';
        std::string expected = line.substr(question ? 3 : 2);
        for (auto at = expected.find("\\n"); at != std::string::npos; at = expected.find("\\n")) expected.replace(at, 2, "\n");
        const auto channel = name.find("spoken") != std::string::npos ? Channel::kPhone : Channel::kChat;
        const auto speaker = line[0] == 'a' ? Speaker::kAgent : Speaker::kCustomer;
        Interaction turn = one_turn(unmarked(expected), name.substr(0, 2), channel, speaker);
        if (question) {
            before = std::move(turn);
            continue;
        }
        ++lines;
        turn.turns.insert(turn.turns.begin(), before.turns.begin(), before.turns.end());
        before = {};
        EXPECT_EQ(marked(turn, found_in(turn), turn.turns.size() - 1), expected);
    }
    EXPECT_GT(lines, 10U);
}

INSTANTIATE_TEST_SUITE_P(Files, Golden, testing::Values("fr_written.txt", "fr_spoken.txt", "en_written.txt", "en_spoken.txt", "fr_spoken_calls.txt",
                                         "fr_written_messages.txt", "en_spoken_calls.txt", "en_written_messages.txt",
                                         "fr_spoken_lookalikes.txt", "fr_written_lookalikes.txt", "en_spoken_lookalikes.txt", "en_written_lookalikes.txt",
                                         "fr_spoken_partial.txt", "fr_written_partial.txt", "en_spoken_partial.txt"),
                         [](const auto& file) { return std::string(file.param).substr(0, std::string_view(file.param).find('.')); });

}  // namespace
}  // namespace repere::privacy
