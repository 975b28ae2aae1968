// Marks moments with the rules of knowledge/signals/*.yaml (docs/rules.md describes their language).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "language/tokens.hpp"
#include "signals/moment.hpp"

namespace repere::signals {

struct Rule;
struct RuleExample;

// A turn on its own, with what little is known around it, as in a rule's examples and in single labelled turns.
struct TurnContext {
    Speaker speaker = Speaker::kAgent;
    Channel channel = Channel::kPhone;
    std::string text;
    std::string previous;                       // the other side's words just before; empty: unknown
    std::vector<std::string> previous_signals;  // marked on them, beside what the rules find there
};

// A rule that matched, whether or not its hint was strong enough for a moment.
struct RuleHit {
    std::string_view source;  // "rule:fr.empathy.7"; lives as long as the Marker
    std::string_view signal;
    std::size_t turn = 0;
    Span span;
    double confidence = 0;
    bool veto = false;
    std::uint8_t signal_index = 0;  // in all_signals()
    std::uint32_t first_token = 0, last_token = 0;  // of the span
};

class Marker {
  public:
    // Reads and compiles every rule file. kConfiguration with file, line and column at the first mistake.
    static Result<Marker> load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon);

    // The same for people who write rules: the Marker of all rules that could be read, every mistake, and
    // what is right but easily misread.
    struct Check;
    static Check check(const std::filesystem::path& knowledge, const language::Lexicon& lexicon);

    Marker(Marker&&) noexcept;
    Marker& operator=(Marker&&) noexcept;
    ~Marker();

    // Sorted by turn and place; at most one moment per signal and turn (the most confident). Thread-safe, linear.
    std::vector<Moment> mark(const Interaction& interaction, const std::vector<language::Text>& texts,
                             std::string_view language) const;

    // The same, and every rule that matched, in order of turn.
    std::vector<Moment> mark(const Interaction& interaction, const std::vector<language::Text>& texts,
                             std::string_view language, std::vector<RuleHit>& hits) const;

    // Every rule that matched, in order of turn. `excerpt`: the last turn stands out of its conversation, so that no
    // rule about places applies to it.
    std::vector<RuleHit> hits(const Interaction& interaction, const std::vector<language::Text>& texts,
                              std::string_view language, bool excerpt) const;

    // Marks `turn.text` alone; the moments and hits have turn 0. What a single turn cannot tell is unknown to `where`.
    std::vector<Moment> mark_turn(const TurnContext& turn, std::string_view language, const language::Lexicon& lexicon,
                                  std::vector<RuleHit>* hits = nullptr) const;

    // Fingerprint of the rule files, kept with every analysis.
    const std::string& version() const;

    // Every rule's source and signal, in the order of the files.
    std::vector<RuleHit> rules() const;

    // The examples written beside the rules are their tests.
    struct ExampleTrial {
        std::string rule;
        std::string example;
        bool should_match = true;
        bool matched = true;
        Place place;
    };
    std::vector<ExampleTrial> failing_examples(const language::Lexicon& lexicon) const;

    // Every example of the rules that apply to calls, its words changed first into what was `heard` of them.
    using Heard = std::function<std::string(std::string_view text, std::string_view language)>;
    std::vector<ExampleTrial> try_examples_on_the_phone(const language::Lexicon& lexicon, const Heard& heard) const;

  private:
    struct Impl;
    ExampleTrial try_example(const Rule& rule, const RuleExample& example, const TurnContext& turn, std::string_view language,
                             const language::Lexicon& lexicon) const;
    explicit Marker(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

struct Marker::Check {
    Marker marker;
    std::vector<Error> errors;
    std::vector<Warning> warnings;
};

}  // namespace repere::signals
