#include <cstdlib>
#include <filesystem>
#include <set>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/files.hpp"
#include "core/messages.hpp"
#include "core/time.hpp"

namespace repere {
namespace {

namespace fs = std::filesystem;

TEST(Errors, NameTheirPlace) {
    EXPECT_EQ(to_string(Place{"a.json", 12, 4, "turns[3]"}), "a.json:12:4 (turns[3])");
    EXPECT_EQ(to_string(Place{"a.json", 0, 0, ""}), "a.json");
    EXPECT_EQ(traits(ErrorCode::kConfiguration).exit_code, 2);
    EXPECT_EQ(traits(ErrorCode::kEnvironment).exit_code, 3);
}

TEST(Messages, BothLanguagesHoldTheSameKeysWithTheSameBlanks) {
    const fs::path folder = fs::path(REPERE_SOURCE_DIR) / "messages";
    const auto fr = Messages::load(folder, UiLanguage::kFrench);
    const auto en = Messages::load(folder, UiLanguage::kEnglish);
    ASSERT_TRUE(fr) << fr.error().key << to_string(fr.error().place);
    ASSERT_TRUE(en) << en.error().key << to_string(en.error().place);
    const auto blanks = [](const std::string& text) {
        std::set<std::string> names;
        for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
            names.insert(text.substr(at, text.find('}', at) - at + 1));
        }
        return names;
    };
    for (const auto& [key, text] : fr->all()) {
        ASSERT_TRUE(en->all().contains(key)) << key << " is missing in English";
        EXPECT_EQ(blanks(text), blanks(en->all().at(key))) << key;
    }
    for (const auto& [key, text] : en->all()) EXPECT_TRUE(fr->all().contains(key)) << key << " manque en français";
}

TEST(Messages, AnErrorReadsAsPlaceWhatAndCure) {
    const auto fr = Messages::load(fs::path(REPERE_SOURCE_DIR) / "messages", UiLanguage::kFrench);
    ASSERT_TRUE(fr);
    const Error error{ErrorCode::kTooLarge, "core.file.too_large", {{"limit_mb", "256"}}, {"gros.eml"}};
    const std::string text = fr->text(error);
    EXPECT_TRUE(text.starts_with("gros.eml : ")) << text;
    EXPECT_NE(text.find("256"), std::string::npos) << text;
}

TEST(Files, WritesWholeOrNotAtAll) {
    const fs::path folder = fs::temp_directory_path() / ("repere-files-" + std::to_string(::getpid()));
    const fs::path file = folder / "deep" / "a.txt";
    ASSERT_TRUE(write_file(file, "one"));
    ASSERT_TRUE(write_file(file, "two"));
    EXPECT_EQ(*read_file(file), "two");
    EXPECT_EQ(read_file(file, 2).error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(read_file(folder).error().key, "core.file.is_folder");
    EXPECT_EQ(read_file(folder / "none").error().code, ErrorCode::kNotFound);
    EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()), {}), 1);
    fs::remove_all(folder);
}

TEST(Time, ReadsAndWritesRfc3339) {
    EXPECT_EQ(format_rfc3339(*parse_rfc3339("2026-11-22T10:30:00+01:00")), "2026-11-22T09:30:00Z");
    EXPECT_EQ(format_rfc3339(*parse_rfc3339("2026-11-22T09:30:00.250Z")), "2026-11-22T09:30:00.250Z");
    EXPECT_FALSE(parse_rfc3339("22/11/2026"));
    EXPECT_FALSE(parse_rfc3339("2026-11-22T09:30:00Zz"));
}

}  // namespace
}  // namespace repere
