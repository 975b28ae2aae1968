// The moments of a conversation as one set of signals a turn, with who spoke when. Internal to the room: what
// the labels of the whole are judged from. Points into the interaction and the moments, which outlive it.
// Every question about a turn costs the moments of that turn alone.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "signals/moment.hpp"
#include "signals/rules.hpp"

namespace repere::signals {

inline constexpr std::size_t kSignals = 35;

std::size_t index_of(const SignalInfo& info);
SignalSet set_of(std::initializer_list<std::string_view> ids);

// The customer's signals that something is wrong.
SignalSet complaint_signals();

class Story {
  public:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    // A mark below its signal's `trusted` confidence is left out.
    Story(const Interaction& interaction, std::span<const Moment> moments,
          const std::array<double, kSignals>& trusted);

    const Interaction& interaction() const { return interaction_; }
    std::span<const Moment> moments() const { return moments_; }
    std::size_t size() const { return marked_.size(); }
    const std::vector<std::size_t>& customer() const { return customer_; }
    const std::vector<std::size_t>& agent() const { return agent_; }

    SignalSet marked(std::size_t turn) const { return marked_[turn]; }
    bool has(std::size_t turn, SignalSet any) const { return (marked_[turn] & any) != 0; }
    bool has(SignalSet any) const { return (anywhere_ & any) != 0; }
    std::size_t first(SignalSet any) const;
    std::size_t last(SignalSet any) const;

    // Indexes of the turn's moments that count, in their order.
    std::span<const std::size_t> moments_of(std::size_t turn) const;
    SignalSet signal_of(std::size_t moment) const { return SignalSet{1} << signals_[moment]; }

    // The surest of these signals in a turn: its confidence (0 where none is marked), its moment (kNone).
    double strength(std::size_t turn, SignalSet any) const;
    std::size_t surest(std::size_t turn, SignalSet any) const;

    // Adds the moments of these signals in the turns [from, to] to the evidence.
    void cite(SignalSet any, std::size_t from, std::size_t to, std::vector<std::size_t>& evidence) const;

  private:
    const Interaction& interaction_;
    std::span<const Moment> moments_;
    std::vector<std::uint8_t> signals_;    // of each moment; kSignals for one that does not count
    std::vector<std::size_t> by_turn_;     // moments that count, by turn
    std::vector<std::size_t> turn_begin_;  // where a turn's moments begin in by_turn_; one more than turns
    std::vector<SignalSet> marked_;
    SignalSet anywhere_ = 0;
    std::vector<std::size_t> customer_, agent_;
};

}  // namespace repere::signals
