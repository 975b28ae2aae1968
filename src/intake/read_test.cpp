#include "intake/read.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "intake/html.hpp"
#include "intake/kind.hpp"
#include "intake/metadata.hpp"
#include "intake/table.hpp"
#include "intake/test_folder.hpp"

namespace repere::intake {
namespace {

namespace fs = std::filesystem;

const std::string kWav("RIFF\x24\0\0\0WAVEfmt ", 16);
const std::string kGood = R"({"id": "bon", "channel": "chat", "turns": [{"speaker": "agent", "text": "bonjour"}]})";

using ReadPath = TestFolder;
using Exports = TestFolder;

TEST_F(ReadPath, ABadFileDoesNotStopTheBatch) {
    put("a_vide.json", "");
    put("b_latin1.json", "{\"id\": \"x\",\n \"turns\": [{\"text\": \"caf\xE9\"}]}");
    put("c_profond.json", "{\"id\": \"p\", \"turns\": " + std::string(100'000, '[') + "}");
    put("d_coupe.json", R"({"id": "c", "turns": [{"text": "bon)");
    put("e_faux.wav", "ceci n'est pas un son");
    put("z_bon.json", kGood);
    const auto batch = read_path(folder, config);
    EXPECT_EQ(ids(batch), "bon");
    EXPECT_EQ(complaints(batch),
              "error intake.file.empty a_vide.json\n"
              "error conversation.json.invalid_utf8 b_latin1.json:2:25\n"
              "error conversation.json.too_deep c_profond.json:1:53\n"
              "error conversation.json.truncated d_coupe.json:1:36\n"
              "error intake.kind.unknown e_faux.wav\n");
}

TEST_F(ReadPath, TheContentWinsOverTheExtension) {
    put("a.csv", kGood);
    put("b.json", kWav);
    const auto batch = read_path(folder, config);
    EXPECT_EQ(ids(batch), "bon b");
    EXPECT_EQ(complaints(batch), "warning intake.kind.wrong_extension a.csv\nwarning intake.kind.wrong_extension b.json\n");
    EXPECT_EQ(batch.items.at(1).media.at(0).type, "audio/wav");
}

TEST_F(ReadPath, ASoundIsACallAndTakesTheTranscriptBesideIt) {
    put("lundi/seul.wav", kWav);
    put("mardi/appel.wav", kWav);
    put("mardi/appel.json", R"({"id": "M1", "turns": [{"text": "allô", "start": 0, "end": 1}]})");
    config.agent_is_left = true;
    const auto batch = read_path(folder, config);
    EXPECT_EQ(complaints(batch), "");
    ASSERT_EQ(ids(batch), "lundi/seul M1");
    EXPECT_EQ(batch.items[0].media.at(0).agent_is_left, true);
    EXPECT_EQ(batch.items[1].media.at(0).path, (folder / "mardi/appel.wav").string());
    EXPECT_EQ(ids(read_path(folder / "mardi/appel.wav", config)), "M1");
    EXPECT_EQ(ids(read_path(folder / "lundi/seul.wav", config)), "seul");
}

TEST_F(ReadPath, ADocumentMayNotReachOutsideItsFolder) {
    put("son.wav", kWav);
    put("d/a.json", R"({"id": "a", "audio": "../son.wav", "turns": []})");
    put("d/b.json", R"({"id": "b", "audio": "/etc/passwd", "turns": []})");
    put("d/c.json", R"({"id": "c", "audio": "absent.wav", "turns": []})");
    const auto batch = read_path(folder / "d", config);
    EXPECT_EQ(ids(batch), "a b c");
    for (const Interaction& one : batch.items) EXPECT_TRUE(one.media.empty());
    EXPECT_EQ(complaints(batch),
              "warning intake.media.outside d/a.json\nwarning intake.media.outside d/b.json\nwarning intake.media.missing d/c.json\n");
    config.allow_outside_media = true;
    EXPECT_EQ(read_path(folder / "d/a.json", config).items.at(0).media.size(), 1U);
}

TEST_F(ReadPath, OneIdTwiceIsAConflictUnlessTheContentIsTheSame) {
    put("a.json", kGood);
    put("b.json", kGood);
    put("c.json", R"({"id": "bon", "channel": "chat", "turns": [{"text": "autre"}]})");
    put("d.json", R"({"id": "d", "channel": "chat", "turns": [{"text": "autre"}]})");
    const auto batch = read_path(folder, config);
    EXPECT_EQ(ids(batch), "bon d");
    EXPECT_EQ(complaints(batch), "error intake.duplicate.conflict c.json\nwarning intake.duplicate.same b.json\n");
    ASSERT_EQ(batch.errors.size(), 1U);
    EXPECT_EQ(batch.errors[0].code, ErrorCode::kConflict);
    EXPECT_EQ(below(batch.errors[0].details.at("first")), "a.json");
}

TEST_F(ReadPath, FollowsNoLoop) {
    put("a/bon.json", kGood);
    put("a/.cache/x.json", "{");
    put("a/lisez-moi.md", "# Des appels, des chats\n");
    fs::create_directory_symlink(folder / "a", folder / "a" / "retour");
    const auto batch = read_path(folder, config);
    EXPECT_EQ(ids(batch), "bon");
    EXPECT_EQ(complaints(batch), "warning intake.kind.skipped a/lisez-moi.md\n");
    EXPECT_EQ(read_path(folder / "rien", config).errors.at(0).code, ErrorCode::kNotFound);
}

TEST_F(ReadPath, MetadataComeFromASideFileAndFromNames) {
    put("20261122_Léa_facture.wav", kWav);
    put("autre.wav", kWav);
    put("bon.json", kGood);
    config.metadata = put("meta.csv", "File;Agent;CSAT;agent_channel;Boutique\nautre.wav;Max;4,5;right;Brest\nbon;Zoé;9999;;\n");
    config.name_pattern = "{date}_{agent}_{queue}";
    const auto batch = read_path(folder, config);
    ASSERT_EQ(batch.items.size(), 3U) << complaints(batch);
    const Interaction& named = batch.items[0];
    EXPECT_EQ(named.metadata.agent, "Léa");
    EXPECT_EQ(named.metadata.queue, "facture");
    EXPECT_EQ(format_rfc3339(*named.started_at), "2026-11-22T00:00:00Z");
    const Interaction& other = batch.items[1];
    EXPECT_EQ(other.metadata.agent, "Max");
    EXPECT_EQ(other.metadata.csat, 4.5);
    EXPECT_EQ(other.metadata.other.at("boutique"), "Brest");
    EXPECT_EQ(other.media[0].agent_is_left, false);
    EXPECT_EQ(complaints(batch),
              "error conversation.metadata.expected_number meta.csv:3\n"
              "warning intake.pattern.mismatch autre.wav\nwarning intake.pattern.mismatch bon.json\n");
    config.name_pattern = "{date}{agent}";
    EXPECT_EQ(read_path(folder, config).errors.at(0).key, "intake.pattern.invalid");
}

TEST_F(ReadPath, AFileNameMayBeAnyBytes) {
    put("caf\xE9_soir.wav", kWav);
    config.name_pattern = "{agent}_{queue}";
    const auto batch = read_path(folder, config);
    ASSERT_EQ(ids(batch), "caf\uFFFD_soir") << complaints(batch);
    EXPECT_EQ(batch.items[0].metadata.agent, "caf\uFFFD");
    EXPECT_TRUE(fs::exists(batch.items[0].media.at(0).path));
    EXPECT_NE(to_json(batch.items[0]).dump().find("soir"), std::string::npos);
}

TEST_F(ReadPath, StandardInputIsADocument) {
    EXPECT_EQ(ids(read_document("[" + kGood + "]", "-", config)), "bon");
    EXPECT_EQ(complaints(read_document("bonjour", "-", config)), "error conversation.json.syntax -:1:1\n");
}

TEST_F(Exports, ReadsChatCsvAsFrenchSpreadsheetsWriteIt) {
    put("chat.csv",
        "\xEF\xBB\xBF" "conversation_id;time;role;author;text\r\n"
        "7;22/11/2026 10:00;Client;zoe;\"bonjour ;\r\nça \"\"marche\"\" pas\"\r\n"
        "8;22/11/2026 10:00;robot;;salut\r\n"
        "7;22/11/2026 10:01;conseiller;lea;je regarde\r\n"
        "7;trop;court\r\n");
    const auto batch = read_path(folder, config);
    ASSERT_EQ(ids(batch), "7 8") << complaints(batch);
    EXPECT_EQ(talk(batch.items[0]), "C: bonjour ;\r\nça \"marche\" pas|A1: je regarde");
    EXPECT_EQ(batch.items[0].turns[1].start, 60.0);
    EXPECT_EQ(complaints(batch), "error intake.csv.row_length chat.csv:6\nwarning intake.export.speaker chat.csv:4\n");
}

TEST_F(Exports, NamesTheMissingColumnAndThoseFound) {
    put("chat.csv", "conversation_id,time,role,message\n7,2026-11-22 10:00,client,bonjour\n");
    put("inconnu.csv", "a,b\n1,2\n");
    put("z.json", kGood);
    const auto batch = read_path(folder, config);
    EXPECT_EQ(ids(batch), "bon");
    ASSERT_EQ(complaints(batch), "error intake.csv.column_missing chat.csv:1\nerror intake.mapping.none inconnu.csv:1\n");
    EXPECT_EQ(batch.errors[0].details.at("column"), "text");
    EXPECT_EQ(batch.errors[0].details.at("columns"), "conversation_id, time, role, message");
    config.mapping = "sms";
    EXPECT_EQ(read_path(folder / "inconnu.csv", config).errors.at(0).details.at("column"), "conversation_id");
    config.mapping = "smes";
    EXPECT_EQ(read_path(folder / "inconnu.csv", config).errors.at(0).key, "intake.mapping.unknown");
}

TEST_F(Exports, ReadsLatin1SmsWithAWarning) {
    put("sms.csv", "conversation_id\tsent_at\tdirection\tbody\nS1\t2026-11-22 10:00:00\tre\xE7u\tcaf\xE9 ?\nS1\t2026-11-22 10:02:00\tenvoy\xE9\toui\n");
    const auto batch = read_path(folder, config);
    ASSERT_EQ(batch.items.size(), 1U) << complaints(batch);
    EXPECT_EQ(batch.items[0].channel, Channel::kSms);
    EXPECT_EQ(talk(batch.items[0]), "C: café ?|A1: oui");
    EXPECT_EQ(complaints(batch), "warning intake.text.converted sms.csv\n");
}

TEST_F(Exports, ReadsTheThreeVendors) {
    const fs::path samples = fs::path(REPERE_SOURCE_DIR) / "tests" / "data" / "exports";
    const auto batch = read_path(samples, config);
    EXPECT_EQ(complaints(batch), "");
    ASSERT_EQ(ids(batch), "chatwoot-88 chatwoot-42 intercom-1911 social-7 zendesk-501 zendesk-502 zendesk-35");
    EXPECT_EQ(talk(batch.items[0]), "C: bonsoir|A1: bonsoir Inès");
    EXPECT_EQ(talk(batch.items[1]), "C: Mon colis est perdu ?|A1: Je vérifie tout de suite.|A2: Il arrive demain.");
    EXPECT_EQ(batch.items[1].metadata.agent, "Noé");
    EXPECT_EQ(batch.items[1].turns[1].start, 60.0);
    EXPECT_EQ(talk(batch.items[2]), "C: Bonjour, je n'arrive pas à payer.\n\nMerci|P1: Un instant.|A1: C'est réglé & remboursé.");
    EXPECT_EQ(batch.items[2].metadata.csat, 5.0);
    EXPECT_EQ(batch.items[3].channel, Channel::kSocial);
    EXPECT_EQ(talk(batch.items[3]), "C: Toujours en panne !|A1: Bonjour, envoyez-nous un message privé.");
    EXPECT_EQ(talk(batch.items[4]), "C: Où est ma facture ?|A1: La voici.");
    EXPECT_EQ(batch.items[4].channel, Channel::kEmail);
    EXPECT_EQ(batch.items[4].subject, "Facture");
    EXPECT_EQ(batch.items[5].channel, Channel::kChat);
    EXPECT_EQ(talk(batch.items[6]), "C: Je veux résilier|A1: C'est noté");
}

TEST(Html, BecomesWhatAReaderSees) {
    EXPECT_EQ(html_to_text("<html><head><title>x</title><style>p{a:b}</style></head><body><p>Bonjour&nbsp;M.&#160;L&eacute;on,</p>"
                           "<p>deux\n lignes<br>ici</p><script>alert('<p>')</script><ul><li>un</li><li>deux</li></ul>"
                           "<a href=\"http://x>y\">lien</a> 1 &lt; 2 &amp; 3 < 4 &inconnu;</body></html>"),
              "Bonjour M. Léon,\n\ndeux lignes\nici\n\n- un\n- deux\nlien 1 < 2 & 3 < 4 &inconnu;");
    EXPECT_EQ(html_to_text("<div>oui</div><blockquote><div>cité</div><div>encore</div></blockquote>"), "oui\n\n> cité\n> encore");
    EXPECT_EQ(html_to_text("<p>fin <b"), "fin");
}

TEST(Kind, SeesThroughNames) {
    EXPECT_EQ(recognise("From: a@b.fr\nSubject: x\n\n", "a.txt").kind, Kind::kEmail);
    EXPECT_EQ(recognise("From a@b.fr Mon\nFrom: a@b.fr\nTo: x\n\n", "inbox").kind, Kind::kMailbox);
    EXPECT_EQ(recognise("\xFF\xFB\x90", "a.bin").kind, Kind::kSound);
    EXPECT_EQ(recognise("\x01\x02", "a.ulaw").kind, Kind::kSound);
    EXPECT_EQ(recognise("bonjour, oui\nsalut, non\n", "a.md").kind, Kind::kUnknown);
    EXPECT_EQ(recognise("%PDF-1.7", "a.pdf").kind, Kind::kUnknown);
}

TEST(Table, RefusesAQuoteThatNothingCloses) {
    const auto table = read_table("a,b\n1,2\n\"3,4\n", "t.csv");
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().key, "intake.csv.unclosed_quote");
    EXPECT_EQ(table.error().place.line, 3U);
}

TEST(Pattern, TakesNamesApart) {
    const auto facts = match_pattern("{date}-{time}_{agent}_{_}", "2026-11-22-1030_Léa Roy_x");
    EXPECT_FALSE(facts);  // the date ends at the first "-"
    const auto good = match_pattern("{date}_{time}_{agent}_{_}", "2026-11-22_10-30-00_Léa Roy_x");
    ASSERT_TRUE(good);
    EXPECT_EQ(good->values, (std::map<std::string, std::string>{{"agent", "Léa Roy"}, {"started_at", "2026-11-22T10:30:00Z"}}));
}

}  // namespace
}  // namespace repere::intake
