#include "judge/config.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/files.hpp"
#include "judge/address.hpp"

namespace repere::judge {
namespace {

namespace fs = std::filesystem;

class ConfigTest : public ::testing::Test {
  protected:
    ConfigTest() : file_(fs::temp_directory_path() / ("repere-judge-config-" + std::to_string(::getpid()) + ".yaml")) {}
    ~ConfigTest() override { fs::remove(file_); }
    Result<std::optional<JudgeConfig>> read(const std::string& yaml) const {
        EXPECT_TRUE(write_file(file_, yaml));
        return read_config(file_);
    }
    fs::path file_;
};

TEST_F(ConfigTest, OffWithoutFileSectionOrConsent) {
    fs::remove(file_);
    EXPECT_FALSE(*read_config(file_));
    EXPECT_FALSE(*read("store: sqlite:a.db\n"));
    EXPECT_FALSE(*read("judge: {enabled: false}\n"));
}

TEST_F(ConfigTest, ReadsAWholeSection) {
    const auto config = read(
        "judge:\n  url: http://10.1.2.3:8080\n  model: mistral-small\n  api_key_file: key.txt\n  timeout: 12.5\n"
        "  concurrency: 4\n  confidence_cap: 0.7\n  confirmed: {empathy: 0.9}\n"
        "  budget: {calls_per_day: 10}\n  cache: {days: 2, megabytes: 5}\n");
    ASSERT_TRUE(config) << config.error().key;
    ASSERT_TRUE(*config);
    EXPECT_EQ((*config)->model, "mistral-small");
    EXPECT_EQ((*config)->api_key_file, file_.parent_path() / "key.txt");
    EXPECT_DOUBLE_EQ((*config)->timeout, 12.5);
    EXPECT_EQ((*config)->concurrency, 4U);
    EXPECT_DOUBLE_EQ((*config)->confirmed.at("empathy"), 0.9);
    EXPECT_EQ((*config)->budget.calls_per_day, 10U);
    EXPECT_EQ((*config)->cache.megabytes, 5U);
    EXPECT_EQ((*config)->folder, file_.parent_path() / "repere-data/judge");
}

TEST_F(ConfigTest, MistakesHaveTheirPlace) {
    const auto mistake = [&](const std::string& line) {
        const auto config = read("store: x\njudge:\n  url: http://localhost:8080\n  model: m\n" + line + "\n");
        EXPECT_FALSE(config) << line;
        return config ? Error{} : config.error();
    };
    EXPECT_EQ(mistake("  api_key: sk-abc").key, "core.yaml.key_unknown");
    EXPECT_EQ(mistake("  timeout: soon").place.line, 5U);
    EXPECT_EQ(mistake("  concurrency: 1.5").key, "judge.config.not_whole");
    EXPECT_EQ(mistake("  confidence_cap: 2").key, "core.yaml.number_expected");
    EXPECT_EQ(mistake("  budget: {calls: 3}").key, "core.yaml.key_unknown");
    const auto none = read("judge: {url: http://localhost}\n");
    EXPECT_EQ(none.error().key, "judge.config.missing");
    EXPECT_EQ(none.error().details.at("key"), "model");
}

TEST_F(ConfigTest, PublicAddressesAreRefused) {
    const auto cause = [&](const std::string& url, const std::string& more = "") {
        const auto config = read("judge: {url: \"" + url + "\", model: m" + more + "}\n");
        return config ? std::string() : config.error().key;
    };
    for (const char* fine : {"http://localhost:8080", "http://127.0.0.1:1", "http://192.168.0.7/v1", "https://172.31.255.1",
                             "http://[::1]:8080", "http://[fd12::1]", "http://gpu01:8000", "http://llm.local", "http://a.internal/v1/"}) {
        EXPECT_EQ(cause(fine), "") << fine;
    }
    EXPECT_EQ(cause("http://8.8.8.8"), "judge.url.clear_text");
    EXPECT_EQ(cause("http://172.32.0.1"), "judge.url.clear_text");
    EXPECT_EQ(cause("https://8.8.8.8"), "judge.url.public");
    EXPECT_EQ(cause("https://[2001:db8::1]"), "judge.url.public");
    EXPECT_EQ(cause("https://[::ffff:8.8.8.8]"), "judge.url.public");
    EXPECT_EQ(cause("https://134744072"), "judge.url.public") << "8.8.8.8 as one number";
    EXPECT_EQ(cause("http://0x08080808"), "judge.url.clear_text");
    EXPECT_EQ(cause("https://8.8.8.8", ", allow_public: true"), "");
    EXPECT_EQ(cause("http://8.8.8.8", ", allow_public: true"), "judge.url.clear_text");
    EXPECT_EQ(cause("ftp://localhost"), "judge.url.broken");
    EXPECT_EQ(cause("localhost:8080"), "judge.url.broken");
    EXPECT_EQ(cause("http://localhost/?key=1"), "judge.url.broken");
    EXPECT_EQ(cause("http://me:secret@localhost"), "judge.url.credentials");
}

TEST(Address, LeadsToTheCompletionsHoweverItIsWritten) {
    for (const char* url : {"http://gpu:8080", "http://gpu:8080/", "http://gpu:8080/v1", "http://gpu:8080/v1/chat/completions"}) {
        EXPECT_EQ(parse_address(url)->completions, "http://gpu:8080/v1/chat/completions") << url;
    }
    EXPECT_EQ(parse_address("https://GPU.Local/llm")->completions, "https://GPU.Local/llm/v1/chat/completions");
    EXPECT_EQ(parse_address("https://GPU.Local/llm")->host, "gpu.local");
}

TEST(Address, KnowsPrivateNetworks) {
    const auto is_private_ip = [](const char* text) {
        sockaddr_in v4{.sin_family = AF_INET};
        sockaddr_in6 v6{.sin6_family = AF_INET6};
        if (::inet_pton(AF_INET, text, &v4.sin_addr) == 1) return is_private(reinterpret_cast<const sockaddr&>(v4));
        EXPECT_EQ(::inet_pton(AF_INET6, text, &v6.sin6_addr), 1) << text;
        return is_private(reinterpret_cast<const sockaddr&>(v6));
    };
    for (const char* ip : {"127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.1.1", "100.64.0.1",
                           "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1"}) {
        EXPECT_TRUE(is_private_ip(ip)) << ip;
    }
    for (const char* ip : {"11.0.0.1", "172.15.0.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "0.0.0.0", "::", "2001:db8::1", "::ffff:1.1.1.1"}) {
        EXPECT_FALSE(is_private_ip(ip)) << ip;
    }
    EXPECT_FALSE(is_private_name("local.example.com"));
}

}  // namespace
}  // namespace repere::judge
