#include "language/lexicon.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/files.hpp"

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

bool has_lemma(std::string_view form, std::string_view lemma, std::string_view language = "fr") {
    const auto lemmas = lexicon().lemmas(hash_of(fold(form)), language);
    return std::find(lemmas.begin(), lemmas.end(), hash_of(fold(lemma))) != lemmas.end();
}

bool first_lemma(std::string_view form, std::string_view lemma, std::string_view language = "fr") {
    return lexicon().lemmas(hash_of(fold(form)), language)[0] == hash_of(fold(lemma));
}

std::uint32_t flags(std::string_view form, std::string_view language = "fr") {
    const auto* entry = lexicon().table(language).find(hash_of(fold(form)));
    return entry == nullptr ? 0 : entry->flags;
}

TEST(Lexicon, FindsLemmasOfRegularFrenchForms) {
    EXPECT_TRUE(first_lemma("résilie", "résilier"));
    EXPECT_TRUE(first_lemma("resilie", "résilier"));
    EXPECT_TRUE(first_lemma("résiliées", "résilier"));
    EXPECT_TRUE(has_lemma("remboursements", "remboursement"));
    EXPECT_TRUE(first_lemma("chevaux", "cheval"));
}

TEST(Lexicon, KnowsKindsOfWords) {
    EXPECT_TRUE(flags("euh") & kFillerWord);
    EXPECT_TRUE(flags("Nadège") & kFirstName);
    EXPECT_FALSE(flags("facture") & kFirstName);
    EXPECT_TRUE(flags("resilie") & kVerbForm);
}

}  // namespace
}  // namespace repere::language
