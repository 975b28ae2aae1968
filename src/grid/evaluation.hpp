// A grid filled for one conversation, each answer with its evidence, confidence and reason.
//
// Score: 100 × Σ points ⁄ Σ out_of over the criteria answered yes, no or with a value; na and unknown stand outside
// both sums. A yes earns the weight, a no nothing, a value its share of the scale. Critical errors are a list of their
// own beside the score, as COPC's critical-error accuracy is; only a grid with `critical_zeroes` turns one into 0.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/analysis.hpp"
#include "core/messages.hpp"
#include "grid/grid.hpp"

namespace repere::grid {

enum class Answer { kYes, kNo, kNa, kUnknown, kValue };  // kValue: of a 1–5 or numeric scale, in `value`
std::string_view to_string(Answer answer);

// Words of a turn that a set phrase of the grid was looking for, verbatim.
struct Quote {
    std::size_t turn = 0;
    Span span;
    std::string text;
};

struct CriterionResult {
    std::string id;
    Answer answer = Answer::kUnknown;
    Answer leaning = Answer::kUnknown;  // the answer, also where it stayed under the grid's floor
    bool from_rows = false;             // the grid's rows answered, not what stands before them (channel, applies_when…)
    std::optional<double> value;  // on a 1–5 or numeric scale
    double points = 0;            // earned
    double out_of = 0;            // 0 for na and unknown
    double confidence = 0;        // 0…1: of the answer, or of the one that stayed under the grid's floor
    std::vector<std::size_t> evidence;  // indexes into Analysis::moments
    std::vector<Quote> quotes;          // set phrases that were said
    std::string source;                 // who answered, where it was not the rule: "judge:mistral-small"
    std::string why_key;                // message key, rendered with `why_details`
    Details why_details;                // signals, labels and measures by their ids: `reason` puts them into words
    Localised why;                      // the grid's own reason; where there is one it is shown instead
};

struct Evaluation {
    std::string grid;
    int version = 1;
    std::optional<double> score;               // 0…100 over answered criteria; absent when nothing was answered
    std::vector<std::string> critical_errors;  // ids of critical criteria answered no
    std::vector<CriterionResult> criteria;
};

// Pure. The agent's identity and history are not looked at.
//
// Where the transcript is only indicative (the warning "speech.indicative") or nobody is known to be the agent, what
// rests on words is unknown; what rests on sound, times and metadata is still answered.
Evaluation evaluate(const Grid& grid, const analysis::Analysis& analysis);

// What an answer rests on, kept apart: a "no" may be contradicted by words or merely not observed.
enum class Basis { kObserved, kContradicted, kNotObserved, kNotApplicable, kUnknown };
Basis basis_of(const CriterionResult& result);
std::string_view to_string(Basis basis);  // "observed", "contradicted", "not_observed", "not_applicable", "unknown"

// The question a learned model answers for a criterion of this version of the grid.
std::string question_of(const Grid& grid, std::string_view criterion);
bool can_be_learned(const CriterionResult& result);
// What it answers from: the figures of the whole, and the rows' own answers.
std::vector<learning::Figure> figures_of(const Evaluation& evaluation, const analysis::Analysis& analysis);

// Fills in score and critical errors from the criteria's answers and weights: also for people's reviews.
void score(const Grid& grid, Evaluation& evaluation);

// The same with every quote as it reads and stands in `masked`, the redacted form of `original`.
Evaluation redacted(const Evaluation& evaluation, const analysis::Analysis& original, const analysis::Analysis& masked);

// The sentence that says why, in the language of `messages`.
std::string reason(const CriterionResult& result, const Messages& messages);

// The "evaluation" object of `analyze --json` (docs/formats.md).
nlohmann::ordered_json to_json(const Evaluation& evaluation, const Messages& messages);

}  // namespace repere::grid
