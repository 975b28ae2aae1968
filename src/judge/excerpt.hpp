// What of a long conversation goes to the judge: whole turns around what matters for the criterion, within a limit.
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/analysis.hpp"
#include "grid/evaluation.hpp"
#include "judge/transcript.hpp"

namespace repere::judge {

struct Excerpt {
    std::vector<std::size_t> shown;  // bytes of each turn's text that are sent; 0: the turn is left out
    std::size_t turns = 0;           // that are sent, in whole or in part
    bool whole = true;
};

// The turns that the rule's answer rests on, and those of moments whose signals the criterion looks at.
std::vector<std::size_t> relevant_turns(const grid::Criterion& criterion, const grid::CriterionResult& result,
                                        const analysis::Analysis& analysis);

// All of it where it fits into `limit` code points. Else the beginning and the end of the conversation and, outwards
// from each relevant turn, its surroundings, until the limit is reached. A turn longer than a quarter of it is cut.
Excerpt excerpt_of(const std::vector<SentTurn>& turns, const std::vector<std::size_t>& relevant, std::size_t limit);

}  // namespace repere::judge
