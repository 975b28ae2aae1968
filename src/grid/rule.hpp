// How the machine answers one criterion: a list of rows read from the top, the first that holds answers.
//
// The language is described for analysts in docs/grids.md ("How a criterion is answered"). Read by read_rule.cpp,
// applied by match.cpp. Values only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "grid/grid.hpp"

namespace repere::grid {

struct Condition;

// Moments of one of `signals`, at least `min` (and at most `max`) of them, each standing where the rest says.
// first/last count the turns of whoever bears the signal; `within` counts the turns of whoever bears the other one.
struct SignalTest {
    std::vector<std::string> signals;
    std::size_t min = 1;
    std::optional<std::size_t> max;
    std::optional<std::size_t> first, last;
    std::vector<std::string> after, before, followed_by, not_followed_by;
    std::optional<std::size_t> within;
};

// No moment of any of `signals`.
struct AbsenceTest {
    std::vector<std::string> signals;
};

// One of these phrases is said, as whole words, by `by`; first/last count that person's turns.
struct PhraseTest {
    std::vector<std::string> phrases;  // folded
    std::vector<std::string> shown;    // as the grid has them
    Speaker by = Speaker::kAgent;
    std::optional<std::size_t> first, last;
};

struct MeasureTest {
    std::string measure;
    std::optional<double> min, max;
};

enum class Label { kChannel, kDirection, kLanguage, kResolved, kEscalation, kOpportunity, kRegister, kTopic };

struct LabelTest {
    Label label = Label::kChannel;
    std::vector<std::string> values;  // one of these
};

struct Group {
    enum class Kind { kAll, kAny, kNot };
    Kind kind = Kind::kAll;
    std::vector<Condition> parts;
};

struct Condition {
    std::variant<SignalTest, AbsenceTest, PhraseTest, MeasureTest, LabelTest, Group> test;
    Place place;
};

struct AnswerRow {
    enum class Give { kYes, kNo, kNa, kUnknown, kValue, kMeasure };
    Give give = Give::kUnknown;
    double value = 0;                   // of kValue, on the criterion's scale
    std::string measure;                // of kMeasure: the measure is the value
    std::optional<Condition> when;      // absent: always
    std::vector<std::string> cite;      // signals whose moments support the answer beside those of `when`
    double confidence = 1;              // 0…1: how often people agree where the row holds
    Localised why;                      // the grid's own words for the reason, or empty
    Place place;
};

struct AnswerRule {
    std::vector<AnswerRow> rows;
};

}  // namespace repere::grid
