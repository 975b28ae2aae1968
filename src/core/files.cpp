#include "core/files.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace repere {

namespace fs = std::filesystem;

Result<std::string> read_file(const fs::path& file, std::uintmax_t limit) {
    std::error_code error;
    const auto status = fs::status(file, error);
    if (!fs::exists(status)) return fail(ErrorCode::kNotFound, "core.file.missing", {}, {file.string()});
    if (fs::is_directory(status)) return fail(ErrorCode::kInvalidInput, "core.file.is_folder", {}, {file.string()});
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return fail(ErrorCode::kEnvironment, "core.file.unreadable", {{"reason", std::strerror(errno)}}, {file.string()});
    }
    std::string content;
    char block[1 << 16];
    while (in.read(block, sizeof block) || in.gcount() > 0) {
        content.append(block, static_cast<std::size_t>(in.gcount()));
        if (content.size() > limit) {
            return fail(ErrorCode::kTooLarge, "core.file.too_large", {{"limit_mb", std::to_string(limit >> 20)}},
                        {file.string()});
        }
    }
    return content;
}

Status write_file(const fs::path& file, std::string_view content) {
    const auto refuse = [&]() {
        return fail(ErrorCode::kEnvironment, "core.file.unwritable", {{"reason", std::strerror(errno)}}, {file.string()});
    };
    std::error_code error;
    if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
    fs::path temporary = file;
    temporary += "." + std::to_string(::getpid()) + ".part";
    {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        out.flush();
        if (!out) {
            const auto failure = refuse();
            fs::remove(temporary, error);
            return failure;
        }
    }
    fs::rename(temporary, file, error);
    if (error) {
        errno = error.value();
        const auto failure = refuse();
        fs::remove(temporary, error);
        return failure;
    }
    return {};
}

fs::path program_folder() {
    std::error_code error;
    const auto program = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::current_path(error) : program.parent_path();
}

Result<fs::path> find_home() {
    if (const char* home = std::getenv("REPERE_HOME"); home != nullptr && *home != '\0') return fs::path(home);
    std::error_code error;
    for (fs::path folder = program_folder();; folder = folder.parent_path()) {
        for (const fs::path& candidate : {folder, folder / "share" / "repere"}) {
            if (fs::is_directory(candidate / "knowledge", error) && fs::is_directory(candidate / "messages", error)) {
                return candidate;
            }
        }
        if (folder == folder.parent_path()) break;
    }
    return fail(ErrorCode::kEnvironment, "core.home.missing", {}, {});
}

fs::path cache_folder() {
    if (const char* folder = std::getenv("REPERE_CACHE"); folder != nullptr && *folder != '\0') return folder;
    const char* home = std::getenv("HOME");
    return fs::path(home == nullptr ? "/tmp" : home) / ".cache" / "repere";
}

}  // namespace repere
