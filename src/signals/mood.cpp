#include "signals/mood.hpp"

#include <algorithm>

namespace repere::signals {
namespace {

// −2 … 2 by the signals of a stretch of the customer's turns.
int opening_mood(const Story& story, std::size_t opening_turns) {
    const SignalSet strong = set_of({"anger", "threat"});
    const SignalSet bad = set_of({"dissatisfaction", "anger", "threat", "churn", "vulnerability", "repeat_contact",
                                "repeated_info", "escalation_request"});
    const auto& turns = story.customer();
    const std::size_t count = std::min(turns.size(), opening_turns);
    std::size_t strong_turns = 0;
    bool unhappy = false;
    bool pleased = false;
    for (std::size_t k = 0; k < count; ++k) {
        // With three turns or fewer the opening is the first alone.
        if (turns.size() <= opening_turns && k > 0) break;
        strong_turns += story.has(turns[k], strong) ? 1 : 0;
        unhappy = unhappy || story.has(turns[k], bad);
        pleased = pleased || story.has(turns[k], set_of({"satisfaction"}));
    }
    if (strong_turns >= 2 || (count > 0 && story.has(turns[0], set_of({"anger"})) && strong_turns > 0)) return -2;
    if (unhappy) return -1;
    return pleased ? 1 : 0;
}

int closing_mood(const Story& story, const OutcomeSettings::Mood& settings) {
    const SignalSet strong = set_of({"anger", "threat", "churn"});
    const SignalSet bad = set_of({"dissatisfaction", "repeated_info", "escalation_request", "repeat_contact"});
    const auto& turns = story.customer();
    const std::size_t least = turns.size() <= settings.opening_turns ? 1 : settings.closing_turns;
    const std::size_t from = turns.size() - std::min(turns.size(), least);
    bool angry = false;
    bool unhappy = false;
    bool pleased = false;
    bool settled = false;
    for (std::size_t k = from; k < turns.size(); ++k) {
        const bool good_turn = story.has(turns[k], set_of({"satisfaction", "resolution_confirmed"}));
        if (good_turn) angry = unhappy = false;  // what is settled weighs no more
        angry = angry || story.has(turns[k], strong);
        unhappy = unhappy || (!good_turn && story.has(turns[k], bad));
        pleased = pleased || story.has(turns[k], set_of({"satisfaction"}));
        settled = settled || story.has(turns[k], set_of({"resolution_confirmed"}));
    }
    if (angry) return -2;
    if (unhappy) return -1;
    if (pleased) return settled ? 2 : 1;
    return 0;
}

}  // namespace

void judge_mood(const Story& story, const OutcomeSettings::Mood& settings, Outcome& out) {
    out.customer_start = opening_mood(story, settings.opening_turns);
    out.customer_end = closing_mood(story, settings);
}

}  // namespace repere::signals
