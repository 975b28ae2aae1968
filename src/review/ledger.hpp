// Counters kept apart for each conversation, so that the counts of any resample are a weighted sum and nothing is
// analysed twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "review/bootstrap.hpp"

namespace repere::review {

class Ledger {
  public:
    // Makes `cells` new counters, all zero, for every conversation; answers the first.
    std::size_t reserve(std::size_t cells);

    void next_conversation() { begins_.push_back(entries_.size()); }
    // To the conversation under way.
    void add(std::size_t cell, double amount = 1) { entries_.push_back({static_cast<std::uint32_t>(cell), amount}); }

    std::size_t conversations() const { return begins_.size(); }
    std::vector<double> totals(Multiplicities times) const;

  private:
    struct Entry {
        std::uint32_t cell;
        double amount;
    };
    std::vector<Entry> entries_;
    std::vector<std::size_t> begins_;
    std::size_t cells_ = 0;
};

}  // namespace repere::review
