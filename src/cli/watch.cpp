#include "cli/watch.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

namespace repere::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kLookForStop = 250;  // ms between looks at `stop`
constexpr int kSettle = 300;       // ms without news before what came is handed over

}  // namespace

Result<FolderWatch> FolderWatch::open(const std::vector<fs::path>& paths) {
    FolderWatch watch(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (watch.descriptor_ < 0) return fail(ErrorCode::kEnvironment, "cli.watch.refused", {{"reason", std::strerror(errno)}});
    for (const auto& path : paths) {
        if (!fs::is_directory(path)) continue;
        if (const auto added = watch.add(path, nullptr); !added) return fail(added.error());
    }
    if (watch.folders_.empty()) return fail(ErrorCode::kUsage, "cli.watch.no_folder");
    return watch;
}

FolderWatch::FolderWatch(FolderWatch&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), folders_(std::move(other.folders_)) {}

FolderWatch::~FolderWatch() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Status FolderWatch::add(const fs::path& folder, std::vector<fs::path>* found) {
    const int id = ::inotify_add_watch(descriptor_, folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR);
    if (id < 0) {
        return fail(ErrorCode::kEnvironment, "cli.watch.refused", {{"reason", std::strerror(errno)}}, {folder.string()});
    }
    folders_.emplace_back(id, folder);
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (entry.path().filename().string().starts_with('.')) continue;
        if (entry.is_directory(ignored) && !entry.is_symlink(ignored)) {
            if (const auto added = add(entry.path(), found); !added) return added;
        } else if (found != nullptr && entry.is_regular_file(ignored)) {
            found->push_back(entry.path());  // written before the watch stood
        }
    }
    return {};
}

std::vector<fs::path> FolderWatch::wait(std::stop_token stop) {
    std::set<fs::path> files;
    while (!stop.stop_requested()) {
        pollfd poller{descriptor_, POLLIN, 0};
        const int ready = ::poll(&poller, 1, files.empty() ? kLookForStop : kSettle);
        if (ready == 0 && !files.empty()) return {files.begin(), files.end()};
        if (ready <= 0) continue;
        alignas(inotify_event) std::array<char, 1 << 16> block{};
        const auto size = ::read(descriptor_, block.data(), block.size());
        for (std::ptrdiff_t at = 0; at < size;) {
            const auto* event = reinterpret_cast<const inotify_event*>(block.data() + at);
            at += static_cast<std::ptrdiff_t>(sizeof(inotify_event) + event->len);
            const auto folder = std::ranges::find(folders_, event->wd, &std::pair<int, fs::path>::first);
            if (folder == folders_.end() || event->len == 0 || event->name[0] == '.') continue;
            const fs::path path = folder->second / event->name;
            if ((event->mask & IN_ISDIR) != 0) {
                std::vector<fs::path> found;
                if (add(path, &found)) files.insert(found.begin(), found.end());
            } else if ((event->mask & IN_CREATE) == 0) {
                files.insert(path);
            }
        }
    }
    return {};
}

}  // namespace repere::cli
