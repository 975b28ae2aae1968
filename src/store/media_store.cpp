#include "store/media_store.hpp"

#include <unistd.h>

#include "core/files.hpp"
#include "store/content_hash.hpp"

namespace repere::store {

namespace fs = std::filesystem;

fs::path MediaStore::path_of(std::string_view hash) const { return folder_ / hash.substr(0, 2) / hash; }

Result<StoredMedia> MediaStore::put(const Media& media) const {
    std::error_code error;
    if (media.path.empty()) {
        const std::string hash = sha256_hex(media.bytes);
        const fs::path target = path_of(hash);
        if (!fs::exists(target, error)) {
            if (const auto written = write_file(target, media.bytes); !written) return fail(written.error());
        }
        return StoredMedia{hash, media.bytes.size()};
    }
    const auto hash = sha256_hex_of_file(media.path);
    if (!hash) return fail(hash.error());
    const fs::path target = path_of(*hash);
    if (!fs::exists(target, error)) {
        fs::create_directories(target.parent_path(), error);
        fs::path part = target;
        part += "." + std::to_string(::getpid()) + ".part";
        if (!fs::copy_file(media.path, part, fs::copy_options::overwrite_existing, error)) {
            return fail(ErrorCode::kEnvironment, "store.media.not_copied", {{"reason", error.message()}}, {media.path});
        }
        fs::rename(part, target, error);
        if (error) {
            return fail(ErrorCode::kEnvironment, "store.media.not_copied", {{"reason", error.message()}}, {media.path});
        }
    }
    return StoredMedia{*hash, fs::file_size(target, error)};
}

}  // namespace repere::store
