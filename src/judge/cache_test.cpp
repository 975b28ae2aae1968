#include "judge/cache.hpp"

#include <unistd.h>

#include <gtest/gtest.h>

#include "core/files.hpp"

namespace repere::judge {
namespace {

namespace fs = std::filesystem;

class CacheTest : public ::testing::Test {
  protected:
    CacheTest() : folder_(fs::temp_directory_path() / ("repere-judge-cache-" + std::to_string(::getpid()))) { fs::remove_all(folder_); }
    ~CacheTest() override { fs::remove_all(folder_); }
    Cache open(const CacheLimits& limits) const {
        auto cache = Cache::open(folder_, limits, [this] { return now_; });
        EXPECT_TRUE(cache);
        return std::move(*cache);
    }
    std::uintmax_t bytes() const {
        std::uintmax_t sum = 0;
        for (const auto& file : fs::directory_iterator(folder_)) sum += file.file_size();
        return sum;
    }

    fs::path folder_;
    Instant now_ = *parse_rfc3339("2026-11-22T09:00:00Z");
};

TEST_F(CacheTest, KeepsUntilTooOld) {
    const Cache cache = open({.days = 2});
    EXPECT_FALSE(cache.find("k"));
    cache.keep("k", "réponse\n\"x\"");
    EXPECT_EQ(open({.days = 2}).find("k"), "réponse\n\"x\"");
    now_ += std::chrono::hours(49);
    EXPECT_FALSE(cache.find("k"));
    EXPECT_EQ(fs::status(folder_).permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
}

TEST_F(CacheTest, BrokenFilesAreMisses) {
    const Cache cache = open({});
    for (const char* text : {"", "{", "[]", "{\"content\": 3}", "{\"content\": \"x\"}"}) {
        ASSERT_TRUE(write_file(folder_ / "k.json", text));
        EXPECT_FALSE(cache.find("k")) << text;
    }
}

TEST_F(CacheTest, PastItsSizeTheOldestGo) {
    const Cache cache = open({.megabytes = 1});
    const std::string content(100'000, 'x');
    const auto keep = [&](int i) {
        cache.keep("k" + std::to_string(i), content);
        fs::last_write_time(folder_ / ("k" + std::to_string(i) + ".json"), fs::file_time_type::clock::now() - std::chrono::hours(100 - i));
    };
    for (int i = 0; i < 15; ++i) keep(i);
    EXPECT_LE(bytes(), 1U << 20);
    EXPECT_FALSE(cache.find("k0"));
    EXPECT_TRUE(cache.find("k14"));
}

TEST_F(CacheTest, OffItTouchesNothing) {
    const Cache cache = open({.enabled = false});
    cache.keep("k", "x");
    EXPECT_FALSE(cache.find("k"));
    EXPECT_FALSE(fs::exists(folder_));
}

}  // namespace
}  // namespace repere::judge
