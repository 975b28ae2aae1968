#include "review/turn_training.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>
#include <unordered_map>

#include "learning/logistic.hpp"
#include "signals/marking.hpp"
#include "signals/turn_features.hpp"

namespace repere::review {
namespace {

using learning::FeatureId;
using signals::SignalSet;

constexpr unsigned kFewestTurns = 2;  // that bear a feature, for it to be learned
constexpr int kRounds = 2;            // whole turns first; then the parts that carry the signal, too
constexpr std::uint64_t kMaterial = 0x6d6174657269616c;
constexpr double kLowestThreshold = 0.25;
constexpr double kHighestThreshold = 0.5;

// One turn's features as they came, before the vocabulary is known.
struct RawTurn {
    struct OfWords {
        FeatureId id;
        std::int32_t part;  // −1: spans two
    };
    std::vector<OfWords> words;
    std::vector<signals::Circumstance> others;
    std::size_t parts = 1;
    SignalSet labels = 0;
    std::size_t file = 0;
    bool natural = false;  // of a conversation as frequent as in life
};

// The rows that stand for one turn: the whole, and its parts where it has several.
struct TurnRows {
    std::uint32_t whole = 0;
    std::vector<std::uint32_t> parts;
};

// All turns of one side with the vocabulary of their features.
class Side {
  public:
    void add(RawTurn turn) { raw_.push_back(std::move(turn)); }

    void number_features() {
        std::unordered_map<FeatureId, std::pair<unsigned, bool>> seen;  // turns that bear it, of words
        std::vector<FeatureId> ids;
        for (const RawTurn& turn : raw_) {
            ids.clear();
            for (const auto& w : turn.words) ids.push_back(w.id);
            const std::size_t of_words = ids.size();
            for (const auto& c : turn.others) ids.push_back(c.id);
            for (std::size_t k = 0; k < ids.size(); ++k) seen.try_emplace(ids[k], 0, k < of_words);
            std::ranges::sort(ids);
            for (const FeatureId id : std::ranges::subrange(ids.begin(), std::unique(ids.begin(), ids.end()))) ++seen[id].first;
        }
        for (const auto& [id, entry] : seen) {
            if (entry.first >= kFewestTurns) ids_.push_back(id);
        }
        std::ranges::sort(ids_);
        of_words_.resize(ids_.size());
        for (std::size_t k = 0; k < ids_.size(); ++k) {
            index_.emplace(ids_[k], static_cast<std::uint32_t>(k));
            of_words_[k] = seen[ids_[k]].second;
        }
        for (const RawTurn& turn : raw_) make_rows(turn);
    }

    const std::vector<FeatureId>& ids() const { return ids_; }
    const std::vector<bool>& of_words() const { return of_words_; }
    std::size_t size() const { return raw_.size(); }
    const RawTurn& turn(std::size_t i) const { return raw_[i]; }
    const TurnRows& rows_of(std::size_t i) const { return turns_[i]; }
    const learning::Rows& rows() const { return rows_; }

    // Frees what the rows now hold.
    void forget_words() {
        for (RawTurn& turn : raw_) {
            turn.words = {};
            turn.others = {};
        }
    }

    // Fitted on all turns but those of files in `fold`.
    learning::Logistic fit(std::size_t signal, const std::vector<std::size_t>& fold_of_file, std::size_t fold, double cost) const {
        learning::Logistic fitted;
        std::vector<learning::Labelled> taken;
        for (int round = 0; round < kRounds; ++round) {
            taken.clear();
            for (std::size_t i = 0; i < raw_.size(); ++i) {
                if (fold_of_file[raw_[i].file] == fold) continue;
                const bool holds = (raw_[i].labels >> signal & 1U) != 0;
                taken.push_back({turns_[i].whole, holds});
                if (round == 0 || turns_[i].parts.empty()) continue;
                if (holds) {
                    taken.push_back({*std::ranges::max_element(turns_[i].parts, {}, [&](std::uint32_t row) { return fitted.score(rows_, row); }), true});
                } else {
                    for (const std::uint32_t row : turns_[i].parts) taken.push_back({row, false});
                }
            }
            fitted = learning::Logistic::fit(rows_, taken, {.cost = cost});
        }
        return fitted;
    }

    // What marking will see: the higher of the whole and its best part.
    double score(const learning::Logistic& fitted, std::size_t i) const {
        double best = fitted.score(rows_, turns_[i].whole);
        for (const std::uint32_t row : turns_[i].parts) best = std::max(best, fitted.score(rows_, row));
        return best;
    }

  private:
    void make_rows(const RawTurn& turn) {
        TurnRows out;
        out.whole = add_row(turn, -1);
        if (turn.parts > 1) {
            for (std::size_t p = 0; p < turn.parts; ++p) out.parts.push_back(add_row(turn, static_cast<std::int32_t>(p)));
        }
        turns_.push_back(std::move(out));
    }

