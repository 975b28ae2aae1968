// Which findings of personal data are the labelled ones, turn by turn.
#pragma once

#include <map>
#include <string>

#include "analysis/analysis.hpp"
#include "conversation/labels.hpp"
#include "review/report.hpp"

namespace repere::review {

struct PersonalCounts {
    Counts exact, overlap;
    std::size_t covered = 0;
};

// By type, of labels and findings both.
std::map<std::string, PersonalCounts> match_personal_data(const LabelledInteraction& reference,
                                                          const analysis::Analysis& analysis);

}  // namespace repere::review
