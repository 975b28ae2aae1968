#include "review/topic_training.hpp"

#include <algorithm>
#include <set>

#include "learning/logistic.hpp"
#include "review/in_parallel.hpp"
#include "review/topic_table.hpp"
#include "signals/topics_features.hpp"

namespace repere::review {
namespace {

using signals::guide_topic;
using signals::kGuideTopics;

constexpr unsigned kFewestConversations = 2;  // that bear a feature, for it to be learned
constexpr double kLowestThreshold = 0.25;
constexpr double kHighestThreshold = 0.5;
constexpr std::size_t kCorrectionWeight = 5;  // conversations that a correction counts for
constexpr std::size_t kNoFile = static_cast<std::size_t>(-1);
constexpr std::size_t kTopics = kGuideTopics.size();

using TopicSet = std::uint32_t;  // bit per topic of the guide

struct Conversation {
    signals::TopicFeatures features;
    TopicSet labels = 0;
    TopicSet by_lists = 0;
    std::size_t file = 0;
    bool natural = false;
    TopicSet known = static_cast<TopicSet>(-1);  // the topics that the labels speak of
    std::size_t weight = 1;
};

TopicSet set_of(const std::vector<std::string>& ids) {
    TopicSet out = 0;
    for (const auto& id : ids) {
        if (const auto t = guide_topic(id)) out |= TopicSet{1} << *t;
    }
    return out;
}

std::vector<language::Text> tokenized(const Interaction& talk, const language::Lexicon& lexicon) {
    std::vector<language::Text> out;
    for (const Turn& turn : talk.turns) out.push_back(language::tokenize(turn.text, talk.language, lexicon));
    return out;
}

Result<std::vector<Conversation>> read_all(const TrainingMaterial& material, const TopicTrainInput& with) {
    std::vector<Conversation> out;
    for (std::size_t f = 0; f < material.files.size(); ++f) {
        with.analyzer.use(with.turns.by_fold[with.turns.fold_of_file[f]], {});
        for (const auto& item : material.files[f].conversations) {
            const auto analysis = with.analyzer.analyze(item.interaction, {}, {});
            if (!analysis) return fail(analysis.error());
            const Interaction& talk = analysis->interaction;
            const auto texts = tokenized(talk, with.lexicon);
            Conversation one{.features = with.lists.reader().features({talk, analysis->moments, texts, talk.language}),
                             .labels = set_of(item.labels.topics), .file = f, .natural = material.files[f].natural};
            for (const auto& topic : analysis->topics) one.by_lists |= TopicSet{1} << *guide_topic(topic.id);
            out.push_back(std::move(one));
        }
    }
    return out;
}

// A correction is a conversation of one turn, of which one topic is known.
void add_corrections(const TopicTrainInput& with, std::vector<Conversation>& out) {
    for (const auto& correction : with.corrections) {
        const auto topic = guide_topic(correction.topic);
        if (!topic) continue;
        const Interaction talk{.language = correction.words.language, .turns = {{.speaker = Speaker::kCustomer, .text = correction.words.text}}};
        const auto texts = tokenized(talk, with.lexicon);
        const TopicSet bit = TopicSet{1} << *topic;
        out.push_back({.features = with.lists.reader().features({talk, {}, texts, talk.language}), .labels = correction.holds ? bit : 0,
                       .file = kNoFile, .known = bit, .weight = kCorrectionWeight});
    }
}

TopicTable table_of(const std::vector<Conversation>& all) {
    TopicTable out;
    for (const Conversation& one : all) out.count(one.features.words, one.features.others);
    out.number(kFewestConversations);
    for (const Conversation& one : all) out.add(one.features.words, one.features.scale, one.features.others);
    return out;
}

// The log odds of every conversation and topic by models fitted without the conversation's file, and the models fitted
// on all of them.
struct Fitted {
    std::vector<std::vector<double>> held_out;  // by topic and conversation; of natural conversations alone
    std::vector<learning::Logistic> all;        // by topic
};

Fitted fit(const std::vector<Conversation>& all, const TopicTable& table, const TopicTrainConfig& config) {
    std::set<std::size_t> natural_files;
    for (const Conversation& one : all) {
        if (one.natural) natural_files.insert(one.file);
    }
    std::vector<std::size_t> left_out(natural_files.begin(), natural_files.end());
    left_out.push_back(kNoFile);
    Fitted out;
    out.held_out.assign(kTopics, std::vector<double>(all.size(), 0));
    out.all.resize(kTopics);
    in_parallel(config.jobs, left_out.size() * kTopics, [&](std::size_t k) {
        const std::size_t t = k % kTopics;
        const std::size_t file = left_out[k / kTopics];
        std::vector<learning::Labelled> taken;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const bool of_file = file != kNoFile && all[i].file == file;
            if (of_file || (all[i].known >> t & 1U) == 0) continue;
            taken.insert(taken.end(), all[i].weight, {static_cast<std::uint32_t>(i), (all[i].labels >> t & 1U) != 0});
        }
        auto fitted = learning::Logistic::fit(table.rows(), taken, {.cost = config.cost});
        if (file == kNoFile) {
            out.all[t] = std::move(fitted);
            return;
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].file == file) out.held_out[t][i] = fitted.score(table.rows(), i);
        }
    });
    return out;
}

