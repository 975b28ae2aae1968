// A grid filled for one conversation, each answer with its evidence, confidence and reason.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/analysis.hpp"
#include "grid/grid.hpp"

namespace repere::grid {

enum class Answer { kYes, kNo, kNa, kUnknown };
std::string_view to_string(Answer answer);

struct CriterionResult {
    std::string id;
    Answer answer = Answer::kUnknown;
    std::optional<double> value;  // on a 1–5 or numeric scale
    double points = 0;            // earned
    double out_of = 0;            // 0 for na and unknown
    double confidence = 0;        // 0…1
    std::vector<std::size_t> evidence;  // indexes into Analysis::moments
    std::string why_key;                // message key, rendered with `why_details`
    Details why_details;
};

struct Evaluation {
    std::string grid;
    int version = 1;
    std::optional<double> score;               // 0…100 over answered criteria; absent when nothing was answered
    std::vector<std::string> critical_errors;  // ids of critical criteria answered no
    std::vector<CriterionResult> criteria;
};

// Pure. The agent's identity and history are not looked at.
Evaluation evaluate(const Grid& grid, const analysis::Analysis& analysis);

}  // namespace repere::grid
