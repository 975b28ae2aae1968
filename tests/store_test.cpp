// import, list, show, search, export, and what survives a kill.
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "program.hpp"

namespace repere::tests {
namespace {

using Json = nlohmann::json;

std::string chat(const std::string& id, const std::string& words) {
    return Json{{"id", id},
                {"channel", "chat"},
                {"language", "fr"},
                {"turns", {{{"speaker", "customer"}, {"text", words}},
                           {{"speaker", "agent"}, {"text", "Bonjour, Inès du service client. Je m'en occupe, vous serez remboursé sous 48 heures."}}}}}
        .dump();
}

std::vector<Json> listed(const Folder& folder) {
    const Finished run = run_repere({"list", "--json", "--store", folder.store()});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    std::vector<Json> rows;
    for (const auto& line : lines_of(run.out)) rows.push_back(Json::parse(line));
    return rows;
}

TEST(Import, TheSameFileTwiceIsOneConversation) {
    const Folder folder;
    const std::string file = folder.file("in/a.json", chat("a", "Ma résiliation n'est toujours pas prise en compte"));
    for (int i = 0; i < 2; ++i) {
        const Finished run = run_repere({"import", file, "--store", folder.store()});
        ASSERT_EQ(run.exit_code, 0) << run.err;
    }
    const auto rows = listed(folder);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0]["state"], "done");
    EXPECT_TRUE(rows[0].contains("evaluation"));
}

TEST(Import, TwoConversationsWithOneIdAreToldApart) {
    const Folder folder;
    folder.file("in/a.json", chat("same", "premier message"));
    folder.file("in/b.json", chat("same", "tout autre chose"));
    const Finished run = run_repere({"import", (folder / "in").string(), "--store", folder.store()});
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_NE(run.err.find("b.json"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("a.json"), std::string::npos) << run.err;
    EXPECT_EQ(listed(folder).size(), 1U);
}

TEST(Import, KilledAtAnyMomentTheNextRunFinishesTheRest) {
    const Folder folder;
    Json many = Json::array();
    for (int i = 0; i < 300; ++i) many.push_back(Json::parse(chat("c" + std::to_string(i), "Commande numéro " + std::to_string(i) + " jamais reçue")));
    const std::string file = folder.file("in/many.json", many.dump());
    for (const int after : {15, 40, 80, 130}) {
        run_repere({"import", file, "--quiet", "--store", folder.store()}, {.kill_after_ms = after});
    }
    const Finished last = run_repere({"import", file, "--quiet", "--store", folder.store()});
    ASSERT_EQ(last.exit_code, 0) << last.err;
    const auto rows = listed(folder);
    std::set<std::string> ids;
    for (const auto& row : rows) {
        EXPECT_EQ(row["state"], "done") << row["id"];
        ids.insert(row["id"]);
    }
    EXPECT_EQ(rows.size(), 300U);
    EXPECT_EQ(ids.size(), 300U);
    const Finished moments = run_repere({"export", "evaluations", "--store", folder.store()});
    EXPECT_EQ(lines_of(moments.out).size(), 300U) << "each was evaluated, and shown, once";
}

TEST(Import, WatchesAFolderForWhatArrives) {
    const Folder folder;
    folder.file("in/a.json", chat("first", "Bonjour, ma commande est perdue"));
    Background watching({"import", (folder / "in").string(), "--watch", "--quiet", "--store", folder.store()});
    const auto analysed = [&](std::size_t count) {
        for (int attempt = 0; attempt < 400; ++attempt) {
            const Finished run = run_repere({"list", "--json", "--state", "done", "--store", folder.store()});
            if (lines_of(run.out).size() >= count) return true;
        }
        return false;
    };
    ASSERT_TRUE(analysed(1));
    folder.file("in/b.json", chat("second", "Je veux résilier mon contrat"));
    folder.file("in/deeper/c.json", chat("third", "Le colis est arrivé cassé"));
    EXPECT_TRUE(analysed(3));
    EXPECT_EQ(watching.stop(), 0);
}

TEST(Search, AccentsDoNotCount) {
    const Folder folder;
    folder.file("in/a.json", chat("a", "Je souhaite RÉSILIER, c'est très clair"));
    folder.file("in/b.json", chat("b", "Merci pour tout"));
    ASSERT_EQ(run_repere({"import", (folder / "in").string(), "--store", folder.store()}).exit_code, 0);
    const Finished run = run_repere({"search", "resilier", "tres", "--json", "--store", folder.store()});
    ASSERT_EQ(lines_of(run.out).size(), 1U) << run.out << run.err;
    EXPECT_EQ(Json::parse(run.out)["id"], "a");
    EXPECT_EQ(run_repere({"show", "none", "--store", folder.store()}).exit_code, 1);
    const Finished shown = run_repere({"show", "a", "--store", folder.store()});
    EXPECT_NE(shown.out.find("Je souhaite RÉSILIER"), std::string::npos);
}

TEST(Export, EveryFormatReadsBack) {
    const Folder folder;
    folder.file("in/a.json", chat("a", "Ma carte \"bleue\", refusée\net refusée encore"));
    ASSERT_EQ(run_repere({"import", (folder / "in").string(), "--store", folder.store()}).exit_code, 0);
    const Finished json = run_repere({"export", "interactions", "--store", folder.store()});
    EXPECT_EQ(Json::parse(json.out)["analysis"]["evaluation"]["grid"], "standard");
    const Finished csv = run_repere({"export", "interactions", "--format", "csv", "--store", folder.store()});
    EXPECT_EQ(lines_of(csv.out).size(), 2U) << csv.out;
    EXPECT_EQ(run_repere({"export", "moments", "--format", "vcon", "--store", folder.store()}).exit_code, 2);
    // A vCon we wrote is a conversation we read, and the same one.
    const Finished vcon = run_repere({"export", "interactions", "--format", "vcon", "--store", folder.store()});
    const std::string file = folder.file("again/a.vcon.json", vcon.out);
    const Finished again = run_repere({"transcribe", file, "--format", "json"});
    EXPECT_EQ(again.exit_code, 0) << again.err;
    const Json turns = Json::parse(again.out)["turns"];
    ASSERT_EQ(turns.size(), 2U);
    EXPECT_EQ(turns[0]["text"], "Ma carte \"bleue\", refusée\net refusée encore");
    EXPECT_EQ(turns[0]["speaker"], "customer");
}

}  // namespace
}  // namespace repere::tests
