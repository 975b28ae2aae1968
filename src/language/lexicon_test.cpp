#include "language/lexicon.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "core/files.hpp"
#include "language/testing.hpp"

namespace repere::language {
namespace {

namespace fs = std::filesystem;

bool has_lemma(std::string_view form, std::string_view lemma, std::string_view language = "fr") {
    const auto lemmas = test_lexicon().lemmas(hash_of(fold(form)), language);
    return std::find(lemmas.begin(), lemmas.end(), hash_of(fold(lemma))) != lemmas.end();
}

bool first_lemma(std::string_view form, std::string_view lemma, std::string_view language = "fr") {
    return test_lexicon().lemmas(hash_of(fold(form)), language)[0] == hash_of(fold(lemma));
}

std::uint32_t flags(std::string_view form, std::string_view language = "fr") {
    return test_lexicon().flags(hash_of(fold(form)), language);
}

// "lemma: form form …; lemma: …"
void expect_lemmas(std::string_view table, std::string_view language) {
    std::string lemma;
    std::string word;
    for (const char c : std::string(table) + " ") {
        if (c != ' ' && c != '\n') {
            word += c;
        } else if (word.ends_with(':')) {
            lemma = word.substr(0, word.size() - 1);
            word.clear();
        } else if (!word.empty()) {
            EXPECT_TRUE(has_lemma(word, lemma, language)) << word << " → " << lemma;
            word.clear();
        }
    }
}

TEST(Lexicon, RegularFrenchForms) {
    expect_lemmas("résilier: résilie resilie résiliée résiliées résiliez résiliais résilierai résiliant "
                  "appeler: appelle appelez appelé rappeler: rappelle rappellerai rappelée "
                  "envoyer: envoie enverrai envoyée finir: finissez finit choisir: choisi choisie "
                  "remboursement: remboursements cheval: chevaux nouveau: nouvelle nouvelles premier: première "
                  "conseiller: conseillère conseillers actif: active",
                  "fr");
}

TEST(Lexicon, IrregularFrenchVerbs) {
    expect_lemmas("être: suis est sommes êtes sont étais était été étant serai sera seraient soit sois "
                  "avoir: ai as a avons avez ont avais eu eue eus aurai aurait ait ayez "
                  "aller: vais vas va allons allez vont irai ira irait allé allée allées aille "
                  "faire: fais fait faites font faisait ferai ferait faite faits fasse "
                  "pouvoir: peux peut pouvez peuvent pourrai pourriez pu puisse puis "
                  "vouloir: veux veut voulez veulent voudrais voulu voulue veuillez "
                  "devoir: dois doit devez doivent devrait dû due dus dues "
                  "savoir: sais sait savez savent saurai su sue sachez "
                  "voir: vois voit voyez voient verrai vu vue vus vues "
                  "venir: viens vient venez viennent viendrai venu venue "
                  "dire: dis dit dites disent dirai dite dites disait "
                  "mettre: mets met mettez mettent mis mise mises mettrai "
                  "prendre: prends prend prenez prennent pris prise prises "
                  "comprendre: comprends comprend comprenez comprennent compris comprise comprenais "
                  "tenir: tiens tient tenez tenu tenue tiendrai recevoir: reçois reçoit recevez reçu reçue reçus recevrez "
                  "falloir: faut fallait faudra faudrait fallu croire: crois croit croyez cru crue "
                  "connaître: connais connaît connaissez connu connue écrire: écris écrivez écrit écrite "
                  "lire: lis lit lisez lu lue perdre: perds perd perdu perdue rendre: rends rend rendu rendue "
                  "résoudre: résous résout résolu résolue résolvons suivre: suis suit suivez suivi suivie "
                  "attendre: attends attend attendez attendu partir: pars part partez parti partie "
                  "sortir: sors sort sorti ouvrir: ouvre ouvert ouverte offrir: offre offert offerte "
                  "payer: paie paye payez payé mourir: meurs mort décéder: décédé décédée "
                  "vivre: vis vit vécu boire: bois bu bue coûter: coûte valoir: vaut valait plaire: plaît plait "
                  "permettre: permets permis promettre: promis promise joindre: joint jointe joignez "
                  "craindre: crains craint plaindre: plains plaint conclure: conclu conduire: conduit "
                  "vendre: vend vendu répondre: réponds répond répondu entendre: entends entendu "
                  "appartenir: appartient maintenir: maintient obtenir: obtenu obtenez prévenir: préviens prévenu "
                  "souvenir: souviens souvient revenir: reviens revient transmettre: transmets transmis",
                  "fr");
}

TEST(Lexicon, PutsTheLikelierLemmaFirst) {
    EXPECT_TRUE(first_lemma("suis", "être"));
    EXPECT_TRUE(first_lemma("est", "être"));
    EXPECT_TRUE(first_lemma("sommes", "être"));
    EXPECT_TRUE(first_lemma("avions", "avoir"));
    EXPECT_TRUE(first_lemma("résilie", "résilier"));
    EXPECT_TRUE(first_lemma("j'", "je"));
    EXPECT_TRUE(first_lemma("qu'", "que"));
    EXPECT_TRUE(first_lemma("pas", "pas"));
}

TEST(Lexicon, EnglishForms) {
    expect_lemmas("be: is are was were been being have: has had do: does did done go: goes went gone going "
                  "cancel: cancels canceled cancelled cancelling canceling stop: stopped stopping "
                  "understand: understood understands pay: paid pays refund: refunded refunds say: said "
                  "try: tries tried trying bill: bills billed buy: bought company: companies child: children "
                  "leave: left tell: told speak: spoke spoken not: n't will: 'll",
                  "en");
    EXPECT_TRUE(first_lemma("caller", "caller", "en")) << "a word of its own, no form of call";
    EXPECT_TRUE(first_lemma("this", "this", "en"));
    EXPECT_TRUE(first_lemma("his", "his", "en"));
    EXPECT_TRUE(first_lemma("us", "us", "en"));
}

TEST(Lexicon, KnowsKindsOfWords) {
    EXPECT_TRUE(flags("euh") & kFillerWord);
    EXPECT_TRUE(flags("Nadège") & kFirstName);
    EXPECT_FALSE(flags("facture") & kFirstName);
    EXPECT_TRUE(flags("facture") & kCommonWord);
    EXPECT_TRUE(flags("resilie") & kVerbForm);
    EXPECT_TRUE(flags("toi") & kTutoiement);
    EXPECT_TRUE(flags("vôtre") & kVouvoiement);
    EXPECT_TRUE(flags("douze") & kNumberWord);
    EXPECT_TRUE(flags("ouais") & kFamiliar);
    EXPECT_TRUE(flags("rendez-vous") & kCompound);
    EXPECT_FALSE(flags("soixante-douze") & kCompound);
    EXPECT_TRUE(flags("twelve", "en") & kNumberWord);
    EXPECT_EQ(flags("zorglub"), 0U);
}

TEST(Lexicon, UnknownFormsHaveNoLemma) {
    EXPECT_FALSE(test_lexicon().knows(hash_of("zorglub"), "fr"));
    EXPECT_EQ(test_lexicon().lemmas(hash_of("zorglub"), "fr"), (std::array<WordHash, 3>{}));
    EXPECT_FALSE(test_lexicon().knows(hash_of("remboursement"), "en"));
}

class BrokenLexicon : public testing::Test {
  protected:
    void SetUp() override { fs::create_directories(folder_); }
    void TearDown() override { fs::remove_all(folder_); }
    void put(std::string_view name, std::string_view content) { ASSERT_TRUE(write_file(folder_ / name, content)); }

