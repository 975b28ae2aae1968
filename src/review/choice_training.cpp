#include "review/choice_training.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "grid/evaluation.hpp"
#include "learning/logistic.hpp"
#include "review/agreement.hpp"
#include "signals/outcome_model.hpp"

namespace repere::review {
namespace {

using learning::FeatureId;

constexpr double kCost = 0.05;       // few conversations, many figures: weights stay small
constexpr double kWorthIt = 0.01;    // of kappa, that learning must add to a definition
constexpr double kNoWorse = -0.03;   // of kappa, for criteria: there learning also makes the confidence true

// A question's labelled answer and the rules' own, for one conversation.
struct Asked {
    std::string question, label, rules;
};

struct Case {
    std::size_t file = 0;
    bool natural = false;
    std::uint32_t row = 0;
    std::vector<Asked> asked;
};

class Cases {
  public:
    void add(std::size_t file, bool natural, const std::vector<learning::Figure>& figures, std::vector<Asked> asked) {
        std::map<std::uint32_t, float> values;
        for (const auto& figure : figures) {
            const auto [at, added] = index_.try_emplace(figure.id, static_cast<std::uint32_t>(ids_.size()));
            if (added) ids_.push_back(figure.id);
            if (figure.value != 0) values[at->second] = static_cast<float>(figure.value);
        }
        std::vector<learning::Value> row;
        for (const auto& [k, value] : values) row.push_back({k, value});
        cases_.push_back({file, natural, static_cast<std::uint32_t>(rows_.add(row)), std::move(asked)});
    }

    learning::ChoiceModel fit(const std::string& kind, const std::string& fingerprint, const std::vector<std::size_t>& fold_of_file,
                              std::size_t folds, double gain, std::vector<ChoiceTrial>& trials) const {
        std::vector<std::string> names;
        std::vector<learning::Logistic> fitted;
        std::vector<learning::Calibration> calibrations;
        for (const std::string& question : questions()) {
            Fitted one = fit_question(question, fold_of_file, folds);
            one.trial.taken = one.trial.learned.value_or(0) > one.trial.rules.value_or(0) + gain;
            trials.push_back(one.trial);
            if (!one.trial.taken) continue;
            for (std::size_t c = 0; c < one.choices.size(); ++c) {
                names.push_back(question + "=" + one.choices[c]);
                fitted.push_back(std::move(one.fitted[c]));
                calibrations.push_back(one.calibrations[c]);
            }
        }
        auto model = learning::LinearModel::make({kind, fingerprint, cases_.size()}, ids_, std::vector<bool>(ids_.size(), false), fitted, names);
        for (std::size_t o = 0; o < calibrations.size(); ++o) model.outputs()[o].calibration = calibrations[o];
        return learning::ChoiceModel(std::move(model));
    }

  private:
    struct Fitted {
        std::vector<std::string> choices;
        std::vector<learning::Logistic> fitted;
        std::vector<learning::Calibration> calibrations;
        ChoiceTrial trial;
    };

    std::vector<std::string> questions() const {
        std::vector<std::string> out;
        for (const Case& item : cases_) {
            for (const Asked& asked : item.asked) {
                if (std::ranges::find(out, asked.question) == out.end()) out.push_back(asked.question);
            }
        }
        return out;
    }

