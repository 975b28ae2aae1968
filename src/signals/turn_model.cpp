#include "signals/turn_model.hpp"

#include <algorithm>
#include <optional>

#include "conversation/times.hpp"
#include "learning/logistic.hpp"

namespace repere::signals {
namespace {

using learning::LinearModel;

constexpr std::size_t kWidest = 48;
constexpr std::size_t kFewestQuoted = 3;  // words

// Sums of bytes, before an output's steps make log odds of them.
struct Sums {
    std::array<float, kWidest> words{};
    std::size_t count = 0;  // features of words that the model knows

    void add(const std::int8_t* row, std::size_t width) {
        ++count;
        for (std::size_t o = 0; o < width; ++o) words[o] += static_cast<float>(row[o]);
    }
    void add(const Sums& other, std::size_t width) {
        count += other.count;
        for (std::size_t o = 0; o < width; ++o) words[o] += other.words[o];
    }
};

class Scorer {
  public:
    Scorer(const LinearModel& model, const TurnFeatures& features, std::span<const language::Text> texts)
        : model_(model), reader_(features, texts), features_(features) {}

    TurnScores score(std::size_t turn) {
        const std::size_t width = model_.width();
        parts_.assign(features_.read(turn).parts, {});
        Sums across;  // phrases that span two parts
        std::array<float, kWidest> others{};
        reader_.visit(
            turn,
            [&](learning::FeatureId id, std::uint32_t part) {
                if (const auto* row = model_.find(id)) parts_[part].add(row, width);
            },
            [&](learning::FeatureId id, std::uint32_t first, std::uint32_t last) {
                if (const auto* row = model_.find(id)) (first == last ? parts_[first] : across).add(row, width);
            },
            [&](learning::FeatureId id, float value) {
                const auto* row = model_.find(id);
                if (row == nullptr) return;
                for (std::size_t o = 0; o < width; ++o) others[o] += value * static_cast<float>(row[o]);
            });
        TurnScores out;
        out.outputs = model_.outputs().size();
        if (parts_.size() > 1) {
            for (const Sums& part : parts_) out.parts.push_back(log_odds(part, others));
        }
        for (const Sums& part : parts_) across.add(part, width);
        out.whole = log_odds(across, others);
        return out;
    }

  private:
    std::vector<double> log_odds(const Sums& sums, const std::array<float, kWidest>& others) const {
        std::vector<double> out;
        out.reserve(model_.outputs().size());
        const double value = word_value(sums.count);
        for (std::size_t o = 0; o < model_.outputs().size(); ++o) {
            const learning::Output& output = model_.outputs()[o];
            out.push_back(output.bias + value * output.word_step * static_cast<double>(sums.words[o]) +
                          output.other_step * static_cast<double>(others[o]));
        }
        return out;
    }

