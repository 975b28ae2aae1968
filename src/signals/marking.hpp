// One pass of the rules over a conversation, turn by turn. Internal to the room; Marker is its outside.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "signals/marker.hpp"
#include "signals/matcher.hpp"
#include "signals/rules.hpp"
#include "signals/word_classes.hpp"

namespace repere::signals {

// The rules of one language, their patterns filed for each speaker.
class RuleBook {
  public:
    RuleBook(WordClasses classes, std::vector<Rule> rules);

    const WordClasses& classes() const { return classes_; }
    const std::vector<Rule>& rules() const { return rules_; }

    // Its patterns are the rules' numbers.
    const PatternIndex& index(Speaker speaker) const { return indexes_[speaker == Speaker::kCustomer ? 1 : 0]; }
    // Has the rule conditions that can be told without looking at words?
    bool placed(std::uint32_t rule) const { return placed_[rule]; }

  private:
    WordClasses classes_;
    std::vector<Rule> rules_;
    std::vector<bool> placed_;  // by rule
    PatternIndex indexes_[2];  // the agent's, the customer's
};

struct MarkingOptions {
    bool excerpt = false;              // a single turn (the last) out of its conversation: places are unknown
    SignalSet given_before = 0;        // signals of the turn before an excerpt's last one
    std::vector<RuleHit>* hits = nullptr;
    bool moments = true;               // false: the hits are all that is wanted
};

std::vector<Moment> mark_with(const RuleBook& book, const Interaction& interaction,
                              std::span<const language::Text> texts, const MarkingOptions& options);

// A one- or two-turn conversation made of the words around a turn; the turn itself is the last.
Interaction excerpt_of(const TurnContext& turn);

SignalSet signal_set_of(const std::vector<std::string>& ids);

}  // namespace repere::signals
