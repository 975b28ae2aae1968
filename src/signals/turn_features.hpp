// What the learned models see of a turn: its words in several cuts, what they mean by the lists of knowledge/, its place,
// what was said before and after it, and which rules matched. docs/decisions/learned-models.md says why these.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "language/knowledge.hpp"
#include "language/tokens.hpp"
#include "language/wording.hpp"
#include "learning/features.hpp"
#include "signals/marker.hpp"
#include "signals/rules.hpp"

namespace repere::signals {

// A word as the models read it. Fillers, marks other than ? and !, and repeats are left out; numbers are all alike, and so are
// people's names, where the lexicon knows them for such.
struct ReadWord {
    std::uint64_t form = 0;
    std::uint64_t lemma = 0;
    std::uint32_t token = 0;
    std::uint32_t part = 0;
    bool spelled = false;   // made of letters: its beginning, middle and end count too
    bool first = true;      // of this form in its part
};

// A turn's words, cut into parts: its sentences, short ones joined to the next.
struct ReadTurn {
    std::vector<ReadWord> words;
    std::size_t parts = 1;
};
ReadTurn read_turn(const language::Text& text);

// The features of one word on its own; `form` is its folded form. Replaces `out`.
void word_features(const ReadWord& word, std::string_view form, std::vector<learning::FeatureId>& out);

// The value of every feature of words in a turn or part that has `count` of them: long ones say no more than short ones.
float word_value(std::size_t count);

// Words that stand together: where they begin and end among the words read.
struct Phrase {
    learning::FeatureId id = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

// What is true of the turn as a whole.
struct Circumstance {
    learning::FeatureId id = 0;
    float value = 1;
};

// A conversation as the language measures read it, and every rule that matched, in order of turn.
struct ReadConversation {
    const Interaction& interaction;
    std::span<const language::Text> texts;
    std::span<const RuleHit> hits;
    const language::FoundWording& wording;
    const language::LanguageKnowledge& knowledge;
};

class TurnFeatures {
  public:
    // `excerpt`: the last turn stands out of its conversation, its place in it is unknown. What is read must outlive
    // this. For one thread.
    TurnFeatures(const ReadConversation& conversation, bool excerpt);

    // Valid until turns more than a reach (24 turns) away are asked for.
    const ReadTurn& read(std::size_t turn) const;

    // Replace `out`. Linear in the turn and its neighbours.
    void phrases(std::size_t turn, std::vector<Phrase>& out) const;
    void circumstances(std::size_t turn, std::vector<Circumstance>& out) const;

    // How sure the rules are of a signal in a turn, 0…1.
    float rule_strength(std::size_t turn, std::size_t signal) const;
    // Those that matched in a turn.
    std::span<const RuleHit> hits(std::size_t turn) const;

  private:
    using Strengths = std::array<float, 40>;  // by signal

    void weigh_rules();
    void neighbours(std::size_t turn, std::vector<Circumstance>& out) const;
    void rules(std::size_t turn, std::vector<Circumstance>& out) const;
    void place(std::size_t turn, std::vector<Circumstance>& out) const;
    void meaning(std::size_t turn, std::vector<Circumstance>& out) const;
    void sentiment(std::size_t turn, std::vector<Circumstance>& out) const;  // the customer's alone

    const Interaction& interaction_;
    std::span<const RuleHit> hits_;
    bool excerpt_;
    std::span<const language::Text> texts_;
    const language::FoundWording& wording_;
    const language::LanguageKnowledge& knowledge_;
    struct Kept {
        std::size_t turn = static_cast<std::size_t>(-1);
        ReadTurn read;
    };
    mutable std::vector<Kept> kept_;         // the turns read last: a long record is never held whole
    std::vector<std::uint32_t> hits_begin_;  // of each turn in hits_, and the end
    std::vector<Strengths> strengths_;
    std::vector<SignalSet> strong_;       // signals that the rules would mark
    std::vector<SignalSet> seen_before_;  // the same in all turns before
    std::vector<std::uint32_t> own_before_, own_total_;
};

}  // namespace repere::signals
