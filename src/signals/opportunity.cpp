#include "signals/opportunity.hpp"

namespace repere::signals {

void judge_opportunity(const Story& story, const OutcomeSettings::Opportunity& settings, Outcome& out) {
    const SignalSet buying = set_of({"buying_signal"});
    const SignalSet offer = set_of({"offer"});
    const SignalSet pressure = set_of({"pressure"});
    const SignalSet refusal = set_of({"refusal"});
    const SignalSet complaint = set_of({"dissatisfaction", "anger", "repeat_contact"});
    const SignalSet treated = set_of({"solution", "goodwill", "transfer"});
    const SignalSet settled = set_of({"resolution_confirmed", "satisfaction"});
    // Words of need spoken in anger or distress ask for help, not for a product; what is given with a gesture is no sale.
    const SignalSet distress = set_of({"anger", "threat", "escalation_request", "vulnerability"});
    const SignalSet gift = set_of({"goodwill"});
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
    bool forced = pressed >= settings.pressures || (pressed_after && story.has(refusal));
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

}  // namespace repere::signals
