#include "signals/moment.hpp"

#include <algorithm>
#include <array>

#include "core/utf8.hpp"

namespace repere::signals {
namespace {

constexpr Speaker kAgent = Speaker::kAgent;
constexpr Speaker kCustomer = Speaker::kCustomer;

constexpr std::array<SignalInfo, 35> kSignals{{
    {"greeting", kAgent},
    {"recording_notice", kAgent},
    {"identification", kAgent},
    {"discovery", kAgent},
    {"reformulation", kAgent},
    {"empathy", kAgent},
    {"apology", kAgent},
    {"explanation", kAgent},
    {"solution", kAgent},
    {"commitment", kAgent},
    {"hold", kAgent},
    {"transfer", kAgent},
    {"knowledge_gap", kAgent},
    {"tool_problem", kAgent},
    {"offer", kAgent},
    {"goodwill", kAgent},
    {"pressure", kAgent},
    {"negative_language", kAgent},
    {"jargon", kAgent},
    {"recap", kAgent},
    {"check", kAgent},
    {"closing", kAgent},
    {"dissatisfaction", kCustomer},
    {"anger", kCustomer},
    {"repeat_contact", kCustomer},
    {"repeated_info", kCustomer},
    {"escalation_request", kCustomer},
    {"threat", kCustomer},
    {"churn", kCustomer},
    {"buying_signal", kCustomer},
    {"refusal", kCustomer},
    {"vulnerability", kCustomer},
    {"satisfaction", kCustomer},
    {"resolution_confirmed", kCustomer},
    {"improvement_idea", kCustomer},
}};

}  // namespace

std::span<const SignalInfo> all_signals() { return kSignals; }

const SignalInfo* find_signal(std::string_view id) {
    const auto found = std::find_if(kSignals.begin(), kSignals.end(), [&](const SignalInfo& s) { return s.id == id; });
    return found == kSignals.end() ? nullptr : &*found;
}

const Moment* find_false_quote(const Interaction& interaction, std::span<const Moment> moments) {
    for (const Moment& m : moments) {
        if (m.turn >= interaction.turns.size() || m.span.begin >= m.span.end) return &m;
        const std::string& text = interaction.turns[m.turn].text;
        if (m.span.end > utf8::length(text)) return &m;
        if (utf8::substring(text, m.span.begin, m.span.end) != m.quote) return &m;
    }
    return nullptr;
}

}  // namespace repere::signals
