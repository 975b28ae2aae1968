// What a conversation is about: the topics of docs/signals.md, each with the words that say so.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "language/tokens.hpp"
#include "learning/linear_model.hpp"
#include "signals/moment.hpp"

namespace repere::signals {

struct Topic {
    std::string id;
    double score = 0;             // 0…1: the share of such answers that people confirm, where a model was learned
    std::vector<Words> evidence;  // strongest first, of different turns, at most three; empty where nothing speaks for it
};

// One of a company's own topics, beside those of the guide.
struct CompanyTopicFound {
    Topic topic;
    std::map<std::string, std::string> names;  // by language
    std::string parent;                        // a topic of the guide; empty: none
};

// Refers to values that outlive the call; one text for each turn.
struct TopicInput {
    const Interaction& interaction;
    std::span<const Moment> moments;
    std::span<const language::Text> texts;
    std::string_view language;
};

class CompanyTopics;
class TopicReader;

// Word lists and a learned model together: the model weighs what the lists found along with all words and where they
// stand. Immutable, thread-safe; linear in the words.
class TopicModel {
  public:
    // The word lists of knowledge/topics alone decide.
    static Result<TopicModel> load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon);
    // With topics.model of the folder `models`, kEnvironment where it is missing; and with company_topics.model, which
    // may be missing: then a company's topics are told by their words.
    static Result<TopicModel> load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon,
                                   const std::filesystem::path& models);

    TopicModel(TopicModel&&) noexcept;
    TopicModel& operator=(TopicModel&&) noexcept;
    ~TopicModel();

    // Best first, one to three; "other" where nothing speaks for any, none where there are no turns.
    std::vector<Topic> topics(const TopicInput& input) const;

    // A company's own, surest first; none where it has none.
    std::vector<CompanyTopicFound> company_topics(const TopicInput& input) const;

    // What the learned models are fitted on.
    const TopicReader& reader() const;
    const CompanyTopics& company() const;
    void learn(learning::LinearModel model);

  private:
    struct Impl;
    explicit TopicModel(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// The answers that probabilities, one for each output of the model, lead to: indexes of outputs, best first. Those that
// reach their threshold, at most three; else the best, where it is plausible.
std::vector<std::size_t> chosen_topics(std::span<const learning::Output> outputs, std::span<const double> probabilities);

}  // namespace repere::signals
