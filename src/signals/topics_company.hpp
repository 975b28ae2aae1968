// A company's own topics: knowledge/topics/company.yaml and company/*.yaml, told apart by words, learned from a few
// examples, corrected by people (docs/topics.md).
//
// A topic is looked for in each of the customer's turns; the conversation has it where one turn is sure enough.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "learning/linear_model.hpp"
#include "signals/matcher.hpp"
#include "signals/topics.hpp"
#include "signals/topics_features.hpp"

namespace repere::signals {

// Words as a customer would say them.
struct Excerpt {
    std::string language;
    std::string text;
};

struct CompanyTopic {
    std::string id;
    std::map<std::string, std::string> names;  // by language
    std::string parent;                        // a topic of the guide; empty: none
    std::vector<Excerpt> examples, counter_examples;
};

// What people said of a conversation's topic, one JSON object a line of knowledge/topics/corrections.jsonl.
struct TopicCorrection {
    std::string topic;  // of the company's or of the guide
    bool holds = false;
    Excerpt words;
};

struct CompanyTurnFeatures {
    std::vector<TopicFeature> words;   // scaled
    std::vector<TopicFeature> others;
    std::vector<std::pair<std::size_t, TokenRange>> hits;  // topic, where its words stand
};

class CompanyTopics {
  public:
    // kConfiguration with file, line and column at the first mistake; none where there are no such files.
    static Result<CompanyTopics> load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon);

    const std::vector<CompanyTopic>& all() const { return all_; }

    CompanyTurnFeatures features(const language::Text& text, std::string_view language) const;

    // Surest first. A topic that `model` has not learned is told by its words alone: 1 − 2^(−turns that hold them).
    std::vector<CompanyTopicFound> find(const TopicInput& input, const learning::LinearModel& model) const;

  private:
    struct Loader;
    void find_words(const language::Text& text, std::string_view language, CompanyTurnFeatures& out) const;
    struct Words {
        std::vector<Program> programs;
        std::vector<std::size_t> topic_of;  // by program
        PatternIndex index;
    };
    std::vector<CompanyTopic> all_;
    std::array<Words, 2> words_;  // French, English
};

// Empty where there is no such file. kConfiguration with the line at the first mistake.
Result<std::vector<TopicCorrection>> read_topic_corrections(const std::filesystem::path& file, const CompanyTopics& company);

}  // namespace repere::signals
