// repere list | show ID | search WORDS: what is kept.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/json.hpp"
#include "cli/context.hpp"
#include "cli/render.hpp"
#include "cli/stored.hpp"

namespace repere::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ListOptions {
    store::Filter filter;
    bool json = false;
};

void list(Context& context, const ListOptions& options) {
    const auto store = open_store(context);
    if (!store) return;
    const auto rows = store->list(options.filter);
    if (!rows) return context.error(rows.error());
    if (options.json) {
        for (const auto& row : *rows) fmt::print("{}\n", document_of(row).dump());
        return;
    }
    const auto shown = summaries(context, *rows);
    if (!shown) return context.error(shown.error());
    const auto weights = coaching::load_key_moment_weights(context.knowledge());
    if (!weights) return context.error(weights.error());
    fmt::print("{}", summary_table(*shown, *weights, context.messages, wants_colours()));
    for (const auto& row : *rows) {
        if (row.state != "done") fmt::print("{}  {}\n", row.id, context.text("cli.list.state." + row.state));
    }
    if (rows->empty()) context.note(context.text("cli.list.empty"));
}

void show(Context& context, const std::string& id, bool json) {
    const auto store = open_store(context);
    if (!store) return;
    const auto rows = store->list({.id = id});
    if (!rows) return context.error(rows.error());
    if (rows->empty()) return context.error({ErrorCode::kNotFound, "store.no_such_id", {{"id", id}}, {}});
    const store::Row& row = rows->front();
    if (json) {
        fmt::print("{}\n", document_of(row).dump(2));
        return;
    }
    if (!row.analysis) {
        if (row.failure) {
            const Json failure = Json::parse(*row.failure);
            fmt::print("{}\n", context.messages.text(Error{ErrorCode::kInvalidInput, failure["key"], failure["details"].get<Details>(), {row.source}}));
        } else {
            fmt::print("{}  {}\n", row.id, context.text("cli.list.state." + row.state));
        }
        return;
    }
    const auto analysis = analysis::analysis_from_json(*row.analysis, row.source);
    if (!analysis) return context.error(analysis.error());
    const Json evaluation = row.evaluation ? Json::parse(*row.evaluation) : Json();
    std::optional<grid::Grid> grid;
    if (evaluation.is_object()) {
        if (auto found = grid::load_grid(evaluation.value("grid", ""), context.knowledge())) grid = std::move(*found);
    }
    fmt::print("{}", full_view(*analysis, evaluation, grid, context.messages, wants_colours()));
}

void search(Context& context, const std::vector<std::string>& words, bool json) {
    const auto store = open_store(context);
    if (!store) return;
    const auto hits = store->search(fmt::format("{}", fmt::join(words, " ")));
    if (!hits) return context.error(hits.error());
    for (const auto& hit : *hits) {
        if (json) {
            fmt::print("{}\n", Json{{"id", hit.id}, {"turn", hit.turn}, {"speaker", hit.speaker}, {"excerpt", hit.excerpt}}.dump());
        } else {
            fmt::print("{} #{} {}  {}\n", hit.id, hit.turn + 1, context.text("render.speaker." + hit.speaker), hit.excerpt);
        }
    }
    if (hits->empty()) context.note(context.text("cli.search.none"));
}

}  // namespace

void add_list(CLI::App& app, Context& context) {
    auto options = std::make_shared<ListOptions>();
    CLI::App* command = app.add_subcommand("list", context.text("cli.list.help"));
    command->add_option("--channel", options->filter.channel, context.text("cli.option.channel"));
    command->add_option("--agent", options->filter.agent, context.text("cli.option.agent"));
    command->add_option("--team", options->filter.team, context.text("cli.option.team"));
    command->add_option("--state", options->filter.state, context.text("cli.option.state"));
    command->add_option("--limit", options->filter.limit, context.text("cli.option.limit"));
    command->add_flag("--json", options->json, context.text("cli.option.json"));
    command->callback([options, &context] { list(context, *options); });
}

void add_show(CLI::App& app, Context& context) {
    auto id = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("show", context.text("cli.show.help"));
    command->add_option("ID", *id, context.text("cli.option.id"))->required();
    command->add_flag("--json", *json, context.text("cli.option.json"));
    command->callback([id, json, &context] { show(context, *id, *json); });
}

void add_search(CLI::App& app, Context& context) {
    auto words = std::make_shared<std::vector<std::string>>();
    auto json = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("search", context.text("cli.search.help"));
    command->add_option("WORDS", *words, context.text("cli.option.words"))->required();
    command->add_flag("--json", *json, context.text("cli.option.json"));
    command->callback([words, json, &context] { search(context, *words, *json); });
}

}  // namespace repere::cli
