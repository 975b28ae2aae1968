#include "cli/progress.hpp"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include "core/utf8.hpp"

namespace repere::cli {

Progress::Progress(std::string label, std::size_t total, bool quiet)
    : label_(std::move(label)), total_(total), quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (quiet_) return;
    clear_progress();
    if (!terminal_ && done_ > 0) fmt::print(stderr, "{} {}\n", label_, done_);
}

void Progress::advance(const std::string& what) {
    ++done_;
    if (quiet_) return;
    if (terminal_) {
        draw(what);
    } else if (done_ % 100 == 0) {
        fmt::print(stderr, "{} {}\n", label_, done_);
    }
}

void Progress::draw(const std::string& what) const {
    constexpr std::size_t kWidth = 28;
    std::string bar;
    if (total_ > 0) {
        const std::size_t filled = std::min(kWidth, kWidth * done_ / total_);
        for (std::size_t i = 0; i < kWidth; ++i) bar += i < filled ? "█" : "░";
        bar += fmt::format(" {}/{}", done_, total_);
    } else {
        bar = std::to_string(done_);
    }
    fmt::print(stderr, "\r\033[K{} {}  {}", label_, bar, utf8::substring(what, 0, 36));
    std::fflush(stderr);
}

void clear_progress() {
    if (::isatty(STDERR_FILENO) == 1) fmt::print(stderr, "\r\033[K");
}

}  // namespace repere::cli
