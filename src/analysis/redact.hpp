// An analysis with personal data masked: texts, quotes and words carry typed masks, every place still fits its words.
#pragma once

#include "analysis/analysis.hpp"

namespace repere::analysis {

Analysis redacted(const Analysis& analysis);

}  // namespace repere::analysis
