// Labelled conversations and turns as rows of features, one set for each side: what the models that mark turns are fitted on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "conversation/labels.hpp"
#include "language/knowledge.hpp"
#include "language/lexicon.hpp"
#include "learning/logistic.hpp"
#include "review/noise.hpp"
#include "signals/labelled_turns.hpp"
#include "signals/marker.hpp"
#include "signals/marking.hpp"
#include "signals/turn_features.hpp"

namespace repere::review {

// One turn's features as they came, before the vocabulary is known.
struct RawTurn {
    struct OfWords {
        learning::FeatureId id;
        std::int32_t part;  // −1: spans two
    };
    std::vector<OfWords> words;
    std::vector<signals::Circumstance> others;
    std::size_t parts = 1;
    signals::SignalSet labels = 0;
    std::size_t file = 0;
    bool natural = false;  // of a conversation as frequent as in life

    bool bears(std::size_t signal) const { return (labels >> signal & 1U) != 0; }
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
    // After the last turn; what is then held only by the rows is freed.
    void make_rows();

    const std::vector<learning::FeatureId>& ids() const { return ids_; }
    const std::vector<bool>& of_words() const { return of_words_; }
    std::size_t size() const { return raw_.size(); }
    const RawTurn& turn(std::size_t i) const { return raw_[i]; }
    const TurnRows& rows_of(std::size_t i) const { return turns_[i]; }
    const learning::Rows& rows() const { return rows_; }

  private:
    void number_features();
    TurnRows rows_of(const RawTurn& turn);
    std::uint32_t add_row(const RawTurn& turn, std::int32_t part);  // −1: the whole

    std::vector<RawTurn> raw_;
    std::vector<learning::FeatureId> ids_;
    std::vector<bool> of_words_;
    std::unordered_map<learning::FeatureId, std::uint32_t> index_;
    learning::Rows rows_;
    std::vector<TurnRows> turns_;
};

// A conversation of the material and where its turns are.
struct Talk {
    const Interaction* interaction = nullptr;  // lives as long as the material
    std::size_t file = 0;
    bool natural = false;
    std::vector<std::size_t> numbers;  // by turn: its number in its side, kNone where nobody knows who spoke
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
};

class Sides {
  public:
    Sides(const signals::Marker& marker, const language::Knowledge& knowledge, const language::Lexicon& lexicon)
        : marker_(marker), knowledge_(knowledge), lexicon_(lexicon) {}

    void add(const LabelledInteraction& item, std::size_t file, bool natural);
    // The same as a recogniser may hear it: more to learn from, never counted.
    void add_heard(LabelledInteraction item, const Noise& noise, std::size_t file);
    void add(const signals::LabelledTurn& item, std::size_t file);

    Side& of(Speaker speaker) { return speaker == Speaker::kCustomer ? customer_ : agent_; }
    const Side& of(Speaker speaker) const { return speaker == Speaker::kCustomer ? customer_ : agent_; }
    const std::vector<Talk>& talks() const { return talks_; }

  private:
    template <class Visit>
    void read(const Interaction& interaction, bool excerpt, Visit&& visit) const;
    Talk add_turns(const LabelledInteraction& item, std::size_t file, bool natural);
    std::size_t add(RawTurn raw, Speaker speaker, std::size_t file, bool natural);

    const signals::Marker& marker_;
    const language::Knowledge& knowledge_;
    const language::Lexicon& lexicon_;
    Side agent_, customer_;
    std::vector<Talk> talks_;
};

// Material written to teach has its own base rates: this feature of its file lets them be learned apart and count
// nowhere else.
learning::FeatureId material_feature(std::size_t file);

}  // namespace repere::review
