// The weighted word lists of topics, knowledge/topics/{fr,en}.yaml, and what they find in a conversation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/yaml_reader.hpp"
#include "signals/matcher.hpp"
#include "signals/rules.hpp"
#include "signals/topics.hpp"

namespace repere::signals {

inline constexpr std::array<std::string_view, 15> kGuideTopics{
    "billing",     "payment",   "delivery",    "order", "technical", "contract", "cancellation", "account",
    "appointment", "complaint", "information", "sales", "refund",    "claim",    "other"};
inline constexpr std::size_t kMostTopics = 3;  // of one conversation

std::optional<std::size_t> guide_topic(std::string_view id);

// Where in the conversation a turn stands: most is said of the matter in the customer's first turns.
enum class TopicPlace : std::uint8_t { kAgent, kCustomer, kOpening };

// A cue that matched.
struct CueHit {
    std::uint32_t cue = 0;
    std::uint32_t turn = 0;
    TokenRange tokens;
    double weight = 0;  // what it added to its topic
};

struct CueReading {
    std::vector<TopicPlace> places;                     // of each turn
    std::array<double, kGuideTopics.size()> weights{};  // by topic
    std::vector<CueHit> hits;                           // in order of turn
};

// The cues of one language and how their weights become topics. Immutable, thread-safe.
class TopicBook {
  public:
    // kConfiguration with file, line and column at the first mistake.
    static Result<TopicBook> load(const std::filesystem::path& knowledge, std::string_view language,
                                  const language::Lexicon& lexicon);

    // Linear in the words.
    CueReading read(const TopicInput& input) const;

    // Topics by the cues alone: 1 − e^(−weight / 2·enough) from a weight of `enough`, best first.
    std::vector<Topic> topics(const CueReading& reading) const;
    double score(const CueReading& reading, std::size_t topic) const;  // the same figure, whatever the weight

    std::size_t topic_of(std::uint32_t cue) const { return cues_[cue].topic; }
    std::uint64_t name_of(std::uint32_t cue) const { return cues_[cue].name; }  // the same as long as its text is

  private:
    struct Cue {
        std::size_t topic = 0;
        double weight = 0;
        std::uint64_t name = 0;
        Program program;
    };
    struct Loader;

    std::vector<TopicPlace> places(const TopicInput& input) const;

    double enough_ = 1;                // weight at which a topic stands
    double beside_ = 0.5;              // share of the best topic's score that another needs
    double opening_ = 2;               // how much more the customer's first turns weigh
    std::size_t opening_turns_ = 2;
    double subject_ = 3;               // how much more an e-mail's subject weighs
    std::uint32_t opening_words_ = 4;  // a shorter turn ("yes, speaking") says nothing of the matter yet
    double repeats_ = 0.5;             // what each further turn with the same cue adds, as a share of the one before
    std::vector<Cue> cues_;
    std::array<std::array<double, 64>, kGuideTopics.size()> by_signal_{};  // weight of a conversation that has the signal
    PatternIndex index_;
};

}  // namespace repere::signals
