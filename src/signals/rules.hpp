// The rule files of knowledge/signals/<language>/*.yaml as values (docs/rules.md describes them).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "conversation/interaction.hpp"
#include "language/lexicon.hpp"
#include "signals/pattern.hpp"

namespace repere::signals {

class WordClasses;

using SignalSet = std::uint64_t;  // bit per signal of all_signals()

struct RuleExample {
    std::string text;
    std::string previous;  // the other side's words just before; empty: none
    SignalSet previous_signals = 0;
    std::optional<Channel> channel;
    bool should_match = true;
    Place place;
};

struct Conditions {
    std::optional<std::uint32_t> own_first, own_last, own_after;  // among this speaker's turns
    std::optional<std::uint32_t> any_first, any_last, any_after;  // among all turns
    std::uint8_t channels = 0;                                    // bit per Channel; 0: everywhere
    SignalSet previous_signals = 0, not_previous_signals = 0, seen = 0, not_seen = 0;
    std::vector<Program> previous, turn_has, turn_lacks;
    std::optional<bool> question;
    std::optional<std::uint32_t> min_words, max_words;

    // Is anything asked that can be told without looking at words?
    bool has_place() const {
        return own_first || own_last || own_after || any_first || any_last || any_after || channels != 0 ||
               (previous_signals | not_previous_signals | seen | not_seen) != 0 || min_words || max_words;
    }
};

struct Rule {
    std::uint8_t signal = 0;  // index into all_signals()
    std::string source;       // "rule:fr.empathy.1"
    double confidence = 0;
    bool veto = false;
    std::vector<Program> any;
    std::vector<Program> unless;
    Conditions where;
    std::vector<RuleExample> examples;
    Place place;
};

// Every rule of one language, and every mistake found, each with its place. `content` is what a fingerprint covers.
struct RuleSet {
    std::vector<Rule> rules;
    std::vector<Error> errors;
    std::vector<Warning> warnings;  // what is right but easily misread
    std::string content;
};

RuleSet read_rules(const std::filesystem::path& knowledge, std::string_view language, const language::Lexicon& lexicon,
                   const WordClasses& classes);

}  // namespace repere::signals
