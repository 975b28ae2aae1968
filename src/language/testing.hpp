// What the tests of this room share: the lexicon that the build made and the shipped knowledge, opened once, and
// conversations written in a line.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "core/utf8.hpp"
#include "language/knowledge.hpp"
#include "language/lexicon.hpp"
#include "language/passage.hpp"
#include "language/wording.hpp"

namespace repere::language {

inline const Lexicon& test_lexicon() {
    static const Lexicon shared = [] {
        auto opened = Lexicon::open(default_lexicon_folder());
        if (!opened) {
            ADD_FAILURE() << opened.error().key << " " << opened.error().place.source;
            std::abort();
        }
        return std::move(*opened);
    }();
    return shared;
}

inline const Knowledge& test_knowledge() {
    static const Knowledge shared = [] {
        auto loaded = Knowledge::load(REPERE_SOURCE_DIR "/knowledge", test_lexicon());
        if (!loaded) {
            ADD_FAILURE() << loaded.error().key << " " << to_string(loaded.error().place);
            std::abort();
        }
        return std::move(*loaded);
    }();
    return shared;
}

// A conversation ready to be measured: {"a: bonjour", "c: ma box ne marche pas"}.
struct Talk {
    Talk(std::initializer_list<std::string> turns, std::string_view lang = "fr", Channel channel = Channel::kPhone)
        : knowledge(test_knowledge().of(lang)) {
        interaction.channel = channel;
        interaction.language = lang;
        for (const std::string& turn : turns) {
            interaction.turns.push_back({.speaker = turn[0] == 'a' ? Speaker::kAgent : Speaker::kCustomer, .text = turn.substr(3)});
            texts.push_back(tokenize(interaction.turns.back().text, lang, test_lexicon()));
        }
        wording = find_wording(texts, knowledge);
    }

    std::string quote(const Passage& place) const {
        return std::string(utf8::substring(interaction.turns[place.turn].text, place.span.begin, place.span.end));
    }
    std::vector<std::string> quotes(const std::vector<Passage>& places) const {
        std::vector<std::string> out;
        for (const Passage& place : places) out.push_back(quote(place));
        return out;
    }

    const LanguageKnowledge& knowledge;
    Interaction interaction;
    std::vector<Text> texts;
    FoundWording wording;
};

}  // namespace repere::language
