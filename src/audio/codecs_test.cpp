// Codecs that libsndfile does not write: encoded by audio_test_encode, or put together by hand where Debian's
// libraries have no encoder (AMR, G.729).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "audio/child.hpp"
#include "audio/decode.hpp"
#include "audio/test_sounds.hpp"
#include "core/files.hpp"

namespace repere::audio {
namespace {

using namespace testing;

bool warns(const Decoded& decoded, std::string_view key) {
    return std::any_of(decoded.warnings.begin(), decoded.warnings.end(),
                       [&](const Warning& w) { return w.key == key; });
}

struct Case {
    const char* name;
    const char* format;
    const char* codec;
    int rate;
    int channels;
    double tolerance;
};

// The encoder's exit status: 77 where the libraries lack this codec.
int encode(const Case& c, const std::filesystem::path& file, double seconds) {
    const auto outcome =
        run_child({.program = AUDIO_TEST_ENCODE,
                   .arguments = {c.format, c.codec, std::to_string(c.rate), std::to_string(c.channels),
                                 std::to_string(seconds), file.string()},
                   .next_input = [] { return std::string_view(); },
                   .take_output = [](std::string_view) { return Status{}; }},
                  {});
    EXPECT_TRUE(outcome);
    if (!outcome) return -1;
    EXPECT_TRUE(outcome->code == 0 || outcome->code == 77) << outcome->report;
    return outcome->code;
}

class EveryCodec : public ::testing::TestWithParam<Case> {};

TEST_P(EveryCodec, KeepsShapeDurationAndTone) {
    const Case& c = GetParam();
    const Folder folder;
    if (encode(c, folder / c.name, 4) == 77)
        GTEST_SKIP() << "no encoder " << c.codec << " in these FFmpeg libraries";
    const auto decoded = decode_file(folder / c.name, {});
    ASSERT_TRUE(decoded) << decoded.error().key;
    const Sound sound = tone(c.rate, static_cast<std::size_t>(c.channels), 4);
    EXPECT_EQ(decoded->sound.sample_rate, c.rate);
    ASSERT_EQ(decoded->sound.channels.size(), sound.channels.size());
    EXPECT_NEAR(decoded->sound.duration(), 4, 0.15);  // ADTS keeps the encoder's run-in
    for (std::size_t channel = 0; channel < sound.channels.size(); ++channel) {
        EXPECT_NEAR(level(decoded->sound.channels[channel]), level(sound.channels[channel]), c.tolerance);
    }
    for (const Warning& warning : decoded->warnings) ADD_FAILURE() << warning.key;
}

TEST_P(EveryCodec, KeepsWhatIsThereWhenTheEndIsMissing) {
    const Case& c = GetParam();
    const Folder folder;
    if (encode(c, folder / c.name, 10) == 77)
        GTEST_SKIP() << "no encoder " << c.codec << " in these FFmpeg libraries";
    const std::string whole = *read_file(folder / c.name);
    const auto decoded =
        decode_bytes(std::string_view(whole).substr(0, whole.size() * 6 / 10 + 3), c.name, {});
    ASSERT_TRUE(decoded) << decoded.error().key;
    EXPECT_GT(decoded->sound.duration(), 4);
    EXPECT_LT(decoded->sound.duration(), 8);
    ASSERT_TRUE(warns(*decoded, "audio.truncated"));
    EXPECT_NEAR(std::stod(decoded->warnings.front().details.at("seconds")), decoded->sound.duration(), 0.1);
}

INSTANTIATE_TEST_SUITE_P(Libav, EveryCodec,
                         ::testing::Values(Case{"call.mp3", "mp3", "libmp3lame", 16'000, 2, 0.02},
                                           Case{"call.aac", "adts", "aac", 16'000, 2, 0.02},
                                           Case{"call.m4a", "ipod", "aac", 44'100, 1, 0.02},
                                           Case{"call.opus", "ogg", "libopus", 48'000, 2, 0.02},
                                           Case{"call.webm", "webm", "libopus", 48'000, 1, 0.02},
                                           Case{"wav49.wav", "wav", "libgsm_ms", 8000, 1, 0.05}),
                         [](const auto& test) {
                             std::string name = test.param.name;
                             std::replace(name.begin(), name.end(), '.', '_');
                             return name;
                         });

// Frames of 20 ms whose speech bits are all zero: valid, and nearly silent.
std::string amr(std::string_view mark, unsigned char header, std::size_t frame_bytes, int frames) {
    std::string bytes(mark);
    for (int i = 0; i < frames; ++i) bytes += static_cast<char>(header) + std::string(frame_bytes - 1, '\0');
    return bytes;
}

TEST(Codecs, ReadAmrOfBothBands) {
    const std::string narrow = amr("#!AMR\n", 0x3C, 32, 150);   // 12.2 kbit/s
    const std::string wide = amr("#!AMR-WB\n", 0x14, 33, 150);  // 12.65 kbit/s
    const auto nb = decode_bytes(narrow, "call.amr", {});
    ASSERT_TRUE(nb) << nb.error().key;
    EXPECT_EQ(nb->sound.sample_rate, 8000);
    EXPECT_NEAR(nb->sound.duration(), 3.0, 0.021);
    EXPECT_FALSE(warns(*nb, "audio.truncated"));
    const auto wb = decode_bytes(wide, "call.awb", {});
    ASSERT_TRUE(wb) << wb.error().key;
    EXPECT_EQ(wb->sound.sample_rate, 16'000);
    EXPECT_NEAR(wb->sound.duration(), 3.0, 0.021);
    const auto cut = decode_bytes(std::string_view(narrow).substr(0, narrow.size() - 7), "call.amr", {});
    ASSERT_TRUE(cut) << cut.error().key;
    EXPECT_NEAR(cut->sound.duration(), 2.98, 0.021);
    EXPECT_TRUE(warns(*cut, "audio.truncated"));
}

// A RIFF head for a codec that the writers at hand do not know.
std::string wav_of(unsigned tag, unsigned rate, unsigned byte_rate, unsigned block, const std::string& data) {
    const auto le = [](unsigned value, int bytes) {
        std::string text;
        for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFF);
        return text;
    };
    const auto size = static_cast<unsigned>(data.size());
    return "RIFF" + le(36 + size, 4) + "WAVEfmt " + le(16, 4) + le(tag, 2) + le(1, 2) + le(rate, 4) +
           le(byte_rate, 4) + le(block, 2) + le(0, 2) + "data" + le(size, 4) + data;
}

TEST(Codecs, ReadG729RawAndInWav) {
    std::string frames;  // of 10 ms in 10 bytes
    for (int i = 0; i < 300; ++i) frames += std::string("\x78\x52\x80\xA0\x00\xFA\xC2\x00\x07\xD6", 10);
    const auto raw = decode_bytes(frames, "call.g729", {});
    ASSERT_TRUE(raw) << raw.error().key;
    EXPECT_EQ(raw->sound.sample_rate, 8000);
    EXPECT_NEAR(raw->sound.duration(), 3.0, 0.011);
    for (const unsigned tag : {0x83U, 0x133U}) {
        const auto wav = decode_bytes(wav_of(tag, 8000, 1000, 10, frames), "call.wav", {});
        ASSERT_TRUE(wav) << wav.error().key;
        EXPECT_NEAR(wav->sound.duration(), 3.0, 0.011);
        EXPECT_EQ(wav->sound.channels, raw->sound.channels);
    }
    EXPECT_EQ(decode_bytes(frames, "call", {}).error().key, "audio.not_sound");
}

TEST(Codecs, NameACodecThatIsNotRead) {
    const auto decoded = decode_bytes(wav_of(0x7777, 8000, 1000, 10, std::string(1000, 'x')), "call.wav", {});
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().key, "audio.codec_refused");
    EXPECT_EQ(decoded.error().code, ErrorCode::kUnsupported);
}

TEST(Codecs, SilenceStandsWhereARecordingIsDamaged) {
    const Folder folder;
    write_sound(folder / "call.flac", tone(8000, 1, 20), SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
    std::string bytes = *read_file(folder / "call.flac");
    const auto middle = static_cast<std::ptrdiff_t>(bytes.size() / 2);
    std::fill(bytes.begin() + middle, bytes.begin() + middle + 3000, '\x55');
    const auto decoded = decode_bytes(bytes, "call.flac", {});
    ASSERT_TRUE(decoded) << decoded.error().key;
    EXPECT_NEAR(decoded->sound.duration(), 20, 3);
    EXPECT_TRUE(warns(*decoded, "audio.damaged") || warns(*decoded, "audio.truncated"));
}

TEST(Codecs, RealRecordingsAreRead) {
    const char* shared = std::getenv("REPERE_SHARED");
    const auto root = (shared != nullptr ? std::filesystem::path(shared)
                                         : std::filesystem::path(REPERE_SOURCE_DIR) / "../shared") /
                      "data" / "audio";
    if (!std::filesystem::is_directory(root))
        GTEST_SKIP() << "no recordings at " << root << "; set REPERE_SHARED";
    std::size_t read = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        const auto extension = entry.path().extension();
        if (extension != ".wav" && extension != ".flac" && extension != ".aiff") continue;
        const auto decoded = decode_file(entry.path(), {.sample_rate = 8000});
        ASSERT_TRUE(decoded) << entry.path() << " " << decoded.error().key;
        EXPECT_GT(decoded->sound.duration(), 0.5) << entry.path();
        EXPECT_GT(level(decoded->sound.channels.front()), 0.001) << entry.path();
        ++read;
    }
    EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace repere::audio
