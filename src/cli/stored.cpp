#include "cli/stored.hpp"

#include <map>
#include <optional>

#include <nlohmann/json.hpp>

#include "analysis/json.hpp"

namespace repere::cli {

using Json = nlohmann::ordered_json;

namespace {

using Grids = std::map<std::string, std::optional<grid::Grid>>;

const std::optional<grid::Grid>& grid_named(const std::string& name, const Context& context, Grids& known) {
    const auto found = known.find(name);
    if (found != known.end()) return found->second;
    auto loaded = grid::load_grid(name, context.knowledge());
    return known.emplace(name, loaded ? std::optional<grid::Grid>(std::move(*loaded)) : std::nullopt).first->second;
}

}  // namespace

Result<std::vector<SummaryRow>> summaries(const Context& context, const std::vector<store::Row>& rows) {
    std::vector<SummaryRow> out;
    Grids grids;
    for (const auto& row : rows) {
        if (!row.analysis) continue;
        auto analysis = analysis::analysis_from_json(*row.analysis, row.source);
        if (!analysis) return fail(analysis.error());
        SummaryRow summary{.analysis = std::move(*analysis), .score = {}, .critical_errors = {}, .agent = row.agent.value_or("")};
        if (row.evaluation) {
            const Json evaluation = Json::parse(*row.evaluation);
            if (evaluation.contains("score")) summary.score = evaluation["score"].get<double>();
            const auto& grid = grid_named(evaluation.value("grid", ""), context, grids);
            for (const auto& id : evaluation.value("critical_errors", std::vector<std::string>{})) {
                summary.critical_errors.push_back(title_of(grid, id, context.messages));
            }
        }
        out.push_back(std::move(summary));
    }
    return out;
}

Json document_of(const store::Row& row) {
    Json document = row.analysis ? Json::parse(*row.analysis) : Json{{"id", row.id}, {"channel", row.channel}};
    if (row.evaluation) document["evaluation"] = Json::parse(*row.evaluation);
    document["state"] = row.state;
    document["source"] = row.source;
    if (row.agent) document["agent"] = *row.agent;
    if (row.team) document["team"] = *row.team;
    if (row.started_at) document["started_at"] = format_rfc3339(*row.started_at);
    if (row.failure) document["failure"] = Json::parse(*row.failure);
    return document;
}

}  // namespace repere::cli
