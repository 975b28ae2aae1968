// How the labels of the whole fare on labelled conversations, given the signals that people marked.
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "language/lexicon.hpp"
#include "signals/labelled_turns.hpp"
#include "signals/outcome.hpp"
#include "signals/rule_report.hpp"
#include "signals/story_testing.hpp"
#include "signals/topics.hpp"

namespace repere::signals {
namespace {

namespace fs = std::filesystem;

std::vector<LabelledInteraction> labelled() {
    const char* shared = std::getenv("REPERE_SHARED");
    const fs::path folder =
        (shared != nullptr ? fs::path(shared) : fs::path(REPERE_SOURCE_DIR) / ".." / "shared") / "data/conversations";
    std::vector<LabelledInteraction> out;
    for (const char* name : {"dev_a1.json", "dev_a2.json"}) {
        auto items = read_labelled_conversations(folder / name);
        if (items) std::move(items->begin(), items->end(), std::back_inserter(out));
    }
    return out;
}

std::vector<Moment> moments_of(const LabelledInteraction& item) {
    std::vector<Moment> out;
    for (std::size_t i = 0; i < item.labels.turns.size(); ++i) {
        for (const std::string& signal : item.labels.turns[i].signals) {
            out.push_back({signal, i, {0, 1}, item.interaction.turns[i].text.substr(0, 1), 1.0, "label", {}, {}});
        }
    }
    return out;
}

// Accuracy and Cohen's kappa of pairs (label, answer).
struct Agreement {
    std::map<std::pair<std::string, std::string>, double> cells;
    double total = 0;

