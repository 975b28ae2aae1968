// Marks moments with rules and learned models together: the model weighs what the rules found along with the words, the
// place and the turns around, and decides; a rule that matched gives the quote, else the words that weighed most.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/tokens.hpp"
#include "learning/linear_model.hpp"
#include "signals/marker.hpp"
#include "signals/moment.hpp"
#include "signals/turn_features.hpp"

namespace repere::signals {

// The log odds of every output of a model in one turn: of the whole, and of each of its parts.
struct TurnScores {
    std::size_t outputs = 0;
    std::vector<double> whole;               // by output
    std::vector<std::vector<double>> parts;  // by part and output; empty where the turn is one part

    // What decides: the higher of the whole and its best part.
    double highest(std::size_t output) const;
};

// How a turn's features become the input of a model; the same for training and marking.
class TurnReader {
  public:
    TurnReader(const TurnFeatures& features, std::span<const language::Text> texts) : features_(features), texts_(texts) {}

    // Calls word(id, part), phrase(id, first_part, last_part) and circumstance(id, value) for each feature of the turn.
    template <class Word, class PhraseVisit, class CircumstanceVisit>
    void visit(std::size_t turn, Word&& word, PhraseVisit&& phrase, CircumstanceVisit&& circumstance) {
        const ReadTurn& read = features_.read(turn);
        for (const ReadWord& w : read.words) {
            if (!w.first) continue;
            const language::Text& text = texts_[turn];
            word_features(w, text.folded_form(text.tokens[w.token]), ids_);
            for (const learning::FeatureId id : ids_) word(id, w.part);
        }
        features_.phrases(turn, phrases_);
        for (const Phrase& p : phrases_) phrase(p.id, read.words[p.first].part, read.words[p.last].part);
        features_.circumstances(turn, circumstances_);
        for (const Circumstance& c : circumstances_) circumstance(c.id, c.value);
    }

  private:
    const TurnFeatures& features_;
    std::span<const language::Text> texts_;
    std::vector<learning::FeatureId> ids_;
    std::vector<Phrase> phrases_;
    std::vector<Circumstance> circumstances_;
};

class TurnModel {
  public:
    // No models: the rules decide alone.
    TurnModel() = default;
    TurnModel(learning::LinearModel agent, learning::LinearModel customer);
    // agent.model and customer.model of the folder.
    static Result<TurnModel> load(const std::filesystem::path& folder);

    bool empty() const { return agent_.empty(); }
    const learning::LinearModel& of(Speaker speaker) const { return speaker == Speaker::kCustomer ? customer_ : agent_; }

    // Sorted by turn and place; at most one moment per signal and turn. Thread-safe, linear.
    std::vector<Moment> mark(const Interaction& interaction, std::span<const language::Text> texts,
                             const TurnFeatures& features) const;

    // The fingerprint kept with every analysis; "none" where empty.
    std::string version() const;

  private:
    learning::LinearModel agent_, customer_;
};

TurnScores score_turn(const learning::LinearModel& model, const TurnFeatures& features,
                      std::span<const language::Text> texts, std::size_t turn);

}  // namespace repere::signals
