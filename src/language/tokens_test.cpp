#include "language/tokens.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/utf8.hpp"
#include "language/testing.hpp"

namespace repere::language {
namespace {

Text tokens_of(std::string_view text, std::string_view language = "fr") {
    return tokenize(text, language, test_lexicon());
}

// The folded forms, "|" before each one that starts a sentence but the first.
std::string cut(std::string_view text, std::string_view language = "fr") {
    const Text tokens = tokens_of(text, language);
    std::string out;
    for (const Token& t : tokens.tokens) {
        if (!out.empty()) out += t.starts_sentence ? " | " : " ";
        out += tokens.folded_form(t);
    }
    return out;
}

bool has_lemma(const Token& token, std::string_view lemma) {
    return std::find(token.lemmas.begin(), token.lemmas.end(), hash_of(fold(lemma))) != token.lemmas.end();
}

// Every token's offsets must lie in order, agree in bytes and code points, and cover all that is not blank.
void expect_sound(std::string_view text, std::string_view language) {
    const Text tokens = tokens_of(text, language);
    std::size_t last = 0;
    for (const Token& t : tokens.tokens) {
        ASSERT_LE(last, t.begin_byte) << text;
        ASSERT_LT(t.begin_byte, t.end_byte) << text;
        ASSERT_LE(t.end_byte, text.size()) << text;
        ASSERT_LE(t.folded_end, tokens.folded.size()) << text;
        ASSERT_NE(t.form, 0U);
        EXPECT_EQ(t.form, hash_of(tokens.folded_form(t)));
        if (!utf8::find_invalid(text)) {
            EXPECT_EQ(utf8::length(text.substr(0, t.begin_byte)), t.begin) << text;
            EXPECT_EQ(utf8::length(text.substr(0, t.end_byte)), t.end) << text;
        }
        last = t.end_byte;
    }
}

TEST(Fold, DropsCaseAccentsAndKindsOfApostrophe) {
    EXPECT_EQ(fold("RÉSILIER, Ça À Où Noël"), "resilier, ca a ou noel");
    EXPECT_EQ(fold("re\u0301silie\u0301"), "resilie") << "decomposed";
    EXPECT_EQ(fold("Œuvre cœur ex æquo"), "oeuvre coeur ex aequo");
    EXPECT_EQ(fold("l’abonnement l‘été lʼan"), "l'abonnement l'ete l'an");
    EXPECT_EQ(fold("eﬃcace aﬀaire conﬁrmé"), "efficace affaire confirme");
    EXPECT_EQ(fold("Straße Łódź Škoda Ørsted"), "strasse lodz skoda orsted");
    EXPECT_EQ(fold("week\u2011end co\u00ADpie"), "week-end copie");
    EXPECT_EQ(fold("12 €"), "12 €");
}

TEST(Hash, TellsFormsApartAndIsNeverZero) {
    EXPECT_NE(hash_of("resilier"), hash_of("resiliee"));
    EXPECT_NE(hash_of("a"), hash_of(std::string_view("a\0", 2)));
    EXPECT_NE(hash_of(""), 0U);
    EXPECT_EQ(hash_of("anticonstitutionnellement"), hash_of(std::string("anticonstitutionnellement")));
}

TEST(FrenchTokens, ElidedWordsStandAlone) {
    EXPECT_EQ(cut("J'ai résilié l'abonnement d’Orange."), "j' ai resilie l' abonnement d' orange .");
    EXPECT_EQ(cut("qu'il n'y a pas s'il vous plaît"), "qu' il n' y a pas s' il vous plait");
    EXPECT_EQ(cut("jusqu'à lorsqu'on puisqu'elle"), "jusqu' a lorsqu' on puisqu' elle");
    EXPECT_EQ(cut("qu'aujourd'hui d'accord"), "qu' aujourd'hui d' accord");
    EXPECT_EQ(cut("j' ai c' est"), "j' ai c' est") << "as rules write it";
    EXPECT_EQ(cut("l'iphone d'1 mois"), "l' iphone d' 1 mois");
    EXPECT_EQ(cut("O'Brien, prud'homme"), "o'brien , prud'homme");
    EXPECT_EQ(cut("quelqu'un d'autre"), "quelqu'un d' autre");
}

TEST(FrenchTokens, PronounsAfterAVerbStandAlone) {
    EXPECT_EQ(cut("Est-ce que vous pouvez"), "est -ce que vous pouvez");
    EXPECT_EQ(cut("dites-moi donnez-le-moi allons-nous-en"), "dites -moi donnez -le -moi allons -nous -en");
    EXPECT_EQ(cut("y a-t-il, va-t-on, a-t-elle"), "y a -t-il , va -t-on , a -t-elle");
    EXPECT_EQ(cut("puis-je vous aider, avez-vous"), "puis -je vous aider , avez -vous");
    EXPECT_EQ(cut("qu'est-ce que c'est"), "qu' est -ce que c' est");
    EXPECT_EQ(cut("n'est-ce pas"), "n' est -ce pas");
    EXPECT_EQ(cut("allez-y tenez-vous-en"), "allez -y tenez -vous -en");
    EXPECT_EQ(cut("est ce que"), "est ce que");
}

TEST(FrenchTokens, KnownCompoundsStayWhole) {
    EXPECT_EQ(cut("c'est-à-dire un rendez-vous"), "c'est-a-dire un rendez-vous");
    EXPECT_EQ(cut("Peut-être le week-end"), "peut-etre le week-end");
    EXPECT_EQ(cut("vis-à-vis du service après-vente"), "vis-a-vis du service apres-vente");
    EXPECT_EQ(cut("celui-ci, celle-là, là-bas, e-mail, vous-même"), "celui-ci , celle-la , la-bas , e-mail , vous-meme");
    EXPECT_EQ(cut("peut-être-vous"), "peut-etre -vous");
}

TEST(FrenchTokens, OtherHyphensSplit) {
    EXPECT_EQ(cut("soixante-douze quatre-vingt-dix-sept"), "soixante douze quatre vingt dix sept");
    EXPECT_EQ(cut("vingt-et-un client-mystère Paul-Zorglub"), "vingt et un client mystere paul zorglub");
    EXPECT_EQ(cut("chez-vous"), "chez vous");
    EXPECT_EQ(cut("ce jour-là"), "ce jour la");
    EXPECT_EQ(cut("un -- deux - trois-"), "un - - deux - trois -");
}

TEST(FrenchTokens, QuickTypingLosesApostrophes) {
    EXPECT_EQ(cut("jai pas recu, cest quil"), "j' ai pas recu , c' est qu' il");
    EXPECT_EQ(cut("jveux savoir javais"), "j' veux savoir j' avais");
    EXPECT_EQ(cut("labonnement dabonnement"), "l' abonnement d' abonnement");
    EXPECT_EQ(cut("Nadia Damien mail team"), "nadia damien mail team");
    const Text text = tokens_of("Jai");
    ASSERT_EQ(text.tokens.size(), 2U);
    EXPECT_EQ(text.tokens[0].end, 1U);
    EXPECT_EQ(text.tokens[1].begin, 1U);
    EXPECT_TRUE(has_lemma(text.tokens[1], "avoir"));
}

TEST(FrenchTokens, LemmasComeFromTheLexicon) {
    const Text text = tokens_of("RESILIE suis dites-moi zorglub l'");
    EXPECT_TRUE(has_lemma(text.tokens[0], "résilier"));
    EXPECT_EQ(text.tokens[1].lemmas[0], hash_of("etre"));
    EXPECT_TRUE(has_lemma(text.tokens[1], "suivre"));
    EXPECT_TRUE(has_lemma(text.tokens[2], "dire"));
    EXPECT_TRUE(has_lemma(text.tokens[3], "moi"));
    EXPECT_EQ(text.tokens[4].lemmas[0], text.tokens[4].form) << "an unknown word is its own lemma";
    EXPECT_EQ(text.tokens[4].lemmas[1], 0U);
    EXPECT_TRUE(has_lemma(text.tokens[5], "le"));
}

TEST(EnglishTokens, ContractionsAreTwoTokens) {
    EXPECT_EQ(cut("I don't know, we'll see", "en"), "i do n't know , we 'll see");
    EXPECT_EQ(cut("can't won't isn’t couldn't've", "en"), "can n't will n't is n't could n't 've");
    EXPECT_EQ(cut("I'm you're they've he'd customer's let's", "en"), "i 'm you 're they 've he 'd customer 's let 's");
    EXPECT_EQ(cut("five o'clock, ma'am, Mr. O'Neill", "en"), "five o'clock , ma'am , mr . o'neill");
    EXPECT_EQ(cut("dont cant", "en"), "dont cant");
    EXPECT_EQ(cut("twenty-five customer-facing e-mail", "en"), "twenty five customer facing e-mail");
    const Text text = tokens_of("won't", "en");
    EXPECT_EQ(text.tokens[0].end_byte, 2U);
    EXPECT_EQ(text.tokens[1].begin_byte, 2U);
    EXPECT_TRUE(has_lemma(text.tokens[1], "not"));
}

TEST(Tokens, NumbersKeepTheirSeparators) {
    EXPECT_EQ(cut("12,50 € à 14h30 le 3e, 7.5 et 12/03/2024."), "12,50 € a 14h30 le 3e , 7.5 et 12/03/2024 .");
    EXPECT_EQ(cut("1 234"), "1 234");
    EXPECT_EQ(cut("06.12.34.56.78"), "06.12.34.56.78");
    EXPECT_EQ(cut("48h, 100% 4G+"), "48h , 100 % 4g +");
    const Text text = tokens_of("2ème B2B");
    EXPECT_EQ(text.tokens[0].kind, TokenKind::kNumber);
    EXPECT_EQ(text.tokens[1].kind, TokenKind::kWord);
}

TEST(Tokens, AddressesStayWhole) {
    const Text text = tokens_of("Écrivez à Jean.Dupont+sav@mail-pro.fr, voir https://ex.fr/a?b=c. ou www.site.com @Voltaris #arnaque");
    std::vector<std::string> found;
    for (const Token& t : text.tokens) {
        if (t.kind == TokenKind::kAddress) found.emplace_back(text.folded_form(t));
    }
    EXPECT_THAT(found, testing::ElementsAre("jean.dupont+sav@mail-pro.fr", "https://ex.fr/a?b=c", "www.site.com",
                                            "@voltaris", "#arnaque"));
    EXPECT_EQ(cut("allez sur voltaris.fr/compte."), "allez sur voltaris.fr/compte .");
    EXPECT_EQ(cut("la commande #48213"), "la commande # 48213");
    EXPECT_EQ(cut("merci.ca va mal.je pars"), "merci . | ca va mal . | je pars");
}

TEST(Tokens, EmojiSequencesAreOneToken) {
    const Text text = tokens_of("merci 👍🏽 👨‍👩‍👧 🇫🇷❤️ :-) ^^ <3");
    std::size_t emoji = 0;
    for (const Token& t : text.tokens) emoji += t.kind == TokenKind::kEmoji;
    EXPECT_EQ(emoji, 7U);
    EXPECT_EQ(text.tokens.size(), 8U);
    EXPECT_EQ(tokens_of("Bonjour (voir : demain)").tokens.back().kind, TokenKind::kPunctuation);
}

TEST(Tokens, Capitals) {
    const Text text = tokens_of("Bonjour ÉLODIE je J'AI L'Oréal SAV");
    EXPECT_TRUE(text.tokens[0].capitalised);
    EXPECT_FALSE(text.tokens[0].all_capitals);
    EXPECT_TRUE(text.tokens[1].all_capitals);
    EXPECT_FALSE(text.tokens[2].capitalised);
    EXPECT_TRUE(text.tokens[4].all_capitals) << "AI of J'AI";
    EXPECT_TRUE(text.tokens[6].capitalised) << "Oréal";
    EXPECT_TRUE(text.tokens[7].all_capitals);
}

TEST(Tokens, FillersAndSpaces) {
    const Text text = tokens_of("euh ben, oui hein");
    EXPECT_TRUE(text.tokens[0].filler);
    EXPECT_TRUE(text.tokens[1].filler);
    EXPECT_FALSE(text.tokens[2].space_before);
    EXPECT_FALSE(text.tokens[3].filler);
    EXPECT_TRUE(text.tokens[4].filler);
    EXPECT_TRUE(tokens_of("uh yes", "en").tokens[0].filler);
    EXPECT_FALSE(tokens_of("du coup voilà").tokens[1].filler);
}

TEST(Tokens, InitialsAreOneWord) {
    EXPECT_EQ(cut("le S.A.V. est à 5 p.m. ok"), "le sav est a 5 pm ok");
    EXPECT_EQ(cut("fin. Au revoir"), "fin . | au revoir");
}

TEST(Sentences, EndAtMarksAndLines) {
    EXPECT_EQ(cut("Bonjour ! Ça va ? Oui."), "bonjour ! | ca va ? | oui .");
    EXPECT_EQ(cut("Quoi ?! Non !!! Si"), "quoi ? ! | non ! ! ! | si");
    EXPECT_EQ(cut("Objet : retard\nBonjour"), "objet : retard | bonjour");
    EXPECT_EQ(cut("Il a dit « non. » Puis"), "il a dit « non . » | puis");
    EXPECT_EQ(cut("(c'est fait.) Merci"), "( c' est fait . ) | merci");
    EXPECT_EQ(cut("Merci ! 😊 À bientôt"), "merci ! 😊 | a bientot");
}

TEST(Sentences, DoNotEndInsideNumbersOrAfterAbbreviations) {
    EXPECT_EQ(cut("M. Dupont et Mme. Roy ont payé 12.50 euros. Merci"),
              "m . dupont et mme . roy ont paye 12.50 euros . | merci");
    EXPECT_EQ(cut("J. Dupont arrive"), "j . dupont arrive");
    EXPECT_EQ(cut("C'est le plan B. Je pars"), "c' est le plan b . | je pars");
    EXPECT_EQ(cut("bon... je vois… alors... Mais oui"), "bon ... je vois ... alors ... | mais oui");
}

TEST(Sentences, AreSpansOfCodePoints) {
    const auto spans = sentences(tokens_of("Été ! Ça va ?\nOui"));
    ASSERT_EQ(spans.size(), 3U);
    EXPECT_EQ(spans[0], (Span{0, 5}));
    EXPECT_EQ(spans[1], (Span{6, 13}));
    EXPECT_EQ(spans[2], (Span{14, 17}));
    EXPECT_TRUE(sentences(tokens_of("  \n ")).empty());
}

TEST(Tokens, OffsetsAreSoundOnAnyInput) {
    for (const std::string_view language : {"fr", "en"}) {
        for (const std::string_view text :
             {"", " ", "é", "l'é l’œuvre d’ÀÉ", "don’t can’t won't", "-t-il -vous-", "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p",
              "'''", "l''a", "jai quil", "👨‍👩‍", "🇫", "\xC3", "a\xFF\xFE-b\xE2\x80", "e\u0301\u0301 \u0301", "@ # @a. www. http://",
              "a.b.c.d", "S.A.", "1.", "1,a 2/", "…", "\u200B\u200D", "x'\u0301", "qu'-il", "d'-", "n't 'm", "can't't", "won't-do"}) {
            expect_sound(text, language);
        }
    }
}

TEST(Tokens, HostileTextStaysLinear) {
    for (const std::string_view piece : {"a-", "l'", "a.", "@", "a@", "1/", "👨\u200D", "\n.", "😀", "www.", "#1", "e\u0301", "!\n "}) {
        std::string text;
        while (text.size() < 300'000) text += piece;
        const Text tokens = tokens_of(text);
        EXPECT_LE(tokens.tokens.size(), text.size());
        EXPECT_LE(tokens.folded.size(), 2 * text.size());
    }
}

}  // namespace
}  // namespace repere::language
