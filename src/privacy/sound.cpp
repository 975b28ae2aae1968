#include "privacy/sound.hpp"

#include <algorithm>

#include "conversation/times.hpp"

namespace repere::privacy {

std::optional<std::vector<audio::Interval>> intervals_to_mask(const Interaction& interaction,
                                                              const std::vector<Finding>& findings) {
    std::vector<audio::Interval> intervals;
    for (const Finding& finding : findings) {
        const auto times = times_of(interaction.turns.at(finding.turn), finding.span);
        if (!times) return std::nullopt;
        intervals.push_back({times->start, times->end});
    }
    std::ranges::sort(intervals, {}, &audio::Interval::start);
    std::vector<audio::Interval> joined;
    for (const auto& interval : intervals) {
        if (!joined.empty() && interval.start <= joined.back().end) {
            joined.back().end = std::max(joined.back().end, interval.end);
        } else {
            joined.push_back(interval);
        }
    }
    return joined;
}

}  // namespace repere::privacy
