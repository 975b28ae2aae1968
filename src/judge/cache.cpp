#include "judge/cache.hpp"

#include <algorithm>
#include <mutex>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/files.hpp"

namespace repere::judge {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct Entry {
    fs::path file;
    fs::file_time_type written;
    std::uintmax_t bytes = 0;
};

std::vector<Entry> entries_in(const fs::path& folder) {
    std::vector<Entry> entries;
    std::error_code error;
    for (const auto& file : fs::directory_iterator(folder, error)) {
        if (file.path().extension() != ".json") continue;
        std::error_code gone;  // another process may tidy up too
        Entry entry{file.path(), file.last_write_time(gone), file.file_size(gone)};
        if (!gone) entries.push_back(std::move(entry));
    }
    return entries;
}

std::uintmax_t total_of(const std::vector<Entry>& entries) {
    std::uintmax_t total = 0;
    for (const auto& entry : entries) total += entry.bytes;
    return total;
}

}  // namespace

struct Cache::Impl {
    fs::path folder;
    CacheLimits limits;
    Clock clock;
    std::mutex mutex{};
    std::uintmax_t bytes = 0;

    fs::path file_of(const std::string& key) const { return folder / (key + ".json"); }
    std::uintmax_t most() const { return std::uintmax_t{limits.megabytes} << 20; }

    void forget_oldest() {
        auto entries = entries_in(folder);
        bytes = total_of(entries);
        std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.written < b.written; });
        for (const auto& entry : entries) {
            if (bytes <= most() / 10 * 9) return;
            std::error_code ignored;
            fs::remove(entry.file, ignored);
            bytes -= entry.bytes;
        }
    }
};

Cache::Cache(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Cache::Cache(Cache&&) noexcept = default;
Cache& Cache::operator=(Cache&&) noexcept = default;
Cache::~Cache() = default;

Result<Cache> Cache::open(const fs::path& folder, const CacheLimits& limits, Clock clock) {
    auto impl = std::make_unique<Impl>();
    impl->folder = folder;
    impl->limits = limits;
    impl->clock = std::move(clock);
    if (limits.enabled) {
        std::error_code error;
        fs::create_directories(folder, error);
        if (error) return fail(ErrorCode::kEnvironment, "judge.folder", {{"reason", error.message()}}, {folder.string()});
        fs::permissions(folder, fs::perms::owner_all, error);
        impl->bytes = total_of(entries_in(folder));
    }
    return Cache(std::move(impl));
}

std::optional<std::string> Cache::find(const std::string& key) const {
    if (!impl_->limits.enabled) return std::nullopt;
    const auto text = read_file(impl_->file_of(key));
    if (!text) return std::nullopt;
    const Json entry = Json::parse(*text, nullptr, false);
    if (!entry.is_object() || !entry.value("content", Json()).is_string() || !entry.value("made", Json()).is_string()) {
        return std::nullopt;
    }
    const auto made = parse_rfc3339(entry["made"].get<std::string>());
    const std::chrono::duration<double, std::ratio<86400>> age = impl_->clock() - made.value_or(Instant{});
    if (age.count() > impl_->limits.days) return std::nullopt;
    return entry["content"].get<std::string>();
}

void Cache::keep(const std::string& key, const std::string& content) const {
    if (!impl_->limits.enabled) return;
    const Json entry{{"made", format_rfc3339(impl_->clock())}, {"content", content}};
    const std::string text = entry.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (!write_file(impl_->file_of(key), text)) return;
    const std::lock_guard lock(impl_->mutex);
    impl_->bytes += text.size();
    if (impl_->bytes > impl_->most()) impl_->forget_oldest();
}

}  // namespace repere::judge
