#include "speech/numbers.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace repere::speech {
namespace {

// Every word by its normalised form where it has one, the words of a run but the first left out.
std::string said(const std::string& text, std::string_view language = "fr") {
    std::vector<Word> words;
    std::istringstream in(text);
    for (std::string w; in >> w;) words.push_back({.text = w});
    normalise_numbers(words, language);
    std::string out;
    for (const Word& w : words) {
        const std::string& shown = w.normalised ? *w.normalised : w.text;
        if (shown.empty()) continue;
        if (!out.empty()) out += ' ';
        for (std::size_t i = 0; i < shown.size(); ++i) {  // narrow no-break space shown as "_"
            if (shown.compare(i, 3, "\u202f") == 0) {
                out += '_';
                i += 2;
            } else {
                out += shown[i];
            }
        }
    }
    return out;
}

struct Case {
    const char* spoken;
    const char* expected;
};

TEST(Numbers, French) {
    for (const Case& c : {
             Case{"soixante-douze", "72"},
             Case{"soixante douze", "72"},
             Case{"soixante et onze", "71"},
             Case{"septante-deux huitante nonante neuf", "728099"},
             Case{"nonante-neuf", "99"},
             Case{"quatre-vingt-dix-sept", "97"},
             Case{"quatre vingts", "80"},
             Case{"vingt et un", "21"},
             Case{"deux cent cinq", "205"},
             Case{"mille neuf cent quatre-vingt-dix-huit", "1998"},
             Case{"le douze mars deux mille vingt-trois", "le 12 mars 2023"},
             Case{"trois millions deux cent mille", "3200000"},
             Case{"dix-neuf cent quatorze", "1914"},
             Case{"douze virgule cinq", "12,5"},
             Case{"zéro virgule zéro cinq", "0,05"},
             Case{"vingt pour cent", "20_%"},
             Case{"douze euros cinquante", "12,50_€"},
             Case{"douze euros et cinq centimes", "12,05_€"},
             Case{"vingt euros trente jours après", "20_€ 30 jours après"},
             Case{"quatorze heures trente", "14_h_30"},
             Case{"huit heures et demie", "8_h_30"},
             Case{"un problème avec une box", "un problème avec une box"},
             Case{"un téléphone neuf", "un téléphone neuf"},
             Case{"un deux-pièces", "un deux-pièces"},
             Case{"Douze, merci.", "12 merci."},
             Case{"mille", "1000"},
             Case{"entre deux trois jours", "entre 2 3 jours"},
         }) {
        EXPECT_EQ(said(c.spoken), c.expected) << c.spoken;
    }
}

TEST(Numbers, FrenchTelephoneNumbersAreReadInPairs) {
    EXPECT_EQ(said("zéro six douze trente-quatre cinquante-six soixante-dix-huit"), "0612345678");
    EXPECT_EQ(said("zéro quatre vingt-deux onze zéro zéro quatre-vingt-dix"), "0422110090");
    EXPECT_EQ(said("zéro quatre-vingt-deux onze"), "08211");
    EXPECT_EQ(said("c'est le zéro un quarante-deux s'il vous plaît"), "c'est le 0142 s'il vous plaît");
    EXPECT_EQ(said("plus trente-trois six douze trente-quatre"), "+3361234");
    EXPECT_EQ(said("un deux trois quatre"), "1234");
}

TEST(Numbers, English) {
    for (const Case& c : {
             Case{"seventy two", "72"},
             Case{"two hundred and five", "205"},
             Case{"a hundred", "100"},
             Case{"a thousand and one nights", "1001 nights"},
             Case{"twelve point five", "12.5"},
             Case{"nineteen ninety nine", "1999"},
             Case{"twelve dollars fifty", "$12.50"},
             Case{"twelve pounds and five pence", "£12.05"},
             Case{"twenty percent", "20%"},
             Case{"twenty per cent", "20%"},
             Case{"nine oh two one oh", "90210"},
             Case{"double oh seven", "007"},
             Case{"oh really", "oh really"},
             Case{"this one is a problem", "this one is a problem"},
             Case{"three thousand four hundred twenty-one", "3421"},
         }) {
        EXPECT_EQ(said(c.spoken, "en"), c.expected) << c.spoken;
    }
}

TEST(Numbers, LeavesTheWordsAsSaidAndMarksTheRestOfTheRun) {
    std::vector<Word> words{{.text = "soixante"}, {.text = "douze"}, {.text = "euros"}, {.text = "merci"}};
    normalise_numbers(words, "fr");
    EXPECT_EQ(words[0].text, "soixante");
    EXPECT_EQ(words[0].normalised, "72\u202f€");
    EXPECT_EQ(words[1].normalised, "");
    EXPECT_EQ(words[2].normalised, "");
    EXPECT_EQ(words[3].normalised, std::nullopt);
}

TEST(Numbers, LongInputStaysLinear) {
    std::vector<Word> words(200'000, Word{.text = "quatre-vingt-dix-neuf"});
    normalise_numbers(words, "fr");
    EXPECT_EQ(words.front().normalised->size(), 400'000U);
}

}  // namespace
}  // namespace repere::speech
