#include "signals/story.hpp"

#include <algorithm>

namespace repere::signals {

std::size_t index_of(const SignalInfo& info) {
    return static_cast<std::size_t>(&info - all_signals().data());
}

SignalSet set_of(std::initializer_list<std::string_view> ids) {
    SignalSet set = 0;
    for (const std::string_view id : ids) set |= SignalSet{1} << index_of(*find_signal(id));
    return set;
}

SignalSet complaint_signals() {
    static const SignalSet set = set_of({"dissatisfaction", "anger", "repeat_contact", "repeated_info",
                                         "threat", "churn", "escalation_request"});
    return set;
}

Story::Story(const Interaction& interaction, std::span<const Moment> moments,
             const std::array<double, kSignals>& trusted)
    : interaction_(interaction),
      moments_(moments),
      signals_(moments.size(), kSignals),
      turn_begin_(interaction.turns.size() + 1, 0),
      marked_(interaction.turns.size(), 0) {
    for (std::size_t k = 0; k < moments.size(); ++k) {
        const SignalInfo* info = find_signal(moments[k].signal);
        if (info == nullptr || moments[k].turn >= size() || moments[k].confidence < trusted[index_of(*info)])
            continue;
        signals_[k] = static_cast<std::uint8_t>(index_of(*info));
        marked_[moments[k].turn] |= signal_of(k);
        anywhere_ |= signal_of(k);
        ++turn_begin_[moments[k].turn + 1];
    }
    for (std::size_t i = 0; i < size(); ++i) turn_begin_[i + 1] += turn_begin_[i];
    by_turn_.resize(turn_begin_.back());
    std::vector<std::size_t> next(turn_begin_.begin(), turn_begin_.end() - 1);
    for (std::size_t k = 0; k < moments.size(); ++k) {
        if (signals_[k] != kSignals) by_turn_[next[moments[k].turn]++] = k;
    }
    for (std::size_t i = 0; i < size(); ++i) {
        const Speaker speaker = interaction.turns[i].speaker;
        if (speaker == Speaker::kCustomer) customer_.push_back(i);
        if (speaker == Speaker::kAgent) agent_.push_back(i);
    }
}

std::size_t Story::first(SignalSet any) const {
    if (!has(any)) return kNone;
    const auto found =
        std::find_if(marked_.begin(), marked_.end(), [&](SignalSet s) { return (s & any) != 0; });
    return static_cast<std::size_t>(found - marked_.begin());
}

std::size_t Story::last(SignalSet any) const {
    if (!has(any)) return kNone;
    const auto found =
        std::find_if(marked_.rbegin(), marked_.rend(), [&](SignalSet s) { return (s & any) != 0; });
    return static_cast<std::size_t>(marked_.rend() - found) - 1;
}

std::span<const std::size_t> Story::moments_of(std::size_t turn) const {
    return std::span(by_turn_).subspan(turn_begin_[turn], turn_begin_[turn + 1] - turn_begin_[turn]);
}

std::size_t Story::surest(std::size_t turn, SignalSet any) const {
    std::size_t best = kNone;
    if (!has(turn, any)) return best;
    for (const std::size_t k : moments_of(turn)) {
        if ((signal_of(k) & any) == 0) continue;
        if (best == kNone || moments_[k].confidence > moments_[best].confidence) best = k;
    }
    return best;
}

double Story::strength(std::size_t turn, SignalSet any) const {
    const std::size_t best = surest(turn, any);
    return best == kNone ? 0 : moments_[best].confidence;
}

void Story::cite(SignalSet any, std::size_t from, std::size_t to, std::vector<std::size_t>& evidence) const {
    if (from >= size() || !has(any)) return;
    for (std::size_t i = from; i <= to && i < size(); ++i) {
        if (!has(i, any)) continue;
        for (const std::size_t k : moments_of(i)) {
            if ((signal_of(k) & any) != 0) evidence.push_back(k);
        }
    }
}

}  // namespace repere::signals
