#include "grid/grid.hpp"

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/files.hpp"
#include "core/messages.hpp"
#include "grid/vocabulary.hpp"
#include "signals/moment.hpp"

namespace repere::grid {
namespace {

using ::testing::HasSubstr;

// A grid of one criterion whose `extra` lines are indented as its own keys.
std::string grid_with(const std::string& extra, const std::string& top = "") {
    return "name: mini\nversion: 2\ntitle: {fr: Mini, en: Mini}\n" + top +
           "sections:\n"
           "  - id: only\n"
           "    title: {fr: Une, en: One}\n"
           "    criteria:\n"
           "      - id: first\n"
           "        title: {fr: T, en: T}\n"
           "        definition: {fr: D, en: D}\n"
           "        good_example: {fr: B, en: G}\n"
           "        bad_example: {fr: M, en: B}\n" +
           extra;
}

const Error* find_error(const GridCheck& check, std::string_view key) {
    const auto at = std::find_if(check.errors.begin(), check.errors.end(), [&](const Error& e) { return e.key == key; });
    return at == check.errors.end() ? nullptr : &*at;
}

std::string keys_of(const GridCheck& check) {
    std::string all;
    for (const auto& e : check.errors) all += e.key + "@" + to_string(e.place) + " ";
    return all;
}

TEST(Grid, ReadsScalesCriticalsAndChannels) {
    const auto check = read_grid(grid_with("        weight: 30\n"
                                           "        scale: {min: 0, max: 120, unit: s, better: lower}\n"
                                           "        na: false\n"
                                           "        channels: [phone]\n"
                                           "        answer:\n"
                                           "          - is: {measure: wait_seconds}\n",
                                           "unknown_below: 0.7\ncritical_zeroes: true\n"),
                                 "mini.yaml");
    ASSERT_TRUE(check.grid) << keys_of(check);
    EXPECT_EQ(check.grid->version, 2);
    EXPECT_DOUBLE_EQ(check.grid->unknown_below, 0.7);
    EXPECT_TRUE(check.grid->critical_zeroes);
    const Criterion* c = check.grid->find("first");
    ASSERT_NE(c, nullptr);
    EXPECT_EQ(c->scale, Scale::kNumeric);
    EXPECT_TRUE(c->lower_is_better);
    EXPECT_FALSE(c->na_allowed);
    EXPECT_DOUBLE_EQ(c->maximum, 120);
    EXPECT_EQ(c->channels, std::vector{Channel::kPhone});
    ASSERT_EQ(check.warnings.size(), 1U);
    EXPECT_EQ(check.warnings[0].key, "grid.weights_sum");
    EXPECT_EQ(check.warnings[0].details.at("sum"), "30");
}

TEST(Grid, TellsEveryMistakeAtOnceWithItsPlaceAndTheNearestKey) {
    const auto check = read_grid(grid_with("        wieght: 5\n"                              // 13
                                           "        weight: 0\n"                              // 14
                                           "        critical: custmer\n"                      // 15
                                           "        answer:\n"                                // 16
                                           "          - is: yes\n"                            // 17
                                           "            when: {signal: empaty}\n"             // 18
                                           "          - is: no\n"                             // 19
                                           "          - is: maybe\n"),                        // 20
                                 "bad.yaml");
    EXPECT_FALSE(check.grid);
    const Error* key = find_error(check, "grid.key.unknown");
    ASSERT_NE(key, nullptr) << keys_of(check);
    EXPECT_EQ(to_string(key->place), "bad.yaml:13:9");
    EXPECT_EQ(key->details.at("closest"), "weight");
    const Error* signal = find_error(check, "grid.signal.unknown");
    ASSERT_NE(signal, nullptr) << keys_of(check);
    EXPECT_EQ(to_string(signal->place), "bad.yaml:18:28");
    EXPECT_EQ(signal->details.at("closest"), "empathy");
    ASSERT_NE(find_error(check, "grid.weight"), nullptr);
    EXPECT_EQ(find_error(check, "grid.weight")->place.line, 14U);
    ASSERT_NE(find_error(check, "grid.value.unknown"), nullptr);
    EXPECT_EQ(find_error(check, "grid.value.unknown")->details.at("closest"), "customer");
    ASSERT_NE(find_error(check, "grid.rule.unreachable"), nullptr);
    EXPECT_EQ(find_error(check, "grid.rule.unreachable")->place.line, 20U);
    EXPECT_NE(find_error(check, "grid.value.unknown_far"), nullptr) << "is: maybe";
}

TEST(Grid, WantsBothLanguagesAndDistinctIds) {
    std::string text = grid_with("");
    text += "      - id: first\n        title: {fr: T}\n        definition: {fr: D, en: ' '}\n";
    const auto check = read_grid(text, "g.yaml");
    ASSERT_NE(find_error(check, "grid.id.duplicate"), nullptr) << keys_of(check);
    EXPECT_EQ(find_error(check, "grid.id.duplicate")->details.at("line"), "8");
    ASSERT_NE(find_error(check, "grid.text.language_missing"), nullptr);
    EXPECT_EQ(find_error(check, "grid.text.language_missing")->details.at("language"), "en");
    EXPECT_NE(find_error(check, "grid.value.not_text"), nullptr);
    EXPECT_NE(find_error(check, "grid.key.missing"), nullptr) << "good_example";
}

struct Mistake {
    const char* answer;  // YAML flow list
    const char* key;
};
class AnswerMistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(AnswerMistakes, AreNamed) {
    const auto check =
        read_grid(grid_with(std::string("        channels: [phone]\n        answer: ") + GetParam().answer + "\n"), "g.yaml");
    EXPECT_FALSE(check.grid);
    EXPECT_NE(find_error(check, GetParam().key), nullptr) << GetParam().answer << " gave " << keys_of(check);
    for (const auto& error : check.errors) EXPECT_GT(error.place.line, 0U) << error.key;
}

INSTANTIATE_TEST_SUITE_P(
    All, AnswerMistakes,
    ::testing::Values(Mistake{"[]", "grid.value.not_list"}, Mistake{"[{is: yes}]", "grid.rule.nothing_to_cite"},
                      Mistake{"[{is: yes, when: {none: [anger]}}]", "grid.rule.nothing_to_cite"},
                      Mistake{"[{is: yes, when: {}}]", "grid.rule.empty_condition"},
                      Mistake{"[{is: no, when: {turns: {first: 2}}}]", "grid.rule.needs_signal"},
                      Mistake{"[{is: no, when: {signal: anger, within: 2}}]", "grid.rule.within_alone"},
                      Mistake{"[{is: no, when: {signal: anger, none: [anger]}}]", "grid.rule.present_and_absent"},
                      Mistake{"[{is: no, when: {signal: anger, count: {min: 3, max: 2}}}]", "grid.rule.min_above_max"},
                      Mistake{"[{is: no, when: {channel: [chat, email]}}]", "grid.rule.channel_outside"},
                      Mistake{"[{is: no, when: {measures: {wait_second: {min: 2}}}}]", "grid.key.unknown"},
                      Mistake{"[{is: no, when: {measures: {wait_seconds: {}}}}]", "grid.rule.no_bound"},
                      Mistake{"[{is: no, when: {measures: {wait_seconds: {min: 5, max: 2}}}}]", "grid.rule.min_above_max"},
                      Mistake{"[{is: {measure: wait_seconds}}]", "grid.rule.measure_needs_scale"},
                      Mistake{"[{is: no, when: {says: '…'}}]", "grid.rule.phrase_empty"},
                      Mistake{"[{is: no, when: {says: {by: agent}}}]", "grid.key.missing"},
                      Mistake{"[{is: no, confidence: 1.5}]", "grid.value.out_of_range"},
                      Mistake{"[{is: no, when: {escalation: [missd]}}]", "grid.value.unknown"},
                      Mistake{"[{is: no, when: {not: {not: {not: {not: {not: {not: {not: {signal: anger}}}}}}}}}]",
                              "grid.rule.too_nested"}));

TEST(Grid, SurvivesHostileFiles) {
    EXPECT_EQ(read_grid("", "e.yaml").errors.at(0).key, "grid.empty");
    EXPECT_EQ(read_grid("name: [", "e.yaml").errors.at(0).key, "grid.yaml.syntax");
    EXPECT_EQ(read_grid("name: \xff", "e.yaml").errors.at(0).key, "grid.yaml.not_utf8");
    EXPECT_EQ(read_grid(std::string(2U << 20, '#'), "e.yaml").errors.at(0).key, "grid.yaml.too_large");
    EXPECT_FALSE(read_grid(std::string(100'000, '['), "e.yaml").errors.empty());
    std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
    for (char c = 'b'; c < 'j'; ++c) {
        bomb += std::string(1, c) + ": &" + c + " [";
        for (int i = 0; i < 9; ++i) bomb += std::string(i ? "," : "") + "*" + static_cast<char>(c - 1);
        bomb += "]\n";
    }
    EXPECT_EQ(read_grid(bomb, "e.yaml").errors.at(0).key, "grid.yaml.too_deep");
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "k" + std::to_string(i) + ": 1\n";
    EXPECT_LE(read_grid(many, "e.yaml").errors.size(), 210U);
}

TEST(Grid, EveryReasonAndErrorHasItsWords) {
    const auto messages = Messages::load(std::filesystem::path(REPERE_SOURCE_DIR) / "messages", UiLanguage::kFrench);
    ASSERT_TRUE(messages);
    for (const auto& measure : all_measures()) EXPECT_TRUE(messages->has("grid.measure." + std::string(measure.name)));
    for (const auto& signal : signals::all_signals()) EXPECT_TRUE(messages->has("signal." + std::string(signal.id)));
    for (const auto& label : all_labels()) {
        for (const auto value : label.values) {
            EXPECT_TRUE(messages->has("grid.label." + std::string(label.key) + "." + std::string(value)));
        }
    }
    const auto check = read_grid("nom: x\n", "g.yaml");
    ASSERT_FALSE(check.errors.empty());
    for (const auto& error : check.errors) {
        EXPECT_TRUE(messages->has(error.key)) << error.key;
        EXPECT_THAT(messages->text(error), ::testing::Not(HasSubstr("{")));
    }
    EXPECT_THAT(messages->text(check.errors.front()), HasSubstr("g.yaml:1:1"));
}

TEST(Grid, ShippedGridsAreFaultless) {
    const auto folder = std::filesystem::path(REPERE_SOURCE_DIR) / "knowledge";
    for (const char* name : {"standard", "vente", "ecrit"}) {
        const auto file = folder / "grids" / (std::string(name) + ".yaml");
        const auto check = read_grid(read_file(file).value(), file.string());
        EXPECT_TRUE(check.grid) << keys_of(check);
        EXPECT_TRUE(check.warnings.empty()) << name << ": " << check.warnings.front().key;
        const auto loaded = load_grid(name, folder);
        ASSERT_TRUE(loaded);
        EXPECT_EQ(loaded->name, name);
        bool critical[4] = {};
        for (const auto& section : loaded->sections) {
            for (const auto& c : section.criteria) critical[static_cast<int>(c.critical)] = true;
        }
        EXPECT_TRUE(critical[1] && critical[2] && critical[3]) << name << " lacks a critical family";
    }
    const auto none = load_grid("standart", folder);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
    EXPECT_THAT(none.error().details.at("known"), HasSubstr("standard"));
    EXPECT_EQ(load_grid("no/such.yaml", folder).error().key, "core.file.missing");
}

TEST(Closest, FindsSlipsOnly) {
    const std::vector<std::string_view> words{"empathy", "apology", "hold"};
    EXPECT_EQ(closest("empahty", words), "empathy");
    EXPECT_EQ(closest("holds", words), "hold");
    EXPECT_EQ(closest("resiliation", words), std::nullopt);
    EXPECT_EQ(closest(std::string(10'000, 'a'), words), std::nullopt);
}

}  // namespace
}  // namespace repere::grid
