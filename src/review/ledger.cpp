#include "review/ledger.hpp"

namespace repere::review {

std::size_t Ledger::reserve(std::size_t cells) {
    const std::size_t first = cells_;
    cells_ += cells;
    return first;
}

std::vector<double> Ledger::totals(Multiplicities times) const {
    std::vector<double> sums(cells_);
    for (std::size_t c = 0; c < begins_.size(); ++c) {
        if (times[c] == 0) continue;
        const std::size_t end = c + 1 < begins_.size() ? begins_[c + 1] : entries_.size();
        for (std::size_t e = begins_[c]; e < end; ++e) sums[entries_[e].cell] += times[c] * entries_[e].amount;
    }
    return sums;
}

}  // namespace repere::review
