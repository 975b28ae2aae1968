#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/files.hpp"
#include "speech/engines.hpp"
#include "speech/recognizer.hpp"
#include "speech/whisper_file.hpp"
#include "speech/whisper_words.hpp"

namespace repere::speech {
namespace {

using ::testing::ElementsAre;

// Builds a ggml model file of the smallest shape whisper.cpp takes, with small random weights.
class ModelWriter {
  public:
    std::string complete() {
        header();
        weights();
        return out_;
    }
    std::string without_weights() {
        header();
        return out_;
    }

  private:
    static constexpr int kState = 32, kLayers = 4, kMels = 80, kVocab = 51865, kAudio = 1500, kText = 64;

    void put(std::int32_t v) { out_.append(reinterpret_cast<const char*>(&v), 4); }
    void header() {
        put(0x67676d6c);
        for (const int v : {kVocab, kAudio, kState, 2, kLayers, kText, kState, 2, kLayers, kMels, 1}) put(v);
        put(kMels);
        put(201);
        out_.append(static_cast<std::size_t>(kMels) * 201 * 4, '\0');
        put(50257);
        for (int i = 0; i < 50257; ++i) {
            const std::string token = i == 1 ? " " : " w" + std::to_string(i);  // the library looks " " up by name
            put(static_cast<std::int32_t>(token.size()));
            out_ += token;
        }
    }
    void tensor(const std::string& name, const std::vector<int>& shape) {
        const bool half = shape.size() > 1 && name.ends_with(".weight");
        put(static_cast<std::int32_t>(shape.size()));
        put(static_cast<std::int32_t>(name.size()));
        put(half ? 1 : 0);
        std::size_t count = 1;
        for (const int extent : shape) {
            put(extent);
            count *= static_cast<std::size_t>(extent);
        }
        out_ += name;
        for (std::size_t i = 0; i < count; ++i) {
            seed_ = seed_ * 1664525 + 1013904223;
            if (half) {
                const auto bits = static_cast<std::uint16_t>(0x2000 | (seed_ >> 31 << 15) | (seed_ >> 12 & 0x3ff));
                out_.append(reinterpret_cast<const char*>(&bits), 2);
            } else {
                const float value = (static_cast<float>(seed_ >> 8) / 16777216.0F - 0.5F) * 0.1F;
                out_.append(reinterpret_cast<const char*>(&value), 4);
            }
        }
    }
    void attention(const std::string& at) {
        tensor(at + "_ln.weight", {kState});
        tensor(at + "_ln.bias", {kState});
        for (const char* part : {"query", "key", "value", "out"}) {
            tensor(at + "." + part + ".weight", {kState, kState});
            if (std::string(part) != "key") tensor(at + "." + part + ".bias", {kState});
        }
    }
    void block(const std::string& at, bool cross) {
        tensor(at + ".mlp_ln.weight", {kState});
        tensor(at + ".mlp_ln.bias", {kState});
        tensor(at + ".mlp.0.weight", {kState, 4 * kState});
        tensor(at + ".mlp.0.bias", {4 * kState});
        tensor(at + ".mlp.2.weight", {4 * kState, kState});
        tensor(at + ".mlp.2.bias", {kState});
        attention(at + ".attn");
        if (cross) attention(at + ".cross_attn");
    }
    void weights() {
        tensor("encoder.positional_embedding", {kState, kAudio});
        tensor("encoder.conv1.weight", {3, kMels, kState});
        tensor("encoder.conv1.bias", {1, kState});
        tensor("encoder.conv2.weight", {3, kState, kState});
        tensor("encoder.conv2.bias", {1, kState});
        tensor("encoder.ln_post.weight", {kState});
        tensor("encoder.ln_post.bias", {kState});
        tensor("decoder.positional_embedding", {kState, kText});
        tensor("decoder.token_embedding.weight", {kState, kVocab});
        tensor("decoder.ln.weight", {kState});
        tensor("decoder.ln.bias", {kState});
        for (int i = 0; i < kLayers; ++i) {
            block("encoder.blocks." + std::to_string(i), false);
            block("decoder.blocks." + std::to_string(i), true);
        }
    }
    std::string out_;
    std::uint32_t seed_ = 7;
};

class Whisper : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "repere-whisper-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path file(const std::string& content) {
        const auto path = folder_ / ("ggml-" + std::to_string(++files_) + ".bin");
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    // The key of the error with which a file of this content is refused, "" when it is taken.
    std::string refusal(const std::string& content, const std::string& language = "fr") {
        const auto r = make_recognizer({.engine = Engine::kWhisper, .language = language, .model = file(content)});
        return r ? "" : r.error().key;
    }
    std::filesystem::path folder_;
    int files_ = 0;
};

TEST_F(Whisper, RefusesWhatIsNoModelWithoutAWordOnStderr) {
    ::testing::internal::CaptureStderr();
    EXPECT_EQ(refusal(""), "speech.whisper.not_a_model");
    EXPECT_EQ(refusal("Bonjour, ceci est un texte.\n"), "speech.whisper.not_a_model");
    EXPECT_EQ(refusal("lmgg"), "speech.whisper.truncated");
    EXPECT_EQ(refusal(ModelWriter().without_weights()), "speech.whisper.no_weights");
    const auto missing = make_recognizer({.engine = Engine::kWhisper, .model = folder_ / "none.bin"});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().key, "speech.whisper.missing");
    EXPECT_EQ(missing.error().place.source, (folder_ / "none.bin").string());
    EXPECT_EQ(make_recognizer({.engine = Engine::kWhisper, .model = folder_}).error().key, "speech.whisper.not_a_model");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST_F(Whisper, RefusesATruncatedModelWhereverItIsCut) {
    const std::string whole = ModelWriter().complete();
    for (const std::size_t size : {std::size_t{20}, std::size_t{100}, std::size_t{70'000}, whole.size() / 2, whole.size() - 1}) {
        EXPECT_EQ(refusal(whole.substr(0, size)), "speech.whisper.truncated") << size;
    }
}

TEST_F(Whisper, RefusesLies) {
    std::string whole = ModelWriter().complete();
    std::string huge = whole;
    huge.replace(12, 4, "\x7f\x7f\x7f\x7f", 4);  // audio state of two thousand million
    EXPECT_EQ(refusal(huge), "speech.whisper.not_a_model");
    std::string full_precision = whole;
    full_precision[44] = 0;
    EXPECT_EQ(refusal(full_precision), "speech.whisper.full_precision");
    std::string name = whole;
    const std::size_t at = name.find("encoder.conv1.weight");
    name[at] = 'E';  // a tensor that whisper.cpp does not know
    EXPECT_EQ(refusal(name), "speech.whisper.not_a_model");
}

TEST_F(Whisper, DecodesWithARealModelFileAndStaysInsideTheSpeech) {
    ::testing::internal::CaptureStderr();
    auto recognizer = make_recognizer({.engine = Engine::kWhisper, .model = file(ModelWriter().complete())});
    ASSERT_TRUE(recognizer) << recognizer.error().key;
    EXPECT_TRUE((*recognizer)->version().starts_with("whisper-ggml-1-"));
    audio::Sound sound{.sample_rate = 16000, .channels = {std::vector<float>(16000 * 4)}};
    for (std::size_t i = 0; i < sound.channels[0].size(); ++i) sound.channels[0][i] = static_cast<float>(i % 97) / 97 - 0.5F;
    const auto heard = (*recognizer)->run(sound, {{1, 2.5}}, {});
    ASSERT_TRUE(heard) << heard.error().key;
    for (const Utterance& u : *heard) {
        for (const Word& w : u.words) {
            EXPECT_GE(w.start, 1);
            EXPECT_LE(w.end, 2.5);
        }
    }
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST_F(Whisper, TellsTheLanguage) {
    const audio::Sound sound{.sample_rate = 16000, .channels = {std::vector<float>(16000 * 2, 0.1F)}};
    const auto language = whisper_language({.engine = Engine::kWhisper, .model = file(ModelWriter().complete())}, sound, {{0, 2}});
    ASSERT_TRUE(language) << language.error().key;
    EXPECT_THAT(*language, ::testing::AnyOf("fr", "en"));
}

TEST_F(Whisper, SaysSoWhenAModelLacksTokens) {
    std::string content = ModelWriter().complete();
    content[content.find(std::string("\1\0\0\0 ", 5)) + 4] = '?';
    auto recognizer = make_recognizer({.engine = Engine::kWhisper, .model = file(content)});
    ASSERT_TRUE(recognizer) << recognizer.error().key;
    const auto r = (*recognizer)->run({.sample_rate = 16000, .channels = {std::vector<float>(16000)}}, {{0, 1}}, {});
    ASSERT_FALSE(r);
    EXPECT_EQ(r.error().key, "speech.whisper.failed");
}

TEST_F(Whisper, StopsWhenAsked) {
    auto recognizer = make_recognizer({.engine = Engine::kWhisper, .model = file(ModelWriter().complete())});
    ASSERT_TRUE(recognizer) << recognizer.error().key;
    std::stop_source stop;
    stop.request_stop();
    const auto r = (*recognizer)->run({.sample_rate = 16000, .channels = {std::vector<float>(16000)}}, {{0, 1}}, stop.get_token());
    ASSERT_FALSE(r);
    EXPECT_EQ(r.error().code, ErrorCode::kCancelled);
}

std::vector<std::string> texts(const std::vector<Word>& words) {
    std::vector<std::string> out;
    for (const Word& w : words) out.push_back(w.text);
    return out;
}

TEST(WhisperWords, JoinsTokensPunctuationAndSplitCharacters) {
    const auto words = words_of({{" Bon", 0, 0.2, -0.1}, {"jour", 0.2, 0.4, -0.3}, {" \xc3", 0.5, 0.6, 0}, {"\xa9t", 0.6, 0.7, 0},
                                 {"\xc3\xa9", 0.7, 0.8, 0}, {" ?", 0.8, 0.9, 0}, {" -", 1, 1, 0}});
    EXPECT_THAT(texts(words), ElementsAre("Bonjour", "été?-"));
    EXPECT_NEAR(*words[0].confidence, std::exp(-0.2), 1e-9);
    EXPECT_EQ(words[0].start, 0);
    EXPECT_EQ(words[0].end, 0.4);
}

TEST(WhisperWords, NeverGoBackInTime) {
    const auto words = words_of({{" a", 1, 2, 0}, {" b", 0.5, 0.7, 0}});
    EXPECT_EQ(words[1].start, 2);
    EXPECT_EQ(words[1].end, 2);
}

TEST(WhisperWords, DropsLoops) {
    std::vector<Word> words;
    for (const char* w : {"oui", "merci", "merci", "merci", "merci", "merci", "au", "revoir", "non", "non"}) words.push_back({.text = w});
    drop_repetitions(words);
    EXPECT_THAT(texts(words), ElementsAre("oui", "merci", "au", "revoir", "non", "non"));
    words.clear();
    for (int i = 0; i < 5; ++i) {
        for (const char* w : {"à", "la", "prochaine"}) words.push_back({.text = w});
    }
    drop_repetitions(words);
    EXPECT_THAT(texts(words), ElementsAre("à", "la", "prochaine"));
}

TEST(WhisperWords, DropsWhatLiesInSilence) {
    std::vector<Word> words{{.text = "dans", .start = 1.0, .end = 1.4}, {.text = "près", .start = 2.1, .end = 2.3},
                            {.text = "loin", .start = 4.0, .end = 4.4}, {.text = "après", .start = 9.0, .end = 9.1}};
    drop_outside(words, {{1, 2}, {6, 7}});
    EXPECT_THAT(texts(words), ElementsAre("dans", "près"));
}

}  // namespace
}  // namespace repere::speech
