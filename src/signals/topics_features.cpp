#include "signals/topics_features.hpp"

#include <array>
#include <cmath>

namespace repere::signals {
namespace {

using learning::feature_id;
using learning::FeatureId;
using learning::mix;

// Kinds of features, hashed into their names.
enum Kind : std::uint64_t { kWord = 101, kPair, kStem, kCue, kCueOpening, kListScore, kListBest };

constexpr std::array<float, 3> kPlaceValue{0.5F, 1.0F, 2.0F};  // agent, customer, opening
constexpr float kWordWeight = 8;     // the norm of all words together, against cues of 1
constexpr float kListValue = 3;      // of a word list that is sure
constexpr std::size_t kStemBytes = 5;

// The greatest value that each feature was given, in the order in which they came.
class Values {
  public:
    void give(FeatureId id, float value) {
        if (out_.size() * 2 >= slots_.size()) grow();
        const std::size_t slot = find(id);
        if (slots_[slot] == 0) {
            out_.push_back({id, value});
            slots_[slot] = static_cast<std::uint32_t>(out_.size());
        } else {
            float& most = out_[slots_[slot] - 1].value;
            if (value > most) most = value;
        }
    }
    std::vector<TopicFeature> take() { return std::move(out_); }

  private:
    std::size_t find(FeatureId id) const {
        std::size_t slot = id & (slots_.size() - 1);
        while (slots_[slot] != 0 && out_[slots_[slot] - 1].id != id) slot = (slot + 1) & (slots_.size() - 1);
        return slot;
    }
    void grow() {
        slots_.assign(slots_.empty() ? 1024 : slots_.size() * 2, 0);
        for (std::size_t k = 0; k < out_.size(); ++k) slots_[find(out_[k].id)] = static_cast<std::uint32_t>(k + 1);
    }

    std::vector<TopicFeature> out_;
    std::vector<std::uint32_t> slots_;  // index + 1; 0: free
};

void read_words(const TopicInput& input, TopicFeatures& out) {
    Values values;
    for (std::size_t i = 0; i < input.texts.size(); ++i) {
        const language::Text& text = input.texts[i];
        const float value = kPlaceValue[static_cast<std::size_t>(out.cues.places[i])];
        each_topic_word(text, [&](const TopicWord& word) {
            values.give(topic_word(word.lemma), value);
            if (const auto stem = topic_stem(word.spelled)) values.give(*stem, value);
        });
    }
    out.words = values.take();
    float squares = 0;
    for (const TopicFeature& f : out.words) squares += f.value * f.value;
    out.scale = squares > 0 ? kWordWeight / std::sqrt(squares) : 0;
}

void read_lists(const TopicBook& book, TopicFeatures& out) {
    std::size_t best = 0;
    for (std::size_t t = 0; t < kGuideTopics.size(); ++t) {
        if (out.cues.weights[t] > out.cues.weights[best]) best = t;
        const auto score = static_cast<float>(book.score(out.cues, t));
        if (score > 0) out.others.push_back({feature_id(mix(kListScore, t)), kListValue * score});
    }
    if (out.cues.weights[best] > 0) out.others.push_back({feature_id(mix(kListBest, best)), 1});
    Values cues;
    for (const CueHit& hit : out.cues.hits) {
        const std::uint64_t name = book.name_of(hit.cue) + book.topic_of(hit.cue);
        cues.give(feature_id(mix(kCue, name)), 1);
        if (out.cues.places[hit.turn] == TopicPlace::kOpening) cues.give(feature_id(mix(kCueOpening, name)), 1);
    }
    const auto found = cues.take();
    out.others.insert(out.others.end(), found.begin(), found.end());
}

}  // namespace

FeatureId topic_word(language::WordHash lemma) { return feature_id(mix(kWord, lemma)); }
FeatureId topic_pair(language::WordHash first, language::WordHash second) {
    return feature_id(mix(kPair, mix(first, second)));
}
std::optional<FeatureId> topic_stem(std::string_view folded) {
    if (folded.size() <= kStemBytes) return std::nullopt;
    return feature_id(mix(kStem, language::hash_of(folded.substr(0, kStemBytes))));
}

Result<TopicReader> TopicReader::load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon) {
    TopicReader out;
    for (const std::string_view language : {"fr", "en"}) {
        auto book = TopicBook::load(knowledge, language, lexicon);
        if (!book) return fail(std::move(book.error()));
        out.books_.push_back(std::move(*book));
    }
    return out;
}

TopicFeatures TopicReader::features(const TopicInput& input) const {
    TopicFeatures out;
    const TopicBook& words = book(input.language);
    out.cues = words.read(input);
    read_words(input, out);
    read_lists(words, out);
    return out;
}

}  // namespace repere::signals
