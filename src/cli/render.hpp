// Analyses as people read them on a terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/analysis.hpp"
#include "coaching/key_moments.hpp"
#include "core/messages.hpp"
#include "grid/grid.hpp"

namespace repere::cli {

// One conversation of a table.
struct SummaryRow {
    analysis::Analysis analysis;
    std::optional<double> score;
    std::vector<std::string> critical_errors;  // titles of the criteria
    std::string agent;
};

// A line a conversation (id, channel, agent, score, outcome) and under it its key moments with their quotes.
std::string summary_table(const std::vector<SummaryRow>& rows, const coaching::KeyMomentWeights& weights,
                          const Messages& messages, bool colours);

// One conversation in full: transcript with its marks, outcome, and the grid with reasons and evidence.
// `evaluation` is its JSON; `grid` gives the criteria their titles where it is still to be had.
std::string full_view(const analysis::Analysis& analysis, const nlohmann::ordered_json& evaluation,
                      const std::optional<grid::Grid>& grid, const Messages& messages, bool colours);

// A criterion's title in the language of `messages`; its id where the grid does not know it.
std::string title_of(const std::optional<grid::Grid>& grid, const std::string& id, const Messages& messages);

// True when standard output is a terminal and NO_COLOR is not set.
bool wants_colours();

// "3:07", "1:02:07"
std::string clock_text(double seconds);

}  // namespace repere::cli
