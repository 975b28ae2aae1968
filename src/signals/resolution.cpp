#include "signals/resolution.hpp"

#include <algorithm>

namespace repere::signals {
namespace {

// The customer's last turn that confirms in earnest. Thanks outweighed by anger in the same turn are irony,
// and so are thanks after a conflict in which the agent has done nothing yet.
std::size_t last_confirmation(const Story& story, SignalSet good, SignalSet deed, double plain_hostility) {
    const SignalSet hostile = set_of({"anger", "threat", "churn", "escalation_request"});
    std::size_t confirmed = Story::kNone;
    std::size_t conflict = Story::kNone;
    const std::size_t first_deed = story.first(deed);
    for (const std::size_t turn : story.customer()) {
        const double pleased = story.strength(turn, good);
        const double opposed = story.strength(turn, hostile);
        const bool earned = conflict == Story::kNone || first_deed < turn;
        if (pleased > 0 && pleased >= opposed && earned) {
            confirmed = turn;
        } else if (opposed >= plain_hostility) {
            conflict = turn;
        }
    }
    // A conflict that comes after the thanks takes them back; a plain remark does not.
    return conflict != Story::kNone && confirmed != Story::kNone && conflict > confirmed ? Story::kNone
                                                                                         : confirmed;
}

// Does the customer say "we shall see" after the act and after having been content?
bool doubted(const Story& story, const CueHits& hits, std::size_t act, std::size_t confirmed) {
    const std::size_t from = confirmed == Story::kNone ? act : std::max(act, confirmed);
    return std::ranges::any_of(story.customer(),
                               [&](std::size_t turn) { return turn > from && hits.has(turn, Cue::kDoubts); });
}

}  // namespace

// Treated or confirmed: yes. Plainly not: no. An answer that leaves a complaint or a doubt behind: unknown.
void judge_resolved(const Story& story, const CueHits& hits, const OutcomeSettings::Resolution& settings,
                    Outcome& out) {
    const SignalSet good = set_of({"resolution_confirmed", "satisfaction"});
    const SignalSet bad =
        set_of({"dissatisfaction", "anger", "threat", "churn", "escalation_request", "repeated_info"});
    const SignalSet worst = set_of({"anger", "threat", "churn"});
    const SignalSet solution = set_of({"solution", "goodwill"});
    const SignalSet promise = set_of({"commitment"});
    const SignalSet passed_on = set_of({"commitment", "transfer"});
    const SignalSet doubt = set_of({"tool_problem", "knowledge_gap"});
    const SignalSet rude = set_of({"pressure", "negative_language"});
    const std::size_t confirmed =
        last_confirmation(story, good, solution | promise, settings.plain_hostility);
    const std::size_t unhappy = story.last(bad);
    const std::size_t solved = story.last(solution);
    auto& evidence = out.resolved_evidence;
    const std::size_t end = story.size();
    if (solved != Story::kNone && doubted(story, hits, solved, confirmed)) {
        out.resolved = "unknown";
        return story.cite(solution | promise, solved, end, evidence);
    }
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
    const std::size_t last_doubt = story.last(doubt);
    const bool shaky = unhappy != Story::kNone && last_doubt != Story::kNone && last_doubt >= solved;
    out.resolved = shaky ? "unknown" : "yes";
    if (shaky) story.cite(doubt, last_doubt, end, evidence);
}

}  // namespace repere::signals
