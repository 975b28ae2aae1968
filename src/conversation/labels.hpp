// What a careful analyst marked in a conversation: the reference that `benchmark` and `train` compare with.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conversation/interaction.hpp"

namespace repere {

struct LabelledSpan {
    std::string type;  // of personal data: "iban"
    std::string text;  // the exact words
};

struct TurnLabels {
    std::vector<std::string> signals;
    std::vector<LabelledSpan> pii;
};

struct Labels {
    std::vector<TurnLabels> turns;  // one for each turn of the interaction
    std::vector<std::string> topics;
    std::string resolved, escalation, opportunity, register_;  // empty where not labelled
    std::optional<int> customer_start, customer_end;           // −2 … 2
    std::map<std::string, std::string> grid;                   // criterion → yes, no, na
};

struct LabelledInteraction {
    Interaction interaction;
    Labels labels;
};

}  // namespace repere
