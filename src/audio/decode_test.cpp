#include "audio/decode.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "audio/test_sounds.hpp"
#include "core/files.hpp"

namespace repere::audio {
namespace {

using namespace testing;

bool warns(const Decoded& decoded, std::string_view key) {
    return std::any_of(decoded.warnings.begin(), decoded.warnings.end(),
                       [&](const Warning& w) { return w.key == key; });
}

std::string listed(const Decoded& decoded) {
    std::string keys;
    for (const Warning& warning : decoded.warnings) keys += warning.key + " ";
    return keys;
}

struct Case {
    const char* name;
    int format;
    int rate;
    std::size_t channels;
    double tolerance;  // of a sample
};

class EveryFormat : public ::testing::TestWithParam<Case> {};

TEST_P(EveryFormat, KeepsShapeAndSamples) {
    const Case& c = GetParam();
    const Folder folder;
    const Sound sound = tone(c.rate, c.channels, 2.0);
    write_sound(folder / c.name, sound, c.format);
    const auto decoded = decode_file(folder / c.name, {});
    ASSERT_TRUE(decoded) << decoded.error().key;
    EXPECT_EQ(decoded->sound.sample_rate, c.rate);
    ASSERT_EQ(decoded->sound.channels.size(), c.channels);
    EXPECT_NEAR(decoded->sound.duration(), 2.0, 0.05);
    EXPECT_LT(distance(decoded->sound, sound), c.tolerance);
    EXPECT_TRUE(decoded->warnings.empty()) << listed(*decoded);
}

INSTANTIATE_TEST_SUITE_P(
    Sndfile, EveryFormat,
    ::testing::Values(Case{"pcm8.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 1, 0.02},
                      Case{"pcm16.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 2, 1e-4},
                      Case{"pcm24_96k.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 96'000, 2, 1e-6},
                      Case{"pcm32.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_32, 44'100, 2, 1e-6},
                      Case{"float.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 16'000, 1, 1e-7},
                      Case{"ulaw.wav", SF_FORMAT_WAV | SF_FORMAT_ULAW, 8000, 2, 0.02},
                      Case{"alaw.wav", SF_FORMAT_WAV | SF_FORMAT_ALAW, 8000, 2, 0.02},
                      Case{"gsm.wav", SF_FORMAT_WAV | SF_FORMAT_GSM610, 8000, 1, 0.2},
                      Case{"pcm16.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 16'000, 1, 1e-4},
                      Case{"pcm16.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 8000, 2, 1e-4},
                      Case{"vorbis.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 16'000, 2, 0.1},
                      Case{"opus.ogg", SF_FORMAT_OGG | SF_FORMAT_OPUS, 48'000, 2, 0.1}),
    [](const auto& test) {
        std::string name = test.param.name;
        std::replace(name.begin(), name.end(), '.', '_');
        return name;
    });

TEST(Decode, ReadsRawFormatsByTheirExtension) {
    const Folder folder;
    const Sound sound = tone(8000, 1, 3.0);
    write_sound(folder / "call.ulaw", sound, SF_FORMAT_RAW | SF_FORMAT_ULAW);
    write_sound(folder / "call.ALAW", sound, SF_FORMAT_RAW | SF_FORMAT_ALAW);
    write_sound(folder / "call.gsm", sound, SF_FORMAT_RAW | SF_FORMAT_GSM610);
    write_sound(folder / "call.sln", sound, SF_FORMAT_RAW | SF_FORMAT_PCM_16);
    for (const char* name : {"call.ulaw", "call.ALAW", "call.gsm", "call.sln"}) {
        const auto decoded = decode_file(folder / name, {});
        ASSERT_TRUE(decoded) << name << " " << decoded.error().key;
        EXPECT_NEAR(decoded->sound.duration(), 3.0, 0.03) << name;
        EXPECT_EQ(decoded->sound.sample_rate, 8000) << name;
        EXPECT_LT(distance(decoded->sound, sound), 0.2) << name;
    }
}

TEST(Decode, ConvertsTheSampleRateOnTheWay) {
    const Folder folder;
    write_sound(folder / "high.wav", tone(96'000, 2, 2.0), SF_FORMAT_WAV | SF_FORMAT_PCM_24);
    const auto decoded = decode_file(folder / "high.wav", {.sample_rate = 8000});
    ASSERT_TRUE(decoded) << decoded.error().key;
    EXPECT_EQ(decoded->sound.sample_rate, 8000);
    EXPECT_NEAR(decoded->sound.duration(), 2.0, 0.001);
    EXPECT_LT(distance(decoded->sound, tone(8000, 2, 2.0)), 0.001);
}

TEST(Decode, ReadsByContentAndWarnsOfAWrongExtension) {
    const Folder folder;
    write_sound(folder / "call.mp3", tone(8000, 1, 2.0), SF_FORMAT_WAV | SF_FORMAT_PCM_16);
    const auto decoded = decode_file(folder / "call.mp3", {});
    ASSERT_TRUE(decoded) << decoded.error().key;
    EXPECT_NEAR(decoded->sound.duration(), 2.0, 0.001);
    ASSERT_TRUE(warns(*decoded, "audio.wrong_extension")) << listed(*decoded);
    EXPECT_EQ(decoded->warnings.front().details.at("format"), "wav");
    // A raw format's extension does not hide a marked one either.
    std::filesystem::rename(folder / "call.mp3", folder / "call.ulaw");
    const auto raw = decode_file(folder / "call.ulaw", {});
    ASSERT_TRUE(raw) << raw.error().key;
    EXPECT_NEAR(raw->sound.duration(), 2.0, 0.001);
    EXPECT_TRUE(warns(*raw, "audio.wrong_extension"));
}

TEST(Decode, KeepsWhatATruncatedRecordingHolds) {
    const Folder folder;
    const Sound sound = tone(8000, 2, 10.0);
    for (const auto& [name, format] : {std::pair{"cut.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16},
                                       std::pair{"cut.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
                                       std::pair{"cut.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS}}) {
        write_sound(folder / name, sound, format);
        const std::string whole = *read_file(folder / name);
        const auto decoded = decode_bytes(std::string_view(whole).substr(0, whole.size() / 2 + 1), name, {});
        ASSERT_TRUE(decoded) << name << " " << decoded.error().key;
        EXPECT_GT(decoded->sound.duration(), 2.0) << name;
        EXPECT_LT(decoded->sound.duration(), 8.0) << name;
        ASSERT_TRUE(warns(*decoded, "audio.truncated")) << name << " " << listed(*decoded);
        EXPECT_NEAR(std::stod(decoded->warnings.front().details.at("seconds")), decoded->sound.duration(),
                    0.1)
            << name;
    }
}

TEST(Decode, NamesTheFaultOfWhatIsNoRecording) {
    const Folder folder;
    ASSERT_TRUE(write_file(folder / "empty.wav", ""));
    ASSERT_TRUE(write_file(folder / "text.wav", std::string(5000, 'a')));
    ASSERT_TRUE(write_file(folder / "page.mp3", "<html><body>404</body></html>"));
    write_sound(folder / "header.wav", tone(8000, 1, 0.0), SF_FORMAT_WAV | SF_FORMAT_PCM_16);
    EXPECT_EQ(decode_file(folder / "empty.wav", {}).error().key, "audio.empty");
    EXPECT_EQ(decode_file(folder / "header.wav", {}).error().key, "audio.empty");
    EXPECT_EQ(decode_file(folder / "text.wav", {}).error().key, "audio.not_sound");
    const auto page = decode_file(folder / "page.mp3", {});
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, ErrorCode::kInvalidInput) << page.error().key;
    EXPECT_EQ(page.error().place.source, (folder / "page.mp3").string());
    EXPECT_EQ(decode_file(folder / "none.wav", {}).error().code, ErrorCode::kNotFound);
    EXPECT_EQ(decode_file(folder / "", {}).error().key, "core.file.is_folder");
    EXPECT_EQ(decode_file("/dev/zero", {}).error().key, "audio.not_a_file");
}

TEST(Decode, OpensNoOtherFile) {
    // A playlist and a concat script are ways to make a media library open files of its own.
    for (const std::string text :
         {"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", "ffconcat version 1.0\nfile /etc/hostname\n"}) {
        const auto decoded = decode_bytes(text, "list.wav", {});
        ASSERT_FALSE(decoded);
        EXPECT_TRUE(decoded.error().key == "audio.format_refused" || decoded.error().key == "audio.not_sound")
            << decoded.error().key;
    }
}

TEST(Decode, HoldsItsLimits) {
    const Folder folder;
    write_sound(folder / "call.wav", tone(8000, 1, 20.0), SF_FORMAT_WAV | SF_FORMAT_PCM_16);
    const auto too_long = decode_file(folder / "call.wav", {.max_duration = 10});
    ASSERT_FALSE(too_long);
    EXPECT_EQ(too_long.error().key, "audio.too_long");
    EXPECT_EQ(too_long.error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(decode_file(folder / "call.wav", {.sample_rate = 7}).error().code, ErrorCode::kConfiguration);
    EXPECT_EQ(decode_file(folder / "call.wav", {.program = "/none/repere-decode"}).error().key,
              "audio.decoder_missing");
}

TEST(Decode, TwoHoursOfSilenceAreSaidToBeSilent) {
    const Folder folder;
    const Sound hour{.sample_rate = 8000, .channels = {std::vector<float>(8000 * 7200, 0.0F)}};
    write_sound(folder / "night.wav", hour, SF_FORMAT_WAV | SF_FORMAT_PCM_U8);
    const auto decoded = decode_file(folder / "night.wav", {});
    ASSERT_TRUE(decoded) << decoded.error().key;
    EXPECT_DOUBLE_EQ(decoded->sound.duration(), 7200.0);
    EXPECT_TRUE(warns(*decoded, "audio.silent")) << listed(*decoded);
}

}  // namespace
}  // namespace repere::audio
