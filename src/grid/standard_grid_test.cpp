// The standard grid against conversations that analysts labelled: with their own signals as the moments, its rules
// must answer as they did.
#include <cstdlib>
#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "conversation/json.hpp"
#include "core/files.hpp"
#include "core/utf8.hpp"
#include "grid/evaluation.hpp"

namespace repere::grid {
namespace {

namespace fs = std::filesystem;

fs::path shared_folder() {
    const char* given = std::getenv("REPERE_SHARED");
    return given != nullptr ? fs::path(given) : fs::path(REPERE_SOURCE_DIR) / ".." / "shared";
}

analysis::Analysis as_labelled(const LabelledInteraction& one) {
    analysis::Analysis a;
    a.interaction = one.interaction;
    a.outcome = {.resolved = one.labels.resolved,
                 .escalation = one.labels.escalation,
                 .opportunity = one.labels.opportunity,
                 .customer_start = one.labels.customer_start.value_or(0),
                 .customer_end = one.labels.customer_end.value_or(0)};
    for (std::size_t t = 0; t < one.labels.turns.size(); ++t) {
        const auto& text = one.interaction.turns[t].text;
        for (const auto& signal : one.labels.turns[t].signals) {
            a.moments.push_back(
                {.signal = signal, .turn = t, .span = {0, utf8::length(text)}, .quote = text, .confidence = 1});
        }
    }
    return a;
}

TEST(StandardGrid, AnswersAsAnalystsDidFromTheirOwnSignals) {
    const fs::path folder = shared_folder() / "data" / "conversations";
    std::vector<LabelledInteraction> labelled;
    for (const char* name : {"dev_a1.json", "dev_a2.json"}) {
        const auto text = read_file(folder / name);
        if (!text) GTEST_SKIP() << "needs " << folder / name;
        auto batch = read_labelled_json(*text, name);
        labelled.insert(labelled.end(), batch.items.begin(), batch.items.end());
    }
    const auto grid = load_grid("standard", fs::path(REPERE_SOURCE_DIR) / "knowledge");
    ASSERT_TRUE(grid) << grid.error().key;
    std::map<std::string, std::pair<int, int>> right_of;
    for (const auto& one : labelled) {
        for (const auto& result : evaluate(*grid, as_labelled(one)).criteria) {
            const auto& expected = one.labels.grid.at(result.id);
            auto& [right, all] = right_of[result.id];
            ++all;
            if (expected == to_string(result.answer)) {
                ++right;
            } else {
                RecordProperty(one.interaction.id + "." + result.id,
                               expected + ", not " + std::string(to_string(result.answer)));
            }
            EXPECT_TRUE(result.answer != Answer::kYes || !result.evidence.empty()) << result.id;
        }
    }
    ASSERT_EQ(right_of.size(), 12U);
    for (const auto& [id, count] : right_of) {
        EXPECT_GE(count.first, 0.93 * count.second) << id << ": " << count.first << " of " << count.second;
    }
}

}  // namespace
}  // namespace repere::grid
