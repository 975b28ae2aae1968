// What withholding the least sure answers buys: agreement among the share of answers that is kept.
//
// The risk–coverage curve of selective classification (Y. Geifman and R. El-Yaniv, NeurIPS 2017), with agreement in
// place of risk. Where the cut falls among answers of one confidence, each of them counts for the share that is kept.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "review/bootstrap.hpp"

namespace repere::review {

inline constexpr std::array kCoverageLevels{1.0, 0.9, 0.8, 0.7, 0.6};

class CoverageCurve {
  public:
    void add(std::size_t conversation, double confidence, bool right);
    std::size_t answers() const { return answers_.size(); }

    // Surest first; to be called once all answers are in, before agreement_at.
    void sort();
    // Agreement among the surest `level` (0…1) of the answers of a draw; absent where it has none.
    std::optional<double> agreement_at(double level, Multiplicities times) const;

  private:
    struct Answer {
        std::size_t conversation;
        double confidence;
        bool right;
    };
    std::vector<Answer> answers_;
};

}  // namespace repere::review
