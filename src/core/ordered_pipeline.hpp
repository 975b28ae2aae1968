// Work on many inputs with several threads, results handed over in the order of the inputs, memory bounded.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace repere {

// push() and finish() belong to one thread, which also runs `consume`; `work` runs on the pipeline's own threads.
// At most four inputs a thread are under way; then push() waits for the oldest.
template <class In, class Out>
class OrderedPipeline {
  public:
    OrderedPipeline(unsigned threads, std::function<Out(In)> work, std::function<void(Out)> consume)
        : work_(std::move(work)), consume_(std::move(consume)), most_(4U * std::max(1U, threads)) {
        for (unsigned i = 0; i < std::max(1U, threads); ++i) {
            threads_.emplace_back([this](std::stop_token stop) { serve(stop); });
        }
    }
    OrderedPipeline(const OrderedPipeline&) = delete;
    OrderedPipeline& operator=(const OrderedPipeline&) = delete;
    ~OrderedPipeline() {
        for (auto& thread : threads_) thread.request_stop();
        wake_.notify_all();
    }

    void push(In input) {
        std::packaged_task<Out()> task([this, in = std::move(input)]() mutable { return work_(std::move(in)); });
        results_.push_back(task.get_future());
        {
            const std::lock_guard lock(mutex_);
            tasks_.push_back(std::move(task));
        }
        wake_.notify_one();
        while (results_.size() > most_) take();
    }

    // Consumes all that is left.
    void finish() {
        while (!results_.empty()) take();
    }

  private:
    void take() {
        consume_(results_.front().get());
        results_.pop_front();
    }

    void serve(std::stop_token stop) {
        while (true) {
            std::packaged_task<Out()> task;
            {
                std::unique_lock lock(mutex_);
                if (!wake_.wait(lock, stop, [this] { return !tasks_.empty(); })) return;
                task = std::move(tasks_.front());
                tasks_.pop_front();
            }
            task();
        }
    }

    std::function<Out(In)> work_;
    std::function<void(Out)> consume_;
    std::size_t most_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<std::packaged_task<Out()>> tasks_;
    std::deque<std::future<Out>> results_;
    std::vector<std::jthread> threads_;
};

}  // namespace repere
