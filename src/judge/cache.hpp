// Answers that were already paid for, one file each, named by the hash of all that was asked. They hold what the judge
// said of a masked transcript, never the transcript. Several processes may share a folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"
#include "judge/config.hpp"

namespace repere::judge {

// Thread-safe. A file that is broken, old or gone is a miss, and one that cannot be written is not kept.
class Cache {
  public:
    // kEnvironment where the folder cannot be made.
    static Result<Cache> open(const std::filesystem::path& folder, const CacheLimits& limits, Clock clock);
    Cache(Cache&&) noexcept;
    Cache& operator=(Cache&&) noexcept;
    ~Cache();

    std::optional<std::string> find(const std::string& key) const;

    // Past the size limit the oldest go, down to nine tenths of it.
    void keep(const std::string& key, const std::string& content) const;

  private:
    struct Impl;
    explicit Cache(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace repere::judge
