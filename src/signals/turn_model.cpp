#include "signals/turn_model.hpp"

#include <algorithm>
#include <optional>

#include "conversation/times.hpp"
#include "learning/logistic.hpp"

namespace repere::signals {
namespace {

using learning::LinearModel;

constexpr std::size_t kWidest = 24;  // of the two models: 22 signals, padded
constexpr std::size_t kFewestQuoted = 3;  // words

// The log odds of every output of a model in one turn: of the whole, and of each of its parts.
struct TurnScores {
    std::vector<double> whole;               // by output
    std::vector<std::vector<double>> parts;  // by part and output; empty where the turn is one part

    // What decides: the higher of the whole and its best part.
    double highest(std::size_t output) const {
        double best = whole[output];
        for (const auto& part : parts) best = std::max(best, part[output]);
        return best;
    }
};

constexpr std::size_t kStep = 8;  // a row's bytes come in groups of so many

// Adds a row of bytes; the inner loop has a fixed length, so that it becomes a few vector instructions.
template <class Sum>
void add_row(std::array<Sum, kWidest>& sums, const std::int8_t* row, std::size_t width) {
    for (std::size_t o = 0; o < width; o += kStep) {
        for (std::size_t k = 0; k < kStep; ++k) sums[o + k] = static_cast<Sum>(sums[o + k] + row[o + k]);
    }
}

// Sums of bytes, before an output's steps make log odds of them.
struct Sums {
    std::array<std::int32_t, kWidest> words{};
    std::size_t count = 0;  // features of words that the model knows

    void add(const std::int8_t* row, std::size_t width) {
        ++count;
        add_row(words, row, width);
    }
    template <class Other>
    void add(const Other& other, std::size_t width) {
        count += other.count;
        for (std::size_t o = 0; o < width; ++o) words[o] += other.words[o];
    }
};

// The sum of all features of one word. A word has few enough of them for sixteen bits.
struct WordSum {
    std::uint64_t key = 0;
    std::uint16_t count = 0;
    std::array<std::int16_t, kWidest> words{};
};

// The words met last by this thread. Language is repetition: most are there already.
class WordSums {
  public:
    const WordSum& of(const LinearModel& model, const ReadWord& word, std::string_view form) {
        const std::uint64_t key = learning::mix(learning::mix(word.form, word.lemma), model.serial());
        WordSum& sum = sums_[key % sums_.size()];
        if (sum.key == key) return sum;
        sum = {.key = key};
        word_features(word, form, ids_);
        for (const learning::FeatureId id : ids_) {
            const auto* row = model.find(id);
            if (row == nullptr) continue;
            ++sum.count;
            add_row(sum.words, row, model.width());
        }
        return sum;
    }

  private:
    std::vector<WordSum> sums_ = std::vector<WordSum>(4096);
    std::vector<learning::FeatureId> ids_;
};

class Scorer {
  public:
    Scorer(const LinearModel& model, const TurnFeatures& features, std::span<const language::Text> texts)
        : model_(model), features_(features), texts_(texts) {}

    TurnScores score(std::size_t turn) {
        const std::size_t width = model_.width();
        const ReadTurn& read = features_.read(turn);
        parts_.assign(read.parts, {});
        static thread_local WordSums word_sums;
        const language::Text& text = texts_[turn];
        for (const ReadWord& word : read.words) {
            if (word.first) parts_[word.part].add(word_sums.of(model_, word, text.folded_form(text.tokens[word.token])), width);
        }
        Sums across;  // phrases that span two parts
        features_.phrases(turn, phrases_);
        for (const Phrase& phrase : phrases_) {
            const auto* row = model_.find(phrase.id);
            if (row == nullptr) continue;
            const std::uint32_t part = read.words[phrase.first].part;
            (part == read.words[phrase.last].part ? parts_[part] : across).add(row, width);
        }
        const auto others = sum_circumstances(turn);
        TurnScores out;
        if (parts_.size() > 1) {
            for (const Sums& part : parts_) out.parts.push_back(log_odds(part, others));
        }
        for (const Sums& part : parts_) across.add(part, width);
        out.whole = log_odds(across, others);
        return out;
    }

