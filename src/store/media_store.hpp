// Recordings on disk, each under the hash of its bytes: media/ab/abcdef….
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "conversation/interaction.hpp"
#include "core/result.hpp"

namespace repere::store {

struct StoredMedia {
    std::string hash;
    std::uintmax_t bytes = 0;
};

class MediaStore {
  public:
    explicit MediaStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // Copies the recording in (or finds it there already). Written whole and synced before it takes its name.
    Result<StoredMedia> put(const Media& media) const;
    std::filesystem::path path_of(std::string_view hash) const;
    const std::filesystem::path& folder() const { return folder_; }

  private:
    std::filesystem::path folder_;
};

}  // namespace repere::store
