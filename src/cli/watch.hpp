// Files that arrive in folders.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/result.hpp"

namespace repere::cli {

class FolderWatch {
  public:
    // Watches the folders among `paths` and all below them, also those made later. kEnvironment where the system refuses.
    static Result<FolderWatch> open(const std::vector<std::filesystem::path>& paths);
    FolderWatch(FolderWatch&& other) noexcept;
    FolderWatch& operator=(FolderWatch&&) = delete;
    ~FolderWatch();

    // Waits until files were written or moved in and nothing more came for a moment; empty once `stop` is asked.
    std::vector<std::filesystem::path> wait(std::stop_token stop);

  private:
    explicit FolderWatch(int descriptor) : descriptor_(descriptor) {}
    Status add(const std::filesystem::path& folder, std::vector<std::filesystem::path>* found);

    int descriptor_;
    std::vector<std::pair<int, std::filesystem::path>> folders_;
};

}  // namespace repere::cli
