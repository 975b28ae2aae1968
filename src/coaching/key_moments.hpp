// The two or three moments of a conversation that a manager should see first.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/result.hpp"

namespace repere::coaching {

// Weight of each signal, from knowledge/coaching/key_moments.yaml: how much it says about how the conversation went.
struct KeyMomentWeights {
    std::map<std::string, double> signals;
    double outcome_evidence = 1;  // added where an outcome that went wrong or very well rests on the moment
};

Result<KeyMomentWeights> load_key_moment_weights(const std::filesystem::path& knowledge);

// Indexes into analysis.moments, in the order of the conversation; at most one a signal, at most `most`.
// Weight × confidence decides; ties go to the earlier moment.
std::vector<std::size_t> key_moments(const analysis::Analysis& analysis, const KeyMomentWeights& weights,
                                     std::size_t most = 3);

}  // namespace repere::coaching
