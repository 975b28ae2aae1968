#include "signals/escalation.hpp"

#include <algorithm>

namespace repere::signals {
namespace {

struct Sets {
    SignalSet request = set_of({"escalation_request", "threat"});
    SignalSet anger = set_of({"anger"});
    SignalSet content = set_of({"resolution_confirmed", "satisfaction"});
    SignalSet confirmed = set_of({"resolution_confirmed"});
    SignalSet hostile = set_of({"anger", "threat", "churn", "escalation_request"});
    SignalSet warmth = set_of({"empathy", "apology"});
    SignalSet act = set_of({"solution", "goodwill", "transfer", "commitment"});
};

// A turn that asks for an answer, and since when: anger that is held began the turn before.
struct Sign {
    std::size_t at = 0;
    std::size_t since = 0;
};

// Turns in which the customer asks for a superior, threatens, or stays angry over two turns or more.
std::vector<Sign> signs_of(const Story& story, const Sets& sets) {
    std::vector<Sign> out;
    const auto& turns = story.customer();
    for (std::size_t k = 0; k < turns.size(); ++k) {
        const bool angry = story.has(turns[k], sets.anger);
        // "I'll tell your manager how kind you were" asks for no superior.
        const bool asked = story.has(turns[k], sets.request) && (angry || !story.has(turns[k], sets.content));
        const bool held = k > 0 && angry && story.has(turns[k - 1], sets.anger);
        if (asked || held) out.push_back({turns[k], asked ? turns[k] : turns[k - 1]});
    }
    return out;
}

// When the agent met a sign: the turn, and how many of the agent's turns it took. No turn: never.
struct Answer {
    std::size_t turn = Story::kNone;
    std::size_t taken = 0;
};

// A customer who says in the end that the matter is settled was met by the words just before, once the agent
// was warm.
Answer met_at_last(const Story& story, const Sets& sets, const Sign& sign, std::size_t first_warm) {
    std::size_t taken = 0;
    std::size_t reply = Story::kNone;
    for (std::size_t i = sign.at + 1; i < story.size() && first_warm != Story::kNone; ++i) {
        const Speaker speaker = story.interaction().turns[i].speaker;
        if (speaker == Speaker::kAgent) {
            ++taken;
            reply = i;
        }
        const bool settled = !story.has(i, sets.hostile) && story.has(i, sets.confirmed);
        if (speaker == Speaker::kCustomer && settled && i > first_warm) return {reply, taken};
    }
    return {};
}

Answer answer_to(const Story& story, const Sets& sets, const Sign& sign,
                 const OutcomeSettings::Escalation& settings) {
    const auto& turns = story.agent();
    const auto first = std::upper_bound(turns.begin(), turns.end(), sign.since);
    std::size_t warm = 0;  // the reply, counted from the sign, that last was warm or acted; 0: none
    std::size_t acted = 0;
    bool warm_before = false;
    std::size_t taken = 0;
    std::size_t first_warm = Story::kNone;
    for (auto reply = first; reply != turns.end(); ++reply) {
        const bool warm_now = story.has(*reply, sets.warmth);
        if (*reply < sign.at) {  // between the two turns of a held anger
            warm_before = warm_before || warm_now;
            continue;
        }
        ++taken;
        if (warm_now) warm = taken;
        if (story.has(*reply, sets.act)) acted = taken;
        if (warm_now && first_warm == Story::kNone) first_warm = *reply;
        // Within the first turns the two halves may stand apart; later they belong to one answer.
        const bool in_time = taken <= settings.timely_turns;
        if (in_time && (warm != 0 || warm_before) && acted != 0) return {*reply, taken};
        const bool together =
            warm != 0 && acted != 0 && std::max(warm, acted) - std::min(warm, acted) <= settings.halves_apart;
        if (!in_time && together && std::max(warm, acted) == taken) return {*reply, taken};
    }
    const Answer at_last = met_at_last(story, sets, sign, first_warm);
    return at_last.turn != Story::kNone ? at_last : Answer{Story::kNone, taken};
}

// Seconds from the end of the sign's words to the beginning of the words that met it, where both have times.
std::optional<double> seconds_between(const Story& story, std::size_t sign, SignalSet signs, std::size_t met,
                                      SignalSet answers) {
    const std::size_t sign_words = story.surest(sign, signs);
    const std::size_t met_words = story.surest(met, answers);
    const auto& turns = story.interaction().turns;
    const auto from = sign_words != Story::kNone && story.moments()[sign_words].end
                          ? story.moments()[sign_words].end
                          : turns[sign].end;
    const auto to = met_words != Story::kNone && story.moments()[met_words].start
                        ? story.moments()[met_words].start
                        : turns[met].start;
    return from && to ? std::optional(std::max(0.0, *to - *from)) : std::nullopt;
}

}  // namespace

void judge_escalation(const Story& story, const OutcomeSettings::Escalation& settings, Outcome& out) {
    const Sets sets;
    const SignalSet sign_signals = sets.request | sets.anger;
    const SignalSet answers = sets.warmth | sets.act;
    enum Worst { kNoSign, kTimely, kLate, kMissed } worst = kNoSign;
    std::size_t met_until = 0;
    for (const Sign& sign : signs_of(story, sets)) {
        if (worst != kNoSign && sign.at < met_until) continue;  // part of the sign before
        const Answer answer = answer_to(story, sets, sign, settings);
        story.cite(sign_signals, sign.since, sign.since, out.escalation_evidence);
        if (sign.at != sign.since) story.cite(sign_signals, sign.at, sign.at, out.escalation_evidence);
        const bool met = answer.turn != Story::kNone;
        const Worst now = !met ? kMissed : answer.taken <= settings.timely_turns ? kTimely : kLate;
        if (now > worst) {
            out.escalation_delay = EscalationDelay{.sign_turn = sign.at, .agent_turns = answer.taken};
            if (met) {
                out.escalation_delay->met_turn = answer.turn;
                out.escalation_delay->seconds =
                    seconds_between(story, sign.at, sign_signals, answer.turn, answers);
            }
        }
        worst = std::max(worst, now);
        if (!met) break;
        met_until = answer.turn;
        story.cite(answers, met_until, met_until, out.escalation_evidence);
    }
    constexpr std::string_view kNames[] = {"none", "timely", "late", "missed"};
    out.escalation = kNames[worst];
}

}  // namespace repere::signals
