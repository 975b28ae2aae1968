#include "audio/voice.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numbers>
#include <random>

#include "audio/decode.hpp"
#include "audio/test_sounds.hpp"

namespace repere::audio {
namespace {

// Voiced sound as a vocal tract makes it: pulses through three resonances, its loudness moving as syllables
// do.
void add_voice(Sound& sound, std::size_t channel, double start, double end) {
    const double rate = sound.sample_rate;
    std::array<double, 3> hz = {600, 1200, 2500};
    std::array<std::array<double, 2>, 3> memory{};
    double phase = 0;
    for (auto i = static_cast<std::size_t>(start * rate); i < static_cast<std::size_t>(end * rate); ++i) {
        const double t = static_cast<double>(i) / rate;
        phase += (120 + 20 * std::sin(2 * std::numbers::pi * 0.7 * t)) / rate;
        double sample = 0;
        if (phase >= 1) {
            phase -= 1;
            sample = 1;
        }
        double sum = 0;
        for (std::size_t k = 0; k < hz.size(); ++k) {
            const double r = std::exp(-std::numbers::pi * 90 / rate);
            const double y = sample + 2 * r * std::cos(2 * std::numbers::pi * hz[k] / rate) * memory[k][0] -
                             r * r * memory[k][1];
            memory[k] = {y, memory[k][0]};
            sum += y;
        }
        sound.channels[channel][i] =
            static_cast<float>(0.08 * sum * (0.7 + 0.3 * std::sin(2 * std::numbers::pi * 4 * t)));
    }
}

Sound quiet(int rate, double seconds) {
    Sound sound{.sample_rate = rate, .channels = std::vector<std::vector<float>>(2)};
    std::mt19937 random(7);
    std::uniform_real_distribution<float> noise(-0.0003F, 0.0003F);
    for (auto& channel : sound.channels) {
        channel.resize(static_cast<std::size_t>(seconds * rate));
        for (float& sample : channel) sample = noise(random);
    }
    return sound;
}

TEST(FindSpeech, FindsStretchesAtAnyRate) {
    for (const int rate : {8000, 16'000, 22'050, 44'100}) {
        Sound sound = quiet(rate, 20);
        add_voice(sound, 1, 2, 5);
        add_voice(sound, 1, 5.2, 8);  // a short gap belongs to the speech
        add_voice(sound, 1, 12, 14);
        EXPECT_TRUE(find_speech(sound, 0, {}).empty()) << rate;
        const auto found = find_speech(sound, 1, {});
        ASSERT_EQ(found.size(), 2) << rate;
        EXPECT_NEAR(found[0].start, 1.9, 0.15) << rate;
        EXPECT_NEAR(found[0].end, 8.1, 0.3) << rate;
        EXPECT_NEAR(found[1].start, 11.9, 0.15) << rate;
        EXPECT_NEAR(found[1].end, 14.1, 0.3) << rate;
    }
}

TEST(FindSpeech, DropsBurstsAndKeepsToTheSound) {
    Sound sound = quiet(8000, 4);
    add_voice(sound, 0, 3, 4);
    const auto found = find_speech(sound, 0, {.padding = 2});
    ASSERT_EQ(found.size(), 1);
    EXPECT_DOUBLE_EQ(found[0].end, 4.0);
    EXPECT_TRUE(find_speech(sound, 0, {.min_speech = 5}).empty());
    EXPECT_TRUE(find_speech(sound, 2, {}).empty());
    EXPECT_TRUE(find_speech(sound, 0, {.aggressiveness = 9}).empty());
}

TEST(FindSpeech, HearsNothingInTwoHoursOfSilence) {
    const Sound sound{.sample_rate = 8000, .channels = {std::vector<float>(8000 * 7200, 0.0F)}};
    EXPECT_TRUE(find_speech(sound, 0, {}).empty());
}

TEST(FindSpeech, HearsBothSidesOfARealCall) {
    const char* shared = std::getenv("REPERE_SHARED");
    const auto root = shared != nullptr ? std::filesystem::path(shared)
                                        : std::filesystem::path(REPERE_SOURCE_DIR) / "../shared";
    const auto file = root / "data/audio/call_en_auto_repairs/auto_repairs_40_left_customer_right_agent.flac";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no real call at " << file << "; set REPERE_SHARED";
    const auto decoded = decode_file(file, {});
    ASSERT_TRUE(decoded) << decoded.error().key;
    ASSERT_EQ(decoded->sound.channels.size(), 2);
    for (const std::size_t channel : {0U, 1U}) {
        double talk = 0;
        for (const Interval& interval : find_speech(decoded->sound, channel, {}))
            talk += interval.end - interval.start;
        EXPECT_GT(talk, decoded->sound.duration() * 0.1) << channel;
        EXPECT_LT(talk, decoded->sound.duration() * 0.9) << channel;
    }
}

Turn turn(Speaker speaker, double start, double end, std::string text = "") {
    return {.speaker = speaker, .text = std::move(text), .start = start, .end = end};
}

TEST(MeasureVoice, SaysNothingWithoutTimes) {
    EXPECT_FALSE(measure_voice({.turns = {{.speaker = Speaker::kAgent, .text = "Bonjour"}}}));
    EXPECT_FALSE(measure_voice({}));
    EXPECT_FALSE(
        measure_voice({.turns = {turn(Speaker::kAgent, 5, 4), turn(Speaker::kAgent, std::nan(""), 4)}}));
}

TEST(MeasureVoice, AddsUpTurnTimes) {
    const auto measures =
        measure_voice({.turns = {turn(Speaker::kAgent, 0, 6, "Bonjour, que puis-je pour vous ?"),
                                 turn(Speaker::kCustomer, 10, 20), turn(Speaker::kUnknown, 21, 22)}});
    ASSERT_TRUE(measures);
    EXPECT_DOUBLE_EQ(measures->agent.talk, 6);
    ASSERT_TRUE(measures->agent.rate_wpm);
    EXPECT_DOUBLE_EQ(*measures->agent.rate_wpm, 50);  // five words in six seconds
    EXPECT_DOUBLE_EQ(measures->customer.talk, 10);
    EXPECT_FALSE(measures->customer.rate_wpm);
    EXPECT_DOUBLE_EQ(measures->silence, 5);
    EXPECT_DOUBLE_EQ(measures->overlap, 0);
    EXPECT_EQ(measures->interruptions, 0);
}

TEST(MeasureVoice, TakesPausesOutOfTalkWhereWordsHaveTimes) {
    Turn spoken = turn(Speaker::kCustomer, 0, 12);
    for (const auto& [start, end] : {std::pair{0.0, 1.0}, {1.1, 2.0}, {3.0, 4.0}, {8.0, 9.0}, {9.5, 12.0}}) {
        spoken.words.push_back({.text = "mot", .start = start, .end = end});
    }
    const auto measures = measure_voice({.turns = {spoken}});
    ASSERT_TRUE(measures);
    EXPECT_DOUBLE_EQ(measures->customer.talk, 6.5);
    EXPECT_EQ(measures->customer.pauses, 2);  // 1 s and 0.5 s; 4 s is a silence, 0.1 s is nothing
    EXPECT_NEAR(*measures->customer.rate_wpm, 5 / (6.5 / 60), 1e-9);
    EXPECT_DOUBLE_EQ(measures->silence, 5.5);
}

TEST(MeasureVoice, TellsInterruptionsFromAcknowledgements) {
    const auto measures = measure_voice(
        {.turns = {
             turn(Speaker::kCustomer, 0, 10), turn(Speaker::kAgent, 4, 4.5),  // "hm": the customer goes on
             turn(Speaker::kAgent, 9, 15),         // takes the floor: an interruption
             turn(Speaker::kCustomer, 14.95, 20),  // times that touch
             turn(Speaker::kAgent, 17, 25),        // both go on for 3 s: an overlap
             turn(Speaker::kCustomer, 24, 24.9),   // ends inside the agent's turn
         }});
    ASSERT_TRUE(measures);
    EXPECT_EQ(measures->interruptions, 1);
    EXPECT_NEAR(measures->overlap, 0.5 + 1 + 0.05 + 3 + 0.9, 1e-9);
    EXPECT_DOUBLE_EQ(measures->silence, 0);
}

}  // namespace
}  // namespace repere::audio
