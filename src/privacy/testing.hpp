// Helpers of this room's tests.
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/utf8.hpp"
#include "language/lexicon.hpp"
#include "privacy/personal_data.hpp"

namespace repere::privacy {

inline const language::Lexicon& test_lexicon() {
    static const auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    return *lexicon;
}

inline const Finder& test_finder() {
    static const auto finder = [] {
        auto loaded = Finder::load(std::string(REPERE_SOURCE_DIR) + "/knowledge");
        if (!loaded) ADD_FAILURE() << loaded.error().key << " " << to_string(loaded.error().place);
        return std::move(*loaded);
    }();
    return finder;
}

inline std::vector<Finding> found_in(const Interaction& interaction) {
    std::vector<language::Text> texts;
    for (const Turn& turn : interaction.turns) {
        texts.push_back(language::tokenize(turn.text, interaction.language, test_lexicon()));
    }
    return test_finder().find(interaction, texts, interaction.language);
}

inline Interaction one_turn(std::string text, std::string language = "fr", Channel channel = Channel::kPhone,
                            Speaker speaker = Speaker::kCustomer) {
    Interaction out;
    out.language = std::move(language);
    out.channel = channel;
    out.turns.push_back({.speaker = speaker, .text = std::move(text)});
    return out;
}

// The turn with "[[type:words]]" around every finding: how a golden file is written.
inline std::string marked(const Interaction& interaction, const std::vector<Finding>& findings, std::size_t turn) {
    const std::string& text = interaction.turns[turn].text;
    const utf8::Offsets offsets(text);
    std::string out;
    std::size_t at = 0;
    for (const Finding& f : findings) {
        if (f.turn != turn) continue;
        const auto begin = offsets.to_bytes(f.span.begin);
        const auto end = offsets.to_bytes(f.span.end);
        out += text.substr(at, begin - at) + "[[" + f.type + ":" + text.substr(begin, end - begin) + "]]";
        at = end;
    }
    return out + text.substr(at);
}

inline std::string marked(const Interaction& interaction) { return marked(interaction, found_in(interaction), 0); }

}  // namespace repere::privacy
