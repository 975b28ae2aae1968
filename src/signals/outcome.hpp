// What became of the whole conversation, from its moments: resolved, escalation, opportunity, mood.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "language/listening.hpp"
#include "language/register.hpp"
#include "language/tokens.hpp"
#include "learning/features.hpp"
#include "privacy/personal_data.hpp"
#include "signals/moment.hpp"

namespace repere::signals {

// How long a sign of escalation waited: the sign that fared worst, the first such one.
struct EscalationDelay {
    std::size_t sign_turn = 0;
    std::optional<std::size_t> met_turn;  // absent where nothing ever met it
    std::size_t agent_turns = 0;          // of the agent after the sign, the one that met it included
    std::optional<double> seconds;        // from the sign's words to those that met it, where both have times
};

// What the company said it would do, or what the customer says of an earlier promise.
struct Promise {
    enum class State { kPrecise, kVague, kKept, kBroken };
    // kPrecise: has a time or a named owner; kVague: has neither; kKept, kBroken: the customer says so of an earlier one.
    State state = State::kPrecise;
    Words what;
    std::string by;                 // the participant who gave it; empty where the words are the customer's
    std::optional<Words> owner;     // who is to do it, where somebody else is named
    bool own = false;               // the speaker is to do it ("je vous rappelle")
    std::optional<Words> when;      // its date or delay
    std::optional<double> hours;    // of a delay said in numbers ("sous 48 heures")
};
std::string_view to_string(Promise::State state);  // "precise", "vague", "kept", "broken"

// A datum the agent asked for although it had been given, or that the customer says so.
struct AskedTwice {
    std::string what;                 // type of personal data, "customer_number"
    Words again;                      // the question that came once too often
    std::optional<Words> given;       // where the datum stands that had been given
    std::optional<Words> complaint;   // where the customer says that it had
};

// A question of the customer that was left without an answer, and what tells so.
struct Unanswered {
    enum class Why { kNoReply, kNotKnown, kAskedAgain };
    Words question;
    Why why = Why::kNoReply;
    std::optional<Words> told_by;  // the agent's words that do not know, or the customer's that ask again
};
std::string_view to_string(Unanswered::Why why);  // "no_reply", "not_known", "asked_again"

// What the customer's dissatisfaction comes from, by the words of the turns that complain.
struct Cause {
    std::string id;    // of knowledge/outcome/causes.<language>.yaml: "delay", "price"…
    double score = 0;  // 0…1: 1 − e^(−weight/2) of its words
    Words words;       // the strongest of them
};

// The customer's mood by turn, −2 … 2: what the turn's signals say, and a share of the mood before.
struct MoodPoint {
    std::size_t turn = 0;
    double value = 0;
};
struct MoodCurve {
    std::vector<MoodPoint> points;          // one for each customer turn
    std::optional<std::size_t> low;         // index of the lowest point, where it lies below 0
    std::optional<std::size_t> turned_by;   // the agent's turn after which it rose from there
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
    std::vector<Promise> promises;
    std::vector<AskedTwice> asked_twice;
    std::vector<Unanswered> unanswered;
    std::vector<Cause> causes;  // strongest first
    MoodCurve mood;
    // Indexes into the moments each answer rests on.
    std::vector<std::size_t> resolved_evidence, escalation_evidence, opportunity_evidence;
};

// Calls visit(words) for every quote of the outcome, so that a mask can move and replace them.
template <class Visit>
void each_quote(Outcome& outcome, Visit visit) {
    const auto maybe = [&](std::optional<Words>& words) {
        if (words) visit(*words);
    };
    for (Promise& p : outcome.promises) {
        visit(p.what);
        maybe(p.owner);
        maybe(p.when);
    }
    for (AskedTwice& a : outcome.asked_twice) {
        visit(a.again);
        maybe(a.given);
        maybe(a.complaint);
    }
    for (Unanswered& u : outcome.unanswered) {
        visit(u.question);
        maybe(u.told_by);
    }
    for (Cause& c : outcome.causes) visit(c.words);
}

// A named figure for learning the labels from labelled conversations. Names live as long as the program.
struct OutcomeFeature {
    std::string_view name;
    learning::FeatureId id = 0;  // of the name
    double value = 0;
};

// What an outcome is judged from. Refers to values that outlive the call.
struct OutcomeInput {
    const Interaction& interaction;
    std::span<const Moment> moments;
    std::span<const language::Text> texts;  // one for each turn; without them what needs words stays empty
    std::string_view language;
    std::span<const privacy::Finding> known = {};           // personal data in the turns, for what was asked twice
    std::optional<language::Register> agent_register = {};  // as measured from the agent's words
    language::RegisterCounts register_counts = {};          // what it was measured from
    std::span<const language::Question> questions = {};     // of the customer, with their answers
};

// Judges by the constants of knowledge/outcome/. Immutable, thread-safe; linear in turns and moments.
class OutcomeJudge {
  public:
    // kConfiguration with file, line and column at the first mistake.
    static Result<OutcomeJudge> load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon);
    OutcomeJudge(OutcomeJudge&&) noexcept;
    OutcomeJudge& operator=(OutcomeJudge&&) noexcept;
    ~OutcomeJudge();

    // `features`, where given, gets what the labels were judged from, the answers of the definitions included: always the
    // same names in the same order.
    Outcome judge(const OutcomeInput& input, std::vector<OutcomeFeature>* features = nullptr) const;

  private:
    struct Impl;
    explicit OutcomeJudge(std::unique_ptr<const Impl> impl);
    std::unique_ptr<const Impl> impl_;
};

}  // namespace repere::signals
