#include "review/coverage.hpp"

#include <algorithm>

namespace repere::review {

void CoverageCurve::add(std::size_t conversation, double confidence, bool right) {
    answers_.push_back({conversation, confidence, right});
}

void CoverageCurve::sort() {
    std::stable_sort(answers_.begin(), answers_.end(),
                     [](const Answer& a, const Answer& b) { return a.confidence > b.confidence; });
}

std::optional<double> CoverageCurve::agreement_at(double level, Multiplicities times) const {
    double total = 0;
    for (const auto& answer : answers_) total += times[answer.conversation];
    const double wanted = level * total;
    if (wanted <= 0) return {};
    double kept = 0, right = 0;
    for (auto group = answers_.begin(); group != answers_.end() && kept < wanted;) {
        double count = 0, group_right = 0;
        auto next = group;
        for (; next != answers_.end() && next->confidence == group->confidence; ++next) {
            count += times[next->conversation];
            if (next->right) group_right += times[next->conversation];
        }
        const double share = count > wanted - kept ? (wanted - kept) / count : 1;
        kept += share * count;
        right += share * group_right;
        group = next;
    }
    return right / kept;
}

}  // namespace repere::review
