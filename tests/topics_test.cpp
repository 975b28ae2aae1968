// What customers speak of more than before, and topics that a company adds, through the binary.
#include <filesystem>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "program.hpp"

namespace repere::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using Json = nlohmann::json;

Json call(const std::string& id, const std::string& started_at, const std::vector<std::string>& customer, const std::string& language = "fr") {
    Json turns = Json::array();
    for (const auto& text : customer) {
        turns.push_back({{"speaker", "agent"}, {"text", language == "fr" ? "d'accord je regarde avec vous" : "let me look into that"}});
        turns.push_back({{"speaker", "customer"}, {"text", text}});
    }
    return {{"id", id}, {"channel", "phone"}, {"language", language}, {"started_at", started_at}, {"turns", turns}};
}

// Sixty calls a month: everyday matters, all months alike, and in November the meter, in a third of them.
Json three_months() {
    const std::vector<std::string> matters{"ma facture a doublé sans explication",  "le colis n'est toujours pas arrivé",
                                           "la box ne fonctionne plus depuis hier", "je voudrais déplacer mon rendez-vous",
                                           "ma carte a été refusée au magasin",     "le technicien n'est pas passé"};
    const std::vector<std::string> rising{"le nouveau compteur connecté affiche une erreur depuis la mise à jour",
                                          "mon compteur connecté affiche une erreur et personne ne répond",
                                          "bonjour euh le compteur connecté il affiche une erreur tous les soirs"};
    Json out = Json::array();
    for (const std::string month : {"09", "10", "11"}) {
        for (std::size_t i = 0; i < 60; ++i) {
            const std::string id = "c" + month + "-" + std::to_string(i);
            const std::string day = (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1);
            const bool meter = month == "11" ? i % 3 == 0 : i == 7;
            out.push_back(call(id, "2026-" + month + "-" + day + "T10:00:00Z",
                               {meter ? rising[i / 3 % rising.size()] : matters[i % matters.size()], "oui c'est bien ça merci"}));
        }
    }
    return out;
}

const std::vector<std::string> kNovember{"--since", "2026-11-01", "--until", "2026-12-01"};
const std::vector<std::string> kOctober{"--since", "2026-10-01", "--until", "2026-11-01"};