  private:
    std::array<float, kWidest> sum_circumstances(std::size_t turn) {
        std::array<std::int32_t, kWidest> plain{};  // those of value 1: nearly all
        std::array<float, kWidest> out{};
        const std::size_t width = model_.width();
        features_.circumstances(turn, circumstances_);
        for (const Circumstance& c : circumstances_) {
            const auto* row = model_.find(c.id);
            if (row == nullptr) continue;
            if (c.value == 1) {
                add_row(plain, row, width);
            } else {
                for (std::size_t o = 0; o < width; ++o) out[o] += c.value * static_cast<float>(row[o]);
            }
        }
        for (std::size_t o = 0; o < width; ++o) out[o] += static_cast<float>(plain[o]);
        return out;
    }

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
    const TurnFeatures& features_;
    std::span<const language::Text> texts_;
    std::vector<Sums> parts_;
    std::vector<Phrase> phrases_;
    std::vector<Circumstance> circumstances_;
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

// A quote does not end on "de" or "l'": the words it leans on belong to it.
std::uint32_t whole_end(const language::Text& text, std::uint32_t last) {
    constexpr std::uint32_t kMostAdded = 3;
    for (std::uint32_t added = 0; added < kMostAdded && last + 1 < text.tokens.size(); ++added, ++last) {
        const bool leans = (text.tokens[last].traits & language::kFunctionWord) != 0 || text.folded_form(text.tokens[last]).ends_with('\'');
        const language::Token& next = text.tokens[last + 1];
        if (!leans || next.starts_sentence || next.kind == language::TokenKind::kPunctuation) break;
    }
    return last;
}

Moment moment_at(const Turn& turn, const language::Text& text, std::size_t at, std::uint32_t first_token, std::uint32_t last_token) {
    Moment out;
    out.turn = at;
    const auto& from = text.tokens[first_token];
    const auto& to = text.tokens[whole_end(text, last_token)];
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

namespace {

// Marks the turns of one conversation with one side's model.
class Marking {
  public:
    Marking(const LinearModel& model, const Interaction& interaction, std::span<const language::Text> texts, const TurnFeatures& features)
        : model_(model), interaction_(interaction), texts_(texts), features_(features), scorer_(model, features, texts) {
        for (const learning::Output& output : model.outputs()) least_.push_back(output.calibration.log_odds_of(output.threshold));
    }

    void mark(std::size_t turn, std::vector<Moment>& out) {
        if (features_.read(turn).words.empty()) return;
        const TurnScores scores = scorer_.score(turn);
        for (std::size_t o = 0; o < model_.outputs().size(); ++o) {
            const learning::Output& output = model_.outputs()[o];
            const double log_odds = scores.highest(o);
            if (log_odds < least_[o]) continue;
            const double confidence = output.calibration(log_odds);
            const SignalInfo* info = find_signal(output.name);
            const RuleHit* rule = strongest(features_.hits(turn), static_cast<std::size_t>(info - all_signals().data()));
            Moment moment = rule != nullptr ? by_rule(turn, *rule) : by_model(turn, scores, o);
            moment.signal = output.name;
            moment.confidence = confidence;
            set_times(moment);
            out.push_back(std::move(moment));
        }
    }

  private:
    Moment by_rule(std::size_t turn, const RuleHit& rule) const {
        Moment out = moment_at(interaction_.turns[turn], texts_[turn], turn, rule.first_token, rule.last_token);
        out.source = rule.source;
        return out;
    }

    Moment by_model(std::size_t turn, const TurnScores& scores, std::size_t output) const {
        std::optional<std::size_t> part;
        for (std::size_t p = 0; p < scores.parts.size(); ++p) {
            if (!part || scores.parts[p][output] > scores.parts[*part][output]) part = p;
        }
        const ReadTurn& read = features_.read(turn);
        const WordRange words = heaviest(read, weights_of(model_, features_, texts_[turn], turn, output), part);
        Moment out = moment_at(interaction_.turns[turn], texts_[turn], turn, read.words[words.first].token, read.words[words.last].token);
        out.source = "model:" + model_.outputs()[output].name;
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

    const LinearModel& model_;
    const Interaction& interaction_;
    std::span<const language::Text> texts_;
    const TurnFeatures& features_;
    Scorer scorer_;
    std::vector<double> least_;  // log odds from which an output is marked
};

}  // namespace

std::vector<Moment> TurnModel::mark(const Interaction& interaction, std::span<const language::Text> texts,
                                    const TurnFeatures& features) const {
    std::vector<Moment> out;
    Marking as_agent(agent_, interaction, texts, features);
    Marking as_customer(customer_, interaction, texts, features);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Speaker speaker = interaction.turns[i].speaker;
        const std::size_t first = out.size();
        if (speaker != Speaker::kCustomer) as_agent.mark(i, out);
        if (speaker != Speaker::kAgent) as_customer.mark(i, out);
        std::stable_sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(),
                         [](const Moment& a, const Moment& b) { return a.span.begin < b.span.begin; });
    }
    return out;
}

std::string TurnModel::version() const { return empty() ? "none" : agent_.notes().trained; }

}  // namespace repere::signals
