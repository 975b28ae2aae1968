#include "language/tokens.hpp"

#include <gtest/gtest.h>

#include <string>

#include "language/lexicon.hpp"

namespace repere::language {
namespace {

const Lexicon& lexicon() {
    static const Lexicon shared = [] {
        auto opened = Lexicon::open(default_lexicon_folder());
        if (!opened) ADD_FAILURE() << opened.error().key << " " << opened.error().place.source;
        return std::move(*opened);
    }();
    return shared;
}

std::string cut(std::string_view text, std::string_view language = "fr") {
    const Text tokens = tokenize(text, language, lexicon());
    std::string out;
    for (const Token& t : tokens.tokens) {
        if (!out.empty()) out += ' ';
        out += tokens.folded_form(t);
    }
    return out;
}

TEST(Tokens, FrenchClitics) {
    EXPECT_EQ(cut("J'ai résilié"), "j' ai resilie");
    EXPECT_EQ(cut("Est-ce que ça va ?"), "est -ce que ca va ?");
    EXPECT_EQ(cut("dites-moi, y a-t-il quelqu'un ?"), "dites -moi , y a -t-il quelqu'un ?");
    EXPECT_EQ(cut("c'est-à-dire rendez-vous aujourd'hui"), "c'est-a-dire rendez-vous aujourd'hui");
    EXPECT_EQ(cut("soixante-douze"), "soixante douze");
}

}  // namespace
}  // namespace repere::language
