// `repere analyze` and `import` with a judge in repere.yaml, before a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/test_server.hpp"
#include "program.hpp"

namespace repere::tests {
namespace {

using judge::Answered;
using judge::Asked;
using judge::TestServer;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

constexpr const char* kCall = R"json({"id": "call-77", "channel": "phone", "language": "fr",
 "metadata": {"agent": "Karim Belkacem", "customer": "C-88231"}, "turns": [
 {"speaker": "agent", "text": "Lumélia bonjour, Karim à votre écoute"},
 {"speaker": "customer", "text": "oui bonjour, Odile Marchand, mon adresse c'est odile.marchand@exemple.fr et je suis au 06 39 98 12 34, carte 4970 1012 3456 7890"},
 {"speaker": "agent", "text": "très bien madame Marchand, je vous explique tout pas à pas"},
 {"speaker": "customer", "text": "merci Karim"}]})json";

constexpr const char* kGrid = R"(name: clair
version: 1
title: {fr: Clair, en: Clear}
sections:
  - id: s
    title: {fr: S, en: S}
    criteria:
      - id: clarity
        title: {fr: Clarté, en: Clarity}
        definition: {fr: L'explication est claire., en: The explanation is clear.}
        good_example: {fr: Pas à pas., en: Step by step.}
        bad_example: {fr: Sigles., en: Acronyms.}
        weight: 100
        judge: true
)";

class JudgeRun : public ::testing::Test {
  protected:
    JudgeRun() : server_([](const Asked&) {
        return Answered{.body = judge::completion(judge::verdict("yes", 3, "je vous explique tout pas à pas", 0.9, "Il explique."))};
    }) {
        folder_.file("grid.yaml", kGrid);
        folder_.file("call.json", kCall);
        configure("url: " + server_.url());
    }
    void configure(const std::string& url, const std::string& more = "") {
        folder_.file("repere.yaml", "judge:\n  " + url + "\n  model: mistral-small\n" + more);
    }
    Finished run(std::vector<std::string> arguments) const {
        return run_repere(arguments, {.folder = (folder_ / "").string()});
    }
    Finished analyze(const std::vector<std::string>& more = {}) const {
        std::vector<std::string> arguments{"analyze", "call.json", "--grid", "grid.yaml", "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    TestServer server_;
    Folder folder_;
};

Json criterion_of(const Finished& run) {
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return Json::parse(run.out)["evaluation"]["criteria"][0];
}

TEST_F(JudgeRun, AnswersWithItsQuoteAndSeesNoName) {
    const Finished run = analyze();
    EXPECT_EQ(criterion_of(run)["answer"], "yes");
    EXPECT_EQ(Json::parse(run.out)["versions"]["judge"], "mistral-small fr.1");
    ASSERT_EQ(server_.asked().size(), 1U);
    const std::string raw = server_.asked()[0].raw;
    for (const char* secret : {"Karim", "Belkacem", "Odile", "Marchand", "exemple.fr", "06 39", "98 12 34", "4970", "88231", "call-77"}) {
        EXPECT_THAT(raw, Not(HasSubstr(secret)));
    }
    EXPECT_THAT(raw, HasSubstr("je vous explique tout pas à pas"));
}

TEST_F(JudgeRun, RedactsItsQuoteToo) {
    TestServer server([](const Asked& asked) {
        const std::string user = asked.user();
        const auto begin = user.find("très bien madame");
        return Answered{.body = judge::completion(judge::verdict("yes", 3, user.substr(begin, user.find('\n', begin) - begin)))};
    });
    configure("url: " + server.url());
    Json criterion = criterion_of(analyze());
    EXPECT_EQ(criterion["answer"], "yes");
    EXPECT_EQ(criterion["source"], "judge:mistral-small");
    EXPECT_EQ(criterion["confidence"], 0.6);
    EXPECT_EQ(criterion["quotes"][0]["quote"], "très bien madame Marchand, je vous explique tout pas à pas");
    EXPECT_EQ(criterion["quotes"][0]["turn"], 2);
    const Finished masked = analyze({"--redact"});
    EXPECT_THAT(masked.out, Not(HasSubstr("Marchand")));
    criterion = criterion_of(masked);
    EXPECT_THAT(criterion["quotes"][0]["quote"].get<std::string>(), HasSubstr("madame [PERSON"));
    EXPECT_EQ(server.asked().size(), 1U) << "the second time from the cache";
    const Finished imported = run({"import", "call.json", "--grid", "grid.yaml", "--store", folder_.store()});
    EXPECT_EQ(imported.exit_code, 0) << imported.err;
    EXPECT_THAT(run({"show", "call-77", "--json", "--store", folder_.store()}).out, HasSubstr("judge:mistral-small"));
}

TEST_F(JudgeRun, OffWithoutASectionOrWithTheFlag) {
    EXPECT_EQ(criterion_of(analyze({"--no-judge"}))["answer"], "unknown");
    folder_.file("repere.yaml", "store: sqlite:x.db\n");
    EXPECT_EQ(criterion_of(analyze())["answer"], "unknown");
    EXPECT_TRUE(server_.asked().empty());
}

TEST_F(JudgeRun, AFailureIsAWarningOfTheConversation) {
    TestServer broken([](const Asked&) { return Answered{.status = 500, .body = "{}"}; });
    configure("url: " + broken.url());
    const Finished run = analyze();
    EXPECT_EQ(criterion_of(run)["answer"], "unknown");
    const auto warnings = Json::parse(run.out)["warnings"];
    ASSERT_FALSE(warnings.empty());
    EXPECT_EQ(warnings.back()["code"], "judge.http_status");
    EXPECT_THAT(warnings.back()["message"].get<std::string>(), HasSubstr("500"));
}

TEST_F(JudgeRun, AWrongSectionIsToldWithItsPlaceAndNothingIsSent) {
    configure("url: http://8.8.8.8");
    Finished wrong = analyze();
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.err, HasSubstr("repere.yaml:2:8"));
    EXPECT_TRUE(wrong.out.empty());
    configure("url: " + server_.url(), "  api_key: sk-secret\n");
    wrong = analyze();
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.err, Not(HasSubstr("sk-secret")));
}

}  // namespace
}  // namespace repere::tests