    // `part` −1: the whole.
    std::uint32_t add_row(const RawTurn& turn, std::int32_t part) {
        std::map<std::uint32_t, float> values;
        std::size_t count = 0;
        for (const auto& w : turn.words) {
            if (part >= 0 && w.part != part) continue;
            const auto found = index_.find(w.id);
            if (found == index_.end()) continue;
            values[found->second] += 1;
            ++count;
        }
        const float value = signals::word_value(count);
        std::vector<learning::Value> row;
        for (auto& [index, times] : values) times *= value;
        for (const auto& c : turn.others) {
            const auto found = index_.find(c.id);
            if (found != index_.end()) values[found->second] += c.value;
        }
        for (const auto& [index, v] : values) row.push_back({index, v});
        return static_cast<std::uint32_t>(rows_.add(row));
    }

    std::vector<RawTurn> raw_;
    std::vector<FeatureId> ids_;
    std::vector<bool> of_words_;
    std::unordered_map<FeatureId, std::uint32_t> index_;
    learning::Rows rows_;
    std::vector<TurnRows> turns_;
};

RawTurn raw_turn(const signals::TurnFeatures& features, const language::Text& text, std::size_t turn) {
    RawTurn out;
    const signals::ReadTurn& read = features.read(turn);
    out.parts = read.parts;
    std::vector<FeatureId> ids;
    for (const signals::ReadWord& word : read.words) {
        if (!word.first) continue;
        signals::word_features(word, text.folded_form(text.tokens[word.token]), ids);
        for (const FeatureId id : ids) out.words.push_back({id, static_cast<std::int32_t>(word.part)});
    }
    std::vector<signals::Phrase> phrases;
    features.phrases(turn, phrases);
    for (const signals::Phrase& p : phrases) {
        const std::uint32_t part = read.words[p.first].part;
        out.words.push_back({p.id, part == read.words[p.last].part ? static_cast<std::int32_t>(part) : -1});
    }
    features.circumstances(turn, out.others);
    return out;
}

class Sides {
  public:
    Sides(const signals::Marker& marker, const language::Lexicon& lexicon) : marker_(marker), lexicon_(lexicon) {}

    // The conversation as a recogniser may hear it, for training alone.
    void add_heard(LabelledInteraction item, const Noise& noise, std::size_t file) {
        for (Turn& turn : item.interaction.turns) turn.text = noise(turn.text);
        add(item, file, false);
    }

    void add(const LabelledInteraction& item, std::size_t file, bool natural) {
        const Interaction& talk = item.interaction;
        const auto texts = tokenize(talk);
        const auto hits = marker_.hits(talk, texts, talk.language, false);
        const signals::TurnFeatures features(talk, texts, hits, false);
        for (std::size_t i = 0; i < talk.turns.size(); ++i) {
            add(features, texts, i, talk.turns[i].speaker, signals::signal_set_of(item.labels.turns[i].signals), file, natural);
        }
    }

    void add(const signals::LabelledTurn& item, std::size_t file) {
        Interaction talk = signals::excerpt_of(item.turn);
        talk.language = item.language;
        const auto texts = tokenize(talk);
        const auto hits = marker_.hits(talk, texts, talk.language, true);
        const signals::TurnFeatures features(talk, texts, hits, true);
        add(features, texts, talk.turns.size() - 1, item.turn.speaker, signals::signal_set_of(item.signals), file, false);
    }

    Side agent, customer;

  private:
    std::vector<language::Text> tokenize(const Interaction& talk) const {
        std::vector<language::Text> texts;
        for (const Turn& t : talk.turns) texts.push_back(language::tokenize(t.text, talk.language, lexicon_));
        return texts;
    }

    void add(const signals::TurnFeatures& features, std::span<const language::Text> texts, std::size_t turn, Speaker speaker,
             SignalSet labels, std::size_t file, bool natural) {
        if (speaker == Speaker::kUnknown) return;
        RawTurn raw = raw_turn(features, texts[turn], turn);
        raw.labels = labels;
        raw.file = file;
        raw.natural = natural;
        // Material written to teach has its own base rates: they are learned apart and count nowhere else.
        if (!natural) raw.others.push_back({learning::feature_id(learning::mix(kMaterial, file)), 1});
        (speaker == Speaker::kCustomer ? customer : agent).add(std::move(raw));
    }

