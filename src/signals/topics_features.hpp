// What the learned topic model sees of a conversation: its words by where they stand, and what the word lists found.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "learning/features.hpp"
#include "signals/topics_cues.hpp"

namespace repere::signals {

struct TopicFeature {
    learning::FeatureId id = 0;
    float value = 0;
};

struct TopicFeatures {
    std::vector<TopicFeature> words;   // before scaling by `scale`
    std::vector<TopicFeature> others;
    float scale = 1;                   // the value of all words together is the same in long and short conversations
    CueReading cues;
};

// The feature of a word, of two side by side, and of a longer word's beginning, which "livrer" and "livraison" share.
learning::FeatureId topic_word(language::WordHash lemma);
learning::FeatureId topic_pair(language::WordHash first, language::WordHash second);
std::optional<learning::FeatureId> topic_stem(std::string_view folded);

struct TopicWord {
    std::uint32_t token = 0;
    language::WordHash lemma = 0;
    std::string_view spelled;  // folded; empty for numbers and names
};

// Calls visit(TopicWord) for each word of a turn that the models read. Numbers are all alike, and so are people's names,
// where the lexicon knows them for such.
template <class Visit>
void each_topic_word(const language::Text& text, Visit&& visit) {
    constexpr language::WordHash kNumber = 11, kName = 17;
    constexpr auto kNames = language::kFirstName | language::kFamilyName;
    for (std::uint32_t k = 0; k < text.tokens.size(); ++k) {
        const language::Token& t = text.tokens[k];
        if (t.filler || t.kind == language::TokenKind::kPunctuation || t.kind == language::TokenKind::kSymbol) continue;
        if (t.kind == language::TokenKind::kNumber || (t.traits & language::kNumberWord) != 0) {
            visit(TopicWord{k, kNumber, {}});
        } else if ((t.traits & kNames) != 0 && (t.traits & language::kCommonWord) == 0) {
            visit(TopicWord{k, kName, {}});
        } else {
            visit(TopicWord{k, t.lemmas[0], text.folded_form(t)});
        }
    }
}

class TopicReader {
  public:
    static Result<TopicReader> load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon);

    TopicFeatures features(const TopicInput& input) const;  // linear in the words
    const TopicBook& book(std::string_view language) const { return books_[language == "en" ? 1 : 0]; }

  private:
    std::vector<TopicBook> books_;  // French, English
};

}  // namespace repere::signals
