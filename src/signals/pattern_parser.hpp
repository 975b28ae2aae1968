// A pattern as it is written, read into a tree. Internal to the room; compile_pattern is its outside.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "signals/pattern.hpp"

namespace repere::signals {

// What a pattern says, before it becomes a program.
struct Node {
    enum class Kind { kUnit, kAnyWord, kGap, kList, kClass, kBegin, kEnd, kSequence, kChoice, kOptional, kNot } kind;
    Unit unit;
    std::uint32_t number = 0;
    std::shared_ptr<const WordList> list;
    std::vector<Node> parts;
};

struct ParsedPattern {
    Node root;                              // a sequence
    std::optional<std::size_t> loose_bar;   // a bar outside brackets beside other elements stands here
};

tl::expected<ParsedPattern, PatternMistake> parse_pattern(std::string_view text, const PatternContext& context);

}  // namespace repere::signals
