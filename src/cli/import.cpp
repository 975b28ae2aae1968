// repere import PATH…: conversations into the store, analysed at once. repere worker: the queue alone.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/inputs.hpp"
#include "cli/keeping.hpp"
#include "cli/watch.hpp"

namespace repere::cli {
namespace {

struct Options {
    InputOptions inputs;
    std::string grid = "standard";
    bool queue_only = false;
    bool watch = false;
    bool retry = false;
};

void tell(Context& context, const jobs::WorkDone& done) {
    context.note(context.text("cli.worker.done", {{"done", std::to_string(done.done)}, {"failed", std::to_string(done.failed)}}));
}

void import_once(Context& context, const Options& options, const InputOptions& inputs, store::Store& store) {
    const Imported imported = import_all(context, inputs, store);
    context.note(context.text("cli.import.done", {{"added", std::to_string(imported.added)},
                                                   {"already", std::to_string(imported.already_there)},
                                                   {"refused", std::to_string(imported.refused)}}));
    if (options.queue_only) return;
    if (const auto done = work_off_queue(context, inputs, options.grid, store)) tell(context, *done);
}

void import(Context& context, const Options& options) {
    auto store = open_store(context);
    if (!store) return;
    if (!options.watch) return import_once(context, options, options.inputs, *store);
    // The watch stands before the first reading, so that nothing arrives unseen in between.
    auto watch = FolderWatch::open({options.inputs.paths.begin(), options.inputs.paths.end()});
    if (!watch) return context.error(watch.error());
    import_once(context, options, options.inputs, *store);
    context.note(context.text("cli.watch.waiting"));
    while (true) {
        InputOptions arrived = options.inputs;
        arrived.paths.clear();
        for (const auto& file : watch->wait(context.stop)) arrived.paths.push_back(file.string());
        if (arrived.paths.empty()) return;
        import_once(context, options, arrived, *store);
    }
}

void work(Context& context, const Options& options) {
    auto store = open_store(context);
    if (!store) return;
    if (options.retry) {
        if (const auto queued = store->requeue_failed(); !queued) return context.error(queued.error());
    }
    if (const auto done = work_off_queue(context, options.inputs, options.grid, *store)) tell(context, *done);
}

}  // namespace

void add_import(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("import", context.text("cli.import.help"));
    add_reading_options(*command, options->inputs, context);
    add_hearing_options(*command, options->inputs, context);
    command->add_option("--grid", options->grid, context.text("cli.option.grid"));
    command->add_flag("--watch", options->watch, context.text("cli.option.watch"));
    command->add_flag("--queue-only", options->queue_only, context.text("cli.option.queue_only"));
    command->callback([options, &context] { import(context, *options); });
}

void add_worker(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("worker", context.text("cli.worker.help"));
    add_hearing_options(*command, options->inputs, context);
    command->add_option("--grid", options->grid, context.text("cli.option.grid"));
    command->add_flag("--retry", options->retry, context.text("cli.option.retry"));
    command->callback([options, &context] { work(context, *options); });
}

}  // namespace repere::cli