Json themes(std::vector<std::string> arguments, const std::vector<std::string>& period) {
    arguments.insert(arguments.begin(), "themes");
    arguments.insert(arguments.end(), period.begin(), period.end());
    arguments.emplace_back("--json");
    const Finished run = run_repere(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return Json::parse(run.out, nullptr, false);
}

std::string turn_text(const Json& calls, const std::string& id, std::size_t turn) {
    for (const Json& one : calls) {
        if (one["id"] == id) return one["turns"][turn]["text"];
    }
    return {};
}

TEST(Themes, WhatRisesIsToldWithItsWordsAndThreeQuotes) {
    const Folder folder;
    const Json calls = three_months();
    const Json told = themes({folder.file("in/calls.json", calls.dump())}, kNovember);
    EXPECT_EQ(told["period"]["conversations"], 60);
    EXPECT_EQ(told["against"]["conversations"], 57) << "the thirty days before: not the three calls of October 1st";
    ASSERT_EQ(told["themes"].size(), 1U) << told;
    const Json& theme = told["themes"][0];
    EXPECT_THAT(theme["words"].get<std::vector<std::string>>(), Contains(HasSubstr("compteur connecté")));
    EXPECT_EQ(theme["now"]["conversations"], 20);
    EXPECT_EQ(theme["before"]["conversations"], 1);
    EXPECT_LT(theme["p"], 1e-3);
    ASSERT_EQ(theme["quotes"].size(), 3U);
    std::set<std::string> said;
    for (const Json& quote : theme["quotes"]) {
        const std::string text = turn_text(calls, quote["id"], quote["turn"]);
        EXPECT_EQ(utf8::substring(text, quote["begin"], quote["end"]), quote["quote"].get<std::string>());
        EXPECT_TRUE(quote["id"].get<std::string>().starts_with("c11")) << quote;
        said.insert(quote["quote"]);
    }
    EXPECT_EQ(said.size(), 3U);
}

TEST(Themes, NothingRisesBetweenMonthsThatAreAlike) {
    const Folder folder;
    const std::string file = folder.file("in/calls.json", three_months().dump());
    const Json told = themes({file}, kOctober);
    EXPECT_TRUE(told["enough"]);
    EXPECT_TRUE(told["themes"].empty()) << told;
    std::vector<std::string> against = kNovember;
    against.insert(against.end(), {"--against", "2026-09-01..2026-10-01"});
    EXPECT_EQ(themes({file}, against)["themes"].size(), 1U) << "September instead of October";
}

TEST(Themes, AreTheSameFromTheStore) {
    const Folder folder;
    const std::string file = folder.file("in/calls.json", three_months().dump());
    ASSERT_EQ(run_repere({"import", file, "--quiet", "--store", folder.store()}).exit_code, 0);
    EXPECT_EQ(themes({"--store", folder.store()}, kNovember), themes({file}, kNovember));
    for (const auto& [language, words] : {std::pair<std::string, std::string>{"fr", "avant"}, {"en", "before"}}) {
        const Finished text = run_repere({"themes", "--store", folder.store(), "--since", "2026-11-01", "--until", "2026-12-01"},
                                         {.environment = {{"REPERE_LANG", language}}});
        EXPECT_THAT(text.out, HasSubstr("compteur connecté")) << text.err;
        EXPECT_THAT(text.out, HasSubstr("20 conversations (33.3 %), " + words + " 1"));
    }
}

TEST(Themes, OfAnEmptyStoreOrOneConversationNothingCanBeTold) {
    const Folder folder;
    const Json empty = themes({"--store", folder.store()}, kNovember);
    EXPECT_FALSE(empty["enough"]);
    EXPECT_EQ(empty["period"]["conversations"], 0);
    EXPECT_FALSE(empty.contains("themes"));
    const std::string file = folder.file("in/one.json", call("only", "2026-11-03T10:00:00Z", {"le compteur affiche une erreur"}).dump());
    const Json one = themes({file}, kNovember);
    EXPECT_FALSE(one["enough"]);
    EXPECT_EQ(one["period"]["conversations"], 1);
    const Finished wrong = run_repere({"themes", file, "--since", "novembre"});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.err, HasSubstr("novembre"));
}

// A home whose knowledge is the project's but for the company's topics, and models of its own.
class Company {
  public:
    Company() {
        const fs::path real = REPERE_SOURCE_DIR;
        fs::create_directories(home() / "knowledge" / "topics");
        fs::create_directories(models());
        fs::create_directory_symlink(real / "messages", home() / "messages");
        link_all(real / "knowledge", home() / "knowledge");
        link_all(real / "knowledge" / "topics", home() / "knowledge" / "topics");
        link_all(fs::path(REPERE_BINARY).parent_path().parent_path() / "models", models());
    }
    void topics(const std::string& yaml) const { folder_.file("home/knowledge/topics/company.yaml", yaml); }
    void corrections(const std::string& lines) const { folder_.file("home/knowledge/topics/corrections.jsonl", lines); }

    Finished learn() const { return run_repere({"train", "--company-topics", "--output", models().string()}, {.environment = environment()}); }

    // The company's topics of a call in which the customer says one thing.
    Json topics_of(const std::string& text, const std::string& language = "fr") const {
        const std::string file = folder_.file("call.json", call("call", "2026-11-03T10:00:00Z", {text}, language).dump());
        const Finished run = run_repere({"analyze", file, "--json"}, {.environment = environment()});
        EXPECT_EQ(run.exit_code, 0) << run.err;
        const Json analysis = Json::parse(run.out, nullptr, false);
        const Json found = analysis.value("company_topics", Json::array());
        for (const Json& topic : found) {
            for (const Json& words : topic["evidence"]) {
                EXPECT_EQ(utf8::substring(text, words["begin"], words["end"]), words["quote"].get<std::string>());
            }
        }
        return found;
    }

