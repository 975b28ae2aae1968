// Taking conversations into the store and working off its queue: what `import`, `worker` and `demo` share.
#pragma once

#include "cli/context.hpp"
#include "cli/inputs.hpp"
#include "jobs/worker.hpp"

namespace repere::cli {

struct Imported {
    std::size_t added = 0;
    std::size_t already_there = 0;
    std::size_t refused = 0;
};

// Tells each refusal and goes on.
Imported import_all(Context& context, const InputOptions& options, store::Store& store);

// Analyses all that is queued, with a progress bar. Nothing when the store or the knowledge fails (it is told).
std::optional<jobs::WorkDone> work_off_queue(Context& context, const InputOptions& options, const std::string& grid,
                                             store::Store& store);

}  // namespace repere::cli
