#include "signals/outcome.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>

#include "signals/rules.hpp"

namespace repere::signals {
namespace {

constexpr std::size_t kTimelyTurns = 2;  // of the agent, within which a sign of escalation is met in time
constexpr std::size_t kOpeningTurns = 3;
constexpr std::size_t kClosingTurns = 2;

SignalSet bits(std::initializer_list<std::string_view> ids) {
    SignalSet set = 0;
    for (const std::string_view id : ids) set |= SignalSet{1} << (find_signal(id) - all_signals().data());
    return set;
}

// The moments as one set of signals a turn.
class Story {
  public:
    Story(const Interaction& interaction, const std::vector<Moment>& moments)
        : moments_(moments), marked_(interaction.turns.size(), 0) {
        for (const Moment& m : moments) {
            const SignalInfo* info = find_signal(m.signal);
            if (info != nullptr && m.turn < marked_.size()) marked_[m.turn] |= SignalSet{1} << (info - all_signals().data());
        }
        for (std::size_t i = 0; i < interaction.turns.size(); ++i) {
            const Speaker speaker = interaction.turns[i].speaker;
            if (speaker == Speaker::kCustomer) customer_.push_back(i);
            if (speaker == Speaker::kAgent) agent_.push_back(i);
        }
    }

    std::size_t size() const { return marked_.size(); }
    const std::vector<std::size_t>& customer() const { return customer_; }
    const std::vector<std::size_t>& agent() const { return agent_; }

    bool has(std::size_t turn, SignalSet any) const { return (marked_[turn] & any) != 0; }
    bool has(SignalSet any) const { return last(any) != kNone; }

    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    std::size_t first(SignalSet any) const {
        for (std::size_t i = 0; i < size(); ++i) {
            if (has(i, any)) return i;
        }
        return kNone;
    }
    std::size_t last(SignalSet any) const {
        for (std::size_t i = size(); i-- > 0;) {
            if (has(i, any)) return i;
        }
        return kNone;
    }

    // Adds the moments of these signals in turns [from, to] to the evidence.
    void cite(SignalSet any, std::size_t from, std::size_t to, std::vector<std::size_t>& evidence) const {
        for (std::size_t k = 0; k < moments_.size(); ++k) {
            const Moment& m = moments_[k];
            const SignalInfo* info = find_signal(m.signal);
            if (info == nullptr || m.turn < from || m.turn > to) continue;
            if ((any >> (info - all_signals().data()) & 1U) != 0) evidence.push_back(k);
        }
    }