    Fitted fit_question(const std::string& question, const std::vector<std::size_t>& fold_of_file, std::size_t folds) const {
        std::vector<std::pair<const Case*, const Asked*>> items;
        std::set<std::string> choices;
        for (const Case& item : cases_) {
            for (const Asked& asked : item.asked) {
                if (asked.question != question || asked.label.empty()) continue;
                items.emplace_back(&item, &asked);
                choices.insert(asked.label);
            }
        }
        Fitted out;
        out.choices.assign(choices.begin(), choices.end());
        out.trial.question = question;
        std::vector<std::vector<learning::Scored>> scored(out.choices.size());
        for (std::size_t c = 0; c < out.choices.size(); ++c) {
            std::vector<learning::Logistic> by_fold;
            for (std::size_t fold = 0; fold <= folds; ++fold) {
                std::vector<learning::Labelled> taken;
                for (const auto& [item, asked] : items) {
                    if (fold_of_file[item->file] != fold) taken.push_back({item->row, asked->label == out.choices[c]});
                }
                by_fold.push_back(learning::Logistic::fit(rows_, taken, {.cost = kCost}));
            }
            for (const auto& [item, asked] : items) {
                scored[c].push_back({by_fold[fold_of_file[item->file]].score(rows_, item->row), asked->label == out.choices[c]});
            }
            out.calibrations.push_back(learning::Calibration::fit(scored[c]));
            out.fitted.push_back(std::move(by_fold.back()));
        }
        Pairs rules, learned;
        for (std::size_t k = 0; k < items.size(); ++k) {
            if (!items[k].first->natural) continue;
            std::size_t best = 0;
            for (std::size_t c = 1; c < out.choices.size(); ++c) {
                if (out.calibrations[c](scored[c][k].log_odds) > out.calibrations[best](scored[best][k].log_odds)) best = c;
            }
            rules.emplace_back(items[k].second->label, items[k].second->rules);
            learned.emplace_back(items[k].second->label, out.choices[best]);
        }
        out.trial.rules = cohen_kappa(rules);
        out.trial.learned = cohen_kappa(learned);
        out.trial.rules_agreement = agreement(rules).value_or(0);
        out.trial.learned_agreement = agreement(learned).value_or(0);
        return out;
    }

    std::unordered_map<FeatureId, std::uint32_t> index_;
    std::vector<FeatureId> ids_;
    learning::Rows rows_;
    std::vector<Case> cases_;
};

std::string text(const std::optional<int>& mood) { return mood ? std::to_string(*mood) : std::string(); }

std::vector<Asked> asked_of(const Labels& labels, const signals::Outcome& outcome) {
    return {{"resolved", labels.resolved, outcome.resolved},
            {"register", labels.register_, outcome.register_ ? std::string(language::to_string(*outcome.register_)) : ""},
            {"customer_start", text(labels.customer_start), std::to_string(outcome.customer_start)},
            {"customer_end", text(labels.customer_end), std::to_string(outcome.customer_end)}};
}

}  // namespace

Result<ChoiceTraining> train_choices(const TrainingMaterial& material, analysis::Analyzer& analyzer, const TurnTraining& turns,
                                     const grid::Grid& grid, const TrainConfig& config) {
    Cases outcomes, criteria;
    for (std::size_t f = 0; f < material.files.size(); ++f) {
        const MaterialFile& file = material.files[f];
        if (file.conversations.empty()) continue;
        analyzer.use(turns.by_fold[turns.fold_of_file[f]], {});
        for (const auto& item : file.conversations) {
            const auto analysis = analyzer.analyze(item.interaction, {});
            if (!analysis) return fail(analysis.error());
            outcomes.add(f, file.natural, signals::figures_of(analysis->figures), asked_of(item.labels, analysis->outcome));
            const auto evaluation = grid::evaluate(grid, *analysis);
            std::vector<Asked> asked;
            for (const auto& result : evaluation.criteria) {
                const auto label = item.labels.grid.find(result.id);
                if (label == item.labels.grid.end() || !grid::can_be_learned(result)) continue;
                asked.push_back({grid::question_of(grid, result.id), label->second, std::string(grid::to_string(result.leaning))});
            }
            criteria.add(f, file.natural, grid::figures_of(evaluation, *analysis), std::move(asked));
        }
    }
    ChoiceTraining out;
    const std::string fingerprint = turns.model.version();
    out.outcome = outcomes.fit("outcome", fingerprint, turns.fold_of_file, config.folds, kWorthIt, out.trials);
    out.grid = criteria.fit("grid", fingerprint, turns.fold_of_file, config.folds, kNoWorse, out.trials);
    analyzer.use(turns.model, out.outcome);
    return out;
}

}  // namespace repere::review
