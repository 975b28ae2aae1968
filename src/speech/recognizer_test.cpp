#include "speech/recognizer.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <cstring>
#include <filesystem>

#include "core/files.hpp"
#include "speech/engines.hpp"
#include "speech/word_error_rate.hpp"

namespace repere::speech {
namespace {

const std::filesystem::path kModels = std::filesystem::path(REPERE_CACHE_DIR) / "speech";

// A 16-bit mono WAV file of Debian's Asterisk prompts; no channel where it is not installed.
audio::Sound prompt(const std::string& name) {
    audio::Sound sound;
    const auto bytes = read_file("/usr/share/asterisk/sounds/" + name);
    if (!bytes || bytes->size() < 44) return sound;
    sound.channels.emplace_back();
    for (std::size_t i = 44; i + 1 < bytes->size(); i += 2) {
        std::int16_t sample = 0;
        std::memcpy(&sample, bytes->data() + i, 2);
        sound.channels.front().push_back(static_cast<float>(sample) / 32768.0F);
    }
    return sound;
}

std::string text_of(const std::vector<Utterance>& utterances) {
    std::string out;
    for (const Utterance& u : utterances) {
        for (const Word& w : u.words) out += (out.empty() ? "" : " ") + w.text;
    }
    return out;
}

TEST(Recognizer, ChecksItsConfiguration) {
    EXPECT_EQ(make_recognizer({.language = "de"}).error().key, "speech.language_unknown");
    EXPECT_EQ(make_recognizer({.threads = 0}).error().key, "speech.threads_out_of_range");
    EXPECT_EQ(make_recognizer({.engine = Engine::kWhisper}).error().key, "speech.whisper.model_unsaid");
}

TEST(Recognizer, SaysWhichModelsAreMissing) {
    const auto r = make_recognizer({.language = "fr", .models = "/nonexistent"});
    ASSERT_FALSE(r);
    EXPECT_EQ(r.error().key, "speech.models_missing");
    EXPECT_EQ(r.error().code, ErrorCode::kEnvironment);
    EXPECT_EQ(r.error().details.at("folder"), "/nonexistent/fr");
}

TEST(Recognizer, HearsEnglishWithTimesAndConfidence) {
    const audio::Sound sound = prompt("en_US_f_Allison/vm-enter-num-to-call.wav");
    if (sound.channels.empty()) GTEST_SKIP() << "asterisk-core-sounds-en-wav is not installed";
    auto recognizer = make_recognizer({.language = "en", .models = kModels});
    ASSERT_TRUE(recognizer) << recognizer.error().key;
    const auto heard = (*recognizer)->run(sound, {{0, sound.duration()}}, {});
    ASSERT_TRUE(heard);
    const std::string text = text_of(*heard);
    EXPECT_LE(count_word_errors(normalised_words("please enter the number you wish to call"), normalised_words(text)).rate(), 0.4) << text;
    double last = 0;
    for (const Word& w : heard->front().words) {
        EXPECT_GE(w.start, last);
        EXPECT_GT(w.end, w.start);
        EXPECT_LE(w.end, sound.duration());
        ASSERT_TRUE(w.confidence);
        EXPECT_GE(*w.confidence, 0);
        EXPECT_LE(*w.confidence, 1);
        last = w.start;
    }
    EXPECT_TRUE((*recognizer)->version().starts_with("pocketsphinx-en-"));
}

TEST(Recognizer, FrenchLoadsAndGivesTimesFromTheStartOfTheChannel) {
    audio::Sound sound = prompt("fr_CA_f_June/vm-goodbye.wav");
    if (sound.channels.empty()) GTEST_SKIP() << "asterisk-core-sounds-fr-wav is not installed";
    const double length = sound.duration();
    sound.channels.front().insert(sound.channels.front().begin(), 16'000, 0.0F);  // two seconds of silence before
    auto recognizer = make_recognizer({.language = "fr", .models = kModels});
    ASSERT_TRUE(recognizer) << recognizer.error().key;
    const auto heard = (*recognizer)->run(sound, {{2, 2 + length}}, {});
    ASSERT_TRUE(heard);
    ASSERT_FALSE(heard->front().words.empty());
    EXPECT_GE(heard->front().words.front().start, 2);
    EXPECT_LE(heard->front().words.back().end, 2 + length);
}

TEST(Recognizer, SurvivesEmptyAndOddSound) {
    auto recognizer = make_recognizer({.language = "fr", .models = kModels});
    ASSERT_TRUE(recognizer) << recognizer.error().key;
    audio::Sound sound{.channels = {std::vector<float>(8000, std::nanf(""))}};
    EXPECT_TRUE((*recognizer)->run(sound, {}, {})->empty());
    EXPECT_TRUE((*recognizer)->run(sound, {{0, 1}, {0.5, 0.501}, {3, 2}, {-1, 99}}, {}));
    EXPECT_EQ((*recognizer)->run({.channels = {{}, {}}}, {}, {}).error().code, ErrorCode::kInternal);
}

TEST(Recognizer, StopsWhenAsked) {
    auto recognizer = make_recognizer({.language = "fr", .models = kModels});
    ASSERT_TRUE(recognizer) << recognizer.error().key;
    std::stop_source stop;
    stop.request_stop();
    const auto r = (*recognizer)->run({.channels = {std::vector<float>(8000)}}, {{0, 1}}, stop.get_token());
    ASSERT_FALSE(r);
    EXPECT_EQ(r.error().code, ErrorCode::kCancelled);
}

TEST(Pieces, CutsLongStretchesWhereTheyAreQuietest) {
    audio::Sound sound{.channels = {std::vector<float>(8000 * 30, 0.5F)}};
    std::fill_n(sound.channels[0].begin() + 8000 * 8, 800, 0.0F);  // 8.0 … 8.1 s
    const auto pieces = pieces_of(sound, {{0, 15}, {20, 99}}, 10);
    ASSERT_EQ(pieces.size(), 3U);
    EXPECT_NEAR(pieces[0].end, 8.05, 0.06);
    EXPECT_EQ(pieces[1].start, pieces[0].end);
    EXPECT_EQ(pieces[2], (audio::Interval{20, 30}));
}

}  // namespace
}  // namespace repere::speech
