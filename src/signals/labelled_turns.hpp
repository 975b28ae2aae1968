// Labelled turns, alone or in their conversations, as the rules' report and the tuning of the whole read them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "conversation/labels.hpp"
#include "core/result.hpp"
#include "signals/marker.hpp"

namespace repere::signals {

struct LabelledTurn {
    TurnContext turn;
    std::string language;
    std::vector<std::string> signals;
    std::size_t line = 0;
};

// One JSON object a line: language, channel, speaker, text, signals, and perhaps previous.
Result<std::vector<LabelledTurn>> read_labelled_turns(const std::filesystem::path& file);

// A file of labelled conversations; fails at its first bad one.
Result<std::vector<LabelledInteraction>> read_labelled_conversations(const std::filesystem::path& file);

}  // namespace repere::signals
