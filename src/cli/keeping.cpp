#include "cli/keeping.hpp"

#include "cli/progress.hpp"

namespace repere::cli {

Imported import_all(Context& context, const InputOptions& options, store::Store& store) {
    Imported imported;
    Progress progress(context.text("cli.import.reading"), 0, context.quiet);
    for_each_interaction(context, options, [&](Interaction interaction, const std::string& source) {
        const auto added = store.add(interaction, source);
        if (!added) {
            ++imported.refused;
            context.input_error(added.error());
            return;
        }
        ++(*added == store::Added::kNew ? imported.added : imported.already_there);
        progress.advance(interaction.id);
    });
    return imported;
}

std::optional<jobs::WorkDone> work_off_queue(Context& context, const InputOptions& options, const std::string& grid_name,
                                             store::Store& store) {
    const auto config = options.analyze_config();
    if (!config) {
        context.error(config.error());
        return std::nullopt;
    }
    const auto queued = store.list({.state = "queued"});
    if (!queued) {
        context.error(queued.error());
        return std::nullopt;
    }
    if (queued->empty()) return jobs::WorkDone{};
    const auto analyzer = load_analyzer(context);
    const auto grid = analyzer ? load_grid(context, grid_name) : std::nullopt;
    if (!grid) return std::nullopt;
    const auto judge = load_judge(context);
    if (!judge) return std::nullopt;
    Progress progress(context.text("cli.analyze.progress"), queued->size(), context.quiet);
    const auto done = jobs::work_off(
        {.store = context.store(), .analyze = *config, .judge = *judge ? &**judge : nullptr, .threads = options.threads()}, *analyzer, *grid, context.messages,
        [&](const jobs::Progress& step) {
            if (step.error != nullptr) context.input_error(*step.error);
            progress.advance(step.interaction->id);
        },
        context.stop);
    if (!done) {
        context.error(done.error());
        return std::nullopt;
    }
    return *done;
}

}  // namespace repere::cli
