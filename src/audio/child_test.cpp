// A decoder that misbehaves: scripts stand in for repere-decode, as real child processes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "audio/decode.hpp"
#include "audio/test_sounds.hpp"
#include "core/files.hpp"

namespace repere::audio {
namespace {

using namespace testing;
namespace fs = std::filesystem;

constexpr const char* kHeader =
    R"(printf 'RPCM\001\000\000\000\100\037\000\000\001\000\000\000')";  // mono, 8000 Hz

class Misbehaviour : public ::testing::Test {
  protected:
    // Decodes a megabyte through a shell script of these lines.
    Result<Decoded> decode_with(const std::string& lines, DecodeConfig config = {},
                                std::stop_token stop = {}) {
        config.program = folder_ / "double.sh";
        EXPECT_TRUE(write_file(config.program, "#!/bin/sh\n" + lines + "\n"));
        fs::permissions(config.program, fs::perms::owner_all);
        return decode_bytes(std::string(1 << 20, 'x'), "call.wav", config, stop);
    }

    std::string key_of(const Result<Decoded>& result) { return result ? "no error" : result.error().key; }

    Folder folder_;
};

TEST_F(Misbehaviour, ACrashIsNamedWithItsSignal) {
    const auto result = decode_with("kill -SEGV $$");
    EXPECT_EQ(key_of(result), "audio.decoder_crashed");
    EXPECT_EQ(result.error().details.at("signal"), std::to_string(SIGSEGV));
    EXPECT_EQ(result.error().place.source, "call.wav");
}

TEST_F(Misbehaviour, AHangEndsAtTheLimitWithEverythingItStarted) {
    const fs::path held = folder_ / "held";
    ASSERT_EQ(::mkfifo(held.c_str(), 0600), 0);
    const int reader = ::open(held.c_str(), O_RDONLY | O_NONBLOCK);
    ASSERT_GE(reader, 0);
    // A grandchild says that it lives, and holds the pipe for as long as it does.
    const auto result = decode_with("exec 5> " + held.string() + "\necho alive >&5\nsleep 1000 &\nwait",
                                    {.max_wall_seconds = 1});
    EXPECT_EQ(key_of(result), "audio.decoder_timeout");
    std::array<char, 16> word{};
    EXPECT_EQ(::read(reader, word.data(), word.size()), 6);
    pollfd end{reader, POLLIN, 0};
    EXPECT_EQ(::poll(&end, 1, 20'000), 1) << "something still holds the pipe";
    EXPECT_EQ(::read(reader, word.data(), word.size()), 0);
    ::close(reader);
}

TEST_F(Misbehaviour, AFloodIsCut) {
    EXPECT_EQ(key_of(decode_with(std::string(kHeader) + "\nexec cat /dev/zero", {.max_duration = 60})),
              "audio.too_long");
    EXPECT_EQ(
        key_of(decode_with(std::string(kHeader) + "\nexec cat /dev/zero", {.max_memory_bytes = 4 << 20})),
        "audio.too_large");
    EXPECT_EQ(key_of(decode_with("exec cat /dev/zero")), "audio.decoder_failed");
    EXPECT_EQ(key_of(decode_with("exec cat /dev/zero >&2", {.max_wall_seconds = 0.3})),
              "audio.decoder_timeout");
}

TEST_F(Misbehaviour, AFailureWithoutAReportIsStillAnError) {
    EXPECT_EQ(key_of(decode_with("exit 1")), "audio.decoder_failed");
    EXPECT_EQ(key_of(decode_with("exit 0")), "audio.decoder_failed");
    EXPECT_EQ(key_of(decode_with("exit 3")), "audio.decoder_failed");
    EXPECT_EQ(key_of(decode_with("printf 'RPCM'; exit 0")), "audio.decoder_failed");
}

TEST_F(Misbehaviour, OnlyKnownReportsAreBelieved) {
    EXPECT_EQ(key_of(decode_with(R"(printf 'error\taudio.codec_refused\tcodec=adpcm\n' >&2; exit 1)")),
              "audio.codec_refused");
    EXPECT_EQ(key_of(decode_with(R"(printf 'error\tcore.file.missing\n' >&2; exit 1)")),
              "audio.decoder_failed");
    EXPECT_EQ(key_of(decode_with(R"(printf 'error\n\t\t\t=\nwarning\t\xff\n' >&2; exit 1)")),
              "audio.decoder_failed");
    const auto warned = decode_with(std::string(kHeader) + R"(
printf 'warning\taudio.damaged\tseconds=1.50\tcount=\3772\n' >&2
printf 'warning\tinsight.something\n' >&2
head -c 64000 /dev/urandom)");
    ASSERT_TRUE(warned) << warned.error().key;
    ASSERT_GE(warned->warnings.size(), 1);
    EXPECT_EQ(warned->warnings[0].key, "audio.damaged");
    EXPECT_EQ(warned->warnings[0].place.path, "1.50 s");
    for (const Warning& warning : warned->warnings) EXPECT_NE(warning.key, "insight.something");
    EXPECT_EQ(warned->sound.frames(), 16'000);
    for (const float sample : warned->sound.channels[0]) {
        ASSERT_TRUE(sample >= -1 && sample <= 1);  // also where the bytes said NaN or infinity
    }
}

TEST_F(Misbehaviour, AChildLeftBehindIsNotWaitedFor) {
    const auto before = std::chrono::steady_clock::now();
    const auto result =
        decode_with("sleep 1000 &\n" + std::string(kHeader) + "\nhead -c 32000 /dev/zero\nexit 0");
    ASSERT_TRUE(result) << result.error().key;
    EXPECT_EQ(result->sound.frames(), 8000);
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(20));
}

TEST_F(Misbehaviour, ItsEnvironmentAndDescriptorsAreBare) {
    ::setenv("REPERE_SECRET_OF_THE_TEST", "1", 1);
    ASSERT_EQ(::dup2(2, 77), 77);  // not closed on exec, as a careless library leaves it
    const auto result = decode_with(R"(if env | grep -q REPERE_SECRET; then exit 9; fi
if [ -e /proc/$$/fd/77 ]; then exit 8; fi
printf 'error\taudio.empty\n' >&2; exit 1)");
    EXPECT_EQ(key_of(result), "audio.empty");
    ::close(77);
    ::unsetenv("REPERE_SECRET_OF_THE_TEST");
}

TEST_F(Misbehaviour, ItStopsWhenAsked) {
    std::stop_source stop;
    // The script says that it runs; then it is asked to stop.
    const fs::path note = folder_ / "running";
    ASSERT_EQ(::mkfifo(note.c_str(), 0600), 0);
    const std::jthread asker([&] {
        const auto opened = std::ifstream(note);  // returns when the script opens its end
        stop.request_stop();
    });
    const auto result = decode_with(": > " + note.string() + "\nexec sleep 1000", {}, stop.get_token());
    EXPECT_EQ(key_of(result), "audio.cancelled");
    EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
    // Asked beforehand, it does no work at all.
    EXPECT_EQ(key_of(decode_with("exec sleep 1000", {}, stop.get_token())), "audio.cancelled");
}

TEST(Confinement, MemoryIsLimited) {
    const std::string bytes(8 << 20, 'x');
    const auto result = decode_bytes(bytes, "call.ulaw", {.max_memory_bytes = 8 << 20});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "audio.too_large");
}

}  // namespace
}  // namespace repere::audio
