#include "cli/context.hpp"

#include <fmt/format.h>

#include "cli/progress.hpp"

namespace repere::cli {

void Context::note(const std::string& line) const {
    if (quiet) return;
    clear_progress();
    fmt::print(stderr, "{}\n", line);
}

void Context::error(const Error& error) {
    clear_progress();
    fmt::print(stderr, "{}\n", messages.text(error));
    exit_code = traits(error.code).exit_code;
}

void Context::input_error(const Error& error) {
    clear_progress();
    fmt::print(stderr, "{}\n", messages.text(error));
    if (error.code == ErrorCode::kEnvironment) {
        exit_code = traits(error.code).exit_code;  // a missing model or program is no fault of the input
    } else if (exit_code == kDone) {
        exit_code = kSomeFailed;
    }
}

void Context::warning(const Warning& warning) const { note(messages.text(warning)); }

std::optional<analysis::Analyzer> load_analyzer(Context& context) {
    auto analyzer = analysis::Analyzer::load(context.home);
    if (analyzer) return std::move(*analyzer);
    context.error(analyzer.error());
    return std::nullopt;
}

std::optional<grid::Grid> load_grid(Context& context, const std::string& name_or_file) {
    auto grid = grid::load_grid(name_or_file, context.knowledge());
    if (grid) return std::move(*grid);
    context.error(grid.error());
    context.exit_code = traits(ErrorCode::kConfiguration).exit_code;  // also where no grid has that name
    return std::nullopt;
}

Result<std::optional<judge::Judge>> load_judge(Context& context) {
    const auto config = judge::read_config(kSettingsFile);
    if (config && !*config) return std::nullopt;
    auto judge = config.and_then([&](const auto& found) { return judge::Judge::load(*found, context.knowledge()); });
    if (judge) return std::move(*judge);
    context.error(judge.error());
    return fail(judge.error());
}

std::optional<store::Store> open_store(Context& context) {
    auto store = store::Store::open(context.store());
    if (store) return std::move(*store);
    context.error(store.error());
    return std::nullopt;
}

}  // namespace repere::cli
