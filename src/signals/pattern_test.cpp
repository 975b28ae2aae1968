#include <gtest/gtest.h>

#include "language/lexicon.hpp"
#include "signals/matcher.hpp"
#include "signals/pattern.hpp"
#include "signals/word_classes.hpp"

namespace repere::signals {
namespace {

const language::Lexicon& lexicon() {
    static const auto opened = language::Lexicon::open(language::default_lexicon_folder());
    return *opened;
}

const WordClasses& classes(std::string_view language) {
    static const auto fr = WordClasses::load(std::string(REPERE_SOURCE_DIR) + "/knowledge", "fr", lexicon());
    static const auto en = WordClasses::load(std::string(REPERE_SOURCE_DIR) + "/knowledge", "en", lexicon());
    return language == "fr" ? *fr : *en;
}

PatternContext context(std::string_view language) {
    PatternContext out{language, &lexicon(), &classes(language).elisions(), {}};
    out.list = [](std::string_view name) {
        auto list = std::make_shared<WordList>();
        if (name != "hard") return std::shared_ptr<const WordList>();
        for (const char* entry : {"pénible", "pas simple", "stress*", "<agacer>"}) {
            list->add(*compile_entry(entry, {"fr", &lexicon(), nullptr, {}}));
        }
        list->finish();
        return std::shared_ptr<const WordList>(list);
    };
    return out;
}

// The words the pattern covers in the text; "-" where it does not match.
std::string match(std::string_view pattern, std::string_view text, std::string_view language = "fr") {
    const auto program = compile_pattern(pattern, context(language));
    if (!program) return "mistake " + program.error().key + " at " + std::to_string(program.error().at);
    const language::Text tokens = language::tokenize(text, language, lexicon());
    std::vector<Cell> cells(tokens.tokens.size());
    TurnView view = view_of(tokens, cells);
    classes(language).annotate(view);
    const auto found = find_match(*program, view, whole(view));
    if (!found) return "-";
    const std::size_t from = tokens.tokens[found->begin].begin_byte;
    return std::string(text.substr(from, tokens.tokens[found->end - 1].end_byte - from));
}

TEST(Pattern, ClassesLoad) {
    for (const char* language : {"fr", "en"}) {
        const auto loaded = WordClasses::load(std::string(REPERE_SOURCE_DIR) + "/knowledge", language, lexicon());
        ASSERT_TRUE(loaded) << loaded.error().key << " " << to_string(loaded.error().place);
    }
}

TEST(Pattern, WordsMatchWhateverCaseAccentsAndApostrophes) {
    EXPECT_EQ(match("résilier", "je veux RESILIER mon contrat"), "RESILIER");
    EXPECT_EQ(match("j'imagine que", "J’imagine que oui"), "J’imagine que");
    EXPECT_EQ(match("j' imagine que", "j'imagine qu'il faut"), "j'imagine qu'");
    EXPECT_EQ(match("résilier", "je veux changer"), "-");
}

TEST(Pattern, LemmasPrefixesChoicesAndOptions) {
    EXPECT_EQ(match("je <comprendre>", "oui je comprends bien"), "je comprends");
    EXPECT_EQ(match("je <comprendre> (bien|tout à fait)? votre", "je comprends tout à fait votre souci"),
              "je comprends tout à fait votre");
    EXPECT_EQ(match("remerci*", "nous vous remercions"), "remercions");
    EXPECT_EQ(match("(à bientôt|bonne journée)", "allez bonne journée"), "bonne journée");
    EXPECT_EQ(match("ce|c' (soit|est) @hard", "que ce soit pas simple"), "ce soit pas simple");
    EXPECT_EQ(match("c' est @hard", "c'est stressant"), "c'est stressant");
    EXPECT_EQ(match("ça m' @hard", "ça m'agace"), "ça m'agace");
}

TEST(Pattern, GapsNegationAndEdges) {
    EXPECT_EQ(match("je .. comprends", "je vous le comprends"), "je vous le comprends");
    EXPECT_EQ(match("je .. comprends", "je a b c d comprends"), "-");
    EXPECT_EQ(match("je ..6 comprends", "je a b c d comprends"), "je a b c d comprends");
    EXPECT_EQ(match("je comprends ~pas", "je comprends pas"), "-");
    EXPECT_EQ(match("je comprends ~(rien du tout)", "je comprends rien du coup"), "je comprends");
    EXPECT_EQ(match("je _ comprends", "je te comprends"), "je te comprends");
    EXPECT_EQ(match("^ bonjour", "euh bonjour"), "bonjour");
    EXPECT_EQ(match("^ bonjour", "oui bonjour"), "-");
    EXPECT_EQ(match("merci $", "voilà merci."), "merci");
    EXPECT_EQ(match("merci $", "merci beaucoup"), "-");
}

TEST(Pattern, StepsOverFillersRepeatsAndCommas) {
    EXPECT_EQ(match("je <comprendre> que", "je je euh comprends, hein, que"), "je je euh comprends, hein, que");
    EXPECT_EQ(match("non non", "non non"), "non non");
    EXPECT_EQ(match("non merci", "non, merci"), "non, merci");
}

TEST(Pattern, StopsAtTheEndOfASentence) {
    EXPECT_EQ(match("oui merci", "oui. merci"), "-");
    EXPECT_EQ(match("autre chose {?}", "Autre chose ? Non."), "Autre chose ?");
    EXPECT_EQ(match("oui .. merci", "oui !\nmerci"), "-");
}

TEST(Pattern, Classes) {
    EXPECT_EQ(match("{number}", "il y en a vingt et un là"), "vingt et un");
    EXPECT_EQ(match("{number}", "un instant"), "-");
    EXPECT_EQ(match("{amount}", "ça fait 12,50 € par mois"), "12,50 €");
    EXPECT_EQ(match("{amount}", "soit cent vingt euros"), "cent vingt euros");
    EXPECT_EQ(match("{date}", "on passe jeudi prochain"), "jeudi prochain");
    EXPECT_EQ(match("{date}", "le 12 mars 2026"), "12 mars 2026");
    EXPECT_EQ(match("{delay}", "sous 48 heures"), "sous 48 heures");
    EXPECT_EQ(match("{delay}", "dans la semaine"), "dans la semaine");
    EXPECT_EQ(match("{delay}", "d'ici vendredi"), "d'ici vendredi");
    EXPECT_EQ(match("bonjour {name}", "Oui, bonjour Nadège"), "bonjour Nadège");
    EXPECT_EQ(match("{delay}", "within two working days", "en"), "within two working days");
    EXPECT_EQ(match("{amount}", "that is £20 a month", "en"), "£20");
}

TEST(Pattern, EnglishContractions) {
    EXPECT_EQ(match("i'm sorry", "I'm so sorry, I'm sorry", "en"), "I'm sorry");
    EXPECT_EQ(match("I don't know", "i don't know", "en"), "i don't know");
    EXPECT_EQ(match("don't <know>", "I don't really, don't know", "en"), "don't know");
}

TEST(Pattern, MistakesNameTheirPlace) {
    EXPECT_EQ(match("je (comprends", ""), "mistake signals.pattern.unclosed at 3");
    EXPECT_EQ(match("je <comprendre", ""), "mistake signals.pattern.unclosed at 3");
    EXPECT_EQ(match("je @none", ""), "mistake signals.list.unknown at 3");
    EXPECT_EQ(match("je {color}", ""), "mistake signals.pattern.class_unknown at 3");
    EXPECT_EQ(match("je ..99 dis", ""), "mistake signals.pattern.gap_wrong at 3");
    EXPECT_EQ(match(".. je", ""), "mistake signals.pattern.gap_at_edge at 0");
    EXPECT_EQ(match("je?", ""), "mistake signals.pattern.matches_nothing at 0");
    EXPECT_EQ(match("je )", ""), "mistake signals.pattern.unexpected at 3");
    EXPECT_EQ(match("", ""), "mistake signals.pattern.empty at 0");
    EXPECT_EQ(match("je|", ""), "mistake signals.pattern.ends_early at 3");
}

TEST(Pattern, HostileTextStaysLinear) {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += "je je ";
    EXPECT_EQ(match("je ..9 (je|tu)? ..9 (je|il)? ..9 comprends", text), "-");
}

TEST(Pattern, DoubtsBarsOutsideBracketsBesideOtherElements) {
    const auto doubts_of = [](std::string_view pattern) {
        std::vector<PatternMistake> doubts;
        EXPECT_TRUE(compile_pattern(pattern, context("fr"), &doubts)) << pattern;
        return doubts;
    };
    const auto doubts = doubts_of("à bientôt|bonne journée");
    ASSERT_EQ(doubts.size(), 1U);
    EXPECT_EQ(doubts[0].key, "signals.pattern.bar_loose");
    EXPECT_EQ(doubts[0].at, std::string_view("à bientôt").size());
    for (const char* plain : {"merci|bravo", "à (bientôt|demain)", "(à bientôt|bonne journée) madame", "(un|une)? merci"}) {
        EXPECT_TRUE(doubts_of(plain).empty()) << plain;
    }
}

}  // namespace
}  // namespace repere::signals