  private:
    fs::path home() const { return folder_ / "home"; }
    fs::path models() const { return folder_ / "models"; }
    std::map<std::string, std::string> environment() const {
        return {{"REPERE_HOME", home().string()}, {"REPERE_MODELS", models().string()}, {"REPERE_LANG", "en"}};
    }
    // What is the company's own is written, never linked.
    static void link_all(const fs::path& from, const fs::path& to) {
        for (const auto& entry : fs::directory_iterator(from)) {
            const std::string name = entry.path().filename().string();
            if (name == "topics" || name.starts_with("company") || name == "corrections.jsonl") continue;
            fs::create_symlink(entry.path(), to / name);
        }
    }

    Folder folder_;
};

constexpr const char* kHeatPump = R"yaml(topics:
  heat_pump:
    names: {fr: "pompe à chaleur", en: "heat pump"}
    parent: technical
    examples:
      fr: ["l'unité extérieure est prise dans la glace et ça ne chauffe plus", "le compresseur de l'unité extérieure ronfle toute la nuit",
           "ma pompe à chaleur se met en sécurité dès qu'il gèle", "la pompe à chaleur fait un bruit de moteur",
           "l'unité extérieure givre et la pompe s'arrête", "le compresseur tourne sans arrêt et la maison reste froide"]
      en: ["the outdoor unit of the heat pump keeps icing over", "the compressor of the heat pump hums all night",
           "the heat pump shuts down as soon as it freezes outside", "the outdoor unit is covered in ice and the house stays cold"]
)yaml";

TEST(CompanyTopic, IsLearnedFromExamples) {
    const Company company;
    company.topics(kHeatPump);
    const std::string unseen = "depuis ce matin l'unité extérieure ronfle et le compresseur ne tourne plus";
    EXPECT_TRUE(company.topics_of(unseen).empty()) << "not yet learned";
    const Finished run = company.learn();
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.out, HasSubstr("heat_pump"));
    const Json found = company.topics_of(unseen);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["id"], "heat_pump");
    EXPECT_EQ(found[0]["parent"], "technical");
    EXPECT_EQ(found[0]["names"]["fr"], "pompe à chaleur");
    EXPECT_FALSE(found[0]["evidence"].empty());
    EXPECT_EQ(company.topics_of("our outdoor unit is icing over again, the compressor hums", "en").size(), 1U);
    EXPECT_TRUE(company.topics_of("ma facture a doublé et je veux un remboursement").empty());
    EXPECT_TRUE(company.topics_of("").empty());
}

TEST(CompanyTopic, IsCorrectedByPeople) {
    const Company company;
    company.topics(kHeatPump);
    ASSERT_EQ(company.learn().exit_code, 0);
    const std::string swimming = "la pompe de la piscine ronfle toute la nuit";
    const std::string fan = "le ventilateur du boîtier dehors est complètement bloqué";
    EXPECT_EQ(company.topics_of(swimming).size(), 1U) << "sounds like it";
    EXPECT_TRUE(company.topics_of(fan).empty()) << "nobody said so yet";
    company.corrections(Json{{"topic", "heat_pump"}, {"answer", "no"}, {"language", "fr"}, {"text", swimming}, {"by", "analyst"}}.dump() + "\n" +
                        Json{{"topic", "heat_pump"}, {"answer", "yes"}, {"language", "fr"}, {"text", fan}}.dump() + "\n");
    ASSERT_EQ(company.learn().exit_code, 0);
    EXPECT_TRUE(company.topics_of(swimming).empty());
    EXPECT_EQ(company.topics_of("le ventilateur du boîtier est bloqué").size(), 1U);
    company.corrections("{\"topic\": \"heat_pump\"}\n");
    const Finished broken = company.learn();
    EXPECT_EQ(broken.exit_code, 2);
    EXPECT_THAT(broken.err, HasSubstr("corrections.jsonl:1"));
}

}  // namespace
}  // namespace repere::tests
