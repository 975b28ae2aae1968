#include "review/fairness.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace repere::review {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

const fs::path kKnowledge = fs::path(REPERE_SOURCE_DIR) / "knowledge";

Swaps shipped(std::string_view language) {
    auto swaps = Swaps::load(kKnowledge, language);
    EXPECT_TRUE(swaps) << (swaps ? "" : swaps.error().key + " " + to_string(swaps.error().place));
    return std::move(*swaps);
}

Result<Swaps> load_text(const std::string& yaml) {
    const fs::path folder = fs::path(testing::TempDir()) / "swaps";
    fs::create_directories(folder / "fairness");
    std::ofstream(folder / "fairness" / "fr.yaml") << yaml;
    return Swaps::load(folder, "fr");
}

const Swap& named(const Swaps& swaps, std::string_view id) {
    for (const auto& swap : swaps.all()) {
        if (swap.id == id) return swap;
    }
    throw std::runtime_error("no swap " + std::string(id));
}

LabelledInteraction conversation(Channel channel, std::vector<Turn> turns) {
    LabelledInteraction one;
    one.interaction.id = "c1";
    one.interaction.language = "fr";
    one.interaction.channel = channel;
    one.labels.turns.resize(turns.size());
    one.interaction.turns = std::move(turns);
    return one;
}

std::string text_after(const Swaps& swaps, std::string_view id, Speaker speaker, const std::string& text) {
    const auto one = conversation(Channel::kChat, {{.speaker = speaker, .text = text}});
    const auto after = swaps.apply(named(swaps, id), one);
    return after ? after->turns[0].text : text;
}

TEST(Rewriter, PutsWholePhrasesInTheirCase) {
    Rewriter rewriter;
    rewriter.add("vous avez", "tu as");
    rewriter.add("s'il vous plaît", "s'il te plaît");
    rewriter.add("vous", "toi");
    rewriter.add("M.", "Mme");
    rewriter.add("Dupont", "Benali");
    EXPECT_EQ(rewriter.rewrite("Vous avez dit VOUS, s’il vous plait ?"), "Tu as dit TOI, s'il te plaît ?");
    EXPECT_EQ(rewriter.rewrite("M. Dupont m'a dit, dupont !"), "Mme Benali m'a dit, benali !");
    EXPECT_EQ(rewriter.rewrite("vous, avez-vous"), "toi, avez-toi") << "a comma parts a phrase";
    EXPECT_EQ(rewriter.rewrite("rendezvous"), "rendezvous") << "whole words only";
    EXPECT_EQ(rewriter.rewrite(""), "");
    EXPECT_EQ(Rewriter().rewrite("tel quel"), "tel quel");
}

TEST(Swaps, CallAPersonByOneOtherNameThroughout) {
    auto one = conversation(Channel::kPhone, {{.speaker = Speaker::kAgent, .text = "bonjour Hélène Le Floc'h"},
                                              {.speaker = Speaker::kCustomer, .text = "oui madame le floc'h, hélène"},
                                              {.speaker = Speaker::kCustomer, .text = "l e f l o c h et pas hélas"}});
    one.labels.turns[0].pii = {{"person", "Hélène Le Floc'h"}};
    one.labels.turns[1].pii = {{"person", "le floc'h"}};
    const Swaps swaps = shipped("fr");
    const Swap& maghreb = named(swaps, "names_maghreb");
    const auto after = swaps.apply(maghreb, one);
    ASSERT_TRUE(after);
    const std::string& first = after->turns[0].text;
    EXPECT_THAT(first, Not(HasSubstr("Hélène")));
    const auto words = plain_words(first);
    ASSERT_GE(words.size(), 3U);
    const std::string woman = words[1].folded;
    std::string family;
    for (std::size_t w = 2; w < words.size(); ++w) family += (family.empty() ? "" : " ") + words[w].folded;
    EXPECT_THAT(maghreb.first_names->women, ::testing::Contains(::testing::Truly([&](const std::string& name) {
                    return plain_words(name)[0].folded == woman;
                })))
        << "a woman's name for a woman's";
    std::string second;
    for (const auto& word : plain_words(after->turns[1].text)) second += word.folded + " ";
    EXPECT_EQ(second, "oui madame " + family + " " + woman + " ");
    EXPECT_THAT(after->turns[2].text, HasSubstr("et pas hélas"));
    EXPECT_THAT(after->turns[2].text, Not(HasSubstr("f l o c h"))) << "spelled names follow";
}

