#include "speech/transcribe.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "audio/wav.hpp"

namespace repere::speech {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

const std::filesystem::path kPrompts = "/usr/share/asterisk/sounds";

std::vector<std::string> keys(const Transcribed& t) {
    std::vector<std::string> out;
    for (const Warning& w : t.warnings) out.push_back(w.key);
    return out;
}

class Transcribe : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "repere-transcribe-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
        config_.recognizer.language = "en";
        config_.recognizer.models = std::filesystem::path(REPERE_CACHE_DIR) / "speech";
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::vector<float> prompt(const std::string& name) {
        auto decoded = audio::decode_file(kPrompts / name, {});
        EXPECT_TRUE(decoded) << name;
        return decoded ? decoded->sound.channels.front() : std::vector<float>{};
    }
    Interaction call(const audio::Sound& sound, std::optional<bool> agent_is_left = {}) {
        const auto file = folder_ / "call.wav";
        EXPECT_TRUE(audio::write_wav(file, sound));
        Interaction interaction{.id = "c1"};
        interaction.media.push_back({.path = file.string(), .agent_is_left = agent_is_left});
        return interaction;
    }
    // Left says goodbye, then right asks for a number.
    audio::Sound two_sides() {
        const std::vector<float> left = prompt("en_US_f_Allison/vm-goodbye.wav");
        const std::vector<float> right = prompt("en_US_f_Allison/vm-enter-num-to-call.wav");
        audio::Sound sound{.sample_rate = 8000, .channels = {left, {}}};
        sound.channels[0].resize(left.size() + right.size());
        sound.channels[1].resize(left.size());
        sound.channels[1].insert(sound.channels[1].end(), right.begin(), right.end());
        return sound;
    }
    bool has_prompts() const { return std::filesystem::exists(kPrompts / "en_US_f_Allison/vm-goodbye.wav"); }

    std::filesystem::path folder_;
    TranscribeConfig config_;
};

TEST_F(Transcribe, LaysTheTurnsOfBothChannelsInOrder) {
    if (!has_prompts()) GTEST_SKIP() << "asterisk-core-sounds-en-wav is not installed";
    config_.recognizer.threads = 2;
    const auto t = transcribe(call(two_sides(), false), config_, one_unknown_speaker());
    ASSERT_TRUE(t) << t.error().key;
    ASSERT_GE(t->interaction.turns.size(), 2U);
    EXPECT_EQ(t->interaction.turns.front().speaker, Speaker::kCustomer);
    EXPECT_EQ(t->interaction.turns.back().speaker, Speaker::kAgent);
    EXPECT_EQ(t->interaction.turns.back().participant, "A1");
    EXPECT_THAT(t->interaction.turns.back().text, ::testing::HasSubstr("number"));
    EXPECT_EQ(t->interaction.language, "en");
    EXPECT_TRUE(t->engine_version.starts_with("pocketsphinx-en-"));
    EXPECT_THAT(keys(*t), Not(Contains("speech.agent_channel_assumed")));
    EXPECT_THAT(keys(*t), Not(Contains("speech.indicative")));
    for (const Turn& turn : t->interaction.turns) {
        std::string joined;
        for (const Word& w : turn.words) joined += (joined.empty() ? "" : " ") + w.text;
        EXPECT_EQ(turn.text, joined);
    }
    config_.recognizer.threads = 1;  // one thread hears the same
    const auto one = transcribe(call(two_sides(), false), config_, one_unknown_speaker());
    ASSERT_TRUE(one) << one.error().key;
    EXPECT_EQ(one->interaction.turns, t->interaction.turns);
}

// In French from here on where the words do not matter: that model loads in a moment.
TEST_F(Transcribe, SaysWhatItAssumes) {
    if (!has_prompts()) GTEST_SKIP() << "asterisk-core-sounds-en-wav is not installed";
    config_.recognizer.language = "fr";
    auto t = transcribe(call(two_sides()), config_, one_unknown_speaker());
    ASSERT_TRUE(t) << t.error().key;
    EXPECT_THAT(keys(*t), Contains("speech.agent_channel_assumed"));
    EXPECT_THAT(keys(*t), Contains("speech.indicative"));
    EXPECT_EQ(t->interaction.turns.front().speaker, Speaker::kAgent);
    config_.agent_channel = AgentChannel::kRight;
    t = transcribe(call(two_sides(), true), config_, one_unknown_speaker());
    ASSERT_TRUE(t);
    EXPECT_EQ(t->interaction.turns.front().speaker, Speaker::kCustomer);

    audio::Sound same = two_sides();  // one voice recorded twice is mono
    same.channels[1] = same.channels[0];
    t = transcribe(call(same), config_, one_unknown_speaker());
    ASSERT_TRUE(t);
    EXPECT_THAT(keys(*t), Contains("speech.mono"));
    EXPECT_EQ(t->interaction.turns.front().speaker, Speaker::kUnknown);
    EXPECT_EQ(t->interaction.turns.front().participant, "unknown");
}

TEST_F(Transcribe, TellsTheLanguageByListening) {
    if (!has_prompts()) GTEST_SKIP() << "asterisk-core-sounds-en-wav is not installed";
    config_.recognizer.language = "auto";
    audio::Sound sound = two_sides();
    sound.channels[0].clear();
    sound.channels[0].resize(sound.channels[1].size());
    auto t = transcribe(call(sound, true), config_, one_unknown_speaker());
    ASSERT_TRUE(t) << t.error().key;
    EXPECT_EQ(t->interaction.language, "en");
    EXPECT_THAT(keys(*t), Contains("speech.language_assumed"));
    Interaction said = call(sound, true);
    said.language = "fr";  // what the metadata say wins
    t = transcribe(std::move(said), config_, one_unknown_speaker());
    ASSERT_TRUE(t);
    EXPECT_EQ(t->interaction.language, "fr");
    EXPECT_THAT(keys(*t), Not(Contains("speech.language_assumed")));
}

TEST_F(Transcribe, KeepsTurnsThatAreThere) {
    Interaction interaction;
    interaction.turns.push_back({.text = "déjà écrit"});
    const auto t = transcribe(interaction, config_, one_unknown_speaker());
    ASSERT_TRUE(t);
    EXPECT_EQ(t->interaction, interaction);
    EXPECT_EQ(t->engine_version, "");
}

TEST_F(Transcribe, SilenceIsAWarning) {
    config_.recognizer.language = "fr";
    const auto t = transcribe(call({.sample_rate = 8000, .channels = {std::vector<float>(16000), std::vector<float>(16000)}}),
                              config_, one_unknown_speaker());
    ASSERT_TRUE(t) << t.error().key;
    EXPECT_TRUE(t->interaction.turns.empty());
    EXPECT_THAT(keys(*t), Contains("speech.no_speech"));
}

TEST_F(Transcribe, Refuses) {
    EXPECT_EQ(transcribe({.id = "x"}, config_, one_unknown_speaker()).error().key, "speech.no_media");
    auto three = transcribe(call({.sample_rate = 8000, .channels = std::vector(3, std::vector<float>(8000))}), config_, one_unknown_speaker());
    ASSERT_FALSE(three);
    EXPECT_EQ(three.error().key, "speech.too_many_channels");
    config_.recognizer.language = "de";
    EXPECT_EQ(config_.validate().error().key, "speech.language_unknown");
}

}  // namespace
}  // namespace repere::speech
