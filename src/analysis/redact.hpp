// An analysis with personal data masked: texts, quotes and words carry typed masks, every place still fits its words.
#pragma once

#include "analysis/analysis.hpp"

namespace repere::analysis {

// Where a span of a turn lies once the findings of that turn are masked: inside a finding, at its mask's edges.
Span moved(Span span, std::size_t turn, const std::vector<privacy::Finding>& findings);

Analysis redacted(const Analysis& analysis);

}  // namespace repere::analysis
