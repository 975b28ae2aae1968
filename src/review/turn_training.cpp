#include "review/turn_training.hpp"

#include <algorithm>

#include "review/context_training.hpp"
#include "review/in_parallel.hpp"
#include "review/turn_rows.hpp"

namespace repere::review {
namespace {

constexpr int kRounds = 2;  // whole turns first; then the parts that carry the signal, too
constexpr double kTolerance = 0.02;
constexpr double kLowestThreshold = 0.25;
constexpr double kHighestThreshold = 0.5;

using Fits = std::vector<std::vector<learning::Logistic>>;  // by fold and output; the last leaves no file out

// Fitted on all turns but those of files in `fold`. `start`: near enough to tell the parts that carry the signal.
learning::Logistic fit(const Side& side, std::size_t signal, std::span<const std::size_t> fold_of_file, std::size_t fold, double cost,
                       const learning::Logistic* start = nullptr) {
    learning::Logistic fitted = start != nullptr ? *start : learning::Logistic();
    std::vector<learning::Labelled> taken;
    for (int round = start != nullptr ? 1 : 0; round < kRounds; ++round) {
        taken.clear();
        for (std::size_t i = 0; i < side.size(); ++i) {
            if (fold_of_file[side.turn(i).file] == fold) continue;
            const bool holds = side.turn(i).bears(signal);
            const auto& [whole, parts] = side.rows_of(i);
            taken.push_back({whole, holds});
            if (round == 0 || parts.empty()) continue;
            if (holds) {
                taken.push_back({*std::ranges::max_element(parts, {}, [&](std::uint32_t row) { return fitted.score(side.rows(), row); }), true});
            } else {
                for (const std::uint32_t row : parts) taken.push_back({row, false});
            }
        }
        fitted = learning::Logistic::fit(side.rows(), taken, {.cost = cost, .tolerance = kTolerance}, round > 0 ? &fitted : nullptr);
    }
    return fitted;
}

// What marking will see: the higher of the whole and its best part.
double score(const Side& side, const learning::Logistic& fitted, std::size_t i) {
    const auto& [whole, parts] = side.rows_of(i);
    double best = fitted.score(side.rows(), whole);
    for (const std::uint32_t row : parts) best = std::max(best, fitted.score(side.rows(), row));
    return best;
}

FirstPass outputs_of(Speaker speaker) {
    FirstPass out;
    for (std::size_t s = 0; s < signals::all_signals().size(); ++s) {
        if (signals::all_signals()[s].speaker != speaker) continue;
        out.signals.push_back(s);
        out.names.emplace_back(signals::all_signals()[s].id);
    }
    out.log_odds.resize(out.signals.size());
    out.calibrations.resize(out.signals.size());
    return out;
}

class SideTraining {
  public:
    SideTraining(const Sides& sides, Speaker speaker, std::span<const std::size_t> fold_of_file, const TrainConfig& config)
        : sides_(sides), side_(sides.of(speaker)), speaker_(speaker), fold_of_file_(fold_of_file), config_(config), pass_(outputs_of(speaker)) {}

    void fit_turns() {
        const std::size_t outputs = pass_.signals.size();
        fitted_.assign(config_.folds + 1, std::vector<learning::Logistic>(outputs));
        in_parallel(config_.jobs, outputs, [&](std::size_t o) {
            std::vector<learning::Logistic> by_fold;
            for (std::size_t fold = 0; fold < config_.folds; ++fold) by_fold.push_back(fit(side_, pass_.signals[o], fold_of_file_, fold, config_.cost));
            const auto near = learning::Logistic::mean_of(by_fold);
            by_fold.push_back(fit(side_, pass_.signals[o], fold_of_file_, config_.folds, config_.cost, &near));
            for (std::size_t fold = 0; fold < by_fold.size(); ++fold) fitted_[fold][o] = std::move(by_fold[fold]);
        });
        in_parallel(config_.jobs, outputs, [&](std::size_t o) {
            std::vector<learning::Scored> natural;
            for (std::size_t i = 0; i < side_.size(); ++i) {
                const RawTurn& turn = side_.turn(i);
                pass_.log_odds[o].push_back(score(side_, fitted_[fold_of_file_[turn.file]][o], i));
                if (turn.natural) natural.push_back({pass_.log_odds[o].back(), turn.bears(pass_.signals[o])});
            }
            pass_.calibrations[o] = learning::Calibration::fit(natural);
        });
    }

    void fit_context(const FirstPass& other) {
        around_ = review::fit_context(sides_, speaker_, pass_, other, fold_of_file_, config_.folds, config_.jobs);
        for (std::size_t o = 0; o < pass_.signals.size(); ++o) {
            calibrations_.push_back(learning::Calibration::fit(around_.scored[o]));
            thresholds_.push_back(learning::best_threshold(around_.scored[o], calibrations_[o], kLowestThreshold, kHighestThreshold));
        }
    }