// Sets each output's calibration and threshold by the natural conversations outside `file`.
void calibrate(std::vector<learning::Output>& outputs, const std::vector<Conversation>& all, const Fitted& fitted,
               std::optional<std::size_t> file) {
    for (std::size_t t = 0; t < kTopics; ++t) {
        std::vector<learning::Scored> scored;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].natural && all[i].file != file) scored.push_back({fitted.held_out[t][i], (all[i].labels >> t & 1U) != 0});
        }
        outputs[t].calibration = learning::Calibration::fit(scored);
        outputs[t].threshold = learning::best_threshold(scored, outputs[t].calibration, kLowestThreshold, kHighestThreshold);
    }
}

class Trial {
  public:
    Trial() {
        for (const auto id : kGuideTopics) out_.topics.push_back({.signal = std::string(id)});
    }
    void add(TopicSet labels, TopicSet found) {
        for (std::size_t t = 0; t < kTopics; ++t) {
            const bool wanted = (labels >> t & 1U) != 0;
            const bool said = (found >> t & 1U) != 0;
            out_.topics[t].right += wanted && said ? 1 : 0;
            out_.topics[t].wrong += !wanted && said ? 1 : 0;
            out_.topics[t].missed += wanted && !said ? 1 : 0;
        }
    }
    TopicTrial result() {
        SignalTrial sum;
        std::size_t rows = 0;
        for (const SignalTrial& trial : out_.topics) {
            sum.right += trial.right;
            sum.wrong += trial.wrong;
            sum.missed += trial.missed;
            if (trial.right + trial.missed == 0) continue;
            out_.macro_f1 += trial.f1();
            ++rows;
        }
        out_.micro_f1 = sum.f1();
        if (rows > 0) out_.macro_f1 /= static_cast<double>(rows);
        return out_;
    }

  private:
    TopicTrial out_;
};

void try_out(const std::vector<Conversation>& all, const Fitted& fitted, TopicTraining& out) {
    Trial learned, lists;
    std::vector<learning::Output> outputs = out.model.outputs();
    std::optional<std::size_t> calibrated_without;
    std::vector<double> chances(kTopics);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all[i].natural) continue;
        if (calibrated_without != all[i].file) {
            calibrated_without = all[i].file;
            calibrate(outputs, all, fitted, calibrated_without);
        }
        for (std::size_t t = 0; t < kTopics; ++t) chances[t] = outputs[t].calibration(fitted.held_out[t][i]);
        TopicSet found = 0;
        for (const std::size_t t : signals::chosen_topics(outputs, chances)) found |= TopicSet{1} << t;
        learned.add(all[i].labels, found);
        lists.add(all[i].labels, all[i].by_lists);
    }
    out.learned = learned.result();
    out.lists = lists.result();
}

}  // namespace

Result<TopicTraining> train_topics(const TrainingMaterial& material, const TopicTrainInput& with, const TopicTrainConfig& config) {
    auto read = read_all(material, with);
    if (!read) return fail(read.error());
    std::vector<Conversation>& all = *read;
    add_corrections(with, all);
    const TopicTable table = table_of(all);
    const Fitted fitted = fit(all, table, config);
    TopicTraining out;
    const std::vector<std::string> names(kGuideTopics.begin(), kGuideTopics.end());
    out.model = learning::LinearModel::make({"topics", with.turns.model.version(), all.size()}, table.ids(), table.of_words(), fitted.all, names);
    try_out(all, fitted, out);
    calibrate(out.model.outputs(), all, fitted, std::nullopt);
    return out;
}

}  // namespace repere::review