TEST(Swaps, LeaveInitialsAndShortNamesAlone) {
    auto one = conversation(Channel::kEmail, {{.speaker = Speaker::kCustomer, .text = "Je l'ai dit. L. Brémontier"},
                                              {.speaker = Speaker::kAgent, .text = "Monsieur Le, le numéro ?"}});
    one.labels.turns[0].pii = {{"person", "L. Brémontier"}};
    one.labels.turns[1].pii = {{"person", "Le"}};
    const Swaps swaps = shipped("fr");
    const auto after = swaps.apply(named(swaps, "names_east"), one);
    ASSERT_TRUE(after);
    EXPECT_THAT(after->turns[0].text, ::testing::StartsWith("Je l'ai dit. L. "));
    EXPECT_THAT(after->turns[0].text, Not(HasSubstr("Brémontier")));
    EXPECT_EQ(after->turns[1].text, "Monsieur Le, le numéro ?");
}

TEST(Swaps, TouchOnlyWhoseWordsTheyMay) {
    const Swaps swaps = shipped("fr");
    EXPECT_EQ(text_after(swaps, "accents_dropped", Speaker::kCustomer, "déçu, ça"), "decu, ca");
    EXPECT_EQ(text_after(swaps, "accents_dropped", Speaker::kAgent, "déçu, ça"), "déçu, ça");
    EXPECT_EQ(text_after(swaps, "tutoiement", Speaker::kCustomer, "Vous m'avez dit que votre service répond, pouvez-vous voir ?"),
              "Tu m'as dit que ton service répond, peux-tu voir ?");
    EXPECT_EQ(text_after(swaps, "tutoiement", Speaker::kCustomer, "vous émoustillez votre bahut"), "vous émoustillez votre bahut")
        << "half a rewriting would be nobody's French";
    EXPECT_EQ(text_after(swaps, "vouvoiement", Speaker::kCustomer, "tu peux regarder s'il te plaît"),
              "vous pouvez regarder s'il vous plaît");
    EXPECT_EQ(text_after(swaps, "belgium", Speaker::kAgent, "soixante-dix-huit et quatre vingt dix"), "septante-huit et nonante");
    EXPECT_EQ(text_after(swaps, "genders", Speaker::kCustomer, "Je suis très content, Madame"), "Je suis très contente, Monsieur");
    const auto call = conversation(Channel::kPhone, {{.speaker = Speaker::kCustomer, .text = "déçu"}});
    EXPECT_FALSE(swaps.apply(named(swaps, "accents_dropped"), call)) << "nobody types accents on the phone";
    EXPECT_FALSE(swaps.apply(named(swaps, "names_maghreb"), call)) << "nobody is named";
}

TEST(Swaps, EnglishOnesAreSound) {
    const Swaps swaps = shipped("en");
    EXPECT_EQ(text_after(swaps, "american", Speaker::kAgent, "I apologise, your parcel is in the post"),
              "I apologize, your package is in the mail");
    EXPECT_EQ(text_after(swaps, "genders", Speaker::kAgent, "Thank you sir, is Mr Whitcombe there?"),
              "Thank you madam, is Mrs Whitcombe there?");
    EXPECT_TRUE(Swaps::load(kKnowledge, "it")->all().empty()) << "a language without swaps is no error";
}

TEST(Swaps, MistakesNameTheirPlace) {
    const auto key = load_text("swaps:\n  - id: a\n    title: {fr: x, en: x}\n    colour: red\n");
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().key, "core.yaml.key_unknown");
    EXPECT_EQ(key.error().place.line, 4U);
    EXPECT_EQ(load_text("swaps:\n  - id: a\n    title: {fr: x, en: x}\n    words: [[one]]\n").error().key,
              "review.fairness.pair_expected");
    EXPECT_EQ(load_text("swaps:\n  - id: a\n    title: {fr: x, en: x}\n    speakers: [robot]\n").error().key,
              "review.fairness.speaker_unknown");
    EXPECT_EQ(load_text("swaps:\n  - id: a\n    title: {fr: x, en: x}\n    letters: {ab: c}\n").error().key,
              "review.fairness.letter_expected");
    EXPECT_EQ(load_text("swaps:\n  - id: a\n    title: {fr: x, en: x}\n    direction: up\n").error().key,
              "review.fairness.direction_unknown");
    EXPECT_EQ(load_text("swaps:\n  - title: {fr: x, en: x}\n").error().key, "core.yaml.key_missing");
}