    const FirstPass& first_pass() const { return pass_; }

    signals::SideModel model(std::size_t fold, const std::string& fingerprint) const {
        const std::string kind = speaker_ == Speaker::kCustomer ? "customer" : "agent";
        signals::SideModel out{
            learning::LinearModel::make({kind, fingerprint, side_.size()}, side_.ids(), side_.of_words(), fitted_[fold], pass_.names),
            learning::LinearModel::make({kind + " context", fingerprint, side_.size()}, around_.ids, std::vector<bool>(around_.ids.size(), false),
                                        around_.fitted[fold], pass_.names)};
        for (std::size_t o = 0; o < pass_.signals.size(); ++o) {
            out.turns.outputs()[o].calibration = pass_.calibrations[o];
            out.context.outputs()[o].calibration = calibrations_[o];
            out.context.outputs()[o].threshold = thresholds_[o];
        }
        return out;
    }

    void add_trials(std::vector<SignalTrial>& out) const {
        for (std::size_t o = 0; o < pass_.signals.size(); ++o) {
            SignalTrial trial{.signal = pass_.names[o]};
            for (const auto& [log_odds, holds] : around_.scored[o]) {
                const bool marked = calibrations_[o](log_odds) >= thresholds_[o];
                if (marked && holds) ++trial.right;
                if (marked && !holds) ++trial.wrong;
                if (!marked && holds) ++trial.missed;
            }
            out.push_back(trial);
        }
    }

  private:
    const Sides& sides_;
    const Side& side_;
    Speaker speaker_;
    std::span<const std::size_t> fold_of_file_;
    const TrainConfig& config_;
    FirstPass pass_;
    Fits fitted_;
    SecondPass around_;
    std::vector<learning::Calibration> calibrations_;  // of the second pass, by output
    std::vector<double> thresholds_;
};

// Files are dealt out in turn, natural ones and others apart, so that every fold has its share of both.
std::vector<std::size_t> deal_out(const TrainingMaterial& material, std::size_t folds) {
    std::vector<std::size_t> out;
    std::size_t natural = 0, others = 0;
    for (const MaterialFile& file : material.files) out.push_back((file.natural ? natural : others)++ % folds);
    return out;
}

Sides read_sides(const TrainingMaterial& material, const TrainingTools& tools, const TrainConfig& config) {
    Sides out(tools.marker, tools.knowledge, tools.lexicon);
    for (std::size_t f = 0; f < material.files.size(); ++f) {
        for (const auto& item : material.files[f].conversations) {
            out.add(item, f, material.files[f].natural);
            const Interaction& talk = item.interaction;
            if (talk.channel == Channel::kPhone) out.add_heard(item, talk.language == "en" ? config.english : config.french, f);
        }
        for (const auto& item : material.files[f].turns) out.add(item, f);
    }
    for (const Speaker speaker : {Speaker::kAgent, Speaker::kCustomer}) out.of(speaker).make_rows();
    return out;
}

void sum_up(TurnTraining& training) {
    SignalTrial sum;
    std::size_t rows = 0;
    for (const SignalTrial& trial : training.trials) {
        sum.right += trial.right;
        sum.wrong += trial.wrong;
        sum.missed += trial.missed;
        if (trial.right + trial.missed == 0) continue;
        training.macro_f1 += trial.f1();
        ++rows;
    }
    training.micro_f1 = sum.f1();
    if (rows > 0) training.macro_f1 /= static_cast<double>(rows);
}

}  // namespace

double SignalTrial::f1() const {
    const std::size_t all = 2 * right + wrong + missed;
    return all == 0 ? 0 : 2 * static_cast<double>(right) / static_cast<double>(all);
}

TurnTraining train_turns(const TrainingMaterial& material, const TrainingTools& tools, const TrainConfig& config) {
    TurnTraining out;
    out.fold_of_file = deal_out(material, config.folds);
    const Sides sides = read_sides(material, tools, config);
    SideTraining agent(sides, Speaker::kAgent, out.fold_of_file, config);
    SideTraining customer(sides, Speaker::kCustomer, out.fold_of_file, config);
    agent.fit_turns();
    customer.fit_turns();
    agent.fit_context(customer.first_pass());
    customer.fit_context(agent.first_pass());
    agent.add_trials(out.trials);
    customer.add_trials(out.trials);
    const std::string fingerprint = material.fingerprint + tools.marker.version();
    for (std::size_t fold = 0; fold < config.folds; ++fold) out.by_fold.emplace_back(agent.model(fold, fingerprint), customer.model(fold, fingerprint));
    out.model = {agent.model(config.folds, fingerprint), customer.model(config.folds, fingerprint)};
    sum_up(out);
    return out;
}

}  // namespace repere::review
