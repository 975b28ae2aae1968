// `repere analyze` as a user or a pipe meets it.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "program.hpp"

namespace repere::tests {
namespace {

using Json = nlohmann::json;

constexpr const char* kCall = R"json({"id": "demo-1", "channel": "phone", "language": "fr", "turns": [
 {"speaker": "agent", "participant": "A1", "text": "Lumélia bonjour, Karim à votre écoute", "start": 0.0, "end": 3.1},
 {"speaker": "customer", "participant": "C", "text": "oui bonjour euh j'appelle parce que ma facture a doublé c'est inadmissible je veux résilier", "start": 3.4, "end": 9.0},
 {"speaker": "agent", "participant": "A1", "text": "je comprends que ce soit désagréable, je suis désolé. Je vous rembourse la différence sous 48 heures", "start": 9.2, "end": 15.0},
 {"speaker": "customer", "participant": "C", "text": "parfait merci beaucoup, mon numéro c'est le zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre", "start": 15.2, "end": 21.0},
 {"speaker": "agent", "participant": "A1", "text": "c'est noté, je vous souhaite une bonne journée, au revoir", "start": 21.1, "end": 24.0}]})json";

Json analysed(const std::vector<std::string>& more, const std::string& input) {
    std::vector<std::string> arguments{"analyze", "-", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Finished run = run_repere(arguments, {.input = input});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return Json::parse(run.out);
}

bool has_signal(const Json& analysis, const std::string& signal) {
    return std::ranges::any_of(analysis["moments"], [&](const Json& moment) { return moment["signal"] == signal; });
}

TEST(Analyze, FillsTheGridWithQuotedEvidence) {
    const Json analysis = analysed({}, kCall);
    EXPECT_EQ(analysis["id"], "demo-1");
    EXPECT_DOUBLE_EQ(analysis["duration"], 24.0);
    for (const char* signal : {"greeting", "churn", "empathy", "apology", "commitment", "closing"}) {
        EXPECT_TRUE(has_signal(analysis, signal)) << signal << "\n" << analysis["moments"].dump(1);
    }
    for (const auto& moment : analysis["moments"]) {
        const std::string text = analysis["turns"][moment["turn"].get<std::size_t>()]["text"];
        EXPECT_EQ(utf8::substring(text, moment["begin"], moment["end"]), moment["quote"].get<std::string>());
        const auto source = moment["source"].get<std::string>();
        EXPECT_TRUE(source.starts_with("rule:fr.") || source == "model:" + moment["signal"].get<std::string>()) << source;
    }
    EXPECT_EQ(analysis["evaluation"]["grid"], "standard");
    EXPECT_EQ(analysis["evaluation"]["criteria"].size(), 12U);
    for (const auto& criterion : analysis["evaluation"]["criteria"]) {
        EXPECT_FALSE(criterion["why"].get<std::string>().empty()) << criterion.dump();
        if (criterion["answer"] == "yes" && criterion["id"] == "greeting") {
            ASSERT_FALSE(criterion["evidence"].empty());
            EXPECT_EQ(analysis["moments"][criterion["evidence"][0].get<std::size_t>()]["signal"], "greeting");
        }
    }
    ASSERT_TRUE(analysis.contains("voice"));
    EXPECT_GT(analysis["voice"]["agent"]["talk"], 10.0);
}

TEST(Analyze, MasksOnRequestAndKeepsEveryQuoteInPlace) {
    const Json analysis = analysed({"--redact"}, kCall);
    const std::string text = analysis.dump();
    EXPECT_EQ(text.find("trente-neuf"), std::string::npos);
    EXPECT_NE(text.find("[PHONE]"), std::string::npos);
    for (const auto& moment : analysis["moments"]) {
        const std::string turn = analysis["turns"][moment["turn"].get<std::size_t>()]["text"];
        EXPECT_EQ(utf8::substring(turn, moment["begin"], moment["end"]), moment["quote"].get<std::string>());
    }
}

TEST(Analyze, ABadFileIsNamedAndTheRestGoesOn) {
    const Folder folder;
    folder.file("a.json", kCall);
    folder.file("b.json", "{\"id\": \"x\", \"turns\": [\n  {\"speaker\": \"agent\", \"text\": 12}]}");
    folder.file("c.json", "");
    folder.file("d.wav", "this is no sound");
    folder.file("e.json", std::string(20000, '[') + std::string(20000, ']'));
    const Finished run = run_repere({"analyze", (folder / "").string(), "--json"});
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(lines_of(run.out).size(), 1U) << run.out;
    for (const char* name : {"b.json", "c.json", "d.wav", "e.json"}) {
        EXPECT_NE(run.err.find(name), std::string::npos) << name << " is not named in:\n" << run.err;
    }
    EXPECT_NE(run.err.find("b.json:2"), std::string::npos) << run.err;
}

TEST(Analyze, ExitCodesTellUsageFromInputFromEnvironment) {
    EXPECT_EQ(run_repere({"analyze"}).exit_code, 2);
    EXPECT_EQ(run_repere({"nonsense"}).exit_code, 2);
    EXPECT_EQ(run_repere({"analyze", "-", "--language", "de"}, {.input = kCall}).exit_code, 2);
    EXPECT_EQ(run_repere({"analyze", "-", "--grid", "no-such-grid"}, {.input = kCall}).exit_code, 2);
    EXPECT_EQ(run_repere({"analyze", "/no/such/file.json"}).exit_code, 1);
    EXPECT_EQ(run_repere({"list", "--store", "sqlite:/proc/none/x.db"}).exit_code, 3);
    EXPECT_EQ(run_repere({"--help"}).exit_code, 0);
}

TEST(Analyze, AModelThatIsMissingOrNoneIsTheEnvironmentsFault) {
    const Folder folder;
    // One second of faint noise as 16-bit mono WAV: enough to reach the engine.
    std::string wav("RIFF\x24\x80\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\x80\0\0", 44);
    for (int i = 0; i < 0x4000; ++i) wav += {static_cast<char>(i * 37), static_cast<char>(i % 97)};
    const std::string sound = folder.file("a.wav", wav);
    const std::string text = folder.file("model.bin", "Bonjour, ceci est un texte.");
    EXPECT_EQ(run_repere({"transcribe", sound, "--engine", "whisper"}).exit_code, 2);
    const Finished missing = run_repere({"transcribe", sound, "--language", "fr", "--engine", "whisper", "--model", (folder / "none.bin").string()});
    EXPECT_EQ(missing.exit_code, 3);
    EXPECT_NE(missing.err.find("none.bin"), std::string::npos);
    const Finished other = run_repere({"transcribe", sound, "--language", "fr", "--engine", "whisper", "--model", text});
    EXPECT_EQ(other.exit_code, 3);
    EXPECT_NE(other.err.find("model.bin"), std::string::npos);
}

TEST(Analyze, TenThousandTurnsAreOneConversationLikeAnother) {
    Json call{{"id", "long"}, {"channel", "chat"}, {"language", "fr"}, {"turns", Json::array()}};
    for (int i = 0; i < 10'000; ++i) {
        call["turns"].push_back({{"speaker", i % 2 == 0 ? "agent" : "customer"}, {"text", "je comprends bien que ce soit pénible, merci"}});
    }
    const Json analysis = analysed({"--quiet"}, call.dump());
    EXPECT_EQ(analysis["turns"].size(), 10'000U);
}

TEST(GridCheck, TellsEveryMistakeWithItsPlace) {
    const Folder folder;
    const std::string file = folder.file("g.yaml", "name: mine\nversion: one\nsections:\n  - id: a\n    criteria:\n      - id: x\n        wieght: 3\n");
    const Finished run = run_repere({"grid", "check", file});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_NE(run.err.find("g.yaml:2:"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("g.yaml:7:"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("weight"), std::string::npos) << run.err;
    for (const char* name : {"standard", "vente", "ecrit"}) {
        const Finished good = run_repere({"grid", "check", std::string(REPERE_SOURCE_DIR) + "/knowledge/grids/" + name + ".yaml"});
        EXPECT_EQ(good.exit_code, 0) << good.err;
    }
}

}  // namespace
}  // namespace repere::tests
