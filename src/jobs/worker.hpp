// Empties the queue: claims queued interactions, analyses and evaluates them, keeps the results.
//
// The queue is the store's own table. A worker that dies keeps nothing: its claim runs out and another takes it up.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

#include "analysis/analysis.hpp"
#include "core/messages.hpp"
#include "core/result.hpp"
#include "grid/grid.hpp"
#include "judge/judge.hpp"
#include "store/store.hpp"

namespace repere::jobs {

// Told after each interaction, from the worker threads, one call at a time.
struct Progress {
    std::size_t done = 0;
    std::size_t failed = 0;
    const Interaction* interaction = nullptr;
    const Error* error = nullptr;  // why this one failed
};

struct WorkConfig {
    store::StoreConfig store;
    analysis::AnalyzeConfig analyze;
    const judge::Judge* judge = nullptr;  // null: rules alone fill the grid
    unsigned threads = 1;
    double lease = 3600;  // seconds a claim is held
};

struct WorkDone {
    std::size_t done = 0;
    std::size_t failed = 0;
};

// Returns when the queue is empty or `stop` is asked. Fails only when the store itself does.
Result<WorkDone> work_off(const WorkConfig& config, const analysis::Analyzer& analyzer, const grid::Grid& grid,
                          const Messages& messages, const std::function<void(const Progress&)>& tell,
                          std::stop_token stop = {});

}  // namespace repere::jobs
