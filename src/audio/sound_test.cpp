#include <gtest/gtest.h>
#include <unistd.h>

#include "audio/decode.hpp"
#include "audio/quality.hpp"
#include "audio/resample.hpp"
#include "audio/test_sounds.hpp"
#include "audio/wav.hpp"

namespace repere::audio {
namespace {

using namespace testing;

TEST(Resample, KeepsDurationAndTone) {
    for (const auto& [from, to] :
         {std::pair{8000, 16'000}, std::pair{44'100, 8000}, std::pair{16'000, 16'000}}) {
        const auto out = resampled(tone(from, 2, 1.5), to);
        ASSERT_TRUE(out) << out.error().key;
        EXPECT_EQ(out->sample_rate, to);
        EXPECT_NEAR(out->duration(), 1.5, 1e-3);
        EXPECT_LT(distance(*out, tone(to, 2, 1.5)), 1e-3) << from << " " << to;
    }
    EXPECT_EQ(resampled(tone(8000, 1, 0.1), 0).error().key, "audio.sample_rate");
}

TEST(Resample, TakesTheMeanOfTheChannels) {
    const Sound out = mono({.sample_rate = 8000, .channels = {{1.0F, 0.5F}, {0.0F, -0.5F}}});
    EXPECT_EQ(out.channels, (std::vector<std::vector<float>>{{0.5F, 0.0F}}));
}

TEST(Wav, ComesBackThroughTheDecoder) {
    const Folder folder;
    const Sound sound = tone(8000, 2, 1.0);
    ASSERT_TRUE(write_wav(folder / "out.wav", sound));
    const auto back = decode_file(folder / "out.wav", {});
    ASSERT_TRUE(back) << back.error().key;
    EXPECT_EQ(back->sound.frames(), sound.frames());
    EXPECT_LT(distance(back->sound, sound), 1e-4);
    EXPECT_FALSE(write_wav(folder / "out.wav", {}));
}

TEST(Wav, SilencesWithAMarginAndNothingElse) {
    const Sound sound{.sample_rate = 1000,
                      .channels = {std::vector<float>(1000, 0.5F), std::vector<float>(1000, 0.5F)}};
    const Sound out = silenced(sound, {{0.4, 0.5}, {0.95, 2.0}, {0.3, 0.1}}, 0.05);
    for (const auto& channel : out.channels) {
        EXPECT_EQ(channel[349], 0.5F);
        EXPECT_EQ(channel[351], 0.0F);
        EXPECT_EQ(channel[549], 0.0F);
        EXPECT_EQ(channel[551], 0.5F);
        EXPECT_EQ(channel[898], 0.5F);
        EXPECT_EQ(channel[999], 0.0F);
        EXPECT_EQ(channel[200], 0.5F);
    }
}

std::vector<Warning> judged(const Sound& sound) {
    QualityMeter meter(sound.sample_rate, sound.channels.size());
    std::vector<const float*> pointers;
    for (const auto& channel : sound.channels) pointers.push_back(channel.data());
    meter.add(pointers.data(), sound.frames());
    return meter.warnings("call.wav");
}

TEST(Quality, FindsNothingInGoodSound) {
    EXPECT_TRUE(judged(tone(8000, 2, 30, 0.99F)).empty());
}

TEST(Quality, FindsSilence) {
    const auto all = judged(tone(8000, 2, 5, 0.0005F));
    ASSERT_EQ(all.size(), 1);
    EXPECT_EQ(all[0].key, "audio.silent");
    Sound half = tone(8000, 2, 5);
    std::fill(half.channels[1].begin(), half.channels[1].end(), 0.0F);
    const auto one = judged(half);
    ASSERT_EQ(one.size(), 1);
    EXPECT_EQ(one[0].key, "audio.silent_channel");
    EXPECT_EQ(one[0].details.at("channel"), "2");
}

TEST(Quality, FindsACallOfOneSide) {
    Sound sound = tone(8000, 2, 60);
    std::fill(sound.channels[0].begin() + 4000, sound.channels[0].end(), 0.0F);
    const auto found = judged(sound);
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].key, "audio.one_sided");
    EXPECT_EQ(found[0].details.at("channel"), "1");
    EXPECT_EQ(found[0].details.at("seconds"), "0.5");
}

TEST(Quality, FindsTwoChannelsThatAreOne) {
    Sound sound = tone(8000, 2, 5);
    sound.channels[1] = sound.channels[0];
    const auto found = judged(sound);
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].key, "audio.same_channels");
}

TEST(Quality, FindsClippingAndItsPlace) {
    Sound sound = tone(8000, 1, 10, 0.9F);
    for (std::size_t i = 3 * 8000; i < 5 * 8000; ++i) {
        sound.channels[0][i] = std::clamp(sound.channels[0][i] * 2, -0.98F, 0.98F);
    }
    const auto found = judged(sound);
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].key, "audio.clipped");
    EXPECT_EQ(found[0].details.at("start"), "3");
    EXPECT_EQ(found[0].details.at("seconds"), "2");
}

}  // namespace
}  // namespace repere::audio