  private:
    const std::vector<Moment>& moments_;
    std::vector<SignalSet> marked_;
    std::vector<std::size_t> customer_, agent_;
};

// Treated or confirmed: yes. Plainly not: no. An answer that leaves a complaint or a doubt behind: unknown.
void judge_resolved(const Story& story, Outcome& out) {
    const SignalSet good = bits({"resolution_confirmed", "satisfaction"});
    const SignalSet bad = bits({"dissatisfaction", "anger", "threat", "churn", "escalation_request", "repeated_info"});
    const SignalSet worst = bits({"anger", "threat", "churn"});
    const SignalSet solution = bits({"solution", "goodwill"});
    const SignalSet doubt = bits({"tool_problem", "knowledge_gap"});
    const std::size_t confirmed = story.last(good);
    const std::size_t unhappy = story.last(bad);
    const std::size_t solved = story.last(solution);
    auto& evidence = out.resolved_evidence;
    const std::size_t end = story.size();
    if (confirmed != Story::kNone && (unhappy == Story::kNone || confirmed >= unhappy)) {
        out.resolved = "yes";
        return story.cite(good, confirmed, confirmed, evidence);
    }
    if (solved == Story::kNone) {
        const bool plain = unhappy != Story::kNone || story.has(doubt);
        out.resolved = plain && !story.has(bits({"commitment", "transfer"})) ? "no" : "unknown";
        if (story.has(worst) && unhappy != Story::kNone && unhappy == story.last(worst)) out.resolved = "no";
        return story.cite(bad | doubt, 0, end, evidence);
    }
    story.cite(solution, solved, solved, evidence);
    if (unhappy != Story::kNone && unhappy > solved) {
        out.resolved = story.has(unhappy, worst) ? "no" : "unknown";
        return story.cite(bad, solved, end, evidence);
    }
    const bool shaky = unhappy != Story::kNone && story.has(doubt);
    out.resolved = shaky ? "unknown" : "yes";
    if (shaky) story.cite(doubt, 0, end, evidence);
}

// Turns in which the customer asks for a superior, threatens, or stays angry over two turns or more.
std::vector<std::size_t> escalation_signs(const Story& story) {
    const SignalSet request = bits({"escalation_request", "threat"});
    const SignalSet anger = bits({"anger"});
    std::vector<std::size_t> out;
    const auto& turns = story.customer();
    for (std::size_t k = 0; k < turns.size(); ++k) {
        const bool held = k > 0 && story.has(turns[k], anger) && story.has(turns[k - 1], anger);
        if (story.has(turns[k], request) || held) out.push_back(turns[k]);
    }
    return out;
}

void judge_escalation(const Story& story, Outcome& out) {
    const SignalSet warmth = bits({"empathy", "apology"});
    const SignalSet act = bits({"solution", "transfer", "commitment"});
    const SignalSet sign = bits({"escalation_request", "threat", "anger"});
    int worst = 0;  // 0 none, 1 timely, 2 late, 3 missed
    std::size_t met_until = 0;
    for (const std::size_t at : escalation_signs(story)) {
        if (worst > 0 && at < met_until) continue;  // part of the sign before
        bool warm = false;
        bool acted = false;
        std::size_t turns = 0;
        int answer = 3;
        for (const std::size_t reply : story.agent()) {
            if (reply < at) continue;
            ++turns;
            // A late answer must be whole by itself; within the first two turns its halves may stand apart.
            if (turns > kTimelyTurns) warm = acted = false;
            warm = warm || story.has(reply, warmth);
            acted = acted || story.has(reply, act);
            if (!warm || !acted) continue;
            answer = turns <= kTimelyTurns ? 1 : 2;
            met_until = reply;
            break;
        }
        story.cite(sign, at, at, out.escalation_evidence);
        if (answer != 3) story.cite(warmth | act, met_until, met_until, out.escalation_evidence);
        worst = std::max(worst, answer);
        if (answer == 3) break;
    }
    constexpr std::string_view kNames[] = {"none", "timely", "late", "missed"};
    out.escalation = kNames[worst];
}

void judge_opportunity(const Story& story, Outcome& out) {
    const SignalSet buying = bits({"buying_signal"});
    const SignalSet offer = bits({"offer"});
    const SignalSet pressure = bits({"pressure"});
    const SignalSet complaint = bits({"dissatisfaction", "anger", "repeat_contact"});
    const SignalSet treated = bits({"solution", "goodwill", "transfer"});
    const SignalSet settled = bits({"resolution_confirmed", "satisfaction"});
    const std::size_t interest = story.first(buying);
    const std::size_t first_offer = story.first(offer);
    auto& evidence = out.opportunity_evidence;
    story.cite(buying | offer, 0, story.size(), evidence);
    if (first_offer == Story::kNone) {
        out.opportunity = interest == Story::kNone ? "none" : "missed";
        return;
    }
    bool open = false;  // a complaint that nobody has treated yet
    bool forced = story.has(pressure);
    for (std::size_t i = 0; i < story.size(); ++i) {
        if (story.has(i, complaint)) open = true;
        if (story.has(i, treated | settled)) open = false;
        if (story.has(i, offer) && open && (interest == Story::kNone || interest > i)) forced = true;
    }
    if (forced) {
        story.cite(pressure, 0, story.size(), evidence);
        out.opportunity = "forced";
    } else {
        out.opportunity = interest == Story::kNone ? "none" : "seized";
    }
}

// −2 … 2 by the signals of a stretch of the customer's turns.
int opening_mood(const Story& story) {
    const SignalSet strong = bits({"anger", "threat"});
    const SignalSet bad = bits({"dissatisfaction", "anger", "threat", "churn", "vulnerability", "repeat_contact",
                                "repeated_info", "escalation_request"});
    const auto& turns = story.customer();
    const std::size_t count = std::min(turns.size(), kOpeningTurns);
    std::size_t strong_turns = 0;
    bool unhappy = false;
    bool pleased = false;
    for (std::size_t k = 0; k < count; ++k) {
        // With three turns or fewer the opening is the first alone.
        if (turns.size() <= kOpeningTurns && k > 0) break;
        strong_turns += story.has(turns[k], strong) ? 1 : 0;
        unhappy = unhappy || story.has(turns[k], bad);
        pleased = pleased || story.has(turns[k], bits({"satisfaction"}));
    }
    if (strong_turns >= 2 || (count > 0 && story.has(turns[0], bits({"anger"})) && strong_turns > 0)) return -2;
    if (unhappy) return -1;
    return pleased ? 1 : 0;
}

int closing_mood(const Story& story) {
    const SignalSet strong = bits({"anger", "threat", "churn"});
    const SignalSet bad = bits({"dissatisfaction", "repeated_info", "escalation_request", "repeat_contact"});
    const auto& turns = story.customer();
    const std::size_t least = turns.size() <= kOpeningTurns ? 1 : kClosingTurns;
    const std::size_t from = turns.size() - std::min(turns.size(), least);
    bool angry = false;
    bool unhappy = false;
    bool pleased = false;
    bool settled = false;
    for (std::size_t k = from; k < turns.size(); ++k) {
        const bool good_turn = story.has(turns[k], bits({"satisfaction", "resolution_confirmed"}));
        if (good_turn) angry = unhappy = false;  // what is settled weighs no more
        angry = angry || story.has(turns[k], strong);
        unhappy = unhappy || (!good_turn && story.has(turns[k], bad));
        pleased = pleased || story.has(turns[k], bits({"satisfaction"}));
        settled = settled || story.has(turns[k], bits({"resolution_confirmed"}));
    }
    if (angry) return -2;
    if (unhappy) return -1;
    if (pleased) return settled ? 2 : 1;
    return 0;
}

}  // namespace

Outcome judge_outcome(const Interaction& interaction, const std::vector<Moment>& moments,
                      const std::vector<language::Text>& texts, std::string_view language) {
    const Story story(interaction, moments);
    Outcome out;
    judge_resolved(story, out);
    judge_escalation(story, out);
    judge_opportunity(story, out);
    out.customer_start = opening_mood(story);
    out.customer_end = closing_mood(story);
    if (texts.size() == interaction.turns.size()) {
        out.register_ = language::measure(interaction, texts, Speaker::kAgent, language).register_;
    }
    return out;
}

}  // namespace repere::signals
