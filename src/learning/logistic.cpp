#include "learning/logistic.hpp"

#include <algorithm>
#include <cmath>

#include <linear.h>

namespace repere::learning {
namespace {

constexpr double kNever = 6;  // log odds of a class that was never seen

void say_nothing(const char*) {}

}  // namespace

// liblinear's form: nodes counted from 1, each row ended by the bias (index 0 here, set at fitting) and −1.
struct Rows::Store {
    std::vector<feature_node> nodes;
    std::vector<std::size_t> begins;
    std::size_t features = 0;
};

Rows::Rows() : store_(std::make_unique<Store>()) {}
Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;
Rows::~Rows() = default;

std::size_t Rows::add(std::span<const Value> values) {
    store_->begins.push_back(store_->nodes.size());
    store_->nodes.push_back({1, 1.0});  // the bias
    for (const Value& v : values) {
        store_->nodes.push_back({static_cast<int>(v.index) + 2, static_cast<double>(v.value)});
        store_->features = std::max<std::size_t>(store_->features, v.index + 1);
    }
    store_->nodes.push_back({-1, 0});
    return store_->begins.size() - 1;
}

std::size_t Rows::size() const { return store_->begins.size(); }
std::size_t Rows::features() const { return store_->features; }

Logistic Logistic::mean_of(std::span<const Logistic> fitted) {
    Logistic out;
    const double share = 1 / static_cast<double>(fitted.size());
    for (const Logistic& one : fitted) {
        out.weights_.resize(std::max(out.weights_.size(), one.weights_.size()), 0);
        for (std::size_t k = 0; k < one.weights_.size(); ++k) out.weights_[k] += share * one.weights_[k];
        out.bias_ += share * one.bias_;
    }
    return out;
}

Logistic Logistic::fit(const Rows& rows, std::span<const Labelled> labelled, const LogisticOptions& options, const Logistic* start) {
    Logistic out;
    out.weights_.assign(rows.features(), 0);
    const auto positive = std::ranges::count_if(labelled, &Labelled::holds);
    if (positive == 0 || positive == std::ssize(labelled)) {
        out.bias_ = positive == 0 ? -kNever : kNever;
        return out;
    }
    std::vector<double> y;
    std::vector<feature_node*> x;
    y.reserve(labelled.size());
    x.reserve(labelled.size());
    for (const Labelled& item : labelled) {
        y.push_back(item.holds ? 1 : -1);
        x.push_back(rows.store_->nodes.data() + rows.store_->begins[item.row]);
    }
    problem data{};
    data.l = static_cast<int>(y.size());
    data.n = static_cast<int>(rows.features()) + 1;
    data.y = y.data();
    data.x = x.data();
    data.bias = -1;
    parameter settings{};
    settings.solver_type = L2R_LR;
    settings.C = options.cost;
    settings.eps = options.tolerance;
    // liblinear puts label 1 first, whichever it meets first, so that its weights speak for it; the bias is their first.
    std::vector<double> from;
    if (start != nullptr) {
        from = start->weights_;
        from.resize(rows.features(), 0);
        from.insert(from.begin(), start->bias_);
        settings.init_sol = from.data();
    }
    set_print_string_function(say_nothing);
    const std::unique_ptr<model, void (*)(model*)> fitted(train(&data, &settings),
                                                          [](model* m) { free_and_destroy_model(&m); });
    out.bias_ = fitted->w[0];
    for (std::size_t k = 0; k < out.weights_.size(); ++k) out.weights_[k] = fitted->w[k + 1];
    return out;
}

double Logistic::score(const Rows& rows, std::size_t row) const {
    double sum = bias_;
    for (const feature_node* n = rows.store_->nodes.data() + rows.store_->begins[row] + 1; n->index != -1; ++n) {
        const auto k = static_cast<std::size_t>(n->index - 2);
        if (k < weights_.size()) sum += weights_[k] * n->value;
    }
    return sum;
}

double probability(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

}  // namespace repere::learning
