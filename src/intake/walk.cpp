#include <algorithm>
#include <set>

#include "intake/read.hpp"

namespace repere::intake {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with("."); }

// Folders on the way down, by their true names: meeting one again is a loop.
void walk(const fs::path& folder, std::size_t depth, std::set<fs::path>& above, std::vector<fs::path>& files) {
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    if (error || depth == 0 || !above.insert(real).second) return;
    std::vector<fs::path> entries;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (!is_hidden(it->path())) entries.push_back(it->path());
    }
    std::sort(entries.begin(), entries.end());
    for (const fs::path& entry : entries) {
        const auto status = fs::status(entry, error);
        if (fs::is_directory(status)) walk(entry, depth - 1, above, files);
        else if (fs::is_regular_file(status)) files.push_back(entry);
    }
    above.erase(real);
}

}  // namespace

Result<std::vector<fs::path>> list_files(const fs::path& path, const Limits& limits) {
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status)) return fail(ErrorCode::kNotFound, "core.file.missing", {}, {path.string()});
    std::vector<fs::path> files;
    if (fs::is_directory(status)) {
        std::set<fs::path> above;
        walk(path, limits.max_folder_depth, above, files);
    } else {
        files.push_back(path);
    }
    return files;
}

}  // namespace repere::intake
