// The examples agree with themselves: what the readers make of each file is what its labels quote, and the made-up
// calls have their sound, their words and their times.
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversation/json.hpp"
#include "core/files.hpp"
#include "intake/read.hpp"

namespace repere {
namespace {

namespace fs = std::filesystem;

const fs::path kExamples = fs::path(REPERE_SOURCE_DIR) / "examples";

using Lines = std::vector<std::string>;  // "agent: words", without the subject line of an e-mail

Lines lines_of(const Interaction& interaction) {
    Lines lines;
    for (const Turn& turn : interaction.turns) {
        std::string text = turn.text;
        const bool has_subject = lines.empty() && interaction.channel == Channel::kEmail;
        if (has_subject && text.find("\n\n") != std::string::npos) text.erase(0, text.find("\n\n") + 2);
        lines.push_back(std::string(to_string(turn.speaker)) + ": " + text);
    }
    return lines;
}

std::map<std::string, LabelledInteraction> labelled() {
    std::map<std::string, LabelledInteraction> all;
    for (const auto& entry : fs::directory_iterator(kExamples / "labels")) {
        const auto content = read_file(entry.path(), 1 << 20);
        if (!content) continue;
        auto batch = read_labelled_json(*content, entry.path().string());
        EXPECT_TRUE(batch.errors.empty()) << entry.path();
        for (auto& item : batch.items) all.emplace(item.interaction.id, std::move(item));
    }
    return all;
}

Batch<Interaction> read(const fs::path& folder) {
    Batch<Interaction> batch;
    const intake::IntakeConfig config{.mappings = fs::path(REPERE_SOURCE_DIR) / "knowledge" / "mappings",
                                      .metadata = kExamples / "metadata.csv"};
    const auto status = intake::visit({folder}, config,
                                      {.interaction =
                                           [&](Interaction&& one, const Place&) {
                                               batch.items.push_back(std::move(one));
                                               return true;
                                           },
                                       .error = [&](const Error& error) { batch.errors.push_back(error); }});
    EXPECT_TRUE(status.has_value()) << (status ? "" : status.error().key + " " + to_string(status.error().place));
    for (const Error& error : batch.errors) ADD_FAILURE() << error.key << " " << error.place.source;
    return batch;
}

TEST(Examples, TeachTwentyThingsInAllChannels) {
    std::map<std::string, int> channels;
    for (const auto& [id, one] : labelled()) {
        ++channels[std::string(to_string(one.interaction.channel))];
        EXPECT_FALSE(one.labels.topics.empty()) << id;
        EXPECT_EQ(one.labels.grid.size(), 12U) << id;
    }
    EXPECT_THAT(channels, testing::ElementsAre(testing::Pair("chat", 6), testing::Pair("email", 3), testing::Pair("phone", 8),
                                               testing::Pair("sms", 1), testing::Pair("social", 2)));
}

TEST(Examples, WrittenOnesReadAsTheirLabelsQuoteThem) {
    std::map<Lines, std::string> expected;
    for (const auto& [id, one] : labelled()) {
        if (is_written(one.interaction.channel)) expected.emplace(lines_of(one.interaction), id);
    }
    for (const Interaction& one : read(kExamples / "conversations").items) {
        const Lines lines = lines_of(one);
        EXPECT_EQ(expected.erase(lines), 1U) << one.id << " reads otherwise:\n" << testing::PrintToString(lines);
        EXPECT_TRUE(one.metadata.other.contains("lesson")) << one.id << " has no row in metadata.csv";
    }
    for (const auto& [lines, id] : expected) ADD_FAILURE() << id << " was not read";
}

TEST(Examples, CallsHaveTheirWordsAndTimes) {
    if (!fs::is_directory(kExamples / "audio")) GTEST_SKIP() << "no sound yet: scripts/make-example-sounds makes it";
    auto expected = labelled();
    std::set<std::string> heard;
    for (const Interaction& one : read(kExamples / "audio").items) {
        ASSERT_TRUE(expected.contains(one.id)) << one.id;
        EXPECT_TRUE(heard.insert(one.id).second) << one.id << " came twice";
        ASSERT_EQ(one.media.size(), 1U) << one.id;
        EXPECT_EQ(one.media.front().agent_is_left, std::optional(true)) << one.id;
        EXPECT_TRUE(one.metadata.other.contains("lesson")) << one.id << " has no row in metadata.csv";
        if (one.language == "en") {
            EXPECT_TRUE(one.turns.empty()) << one.id << " is for the recogniser";
            continue;
        }
        EXPECT_EQ(lines_of(one), lines_of(expected.at(one.id).interaction)) << one.id;
        for (const Turn& turn : one.turns) {
            ASSERT_FALSE(turn.words.empty()) << one.id << ": " << turn.text;
            for (std::size_t i = 1; i < turn.words.size(); ++i) {
                EXPECT_LE(turn.words[i - 1].end, turn.words[i].start + 0.002) << one.id << ": " << turn.words[i].text;
            }
            for (const Word& word : turn.words) EXPECT_LT(word.start, word.end) << one.id << ": " << word.text;
        }
    }
    EXPECT_EQ(heard.size(), 8U);
}

}  // namespace
}  // namespace repere
