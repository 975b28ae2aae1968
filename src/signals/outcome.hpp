// What became of the whole conversation, from its moments: resolved, escalation, opportunity, mood, topics.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "language/measures.hpp"
#include "language/tokens.hpp"
#include "signals/moment.hpp"

namespace repere::signals {

// How long a sign of escalation waited: the sign that fared worst, the first such one.
struct EscalationDelay {
    std::size_t sign_turn = 0;
    std::optional<std::size_t> met_turn;  // absent where nothing ever met it
    std::size_t agent_turns = 0;          // of the agent after the sign, the one that met it included
    std::optional<double> seconds;        // from the sign's words to those that met it, where both have times
};

// Values and rules are those of docs/signals.md ("Labels of the whole").
struct Outcome {
    std::string resolved;     // yes, no, unknown
    std::string escalation;   // none, timely, late, missed
    std::string opportunity;  // none, seized, missed, forced
    int customer_start = 0;   // −2 very unhappy … 2 very happy: first three customer turns
    int customer_end = 0;     // last two customer turns
    std::optional<language::Register> register_;  // the agent's
    std::optional<EscalationDelay> escalation_delay;  // absent where there was no sign
    // Indexes into the moments each answer rests on.
    std::vector<std::size_t> resolved_evidence, escalation_evidence, opportunity_evidence;
};

// Judges by the constants of knowledge/outcome/. Immutable, thread-safe; linear in turns and moments.
class OutcomeJudge {
  public:
    // kConfiguration with file, line and column at the first mistake.
    static Result<OutcomeJudge> load(const std::filesystem::path& knowledge);
    OutcomeJudge(OutcomeJudge&&) noexcept;
    OutcomeJudge& operator=(OutcomeJudge&&) noexcept;
    ~OutcomeJudge();

    // `texts[i]` is the tokenised turn i; without texts the answers that need words stay empty.
    Outcome judge(const Interaction& interaction, const std::vector<Moment>& moments,
                  const std::vector<language::Text>& texts, std::string_view language) const;

  private:
    struct Impl;
    explicit OutcomeJudge(std::unique_ptr<const Impl> impl);
    std::unique_ptr<const Impl> impl_;
};

struct Topic {
    std::string id;
    double score = 0;  // 0…1
};

// Topics by the weighted words of knowledge/topics/{fr,en}.yaml, best first, at most three.
class TopicModel {
  public:
    static Result<TopicModel> load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon);
    TopicModel(TopicModel&&) noexcept;
    TopicModel& operator=(TopicModel&&) noexcept;
    ~TopicModel();
    std::vector<Topic> topics(const Interaction& interaction, const std::vector<Moment>& moments,
                              const std::vector<language::Text>& texts, std::string_view language) const;

  private:
    struct Impl;
    explicit TopicModel(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace repere::signals
