// A child process fed and drained through pipes, in a process group of its own. Private to the room.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace repere::audio {

struct ChildJob {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::function<Result<std::string_view>()> next_input;  // next block for its stdin; empty at the end
    std::function<Status(std::string_view)>
        take_output;  // each block of its stdout; an error kills the child
    std::chrono::duration<double> wall_limit{600};
};

struct ChildOutcome {
    enum class End { kExited, kSignalled, kTimedOut, kCancelled };
    End end = End::kExited;
    int code = 0;        // exit status, or the signal's number
    std::string report;  // the first 64 KiB of its stderr
};

// Runs it to its end and leaves nothing of its group behind. Fails with kEnvironment when it cannot be
// started, or with what next_input and take_output failed with. Any thread may call; the process's signal
// handling is not touched.
Result<ChildOutcome> run_child(const ChildJob& job, std::stop_token stop);

}  // namespace repere::audio
