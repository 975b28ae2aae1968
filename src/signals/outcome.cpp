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
constexpr double kPlainHostility = 0.7;  // confidence from which a sign of conflict puts later thanks in doubt

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

    // The highest confidence of these signals in a turn; 0 where none is marked.
    double strength(std::size_t turn, SignalSet any) const {
        double most = 0;
        for (const Moment& m : moments_) {
            const SignalInfo* info = m.turn == turn ? find_signal(m.signal) : nullptr;
            if (info != nullptr && (any >> (info - all_signals().data()) & 1U) != 0) most = std::max(most, m.confidence);
        }
        return most;
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

// The customer's last turn that confirms in earnest. Thanks outweighed by anger in the same turn are irony, and so are
// thanks after a conflict in which the agent has done nothing yet.
std::size_t last_confirmation(const Story& story, SignalSet good, SignalSet deed) {
    const SignalSet hostile = bits({"anger", "threat", "churn", "escalation_request"});
    std::size_t confirmed = Story::kNone;
    std::size_t conflict = Story::kNone;
    const std::size_t first_deed = story.first(deed);
    for (const std::size_t turn : story.customer()) {
        const double pleased = story.strength(turn, good);
        const double opposed = story.strength(turn, hostile);
        const bool earned = conflict == Story::kNone || first_deed < turn;
        if (pleased > 0 && pleased >= opposed && earned) {
            confirmed = turn;
        } else if (opposed >= kPlainHostility) {
            conflict = turn;
        }
    }
    // A conflict that comes after the thanks takes them back; a plain remark does not.
    return conflict != Story::kNone && confirmed != Story::kNone && conflict > confirmed ? Story::kNone : confirmed;
}

// Treated or confirmed: yes. Plainly not: no. An answer that leaves a complaint or a doubt behind: unknown.
void judge_resolved(const Story& story, Outcome& out) {
    const SignalSet good = bits({"resolution_confirmed", "satisfaction"});
    const SignalSet bad = bits({"dissatisfaction", "anger", "threat", "churn", "escalation_request", "repeated_info"});
    const SignalSet worst = bits({"anger", "threat", "churn"});
    const SignalSet solution = bits({"solution", "goodwill"});
    const SignalSet promise = bits({"commitment"});
    const SignalSet passed_on = bits({"commitment", "transfer"});
    const SignalSet doubt = bits({"tool_problem", "knowledge_gap"});
    const SignalSet rude = bits({"pressure", "negative_language"});
    const std::size_t confirmed = last_confirmation(story, good, solution | promise);
    const std::size_t unhappy = story.last(bad);
    const std::size_t solved = story.last(solution);
    auto& evidence = out.resolved_evidence;
    const std::size_t end = story.size();
    if (confirmed != Story::kNone) {
        // Content with a promise, while the agent had no answer: what was asked is still to be done.
        const bool only_promised = solved == Story::kNone && story.has(doubt) && story.has(passed_on);
        out.resolved = only_promised ? "unknown" : "yes";
        if (only_promised) story.cite(doubt | passed_on, 0, end, evidence);
        return story.cite(good, confirmed, confirmed, evidence);
    }
    if (solved == Story::kNone) {
        story.cite(bad | doubt, 0, end, evidence);
        const bool open = unhappy != Story::kNone || story.has(doubt);
        const std::size_t promised = story.last(promise);
        const bool left_angry = unhappy != Story::kNone && story.has(unhappy, worst) &&
                                (promised == Story::kNone || promised < unhappy);
        out.resolved = open && (!story.has(passed_on) || left_angry) ? "no" : "unknown";
        return;
    }
    story.cite(solution, solved, solved, evidence);
    if (unhappy != Story::kNone && unhappy > solved) {
        out.resolved = story.has(unhappy, worst) ? "no" : "unknown";
        return story.cite(bad, solved, end, evidence);
    }
    const std::size_t last_rude = story.last(rude);
    if (unhappy != Story::kNone && last_rude != Story::kNone && last_rude >= solved) {
        out.resolved = "no";
        return story.cite(rude, last_rude, last_rude, evidence);
    }
    const bool shaky = unhappy != Story::kNone && story.has(doubt);
    out.resolved = shaky ? "unknown" : "yes";
    if (shaky) story.cite(doubt, 0, end, evidence);
}

// A turn that asks for an answer, and since when: anger that is held began the turn before.
struct EscalationSign {
    std::size_t at = 0;
    std::size_t since = 0;
};

// Turns in which the customer asks for a superior, threatens, or stays angry over two turns or more.
std::vector<EscalationSign> escalation_signs(const Story& story) {
    const SignalSet request = bits({"escalation_request", "threat"});
    const SignalSet anger = bits({"anger"});
    const SignalSet content = bits({"resolution_confirmed", "satisfaction"});
    std::vector<EscalationSign> out;
    const auto& turns = story.customer();
    for (std::size_t k = 0; k < turns.size(); ++k) {
        const bool angry = story.has(turns[k], anger);
        // "I'll tell your manager how kind you were" asks for no superior.
        const bool asked = story.has(turns[k], request) && (angry || !story.has(turns[k], content));
        const bool held = k > 0 && angry && story.has(turns[k - 1], anger);
        if (asked || held) out.push_back({turns[k], asked ? turns[k] : turns[k - 1]});
    }
    return out;
}

// When the agent met a sign: the turn, and how many of the agent's turns it took. No turn: never.
struct EscalationAnswer {
    std::size_t turn = Story::kNone;
    std::size_t taken = 0;
};

EscalationAnswer answer_to(const Story& story, const EscalationSign& sign) {
    const SignalSet warmth = bits({"empathy", "apology"});
    const SignalSet act = bits({"solution", "goodwill", "transfer", "commitment"});
    bool warm = false;
    bool acted = false;
    bool warm_before = false;  // in the agent's turn just before
    bool acted_before = false;
    std::size_t taken = 0;
    std::size_t first_warm = Story::kNone;
    for (const std::size_t reply : story.agent()) {
        const bool warm_now = story.has(reply, warmth);
        const bool acts_now = story.has(reply, act);
        if (reply < sign.at) {
            warm = warm || (reply > sign.since && warm_now);
            continue;
        }
        ++taken;
        if (warm_now && first_warm == Story::kNone) first_warm = reply;
        // Within the first turns the two halves may stand apart; later they belong to one answer.
        if (taken > kTimelyTurns) {
            warm = warm_before;
            acted = acted_before;
        }
        warm = warm || warm_now;
        acted = acted || acts_now;
        if (warm && acted) return {reply, taken};
        warm_before = warm_now;
        acted_before = acts_now;
    }
    // A customer who says in the end that the matter is settled was met, however late.
    const SignalSet hostile = bits({"anger", "threat", "churn", "escalation_request"});
    for (const std::size_t turn : story.customer()) {
        if (first_warm == Story::kNone || turn < first_warm || story.has(turn, hostile)) continue;
        if (story.has(turn, bits({"resolution_confirmed"}))) return {first_warm, kTimelyTurns + 1};
    }
    return {};
}

void judge_escalation(const Story& story, Outcome& out) {
    const SignalSet answers = bits({"empathy", "apology", "solution", "goodwill", "transfer", "commitment"});
    const SignalSet sign_signals = bits({"escalation_request", "threat", "anger"});
    std::size_t worst = 0;  // 0 none, 1 timely, 2 late, 3 missed
    std::size_t met_until = 0;
    for (const EscalationSign& sign : escalation_signs(story)) {
        if (worst > 0 && sign.at < met_until) continue;  // part of the sign before
        const EscalationAnswer answer = answer_to(story, sign);
        story.cite(sign_signals, sign.since, sign.since, out.escalation_evidence);
        if (sign.at != sign.since) story.cite(sign_signals, sign.at, sign.at, out.escalation_evidence);
        if (answer.turn == Story::kNone) {
            worst = 3;
            break;
        }
        met_until = answer.turn;
        story.cite(answers, met_until, met_until, out.escalation_evidence);
        worst = std::max<std::size_t>(worst, answer.taken <= kTimelyTurns ? 1 : 2);
    }
    constexpr std::string_view kNames[] = {"none", "timely", "late", "missed"};
    out.escalation = kNames[worst];
}

void judge_opportunity(const Story& story, Outcome& out) {
    const SignalSet buying = bits({"buying_signal"});
    const SignalSet offer = bits({"offer"});
    const SignalSet pressure = bits({"pressure"});
    const SignalSet refusal = bits({"refusal"});
    const SignalSet complaint = bits({"dissatisfaction", "anger", "repeat_contact"});
    const SignalSet treated = bits({"solution", "goodwill", "transfer"});
    const SignalSet settled = bits({"resolution_confirmed", "satisfaction"});
    // Words of need spoken in anger or distress ask for help, not for a product; what is given with a gesture is no sale.
    const SignalSet distress = bits({"anger", "threat", "escalation_request", "vulnerability"});
    const SignalSet gift = bits({"goodwill"});
    std::size_t interest = Story::kNone;
    std::size_t first_offer = Story::kNone;
    std::size_t pressed = 0;
    bool pressed_after = false;
    auto& evidence = out.opportunity_evidence;
    for (std::size_t i = 0; i < story.size(); ++i) {
        const bool interested = story.has(i, buying) && !story.has(i, distress);
        const bool offered = story.has(i, offer) && !story.has(i, gift);
        if (interested && interest == Story::kNone) interest = i;
        if (offered && first_offer == Story::kNone) first_offer = i;
        if (interested) story.cite(buying, i, i, evidence);
        if (offered) story.cite(offer, i, i, evidence);
        pressed += story.has(i, pressure) ? 1 : 0;
        pressed_after = pressed_after || (first_offer != Story::kNone && story.has(i, pressure));
    }
    // One hurried word is no pressure: it follows an offer that was declined, or comes back.
    bool forced = pressed > 1 || (pressed_after && story.has(refusal));
    if (first_offer == Story::kNone) {
        forced = pressed > 0 && story.has(refusal);  // what was declined was an offer
        out.opportunity = forced ? "forced" : interest == Story::kNone ? "none" : "missed";
        if (forced) story.cite(pressure | refusal, 0, story.size(), evidence);
        return;
    }
    bool open = false;  // a complaint that nobody has treated yet
    for (std::size_t i = 0; i < story.size(); ++i) {
        if (story.has(i, complaint)) open = true;
        if (story.has(i, treated | settled)) open = false;
        const bool offered = story.has(i, offer) && !story.has(i, gift);
        if (offered && open && (interest == Story::kNone || interest > i)) forced = true;
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
