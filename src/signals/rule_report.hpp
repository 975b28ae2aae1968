// How the rules fare: their mistakes, their examples, and their precision and recall on labelled turns.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "signals/marker.hpp"
#include "signals/moment.hpp"

namespace repere::signals {

// Right, wrong and missed marks.
struct Tally {
    std::size_t right = 0;
    std::size_t wrong = 0;
    std::size_t missed = 0;

    double precision() const;
    double recall() const;
    double f1() const;
    Tally& operator+=(const Tally& other);
};

struct RuleTally {
    double confidence = 0;
    bool veto = false;
    std::size_t hits = 0;   // turns in which it matched
    std::size_t right = 0;  // of these, turns that people marked with its signal (a veto: turns they did not)
};

// A turn whose marks and labels differ on one signal.
struct Disagreement {
    std::string signal;
    bool wrong = false;  // marked but not labelled; else missed
    std::string source;  // file and conversation or line
    std::size_t turn = 0;
    std::string text, previous;
    std::vector<std::string> rules;  // of this signal that matched there
};

struct RuleReport {
    std::vector<Error> errors;
    std::vector<Warning> warnings;
    std::vector<Marker::ExampleTrial> failures;
    std::map<std::string, Tally> signals;
    std::map<std::string, RuleTally> rules;
    std::vector<Disagreement> disagreements;
    std::size_t turns = 0;
};

struct RuleReportOptions {
    std::vector<std::filesystem::path> labelled;  // conversations (*.json) and single turns (*.jsonl)
    std::string language;                         // only these turns; empty: all
};

// Fails only where a labelled file cannot be read; mistakes in rules are part of the report.
Result<RuleReport> report_rules(const std::filesystem::path& knowledge, const language::Lexicon& lexicon,
                                const RuleReportOptions& options);

}  // namespace repere::signals
