#include "signals/turn_model.hpp"

#include <algorithm>

#include "conversation/times.hpp"
#include "signals/turn_quotes.hpp"
#include "signals/turn_scores.hpp"

namespace repere::signals {
namespace {

using learning::LinearModel;

constexpr std::string_view kFiles[] = {"agent.model", "agent_context.model", "customer.model", "customer_context.model"};

bool same_outputs(const LinearModel& a, const LinearModel& b) {
    return std::ranges::equal(a.outputs(), b.outputs(), {}, &learning::Output::name, &learning::Output::name);
}

// The strongest rule that matched and spoke for the signal.
const RuleHit* strongest(std::span<const RuleHit> hits, std::size_t signal) {
    const RuleHit* best = nullptr;
    for (const RuleHit& hit : hits) {
        if (hit.signal_index != signal || hit.veto) continue;
        if (best == nullptr || hit.confidence > best->confidence) best = &hit;
    }
    return best;
}

// Marks the turns of one side of a conversation: first every turn by itself, then all of them by what was found around.
class Marking {
  public:
    Marking(const SideModel& model, const Interaction& interaction, std::span<const language::Text> texts, const TurnFeatures& features)
        : model_(model), interaction_(interaction), texts_(texts), features_(features), scorer_(model.turns, features, texts),
          scores_(texts.size(), outputs()), best_parts_(texts.size() * outputs()) {
        for (std::size_t o = 0; o < outputs(); ++o) {
            const learning::Output& output = model_.context.outputs()[o];
            least_.push_back(output.calibration.log_odds_of(output.threshold));
            signals_.push_back(static_cast<std::size_t>(find_signal(output.name) - all_signals().data()));
        }
    }

    void score(std::size_t turn) {
        if (features_.read(turn).words.empty()) return;
        const auto scores = scorer_.score(turn);
        for (std::size_t o = 0; o < scores.size(); ++o) {
            scores_.set(turn, o, scores[o].log_odds, model_.turns.outputs()[o].calibration(scores[o].log_odds));
            best_parts_[turn * outputs() + o] = scores[o].best_part;
        }
    }

    const SideScores& scores() const { return scores_; }

    void mark(std::size_t turn, const SideScores& other, std::vector<Moment>& out) {
        if (features_.read(turn).words.empty()) return;
        context_features(interaction_, scores_, other, turn, around_);
        weigh_context();
        for (std::size_t o = 0; o < outputs(); ++o) {
            if (log_odds_[o] < least_[o]) continue;
            const RuleHit* rule = strongest(features_.hits(turn), signals_[o]);
            Moment moment = rule != nullptr ? by_rule(turn, *rule) : by_model(turn, o);
            moment.signal = model_.context.outputs()[o].name;
            moment.confidence = model_.context.outputs()[o].calibration(log_odds_[o]);
            set_times(moment);
            out.push_back(std::move(moment));
        }
    }

  private:
    std::size_t outputs() const { return model_.turns.outputs().size(); }

    void weigh_context() {
        std::array<float, kWidest> sums{};
        for (const Circumstance& c : around_) {
            const auto* row = model_.context.find(c.id);
            if (row == nullptr) continue;
            for (std::size_t o = 0; o < model_.context.width(); ++o) sums[o] += c.value * static_cast<float>(row[o]);
        }
        for (std::size_t o = 0; o < outputs(); ++o) {
            const learning::Output& output = model_.context.outputs()[o];
            log_odds_[o] = output.bias + output.other_step * static_cast<double>(sums[o]);
        }
    }

    Moment by_rule(std::size_t turn, const RuleHit& rule) const {
        Moment out = quoting(interaction_.turns[turn], texts_[turn], turn, {rule.first_token, rule.last_token});
        out.source = rule.source;
        return out;
    }

    Moment by_model(std::size_t turn, std::size_t output) const {
        const std::size_t part = best_parts_[turn * outputs() + output];
        Moment out = quoting(interaction_.turns[turn], texts_[turn], turn,
                             heaviest_words(model_.turns, features_, texts_[turn], turn, output, part));
        out.source = "model:" + model_.turns.outputs()[output].name;
        return out;
    }

    void set_times(Moment& moment) const {
        const Turn& turn = interaction_.turns[moment.turn];
        if (turn.words.empty() && !turn.start) return;
        if (const auto times = times_of(turn, moment.span)) {
            moment.start = times->start;
            moment.end = times->end;
        }
    }

    const SideModel& model_;
    const Interaction& interaction_;
    std::span<const language::Text> texts_;
    const TurnFeatures& features_;
    TurnScorer scorer_;
    SideScores scores_;
    std::vector<std::uint32_t> best_parts_;  // by turn and output
    std::vector<double> least_;              // log odds from which an output is marked
    std::vector<std::size_t> signals_;       // in all_signals(), by output
    std::vector<Circumstance> around_;
    std::array<double, kWidest> log_odds_{};
};

}  // namespace

Result<TurnModel> TurnModel::load(const std::filesystem::path& folder) {
    std::array<LinearModel, std::size(kFiles)> models;
    for (std::size_t k = 0; k < models.size(); ++k) {
        auto read = LinearModel::open(folder / kFiles[k]);
        if (!read) return fail(read.error());
        models[k] = std::move(*read);
        const bool fits = models[k].width() <= kWidest && (k % 2 == 0 || same_outputs(models[k - 1], models[k])) &&
                          std::ranges::all_of(models[k].outputs(), [](const auto& o) { return find_signal(o.name) != nullptr; });
        if (!fits) return fail(ErrorCode::kInvalidInput, "learning.model.broken", {}, {(folder / kFiles[k]).string()});
    }
    return TurnModel({std::move(models[0]), std::move(models[1])}, {std::move(models[2]), std::move(models[3])});
}

Status TurnModel::write(const std::filesystem::path& folder) const {
    const LinearModel* models[] = {&agent_.turns, &agent_.context, &customer_.turns, &customer_.context};
    for (std::size_t k = 0; k < std::size(models); ++k) {
        if (auto written = models[k]->write(folder / kFiles[k]); !written) return written;
    }
    return {};
}

std::vector<Moment> TurnModel::mark(const Interaction& interaction, std::span<const language::Text> texts,
                                    const TurnFeatures& features) const {
    std::vector<Moment> out;
    Marking as_agent(agent_, interaction, texts, features);
    Marking as_customer(customer_, interaction, texts, features);
    const auto each = [&](auto&& agent, auto&& customer) {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const Speaker speaker = interaction.turns[i].speaker;
            if (speaker != Speaker::kCustomer) agent(i);
            if (speaker != Speaker::kAgent) customer(i);
        }
    };
    each([&](std::size_t i) { as_agent.score(i); }, [&](std::size_t i) { as_customer.score(i); });
    each([&](std::size_t i) { as_agent.mark(i, as_customer.scores(), out); },
         [&](std::size_t i) { as_customer.mark(i, as_agent.scores(), out); });
    std::ranges::stable_sort(out, {}, [](const Moment& m) { return std::pair(m.turn, m.span.begin); });
    return out;
}

std::string TurnModel::version() const { return empty() ? "none" : agent_.turns.notes().trained; }

}  // namespace repere::signals
