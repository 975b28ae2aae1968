// A number being dictated: figures and letters gathered over pauses, "euh" and marks.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "privacy/reading.hpp"

namespace repere::privacy {

struct DictationStep {
    std::size_t item = 0;    // the item that ends this step
    std::size_t length = 0;  // characters gathered so far
};

struct Dictation {
    std::string text;  // digits and lower-case letters
    std::vector<DictationStep> steps;
    bool hesitant = false;
    bool said = false;       // some of it in words
    std::size_t digits = 0;

    std::size_t last() const { return steps.back().item; }
    // The item at which exactly `length` characters are complete, or kNone.
    std::size_t item_at(std::size_t length) const;
};

enum class Letters { kFew, kAny };

// From item `first` (a number, or a letter or capitals where letters count) on, at most `limit` characters. Without
// letters an O typed for a zero still counts. Empty when nothing starts there.
Dictation dictation(const Reading& reading, std::size_t first, std::size_t limit, Letters letters);

// True where item i stands inside a run of figures of its own kind, with no pause before it.
bool inside_run(const Reading& reading, std::size_t i);

// True where item i goes on from the item before it without a break, or is joined to it by - / . : as in "C-0093".
bool glued_before(const Reading& reading, std::size_t i);

}  // namespace repere::privacy
