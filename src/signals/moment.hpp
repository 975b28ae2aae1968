// A moment: a signal of the guide, marked where its words stand.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"

namespace repere::signals {

struct SignalInfo {
    std::string_view id;
    Speaker speaker;  // whose words bear it
};

// The 35 signals of docs/signals.md, agent's first.
std::span<const SignalInfo> all_signals();
const SignalInfo* find_signal(std::string_view id);

// Words of a turn, verbatim.
struct Words {
    std::size_t turn = 0;
    Span span;  // code points in that turn's text
    std::string quote;
};

struct Moment {
    std::string signal;
    std::size_t turn = 0;
    Span span;            // code points in that turn's text
    std::string quote;    // the words of the span, verbatim
    double confidence = 0;  // 0…1: share of such marks that people confirm
    std::string source;   // "rule:fr.empathy.7"
    std::optional<double> start, end;  // seconds, where the words have times
};

// Every quote must be the words at its place. The first moment that breaks this, or nothing.
const Moment* find_false_quote(const Interaction& interaction, std::span<const Moment> moments);

}  // namespace repere::signals
