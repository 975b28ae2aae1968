#include <gtest/gtest.h>

#include "intake/quoting.hpp"
#include "intake/test_folder.hpp"
#include "intake/threads.hpp"

namespace repere::intake {
namespace {

const std::string kQuestion =
    "From: =?utf-8?q?Zo=C3=A9_Lune?= <zoe@exemple.fr>\nTo: conseil@enseigne.fr\nSubject: =?iso-8859-1?Q?Facture_impay=E9e?=\n"
    "Date: Mon, 16 Nov 2026 09:00:00 +0100\nMessage-ID: <q1@exemple.fr>\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
    "Bonjour,\n\nMa facture est fausse, c'est la deuxi=E8me fois.\n\nCordialement,\nZo=E9 Lune\n\n-- =\n\nZo=E9 Lune\n06 00 00 00 00\n";

const std::string kAnswer =
    "From: Conseil <conseil@enseigne.fr>\nTo: zoe@exemple.fr\nSubject: RE: Facture =?utf-8?q?impay=C3=A9e?=\n"
    "Date: Mon, 16 Nov 2026 10:00:00 +0100\nMessage-ID: <r1@enseigne.fr>\nIn-Reply-To: <q1@exemple.fr>\nMIME-Version: 1.0\n"
    "Content-Type: text/html; charset=utf-8\n\n"
    "<div>Bonjour Madame,</div><div><br></div><div>Nous la corrigeons.</div><div><br></div><div>Bien à vous,</div><div>Léa</div>"
    "<div class=\"gmail_quote\"><div>Le lun. 16 nov. 2026 à 09:00, Zoé Lune &lt;zoe@exemple.fr&gt; a\xC2\xA0écrit\xC2\xA0:</div>"
    "<blockquote><div>Bonjour,</div><div>Ma facture est fausse</div></blockquote></div>\n";

using Mails = TestFolder;

TEST_F(Mails, TwoFilesMakeOneThread) {
    put("2.eml", kAnswer);
    put("1.eml", kQuestion);
    const auto batch = read_path(folder, config);
    EXPECT_EQ(complaints(batch), "");
    ASSERT_EQ(batch.items.size(), 1U);
    const Interaction& one = batch.items[0];
    EXPECT_EQ(one.id, "q1@exemple.fr");
    EXPECT_EQ(one.channel, Channel::kEmail);
    EXPECT_EQ(one.subject, "Facture impayée");
    EXPECT_EQ(talk(one), "C: Objet : Facture impayée\n\nBonjour,\n\nMa facture est fausse, c'est la deuxième fois.\n\nCordialement,\nZoé Lune"
                         "|A1: Bonjour Madame,\n\nNous la corrigeons.\n\nBien à vous,\nLéa");
    EXPECT_EQ(one.turns[1].start, 3600.0);
    EXPECT_EQ(one.metadata.agent, "Conseil");
    EXPECT_EQ(one.metadata.customer, "zoe@exemple.fr");
}

TEST_F(Mails, AMailboxGivesItsThreadsThoughItWasCut) {
    const std::string cut = "From x Mon Nov 16 09:00:00 2026\nFrom: c@exemple.fr\nTo: conseil@enseigne.fr\nSubject: coupe\n"
                            "Content-Type: multipart/mixed; boundary=LIM\n\n--LIM\nContent-Type: text/plain\n\nune phrase et pu";
    const std::string other = "From x Mon Nov 16 09:00:00 2026\nFrom: max@exemple.fr\nTo: conseil@enseigne.fr\nSubject: Tr: Panne\n"
                              "Date: Tue, 17 Nov 2026 09:00:00 +0000\n\n>From moi : encore en panne\n\n";
    put("boite.mbox", "From x Mon Nov 16 09:00:00 2026\n" + kQuestion + "\n" + other + "From x Mon Nov 16 09:00:00 2026\n" + kAnswer + "\n" + cut);
    put("z.json", R"({"id": "z", "channel": "chat", "turns": []})");
    const auto batch = read_path(folder, config);
    ASSERT_EQ(batch.items.size(), 4U) << complaints(batch);
    EXPECT_EQ(talk(batch.items[0]).substr(0, 30), "C: Objet : coupe\n\nune phrase e");
    EXPECT_EQ(batch.items[1].turns.size(), 2U);
    EXPECT_EQ(talk(batch.items[2]), "C: Objet : Tr: Panne\n\nFrom moi : encore en panne");
    EXPECT_EQ(batch.items[3].id, "z");
    EXPECT_NE(complaints(batch).find("warning intake.mail.truncated boite.mbox:43 (message 4)"), std::string::npos) << complaints(batch);
    EXPECT_TRUE(batch.errors.empty()) << complaints(batch);
}

TEST_F(Mails, AZipBombInAnAttachmentCostsNothing) {
    // 200 bytes of zip that claim 4 GB, a million times in base64 lines: counted, not opened.
    std::string bomb = "From: c@exemple.fr\nTo: conseil@enseigne.fr\nSubject: photo\nContent-Type: multipart/mixed; boundary=LIM\n\n"
                       "--LIM\nContent-Type: text/plain\n\nVoir la photo.\n--LIM\nContent-Type: application/zip\n"
                       "Content-Disposition: attachment; filename=\"42.zip\"\nContent-Transfer-Encoding: base64\n\n";
    for (int i = 0; i < 100'000; ++i) bomb += "UEsDBC0AAAAIAAAAIQD//////////wEAFAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
    put("bombe.eml", bomb + "--LIM--\n");
    put("z.json", R"({"id": "z", "channel": "chat", "turns": []})");
    const auto batch = read_path(folder, config);
    ASSERT_EQ(batch.items.size(), 2U) << complaints(batch);
    EXPECT_EQ(talk(batch.items[1]), "C: Objet : photo\n\nVoir la photo.");
    EXPECT_EQ(batch.items[1].metadata.other.at("attachments"), "1");
    config.limits.max_message_bytes = 1 << 20;
    EXPECT_EQ(complaints(read_path(folder / "bombe.eml", config)), "error intake.mail.too_large bombe.eml\n");
}

TEST_F(Mails, DeepNestingIsRefused) {
    std::string deep = "From: c@exemple.fr\nTo: a@b.fr\nSubject: x\n";
    for (int i = 0; i < 50; ++i) deep += "Content-Type: multipart/mixed; boundary=L" + std::to_string(i) + "\n\n--L" + std::to_string(i) + "\n";
    std::string wide = deep;
    for (int i = 0; i < 5000; ++i) wide += "Content-Type: multipart/mixed; boundary=M" + std::to_string(i) + "\n\n--M" + std::to_string(i) + "\n";
    std::string nested = "From: c@exemple.fr\nTo: a@b.fr\n";
    for (int i = 0; i < 100'000; ++i) nested += "Content-Type: message/rfc822\n\n";
    put("a.eml", deep + "Content-Type: text/plain\n\nfond\n");
    put("b.eml", wide);
    put("c.eml", nested);
    const auto batch = read_path(folder, config);
    EXPECT_TRUE(batch.items.empty());
    EXPECT_EQ(complaints(batch), "error intake.mail.too_deep a.eml\nerror intake.mail.too_many_parts b.eml\nerror intake.mail.too_many_parts c.eml\n");
}

TEST_F(Mails, AnEnglishThreadHasAnEnglishSubjectLine) {
    put("1.eml", "From: dan@example.org\nTo: help@example.com\nSubject: Loan\n\nHello,\n\nCould you please send me a statement of what is left on the loan?\n");
    EXPECT_TRUE(talk(read_path(folder, config).items.at(0)).starts_with("C: Subject: Loan\n\nHello"));
}

TEST_F(Mails, KnownAddressesSayWhoTheAgentIs) {
    put("1.eml", kAnswer);
    config.agent_addresses = {"enseigne.fr"};
    const auto batch = read_path(folder, config);
    ASSERT_EQ(batch.items.size(), 1U) << complaints(batch);
    EXPECT_EQ(batch.items[0].direction, Direction::kOutbound);
    EXPECT_EQ(batch.items[0].turns[0].participant, "A1");
    config.agent_addresses = {"Enseigne.fr"};
    EXPECT_EQ(read_path(folder, config).errors.at(0).key, "intake.config.address");
    config.agent_addresses.clear();
    EXPECT_EQ(complaints(read_path(folder, config)), "warning intake.mail.agent_assumed 1.eml\n");
}

class Quotes : public ::testing::Test {
  protected:
    void SetUp() override {
        auto loaded = Quoting::load(std::filesystem::path(REPERE_SOURCE_DIR) / "knowledge/mappings/mail/quoting.yaml");
        ASSERT_TRUE(loaded) << loaded.error().key;
        quoting = *loaded;
    }
    std::string cut(std::string_view text) const { return without_quotes(text, quoting); }
    Quoting quoting;
};

TEST_F(Quotes, AreCutInFrenchAndEnglish) {
    EXPECT_EQ(cut("Merci !\n\nLe 16 nov. 2026 à 09:00,\nZoé Lune <zoe@exemple.fr>\na écrit :\n\nBonjour"), "Merci !");
    EXPECT_EQ(cut("Thanks.\n\nOn Mon, 16 Nov 2026 at 09:00, Zoe wrote:\n> Hello\n> there\n"), "Thanks.");
    EXPECT_EQ(cut("Oui.\n\n-----Message d'origine-----\nDe : x\n"), "Oui.");
    EXPECT_EQ(cut("Oui.\n\nDe : Conseil <c@x.fr>\nEnvoyé : lundi 16 novembre 2026\nÀ : Zoé\nObjet : RE: x\n\nBonjour"), "Oui.");
    EXPECT_EQ(cut("Yes.\r\n\r\nFrom: A\r\nSent: Monday\r\n\r\nHello"), "Yes.");
    EXPECT_EQ(cut("Je viens de : Paris.\nÀ demain"), "Je viens de : Paris.\nÀ demain");
}

TEST_F(Quotes, LetAnswersBelowThemStand) {
    EXPECT_EQ(cut("Le lundi, Zoé a écrit :\n> la facture ?\nelle est jointe\n> et le délai ?\ndeux jours"), "elle est jointe\ndeux jours");
}

TEST_F(Quotes, TheFormulaAndTheNameStay) {
    EXPECT_EQ(cut("D'accord.\n\nBien cordialement,\nLéa Roy\n-- \nLéa Roy\nConseillère\n01 00 00 00 00"), "D'accord.\n\nBien cordialement,\nLéa Roy");
    EXPECT_EQ(cut("D'accord.\n\nCordialement,\n-- \nLéa Roy\n01 00 00 00 00"), "D'accord.\n\nCordialement,\nLéa Roy");
    EXPECT_EQ(cut("Oui\n\nZoé\n\nEnvoyé de mon iPhone"), "Oui\n\nZoé");
    EXPECT_EQ(cut("Oui\n\nLéa\n\nCe message et toutes les pièces jointes sont confidentiels\net …"), "Oui\n\nLéa");
}

TEST_F(Quotes, ABareForwardStaysWhole) { EXPECT_EQ(cut("> rien d'autre"), "> rien d'autre"); }

TEST_F(Quotes, SubjectsLoseTheirPrefixes) {
    EXPECT_EQ(normalised_subject("RE : Tr: Re[2]: Ma  Facture", quoting).normalised, "ma facture");
    EXPECT_TRUE(normalised_subject("Ré: x", quoting).is_reply);
    EXPECT_FALSE(normalised_subject("Retard de livraison", quoting).is_reply);
}

}  // namespace
}  // namespace repere::intake
