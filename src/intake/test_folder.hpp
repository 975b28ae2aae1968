// A folder of one test, and what came out of reading it as lines that a test can compare.
#pragma once

#include <filesystem>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/files.hpp"
#include "intake/read.hpp"

namespace repere::intake {

class TestFolder : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        folder = std::filesystem::temp_directory_path() / ("repere-intake-" + std::to_string(::getpid()) + "-" + test->name());
        std::filesystem::create_directories(folder);
        config.mappings = std::filesystem::path(REPERE_SOURCE_DIR) / "knowledge" / "mappings";
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    std::filesystem::path put(const std::string& name, const std::string& content) const {
        EXPECT_TRUE(write_file(folder / name, content));
        return folder / name;
    }

    std::string below(std::string text) const {
        const std::string prefix = folder.string() + "/";
        for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) text.erase(at, prefix.size());
        return text;
    }

    // "error key place" and "warning key place", a line each.
    std::string complaints(const Batch<Interaction>& batch) const {
        std::string text;
        for (const Error& error : batch.errors) text += "error " + error.key + " " + to_string(error.place) + "\n";
        for (const Warning& warning : batch.warnings) text += "warning " + warning.key + " " + to_string(warning.place) + "\n";
        return below(text);
    }

    // "A1: words|C: words"
    static std::string talk(const Interaction& one) {
        std::string text;
        for (const Turn& turn : one.turns) text += (text.empty() ? "" : "|") + turn.participant + ": " + turn.text;
        return text;
    }

    static std::string ids(const Batch<Interaction>& batch) {
        std::string text;
        for (const Interaction& one : batch.items) text += (text.empty() ? "" : " ") + one.id;
        return text;
    }

    std::filesystem::path folder;
    IntakeConfig config;
};

}  // namespace repere::intake
