// The examples through the real binary: demo, benchmark, transcription, masked sound.
#include <cmath>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sndfile.h>

#include "program.hpp"

namespace repere::tests {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path kExamples = fs::path(REPERE_SOURCE_DIR) / "examples";

// The sounds are made by scripts/make-example-sounds, which `make test` runs first.
#define NEEDS_SOUNDS() \
    if (!fs::exists(kExamples / "audio")) GTEST_SKIP() << "examples/audio is missing: run scripts/make-example-sounds"

struct Samples {
    int rate = 0;
    int channels = 0;
    std::vector<float> frames;  // interleaved
};

Samples read_wav(const fs::path& file) {
    SF_INFO info{};
    SNDFILE* handle = ::sf_open(file.c_str(), SFM_READ, &info);
    if (handle == nullptr) return {};
    Samples samples{info.samplerate, info.channels, std::vector<float>(static_cast<std::size_t>(info.frames * info.channels))};
    ::sf_readf_float(handle, samples.frames.data(), info.frames);
    ::sf_close(handle);
    return samples;
}

// Root mean square over all channels between two times.
double loudness(const Samples& samples, double start, double end) {
    const auto at = [&](double t) { return std::min(samples.frames.size(), static_cast<std::size_t>(t * samples.rate) * static_cast<std::size_t>(samples.channels)); };
    double sum = 0;
    for (std::size_t i = at(start); i < at(end); ++i) sum += double(samples.frames[i]) * samples.frames[i];
    return std::sqrt(sum / std::max<double>(1, double(at(end) - at(start))));
}

TEST(Demo, ShowsEveryExampleAndTheSecondRunKeepsTheFirst) {
    NEEDS_SOUNDS();
    const Folder folder;
    const Finished first = run_repere({"demo", "--no-serve", "--store", folder.store()});
    ASSERT_EQ(first.exit_code, 0) << first.err;
    for (const char* id : {"call-card-aloud", "call-escalation-on-time", "chat-cold-irony", "sms-payment-plan", "social-public-threat"}) {
        EXPECT_NE(first.out.find(id), std::string::npos) << id << "\n" << first.out;
    }
    EXPECT_TRUE(fs::exists(folder / "store" / "results" / "evaluations.csv"));
    const Finished second = run_repere({"demo", "--no-serve", "--store", folder.store()});
    EXPECT_EQ(second.exit_code, 0);
    EXPECT_EQ(second.out, first.out);
}

TEST(Benchmark, TheExamplesLabelsAreMetWell) {
    const Finished run = run_repere({"benchmark", (kExamples / "labels").string(), "--json"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const Json report = Json::parse(run.out);
    EXPECT_EQ(report["conversations"], 20);
    EXPECT_GT(report["signals"]["overall"]["macro"]["f1"].get<double>(), 0.5) << report.dump(1).substr(0, 2000);
    EXPECT_GT(report["pii"]["exact"]["micro"]["recall"].get<double>(), 0.9);
}

TEST(Benchmark, WritesTheModelCardWithItsFairness) {
    const Folder folder;
    const fs::path card = folder / "card.md";
    const std::string labels = (kExamples / "labels").string();
    const Finished run = run_repere({"benchmark", labels, "--model-card", card.string(), "--trained-on", labels, "--json"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const Json report = Json::parse(run.out);
    EXPECT_EQ(report["signals"]["overall"]["macro"]["f1_interval"].size(), 2U);
    EXPECT_GT(report["fairness"]["all"]["criteria"]["compared"], 1000);
    EXPECT_LT(report["fairness"]["all"]["criteria"]["share"], 0.02);
    std::ifstream in(card);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_NE(text.find("20 conversations"), std::string::npos);
    EXPECT_EQ(text.find("{{"), std::string::npos);
    EXPECT_EQ(run_repere({"benchmark", labels, "--model-card", card.string(), "--trained-on", "absent"}).exit_code, 1);
}

TEST(Rules, EveryExampleOfEveryRuleHolds) {
    const Finished run = run_repere({"rules", "check"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
}

TEST(Redact, TheCardNumberIsGoneFromTextAndSound) {
    NEEDS_SOUNDS();
    const Folder folder;
    const fs::path call = kExamples / "audio" / "call-card-aloud.wav";
    const Finished run = run_repere({"redact", call.string(), "--output", (folder / "out").string()});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    std::ifstream in(folder / "out/call-card-aloud.json");
    const Json masked = Json::parse(in);
    const Samples before = read_wav(call);
    const Samples after = read_wav(folder / "out/call-card-aloud.wav");
    ASSERT_GT(after.frames.size(), 0U) << run.err;
    bool card = false;
    for (const auto& redaction : masked["redactions"]) {
        const double start = redaction["start"];
        const double end = redaction["end_s"];
        EXPECT_LT(loudness(after, start, end), 1e-4) << redaction.dump();
        EXPECT_GT(loudness(before, start, end), 1e-3) << redaction.dump();
        card = card || redaction["type"] == "card";
    }
    EXPECT_TRUE(card) << masked["redactions"].dump(1);
    EXPECT_GT(loudness(after, 0, 60), 1e-3) << "the rest must still be heard";
}

TEST(Transcribe, AnEnglishCallIsHeardAndEveryFormatIsWellFormed) {
    NEEDS_SOUNDS();
    const std::string call = (kExamples / "audio" / "call-knowledge-gap.wav").string();
    const Finished json = run_repere({"transcribe", call, "--language", "en", "--agent-channel", "left", "--format", "json"});
    ASSERT_EQ(json.exit_code, 0) << json.err;
    const Json heard = Json::parse(json.out);
    std::size_t words = 0;
    double last = 0;
    for (const auto& turn : heard["turns"]) {
        EXPECT_GE(turn["start"].get<double>(), last - 1e-9) << "turns are in order";
        last = turn["start"];
        for (const auto& word : turn["words"]) {
            EXPECT_LE(word["start"].get<double>(), word["end"].get<double>());
            ++words;
        }
    }
    EXPECT_GT(words, 100U);
    const Folder folder;
    const std::string transcript = folder.file("heard.json", json.out);
    const Finished vtt = run_repere({"transcribe", transcript, "--format", "vtt"});
    EXPECT_TRUE(vtt.out.starts_with("WEBVTT\n")) << vtt.out.substr(0, 100);
    EXPECT_NE(vtt.out.find(" --> "), std::string::npos);
    const Finished srt = run_repere({"transcribe", transcript, "--format", "srt"});
    EXPECT_TRUE(srt.out.starts_with("1\n00:00:")) << srt.out.substr(0, 100);
}

}  // namespace
}  // namespace repere::tests
