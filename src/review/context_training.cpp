#include "review/context_training.hpp"

#include <algorithm>
#include <unordered_map>

#include "review/in_parallel.hpp"
#include "signals/stretch.hpp"
#include "signals/turn_context.hpp"

namespace repere::review {
namespace {

using signals::SideScores;

constexpr learning::LogisticOptions kOptions{.cost = 0.1, .tolerance = 0.005};

// A turn of a conversation and what was found in and around it.
struct Case {
    std::size_t number = 0;  // in its side
    std::vector<signals::Circumstance> features;
};

SideScores scores_of(const Talk& talk, Speaker speaker, const FirstPass& pass) {
    SideScores out(talk.numbers.size(), pass.signals.size());
    for (std::size_t i = 0; i < talk.numbers.size(); ++i) {
        if (talk.interaction->turns[i].speaker != speaker) continue;
        for (std::size_t o = 0; o < pass.signals.size(); ++o) {
            const double log_odds = pass.log_odds[o][talk.numbers[i]];
            out.set(i, o, log_odds, pass.calibrations[o](log_odds));
        }
    }
    return out;
}

std::vector<Case> cases_of(const std::vector<Talk>& talks, Speaker speaker, const FirstPass& own, const FirstPass& other) {
    std::vector<Case> out;
    for (const Talk& talk : talks) {
        const SideScores own_scores = scores_of(talk, speaker, own);
        const SideScores other_scores = scores_of(talk, signals::other_side(speaker), other);
        for (std::size_t i = 0; i < talk.numbers.size(); ++i) {
            if (talk.interaction->turns[i].speaker != speaker) continue;
            Case item{.number = talk.numbers[i], .features = {}};
            signals::context_features(*talk.interaction, own_scores, other_scores, i, item.features);
            if (!talk.natural) item.features.push_back({material_feature(talk.file), 1});
            out.push_back(std::move(item));
        }
    }
    return out;
}

// The rows that one output is fitted on: of the first pass's log odds they hold its own alone.
learning::Rows rows_of(const std::vector<Case>& cases, std::span<const learning::FeatureId> ids, std::span<const learning::FeatureId> others_own) {
    learning::Rows out;
    std::vector<learning::Value> row;
    for (const Case& item : cases) {
        row.clear();
        for (const auto& feature : item.features) {
            if (std::ranges::find(others_own, feature.id) != others_own.end()) continue;
            const auto place = std::ranges::lower_bound(ids, feature.id) - ids.begin();
            row.push_back({static_cast<std::uint32_t>(place), feature.value});
        }
        std::ranges::sort(row, {}, &learning::Value::index);
        out.add(row);
    }
    return out;
}

std::vector<learning::FeatureId> ids_of(const std::vector<Case>& cases) {
    std::vector<learning::FeatureId> out;
    for (const Case& item : cases) {
        for (const auto& feature : item.features) out.push_back(feature.id);
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
}

}  // namespace

SecondPass fit_context(const Sides& sides, Speaker speaker, const FirstPass& own, const FirstPass& other,
                       std::span<const std::size_t> fold_of_file, std::size_t folds, unsigned jobs) {
    const Side& side = sides.of(speaker);
    const std::vector<Case> cases = cases_of(sides.talks(), speaker, own, other);
    const std::size_t outputs = own.signals.size();
    SecondPass out{.ids = ids_of(cases), .fitted = {}, .scored = {}};
    out.fitted.assign(folds + 1, std::vector<learning::Logistic>(outputs));
    out.scored.resize(outputs);
    in_parallel(jobs, outputs, [&](std::size_t o) {
        std::vector<learning::FeatureId> others_own;
        for (std::size_t other_output = 0; other_output < outputs; ++other_output) {
            if (other_output != o) others_own.push_back(signals::own_log_odds(other_output));
        }
        const learning::Rows rows = rows_of(cases, out.ids, others_own);
        for (std::size_t fold = 0; fold <= folds; ++fold) {
            std::vector<learning::Labelled> taken;
            for (std::uint32_t k = 0; k < cases.size(); ++k) {
                const RawTurn& turn = side.turn(cases[k].number);
                if (fold_of_file[turn.file] != fold) taken.push_back({k, turn.bears(own.signals[o])});
            }
            out.fitted[fold][o] = learning::Logistic::fit(rows, taken, kOptions);
        }
        for (std::uint32_t k = 0; k < cases.size(); ++k) {
            const RawTurn& turn = side.turn(cases[k].number);
            if (turn.natural) out.scored[o].push_back({out.fitted[fold_of_file[turn.file]][o].score(rows, k), turn.bears(own.signals[o])});
        }
    });
    return out;
}

}  // namespace repere::review
