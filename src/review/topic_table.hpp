// Numbering the features of topics and laying them out in rows for fitting. Internal to the room.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "learning/logistic.hpp"
#include "signals/topics_features.hpp"

namespace repere::review {

class TopicTable {
  public:
    // Counts a row's features. All rows are counted before the first is added.
    void count(const std::vector<signals::TopicFeature>& words, const std::vector<signals::TopicFeature>& others);
    // Numbers the features that `fewest` rows or more bear, in an order that does not hang on the rows'.
    void number(unsigned fewest);
    // Features of words are multiplied by `scale`.
    void add(const std::vector<signals::TopicFeature>& words, float scale, const std::vector<signals::TopicFeature>& others);

    const std::vector<learning::FeatureId>& ids() const { return ids_; }
    const std::vector<bool>& of_words() const { return of_words_; }
    const learning::Rows& rows() const { return rows_; }

  private:
    struct Seen {
        unsigned rows = 0;
        bool of_words = false;
        std::uint32_t index = 0;
    };
    std::unordered_map<learning::FeatureId, Seen> seen_;
    std::vector<learning::FeatureId> ids_;
    std::vector<bool> of_words_;
    learning::Rows rows_;
};

}  // namespace repere::review