    void add(const std::string& label, const std::string& answer) {
        cells[{label, answer}] += 1;
        total += 1;
    }
    double accuracy() const {
        double same = 0;
        for (const auto& [pair, n] : cells) same += pair.first == pair.second ? n : 0;
        return same / total;
    }
    // Of numbers: the share of answers at most one off.
    double within_one() const {
        double close = 0;
        for (const auto& [pair, n] : cells) close += std::abs(std::stoi(pair.first) - std::stoi(pair.second)) <= 1 ? n : 0;
        return close / total;
    }
    double kappa() const {
        std::map<std::string, double> rows, columns;
        for (const auto& [pair, n] : cells) {
            rows[pair.first] += n;
            columns[pair.second] += n;
        }
        double chance = 0;
        for (const auto& [name, n] : rows) chance += n * columns[name] / (total * total);
        return chance >= 1 ? 1 : (accuracy() - chance) / (1 - chance);
    }
};

using testing::judge;

// Labels against what is judged from the signals that people marked.
std::map<std::string, Agreement> agreement_on(const std::vector<LabelledInteraction>& items) {
    std::map<std::string, Agreement> labels;
    for (const auto& item : items) {
        const std::string& language = item.interaction.language;
        std::vector<language::Text> texts;
        for (const Turn& t : item.interaction.turns) texts.push_back(language::tokenize(t.text, language, testing::lexicon()));
        const std::vector<Moment> moments = moments_of(item);
        const auto spoken = language::register_of(item.interaction, texts, Speaker::kAgent, language != "en", {});
        const Outcome o = judge().judge({.interaction = item.interaction,
                                         .moments = moments,
                                         .texts = texts,
                                         .language = language,
                                         .agent_register = spoken});
        const auto note = [&](const char* name, const std::string& label, const std::string& answer) {
            labels[name].add(label, answer);
            if (std::getenv("REPERE_VERBOSE") != nullptr && label != answer) {
                std::printf("%-26s %-14s label %s, answer %s\n", item.interaction.id.c_str(), name, label.c_str(), answer.c_str());
            }
        };
        note("resolved", item.labels.resolved, o.resolved);
        note("escalation", item.labels.escalation, o.escalation);
        note("opportunity", item.labels.opportunity, o.opportunity);
        note("customer_start", std::to_string(*item.labels.customer_start), std::to_string(o.customer_start));
        note("customer_end", std::to_string(*item.labels.customer_end), std::to_string(o.customer_end));
        note("register", item.labels.register_, o.register_ ? std::string(to_string(*o.register_)) : "none");
    }
    for (const auto& [name, agreement] : labels) {
        std::printf("%-16s accuracy %.2f  kappa %.2f  (%.0f)\n", name.c_str(), agreement.accuracy(), agreement.kappa(),
                    agreement.total);
    }
    return labels;
}

TEST(Whole, AgreesWithPeopleGivenTheirSignals) {
    const auto items = labelled();
    if (items.empty()) GTEST_SKIP() << "no labelled conversations; set REPERE_SHARED";
    auto labels = agreement_on(items);
    EXPECT_GT(labels["resolved"].kappa(), 0.85);
    EXPECT_GT(labels["escalation"].kappa(), 0.95);
    EXPECT_GT(labels["opportunity"].kappa(), 0.95);
    EXPECT_GT(labels["customer_start"].kappa(), 0.6);
    EXPECT_GT(labels["customer_end"].kappa(), 0.5);
    EXPECT_GT(labels["register"].kappa(), 0.8);
    EXPECT_EQ(labels["customer_start"].within_one(), 1);
    EXPECT_EQ(labels["customer_end"].within_one(), 1);
}

// The examples that come with the program; nothing was fitted on them.
TEST(Whole, AgreesWithTheExamplesGivenTheirSignals) {
    std::vector<LabelledInteraction> items;
    for (const auto& entry : fs::directory_iterator(fs::path(REPERE_SOURCE_DIR) / "examples/labels")) {
        auto read = read_labelled_conversations(entry.path());
        ASSERT_TRUE(read) << entry.path();
        std::move(read->begin(), read->end(), std::back_inserter(items));
    }
    auto labels = agreement_on(items);
    EXPECT_EQ(labels["escalation"].accuracy(), 1);
    EXPECT_EQ(labels["opportunity"].accuracy(), 1);
    EXPECT_GE(labels["resolved"].accuracy(), 0.85);
    EXPECT_EQ(labels["customer_start"].within_one(), 1);
    EXPECT_EQ(labels["customer_end"].within_one(), 1);
}

TEST(Whole, FindsTheTopicsPeopleGave) {
    const auto items = labelled();
    if (items.empty()) GTEST_SKIP() << "no labelled conversations; set REPERE_SHARED";
    const auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    ASSERT_TRUE(lexicon);
    const auto model = TopicModel::load(fs::path(REPERE_SOURCE_DIR) / "knowledge", *lexicon);
    ASSERT_TRUE(model) << model.error().key << " " << to_string(model.error().place);
    std::map<std::string, Tally> by_topic;
    Tally all;
    for (const auto& item : items) {
        std::vector<language::Text> texts;
        for (const Turn& t : item.interaction.turns) {
            texts.push_back(language::tokenize(t.text, item.interaction.language, *lexicon));
        }
        const std::set<std::string> wanted(item.labels.topics.begin(), item.labels.topics.end());
        std::set<std::string> found;
        std::string shown;
        const auto moments = moments_of(item);
        for (const Topic& t : model->topics({item.interaction, moments, texts, item.interaction.language})) {
            found.insert(t.id);
            shown += " " + t.id + "=" + std::to_string(t.score).substr(0, 4);
        }
        if (std::getenv("REPERE_VERBOSE") != nullptr && wanted != found) {
            std::string labels;
            for (const auto& t : wanted) labels += " " + t;
            std::printf("%-20s label%s, answer%s\n", item.interaction.id.c_str(), labels.c_str(), shown.c_str());
        }
        for (const auto& t : found) ++(wanted.contains(t) ? by_topic[t].right : by_topic[t].wrong);
        for (const auto& t : wanted) by_topic[t].missed += found.contains(t) ? 0 : 1;
    }
    for (const auto& [id, t] : by_topic) {
        all += t;
        std::printf("%-14s right %zu wrong %zu missed %zu\n", id.c_str(), t.right, t.wrong, t.missed);
    }
    std::printf("topics micro-F1 %.3f (P %.2f R %.2f)\n", all.f1(), all.precision(), all.recall());
    EXPECT_GT(all.f1(), 0.6);
}

TEST(Topics, AreTheWordsOfTheOpeningMostOfAll) {
    const auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    ASSERT_TRUE(lexicon);
    const auto model = TopicModel::load(fs::path(REPERE_SOURCE_DIR) / "knowledge", *lexicon);
    ASSERT_TRUE(model) << model.error().key << " " << to_string(model.error().place);
    const auto first = [&](const char* text) {
        Interaction talk;
        talk.turns.emplace_back();
        talk.turns[0].speaker = Speaker::kCustomer;
        talk.turns[0].text = text;
        const std::vector<language::Text> texts{language::tokenize(text, "fr", *lexicon)};
        const auto found = model->topics({talk, {}, texts, "fr"});
        return found.empty() ? std::string() : found.front().id;
    };
    EXPECT_EQ(first("mon colis n'est toujours pas livré"), "delivery");
    EXPECT_EQ(first("je voudrais résilier mon abonnement"), "cancellation");
    EXPECT_EQ(first("ma box ne marche plus"), "technical");
    EXPECT_EQ(first("bonjour madame"), "other");
}

Outcome outcome_of(const Interaction& talk, const std::vector<Moment>& moments, const std::vector<language::Text>& texts = {}) {
    return judge().judge({.interaction = talk, .moments = moments, .texts = texts, .language = "fr"});
}

// Turns as "a" (agent) or "c" (customer) with their signals.
Outcome outcome_of(const std::vector<std::pair<char, std::vector<const char*>>>& turns) {
    Interaction talk;
    std::vector<Moment> moments;
    for (const auto& [speaker, signals] : turns) {
        for (const char* signal : signals) moments.push_back({signal, talk.turns.size(), {0, 1}, "x", 0.9, "label", {}, {}});
        talk.turns.emplace_back().speaker = speaker == 'a' ? Speaker::kAgent : Speaker::kCustomer;
    }
    return outcome_of(talk, moments);
}

TEST(Outcome, ThanksAfterAConflictThatNobodyTreatedAreIrony) {
    EXPECT_EQ(outcome_of({{'c', {"anger"}}, {'a', {"negative_language"}}, {'c', {"satisfaction"}}}).resolved, "no");
    EXPECT_EQ(outcome_of({{'c', {"anger"}}, {'a', {"solution"}}, {'c', {"satisfaction"}}}).resolved, "yes");
    EXPECT_EQ(outcome_of({{'a', {"solution"}}, {'c', {"satisfaction"}}, {'c', {"dissatisfaction"}}}).resolved, "yes");
}

TEST(Outcome, HalvesOfALateAnswerMayStandInTurnsSideBySide) {
    EXPECT_EQ(outcome_of({{'c', {"threat"}}, {'a', {}}, {'a', {}}, {'a', {"apology"}}, {'a', {"goodwill"}}}).escalation, "late");
    EXPECT_EQ(outcome_of({{'c', {"threat"}}, {'a', {}}, {'a', {}}, {'a', {"apology"}}, {'a', {}}, {'a', {"solution"}}}).escalation,
              "missed");
}

TEST(Outcome, CountsTheTurnsAndSecondsThatASignWaited) {
    Interaction talk;
    std::vector<Moment> moments;
    const auto say = [&](Speaker speaker, double start, double end, const char* signal) {
        if (*signal != 0) moments.push_back({signal, talk.turns.size(), {0, 1}, "x", 0.9, "label", start, end});
        Turn turn;
        turn.speaker = speaker;
        turn.start = start;
        turn.end = end;
        talk.turns.push_back(turn);
    };
    say(Speaker::kCustomer, 0, 4, "escalation_request");
    say(Speaker::kAgent, 5, 6, "hold");
    say(Speaker::kAgent, 8, 9, "");
    say(Speaker::kAgent, 20, 22, "apology");
    const auto missed = outcome_of(talk, moments).escalation_delay;
    ASSERT_TRUE(missed);
    EXPECT_EQ(missed->agent_turns, 3U);
    EXPECT_FALSE(missed->met_turn);
    EXPECT_FALSE(missed->seconds);
    say(Speaker::kAgent, 30, 33, "transfer");
    const Outcome late = outcome_of(talk, moments);
    EXPECT_EQ(late.escalation, "late");
    EXPECT_EQ(late.escalation_delay->sign_turn, 0U);
    EXPECT_EQ(late.escalation_delay->met_turn, 4U);
    EXPECT_EQ(late.escalation_delay->agent_turns, 4U);
    EXPECT_DOUBLE_EQ(late.escalation_delay->seconds.value(), 26);
    EXPECT_FALSE(outcome_of({{'c', {"churn"}}, {'a', {}}}).escalation_delay);
    EXPECT_EQ(outcome_of({{'c', {"threat"}}, {'a', {}}, {'a', {}}}).escalation_delay->agent_turns, 2U);
}

// What the program shows first must be judged as its author labelled it, by his marks and by the machine's own.
TEST(Outcome, TheExampleOfALateEscalationIsLate) {
    const fs::path home = REPERE_SOURCE_DIR;
    const auto items = read_labelled_conversations(home / "examples/labels/call-late-escalation.json");
    ASSERT_TRUE(items);
    const auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    ASSERT_TRUE(lexicon);
    const auto marker = Marker::load(home / "knowledge", *lexicon);
    ASSERT_TRUE(marker);
    const Interaction& talk = items->front().interaction;
    std::vector<language::Text> texts;
    for (const Turn& t : talk.turns) texts.push_back(language::tokenize(t.text, talk.language, *lexicon));
    EXPECT_EQ(outcome_of(talk, moments_of(items->front()), texts).escalation, "late");
    EXPECT_EQ(outcome_of(talk, marker->mark(talk, texts, "fr"), texts).escalation, "late");
}

TEST(Outcome, AMarkThatIsHardlyTrustedDoesNotCount) {
    Interaction talk;
    talk.turns.emplace_back().speaker = Speaker::kCustomer;
    EXPECT_EQ(outcome_of(talk, {{"threat", 0, {0, 1}, "x", 0.2, "model", {}, {}}}).escalation, "none");
    EXPECT_EQ(outcome_of(talk, {{"threat", 0, {0, 1}, "x", 0.9, "model", {}, {}}}).escalation, "missed");
    EXPECT_EQ(outcome_of(talk, {{"threat", 7, {0, 1}, "x", 0.9, "model", {}, {}}}).escalation, "none");
    EXPECT_EQ(outcome_of({}, {}).escalation, "none");
}

TEST(Outcome, NeedInDistressAndGiftsAreNoSale) {
    EXPECT_EQ(outcome_of({{'c', {"buying_signal", "vulnerability"}}, {'a', {"solution"}}}).opportunity, "none");
    EXPECT_EQ(outcome_of({{'c', {"dissatisfaction"}}, {'a', {"offer", "goodwill"}}}).opportunity, "none");
    EXPECT_EQ(outcome_of({{'c', {"dissatisfaction"}}, {'a', {"offer"}}}).opportunity, "forced");
    EXPECT_EQ(outcome_of({{'c', {"refusal"}}, {'a', {"pressure"}}}).opportunity, "forced");
}

}  // namespace
}  // namespace repere::signals