    const signals::Marker& marker_;
    const language::Lexicon& lexicon_;
};

// Runs task(k) for k in [0, count) on several threads.
template <class Task>
void in_parallel(unsigned jobs, std::size_t count, Task&& task) {
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> threads;
    for (unsigned j = 0; j < std::max(1U, jobs); ++j) {
        threads.emplace_back([&] {
            for (std::size_t k = next++; k < count; k = next++) task(k);
        });
    }
}

struct SideModels {
    learning::LinearModel all;
    std::vector<learning::LinearModel> by_fold;
    std::vector<SignalTrial> trials;
};

SideModels fit_side(const Side& side, Speaker speaker, const std::vector<std::size_t>& fold_of_file,
                    const std::string& fingerprint, const TrainConfig& config) {
    std::vector<std::size_t> wanted;
    std::vector<std::string> names;
    for (std::size_t s = 0; s < signals::all_signals().size(); ++s) {
        if (signals::all_signals()[s].speaker != speaker) continue;
        wanted.push_back(s);
        names.emplace_back(signals::all_signals()[s].id);
    }
    const std::size_t outputs = wanted.size();
    // The last "fold" leaves no file out.
    std::vector<std::vector<learning::Logistic>> fitted(config.folds + 1, std::vector<learning::Logistic>(outputs));
    in_parallel(config.jobs, fitted.size() * outputs, [&](std::size_t k) {
        const std::size_t fold = k / outputs;
        fitted[fold][k % outputs] = side.fit(wanted[k % outputs], fold_of_file, fold, config.cost);
    });
    SideModels out;
    const learning::ModelNotes notes{speaker == Speaker::kCustomer ? "customer" : "agent", fingerprint, side.size()};
    for (std::size_t fold = 0; fold <= config.folds; ++fold) {
        auto model = learning::LinearModel::make(notes, side.ids(), side.of_words(), fitted[fold], names);
        if (fold == config.folds) out.all = std::move(model);
        else out.by_fold.push_back(std::move(model));
    }
    out.trials.resize(outputs);
    in_parallel(config.jobs, outputs, [&](std::size_t o) {
        std::vector<learning::Scored> scored;
        for (std::size_t i = 0; i < side.size(); ++i) {
            const RawTurn& turn = side.turn(i);
            if (!turn.natural) continue;
            scored.push_back({side.score(fitted[fold_of_file[turn.file]][o], i), (turn.labels >> wanted[o] & 1U) != 0});
        }
        const auto calibration = learning::Calibration::fit(scored);
        const double threshold = learning::best_threshold(scored, calibration, kLowestThreshold, kHighestThreshold);
        SignalTrial trial{.signal = names[o]};
        for (const auto& s : scored) {
            const bool marked = calibration(s.log_odds) >= threshold;
            if (marked && s.holds) ++trial.right;
            if (marked && !s.holds) ++trial.wrong;
            if (!marked && s.holds) ++trial.missed;
        }
        out.trials[o] = trial;
        const auto set = [&](learning::LinearModel& model) {
            model.outputs()[o].calibration = calibration;
            model.outputs()[o].threshold = threshold;
        };
        set(out.all);
        for (auto& model : out.by_fold) set(model);
    });
    return out;
}

// Files are dealt out in turn, natural ones and others apart, so that every fold has its share of both.
std::vector<std::size_t> deal_out(const TrainingMaterial& material, std::size_t folds) {
    std::vector<std::size_t> out;
    std::size_t natural = 0, others = 0;
    for (const MaterialFile& file : material.files) out.push_back((file.natural ? natural : others)++ % folds);
    return out;
}

}  // namespace

double SignalTrial::f1() const {
    const std::size_t all = 2 * right + wrong + missed;
    return all == 0 ? 0 : 2 * static_cast<double>(right) / static_cast<double>(all);
}

TurnTraining train_turns(const TrainingMaterial& material, const signals::Marker& marker,
                         const language::Lexicon& lexicon, const TrainConfig& config) {
    TurnTraining out;
    out.fold_of_file = deal_out(material, config.folds);
    Sides sides(marker, lexicon);
    for (std::size_t f = 0; f < material.files.size(); ++f) {
        for (const auto& item : material.files[f].conversations) {
            sides.add(item, f, material.files[f].natural);
            const Interaction& talk = item.interaction;
            if (talk.channel == Channel::kPhone) sides.add_heard(item, talk.language == "en" ? config.english : config.french, f);
        }
        for (const auto& item : material.files[f].turns) sides.add(item, f);
    }
    SideModels models[2];
    for (int s = 0; s < 2; ++s) {
        Side& side = s == 0 ? sides.agent : sides.customer;
        side.number_features();
        side.forget_words();
        models[s] = fit_side(side, s == 0 ? Speaker::kAgent : Speaker::kCustomer, out.fold_of_file,
                             material.fingerprint + marker.version(), config);
        out.trials.insert(out.trials.end(), models[s].trials.begin(), models[s].trials.end());
    }
    for (std::size_t fold = 0; fold < config.folds; ++fold) {
        out.by_fold.emplace_back(std::move(models[0].by_fold[fold]), std::move(models[1].by_fold[fold]));
    }
    out.model = signals::TurnModel(std::move(models[0].all), std::move(models[1].all));
    SignalTrial sum;
    std::size_t rows = 0;
    for (const SignalTrial& trial : out.trials) {
        sum.right += trial.right;
        sum.wrong += trial.wrong;
        sum.missed += trial.missed;
        if (trial.right + trial.missed == 0) continue;
        out.macro_f1 += trial.f1();
        ++rows;
    }
    out.micro_f1 = sum.f1();
    if (rows > 0) out.macro_f1 /= static_cast<double>(rows);
    return out;
}

}  // namespace repere::review