// A rule that knows only one name: what an unfair machine would do.
struct Planted {
    analysis::Analysis analysis;
    grid::Evaluation evaluation;
};

Planted judged_by_name(const Interaction& interaction) {
    Planted out;
    out.analysis.interaction = interaction;
    out.analysis.outcome = {.resolved = "yes", .escalation = "none", .opportunity = "none"};
    const bool known = interaction.turns[0].text.find("Dupont") != std::string::npos;
    if (known) out.analysis.moments = {{.signal = "greeting", .turn = 0, .quote = "Bonjour M. Dupont"}};
    out.evaluation.criteria = {{.id = "greeting", .answer = known ? grid::Answer::kYes : grid::Answer::kNo, .evidence = {}},
                               {.id = "closing", .answer = grid::Answer::kYes}};
    if (known) out.evaluation.criteria[0].evidence = {0};
    return out;
}

FairnessReport audit_of(std::string_view swap) {
    auto one = conversation(Channel::kChat, {{.speaker = Speaker::kAgent, .text = "Bonjour M. Dupont, j'écoute"}});
    one.labels.turns[0].pii = {{"person", "Dupont"}};
    const Swaps swaps = shipped("fr");
    const auto after = swaps.apply(named(swaps, swap), one);
    const Planted old = judged_by_name(one.interaction), now = judged_by_name(*after);
    FairnessAudit audit;
    audit.add_conversation();
    audit.compare(named(swaps, swap), {old.analysis, old.evaluation}, {now.analysis, now.evaluation});
    return audit.report();
}

TEST(Fairness, FindsARuleThatGoesByTheName) {
    const FairnessReport report = audit_of("names_africa");
    EXPECT_EQ(report.criteria.flipped, 1U);
    EXPECT_EQ(report.criteria.compared, 2U);
    EXPECT_EQ(report.by_criterion.at("greeting").flipped, 1U);
    EXPECT_EQ(report.by_criterion.at("closing").flipped, 0U);
    EXPECT_EQ(report.by_signal.at("greeting").flipped, 1U);
    EXPECT_EQ(report.labels.flipped, 0U);
    EXPECT_NEAR(report.criteria.interval()->low, 0.0945, 1e-3) << "Wilson, one of two";
    ASSERT_EQ(report.flips.size(), 2U);
    EXPECT_EQ(report.flips[0].quote, "Bonjour M. Dupont");
    EXPECT_EQ(report.flips[0].before, "yes");
    EXPECT_EQ(report.flips[0].after, "no");
    EXPECT_THAT(report.flips[0].swapped, Not(HasSubstr("Dupont")));
    EXPECT_EQ(report.flips[1].after, "absent");
}

TEST(Fairness, FindsNothingWhereTheNameStays) {
    const FairnessReport report = audit_of("genders");
    EXPECT_EQ(report.criteria.flipped + report.signals.flipped + report.labels.flipped, 0U);
    EXPECT_EQ(report.swaps.at(0).conversations, 1U);
    EXPECT_TRUE(report.flips.empty());
}

TEST(Fairness, IsShownInBothLanguages) {
    const FairnessReport report = audit_of("names_africa");
    const auto json = to_json(report);
    EXPECT_EQ(json["swaps"][0]["criteria"]["share"], 0.5);
    EXPECT_EQ(json["flips"][0]["quote"], "Bonjour M. Dupont");
    for (const auto language : {UiLanguage::kFrench, UiLanguage::kEnglish}) {
        const auto messages = Messages::load(fs::path(REPERE_SOURCE_DIR) / "messages", language);
        ASSERT_TRUE(messages);
        const std::string text = to_text(report, *messages);
        EXPECT_THAT(text, HasSubstr("50.0 %"));
        EXPECT_THAT(text, HasSubstr("Bonjour M. Dupont"));
        EXPECT_THAT(text, Not(HasSubstr("review.fairness")));
    }
}

}  // namespace
}  // namespace repere::review
