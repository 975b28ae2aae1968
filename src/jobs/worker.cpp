#include "jobs/worker.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "grid/evaluation.hpp"
#include "judge/judge.hpp"

namespace repere::jobs {
namespace {

// What the threads of one run share.
struct Shared {
    const WorkConfig& config;
    const analysis::Analyzer& analyzer;
    const grid::Grid& grid;
    const Messages& messages;
    const std::function<void(const Progress&)>& tell;
    std::stop_token stop;
    std::mutex mutex{};
    WorkDone done{};
    std::optional<Error> broken{};  // the store refused: everybody ends
};

void report(Shared& shared, const Interaction& interaction, const Error* error) {
    const std::lock_guard lock(shared.mutex);
    ++(error == nullptr ? shared.done.done : shared.done.failed);
    shared.tell({.done = shared.done.done, .failed = shared.done.failed, .interaction = &interaction, .error = error});
}

// One claimed interaction, to its end. An error is the store's.
Status handle(Shared& shared, store::Store& store, const store::Claim& claim) {
    auto analysis = shared.analyzer.analyze(claim.interaction, shared.config.analyze, shared.stop);
    if (!analysis) {
        if (analysis.error().code == ErrorCode::kCancelled) return {};  // its claim runs out; the next run takes it
        if (const auto kept = store.fail_claim(claim, analysis.error()); !kept) return kept;
        report(shared, claim.interaction, &analysis.error());
        return {};
    }
    const auto evaluation = judge::evaluate(shared.grid, *analysis, shared.config.judge, shared.stop);
    if (const auto kept = store.complete(claim, *analysis, evaluation, shared.messages); !kept) return kept;
    report(shared, analysis->interaction, nullptr);
    return {};
}

Status serve(Shared& shared) {
    auto store = store::Store::open(shared.config.store);
    if (!store) return fail(store.error());
    while (!shared.stop.stop_requested()) {
        {
            const std::lock_guard lock(shared.mutex);
            if (shared.broken) return {};
        }
        const auto claim = store->claim(shared.config.lease);
        if (!claim) return fail(claim.error());
        if (!*claim) return {};
        if (const auto handled = handle(shared, *store, **claim); !handled) return handled;
    }
    return {};
}

}  // namespace

Result<WorkDone> work_off(const WorkConfig& config, const analysis::Analyzer& analyzer, const grid::Grid& grid,
                          const Messages& messages, const std::function<void(const Progress&)>& tell,
                          std::stop_token stop) {
    {
        auto store = store::Store::open(config.store);
        if (!store) return fail(store.error());
        if (const auto freed = store->release_dead_claims(); !freed) return fail(freed.error());
    }
    Shared shared{config, analyzer, grid, messages, tell, std::move(stop)};
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(1U, config.threads); ++i) {
            threads.emplace_back([&shared] {
                if (const auto served = serve(shared); !served) {
                    const std::lock_guard lock(shared.mutex);
                    shared.broken = served.error();
                }
            });
        }
    }
    if (shared.broken) return fail(*shared.broken);
    return shared.done;
}

}  // namespace repere::jobs