    const LinearModel& model_;
    TurnReader reader_;
    const TurnFeatures& features_;
    std::vector<Sums> parts_;
};

// What each word read weighs for one output: its own features, and its share of the phrases it stands in.
std::vector<double> weights_of(const LinearModel& model, const TurnFeatures& features, const language::Text& text,
                               std::size_t turn, std::size_t output) {
    const ReadTurn& read = features.read(turn);
    std::vector<double> out(read.words.size(), 0);
    std::vector<learning::FeatureId> ids;
    for (std::size_t k = 0; k < read.words.size(); ++k) {
        word_features(read.words[k], text.folded_form(text.tokens[read.words[k].token]), ids);
        for (const learning::FeatureId id : ids) {
            if (const auto* row = model.find(id)) out[k] += row[output];
        }
    }
    std::vector<Phrase> phrases;
    features.phrases(turn, phrases);
    for (const Phrase& p : phrases) {
        const auto* row = model.find(p.id);
        if (row == nullptr) continue;
        const double share = row[output] / static_cast<double>(p.last - p.first + 1);
        for (std::size_t k = p.first; k <= p.last; ++k) out[k] += share;
    }
    return out;
}

struct WordRange {
    std::size_t first = 0;
    std::size_t last = 0;
};

// The stretch of words inside one part that weighs most in sum, at least a few words long.
WordRange heaviest(const ReadTurn& read, const std::vector<double>& weights, std::optional<std::size_t> part) {
    WordRange best;
    double most = 0;
    double sum = 0;
    std::size_t begin = 0;
    bool found = false;
    WordRange bounds{0, read.words.size() - 1};
    if (part) {
        while (read.words[bounds.first].part != *part) ++bounds.first;
        bounds.last = bounds.first;
        while (bounds.last + 1 < read.words.size() && read.words[bounds.last + 1].part == *part) ++bounds.last;
    }
    for (std::size_t k = bounds.first; k <= bounds.last; ++k) {
        if (sum <= 0) {
            sum = 0;
            begin = k;
        }
        sum += weights[k];
        if (!found || sum > most) {
            found = true;
            most = sum;
            best = {begin, k};
        }
    }
    while (best.last - best.first + 1 < kFewestQuoted && (best.first > bounds.first || best.last < bounds.last)) {
        if (best.last < bounds.last) ++best.last;
        else --best.first;
    }
    return best;
}

Moment moment_at(const Turn& turn, const language::Text& text, std::size_t at, std::uint32_t first_token, std::uint32_t last_token) {
    Moment out;
    out.turn = at;
    const auto& from = text.tokens[first_token];
    const auto& to = text.tokens[last_token];
    out.span = {from.begin, to.end};
    out.quote = turn.text.substr(from.begin_byte, to.end_byte - from.begin_byte);
    return out;
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

}  // namespace

double TurnScores::highest(std::size_t output) const {
    double best = whole[output];
    for (const auto& part : parts) best = std::max(best, part[output]);
    return best;
}

TurnScores score_turn(const LinearModel& model, const TurnFeatures& features, std::span<const language::Text> texts,
                      std::size_t turn) {
    return Scorer(model, features, texts).score(turn);
}

TurnModel::TurnModel(LinearModel agent, LinearModel customer) : agent_(std::move(agent)), customer_(std::move(customer)) {}

Result<TurnModel> TurnModel::load(const std::filesystem::path& folder) {
    auto agent = LinearModel::open(folder / "agent.model");
    if (!agent) return fail(agent.error());
    auto customer = LinearModel::open(folder / "customer.model");
    if (!customer) return fail(customer.error());
    for (const auto* model : {&*agent, &*customer}) {
        const bool fits = model->width() <= kWidest &&
                          std::ranges::all_of(model->outputs(), [](const auto& o) { return find_signal(o.name) != nullptr; });
        if (!fits) return fail(ErrorCode::kInvalidInput, "learning.model.broken", {}, {(folder / "agent.model").string()});
    }
    return TurnModel(std::move(*agent), std::move(*customer));
}

std::vector<Moment> TurnModel::mark(const Interaction& interaction, std::span<const language::Text> texts,
                                    const TurnFeatures& features) const {
    std::vector<Moment> out;
    const auto mark_as = [&](std::size_t i, const LinearModel& model) {
        if (features.read(i).words.empty()) return;
        const Turn& turn = interaction.turns[i];
        const TurnScores scores = score_turn(model, features, texts, i);
        for (std::size_t o = 0; o < model.outputs().size(); ++o) {
            const learning::Output& output = model.outputs()[o];
            const double confidence = output.calibration(scores.highest(o));
            if (confidence < output.threshold) continue;
            const SignalInfo* info = find_signal(output.name);
            const RuleHit* rule = strongest(features.hits(i), static_cast<std::size_t>(info - all_signals().data()));
            Moment moment;
            if (rule != nullptr) {
                moment = moment_at(turn, texts[i], i, rule->first_token, rule->last_token);
                moment.source = rule->source;
            } else {
                std::optional<std::size_t> part;
                for (std::size_t p = 0; p < scores.parts.size(); ++p) {
                    if (!part || scores.parts[p][o] > scores.parts[*part][o]) part = p;
                }
                const WordRange words = heaviest(features.read(i), weights_of(model, features, texts[i], i, o), part);
                moment = moment_at(turn, texts[i], i, features.read(i).words[words.first].token, features.read(i).words[words.last].token);
                moment.source = "model:" + output.name;
            }
            moment.signal = output.name;
            moment.confidence = confidence;
            if (!turn.words.empty() || turn.start) {
                if (const auto times = times_of(turn, moment.span)) {
                    moment.start = times->start;
                    moment.end = times->end;
                }
            }
            out.push_back(std::move(moment));
        }
    };
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Speaker speaker = interaction.turns[i].speaker;
        if (speaker != Speaker::kCustomer) mark_as(i, agent_);
        if (speaker != Speaker::kAgent) mark_as(i, customer_);
    }
    std::ranges::stable_sort(out, [](const Moment& a, const Moment& b) {
        return a.turn != b.turn ? a.turn < b.turn : a.span.begin < b.span.begin;
    });
    return out;
}

std::string TurnModel::version() const { return empty() ? "none" : agent_.notes().trained; }

}  // namespace repere::signals
