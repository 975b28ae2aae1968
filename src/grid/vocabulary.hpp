// The words a grid may use, and the nearest of them to a word that it may not.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.hpp"
#include "grid/rule.hpp"

namespace repere::grid {

// A figure of the analysis that a grid may test or take as a value. One declaration serves checking, evaluation and docs.
struct Measure {
    std::string_view name;
    std::string_view unit;  // "s", "words/min", "" for plain numbers; shares are 0…1
    bool from_words;        // rests on the transcript's words, so it falls with them
    std::optional<double> (*of)(const analysis::Analysis&);
};
std::span<const Measure> all_measures();
const Measure* find_measure(std::string_view name);

// A label of the whole that a grid may test, with its possible values (none: any word).
struct LabelInfo {
    std::string_view key;
    Label label;
    std::vector<std::string_view> values;
    bool from_words;
};
std::span<const LabelInfo> all_labels();
const LabelInfo* find_label(std::string_view key);
const LabelInfo& info(Label label);

// The candidate with the fewest edits to `word`, if few enough to be a slip (a third of its letters, at least two).
std::optional<std::string> closest(std::string_view word, std::span<const std::string_view> candidates);

std::string joined(std::span<const std::string_view> words);

}  // namespace repere::grid
