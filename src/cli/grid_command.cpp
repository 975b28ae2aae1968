// repere grid check FILE | show [NAME]: is a grid right, and what does it ask?
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "core/files.hpp"
#include "grid/grid.hpp"

namespace repere::cli {
namespace {

void check(Context& context, const std::string& file) {
    const auto text = read_file(file, 4U << 20);
    if (!text) return context.error(text.error());
    const auto checked = grid::read_grid(*text, file);
    for (const auto& warning : checked.warnings) context.warning(warning);
    for (const auto& error : checked.errors) context.error(error);
    if (!checked.grid) return;
    std::size_t criteria = 0;
    for (const auto& section : checked.grid->sections) criteria += section.criteria.size();
    fmt::print("{}\n", context.text("cli.grid.good", {{"grid", checked.grid->name},
                                                       {"version", std::to_string(checked.grid->version)},
                                                       {"criteria", std::to_string(criteria)}}));
}

std::string in_language(const grid::Localised& text, const Context& context) {
    const auto found = text.find(context.messages.language() == UiLanguage::kFrench ? "fr" : "en");
    return found == text.end() ? "" : found->second;
}

void show(Context& context, const std::string& name) {
    const auto grid = load_grid(context, name);
    if (!grid) return;
    fmt::print("{}  ({}, v{})\n", in_language(grid->title, context), grid->name, grid->version);
    for (const auto& section : grid->sections) {
        fmt::print("\n{}\n", in_language(section.title, context));
        for (const auto& criterion : section.criteria) {
            const std::string critical = criterion.critical == grid::Critical::kNone
                                             ? ""
                                             : "  " + context.text(fmt::format("cli.grid.critical.{}", grid::to_string(criterion.critical)));
            fmt::print("  {}  {}{}\n", criterion.id, in_language(criterion.title, context),
                       fmt::format("  ({:g}){}", criterion.weight, critical));
            fmt::print("      {}\n", in_language(criterion.definition, context));
            fmt::print("      + {}\n", in_language(criterion.good_example, context));
            fmt::print("      − {}\n", in_language(criterion.bad_example, context));
        }
    }
}

// Without a name: what there is.
void list_grids(Context& context) {
    std::vector<std::filesystem::path> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(context.knowledge() / "grids", ignored)) {
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const auto& file : files) {
        const auto grid = load_grid(context, file.string());
        if (grid) fmt::print("{:<12} v{}  {}\n", grid->name, grid->version, in_language(grid->title, context));
    }
}

}  // namespace

void add_grid(CLI::App& app, Context& context) {
    auto argument = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("grid", context.text("cli.grid.help"));
    command->require_subcommand(1);
    CLI::App* checking = command->add_subcommand("check", context.text("cli.grid.check.help"));
    checking->add_option("FILE", *argument, context.text("cli.option.grid_file"))->required();
    checking->callback([argument, &context] { check(context, *argument); });
    CLI::App* showing = command->add_subcommand("show", context.text("cli.grid.show.help"));
    showing->add_option("NAME", *argument, context.text("cli.option.grid"));
    showing->callback([argument, &context] { argument->empty() ? list_grids(context) : show(context, *argument); });
}

}  // namespace repere::cli
