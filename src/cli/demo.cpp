// repere demo: the examples in, analysed, shown.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/inputs.hpp"
#include "cli/keeping.hpp"
#include "cli/render.hpp"
#include "cli/stored.hpp"
#include "insight/export.hpp"
#include "core/files.hpp"

namespace repere::cli {
namespace {

namespace fs = std::filesystem;

// The results as files a spreadsheet opens, beside the store.
Status write_results(const store::Store& store, const fs::path& folder) {
    constexpr std::pair<insight::What, const char*> kFiles[] = {{insight::What::kInteractions, "conversations.csv"},
                                                                {insight::What::kMoments, "moments.csv"},
                                                                {insight::What::kEvaluations, "evaluations.csv"}};
    for (const auto& [what, name] : kFiles) {
        std::string content = "\xEF\xBB\xBF";  // spreadsheets take a file without the mark for Latin-1
        const auto exported = insight::export_from(store, what, insight::Format::kCsv, [&](std::string_view line) { content += line; });
        if (!exported) return exported;
        if (const auto written = write_file(folder / name, content); !written) return written;
    }
    return {};
}

void run(Context& context) {
    const fs::path examples = context.home / "examples";
    InputOptions inputs;
    inputs.paths = {(examples / "conversations").string()};
    std::error_code ignored;
    if (fs::is_directory(examples / "audio", ignored)) inputs.paths.push_back((examples / "audio").string());
    inputs.metadata = (examples / "metadata.csv").string();

    auto store = open_store(context);
    if (!store) return;
    import_all(context, inputs, *store);
    const auto done = work_off_queue(context, inputs, "standard", *store);
    if (!done) return;
    const auto rows = store->list({});
    if (!rows) return context.error(rows.error());
    const auto shown = summaries(context, *rows);
    if (!shown) return context.error(shown.error());
    const auto weights = coaching::load_key_moment_weights(context.knowledge());
    if (!weights) return context.error(weights.error());
    fmt::print("\n{}\n\n{}\n", context.text("cli.demo.title", {{"count", std::to_string(shown->size())}}),
               summary_table(*shown, *weights, context.messages, wants_colours()));
    const fs::path file = *context.store().file();
    const fs::path folder = file.parent_path() / "results";
    if (const auto written = write_results(*store, folder); !written) return context.error(written.error());
    fmt::print("{}\n", context.text("cli.demo.where", {{"store", fs::absolute(file).string()},
                                                        {"folder", fs::absolute(folder).string()},
                                                        {"id", shown->empty() ? "ID" : shown->front().analysis.interaction.id}}));
}

}  // namespace

void add_demo(CLI::App& app, Context& context) {
    auto no_serve = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("demo", context.text("cli.demo.help"));
    command->add_flag("--no-serve", *no_serve, context.text("cli.option.no_serve"));
    command->callback([no_serve, &context] { run(context); });
}

}  // namespace repere::cli
