#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace repere::review {

// Runs task(k) for k in [0, count) on several threads.
template <class Task>
void in_parallel(unsigned jobs, std::size_t count, Task&& task) {
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> threads;
    for (unsigned j = 0; j < std::max(1U, jobs); ++j) {
        threads.emplace_back([&] {
            for (std::size_t k = next++; k < count; k = next++) task(k);
        });
    }
}

}  // namespace repere::review
