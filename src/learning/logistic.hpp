// Fitting logistic regressions on sparse features (liblinear: Fan et al. 2008, "LIBLINEAR: A library for large linear
// classification"). The same rows give the same weights, on any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace repere::learning {

struct Value {
    std::uint32_t index = 0;  // of the feature, from 0
    float value = 0;
};

// Rows of features, kept once and shared by all the outputs that are fitted on them.
class Rows {
  public:
    Rows();
    Rows(Rows&&) noexcept;
    Rows& operator=(Rows&&) noexcept;
    ~Rows();

    // Values in ascending order of index. Returns the row's number.
    std::size_t add(std::span<const Value> values);
    std::size_t size() const;
    std::size_t features() const;  // one more than the highest index

  private:
    friend class Logistic;
    struct Store;
    std::unique_ptr<Store> store_;
};

// One row taken into a fit, and whether the output holds there.
struct Labelled {
    std::uint32_t row = 0;
    bool holds = false;
};

struct LogisticOptions {
    double cost = 0.5;       // C: the weight of errors against the size of the weights, above 0
    double tolerance = 0.01; // where the solver stops
};

class Logistic {
  public:
    // Weights 0 and a bias that says "never" (or "always") where only one class was seen. `start`: weights near the
    // solution, from which it is found sooner.
    static Logistic fit(const Rows& rows, std::span<const Labelled> labelled, const LogisticOptions& options,
                        const Logistic* start = nullptr);
    // The mean of their weights.
    static Logistic mean_of(std::span<const Logistic> fitted);

    double score(const Rows& rows, std::size_t row) const;  // log odds
    const std::vector<double>& weights() const { return weights_; }
    double bias() const { return bias_; }

  private:
    std::vector<double> weights_;
    double bias_ = 0;
};

double probability(double log_odds);

}  // namespace repere::learning