    fs::path folder_ = fs::temp_directory_path() / ("repere_lexicon_" + std::to_string(::getpid()));
};

TEST_F(BrokenLexicon, MissingFileIsNamed) {
    const auto opened = Lexicon::open(folder_);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kEnvironment);
    EXPECT_EQ(opened.error().key, "language.lexicon.missing");
    EXPECT_EQ(opened.error().place.source, (folder_ / "fr.lex").string());
}

TEST_F(BrokenLexicon, OtherFilesAreRefused) {
    const auto good = read_file(default_lexicon_folder() / "fr.lex");
    ASSERT_TRUE(good);
    std::string other_version = *good;
    other_version[7] = '0';
    for (const std::string_view content : {std::string_view("not a lexicon"), std::string_view(*good).substr(0, 40),
                                           std::string_view(*good).substr(0, good->size() - 8),
                                           std::string_view(other_version), std::string_view()}) {
        put("fr.lex", content);
        const auto opened = Lexicon::open(folder_);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().key, "language.lexicon.broken");
        EXPECT_EQ(opened.error().code, ErrorCode::kInvalidInput);
    }
}

TEST_F(BrokenLexicon, SpoiltTablesCannotCrash) {
    std::string spoilt = *read_file(default_lexicon_folder() / "fr.lex");
    std::fill(spoilt.begin() + 4096, spoilt.end(), '\xFF');
    put("fr.lex", spoilt);
    put("en.lex", *read_file(default_lexicon_folder() / "en.lex"));
    const auto opened = Lexicon::open(folder_);
    ASSERT_TRUE(opened);
    EXPECT_FALSE(opened->knows(hash_of("bonjour"), "fr"));
}

}  // namespace
}  // namespace repere::language
