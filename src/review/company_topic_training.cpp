#include "review/company_topic_training.hpp"

#include <algorithm>

#include "learning/logistic.hpp"
#include "review/topic_table.hpp"

namespace repere::review {
namespace {

constexpr std::size_t kFolds = 5;
constexpr std::size_t kExampleWeight = 20;     // an example counts as so many turns of the material
constexpr std::size_t kCorrectionWeight = 40;  // what people said of a real conversation counts double
constexpr double kCost = 1;
constexpr double kRare = 0.002;  // share of other turns that may be taken for the topic
constexpr double kSureSlope = 2; // of the calibration where there are too few examples to fit one
constexpr std::size_t kEnoughToCalibrate = 10;

struct Row {
    signals::CompanyTurnFeatures features;
    std::size_t fold = 0;
};

struct Taught {
    std::size_t row = 0;
    bool holds = false;
    std::size_t weight = 1;
};

// Everything that is read, and what is said of each topic.
struct Lessons {
    std::vector<Row> rows;
    std::size_t turns = 0;  // the first rows: customers' turns of the material
    std::vector<std::vector<Taught>> by_topic;
};

Lessons lessons_of(const TrainingMaterial& material, const signals::CompanyTopics& company,
                   const std::vector<signals::TopicCorrection>& corrections, const language::Lexicon& lexicon) {
    Lessons out;
    out.by_topic.resize(company.all().size());
    const auto add = [&](const std::string& text, const std::string& language, std::size_t fold) {
        out.rows.push_back({company.features(language::tokenize(text, language, lexicon), language), fold % kFolds});
        return out.rows.size() - 1;
    };
    std::size_t conversation = 0;
    for (const MaterialFile& file : material.files) {
        for (const auto& item : file.conversations) {
            ++conversation;
            for (const Turn& turn : item.interaction.turns) {
                if (turn.speaker == Speaker::kCustomer) add(turn.text, item.interaction.language, conversation);
            }
        }
    }
    out.turns = out.rows.size();
    for (std::size_t t = 0; t < company.all().size(); ++t) {
        const signals::CompanyTopic& topic = company.all()[t];
        std::size_t fold = 0;
        for (const auto& e : topic.examples) out.by_topic[t].push_back({add(e.text, e.language, fold++), true, kExampleWeight});
        for (const auto& e : topic.counter_examples) out.by_topic[t].push_back({add(e.text, e.language, fold++), false, kExampleWeight});
        for (const auto& c : corrections) {
            if (c.topic == topic.id) out.by_topic[t].push_back({add(c.words.text, c.words.language, fold++), c.holds, kCorrectionWeight});
        }
    }
    return out;
}

TopicTable table_of(const std::vector<Row>& all) {
    TopicTable out;
    for (const Row& row : all) out.count(row.features.words, row.features.others);
    out.number(1);
    for (const Row& row : all) out.add(row.features.words, 1, row.features.others);
    return out;
}

bool hits(const Row& row, std::size_t topic) {
    return std::ranges::any_of(row.features.hits, [&](const auto& hit) { return hit.first == topic; });
}

// On all lessons of a topic but those of one fold. A turn of the material that holds the topic's own words may well be
// about it: it teaches nothing.
learning::Logistic fit(const Lessons& lessons, const TopicTable& table, std::size_t topic, std::size_t left_out) {
    std::vector<learning::Labelled> taken;
    for (std::size_t i = 0; i < lessons.turns; ++i) {
        if (lessons.rows[i].fold != left_out && !hits(lessons.rows[i], topic)) taken.push_back({static_cast<std::uint32_t>(i), false});
    }
    for (const Taught& taught : lessons.by_topic[topic]) {
        if (lessons.rows[taught.row].fold == left_out) continue;
        taken.insert(taken.end(), taught.weight, {static_cast<std::uint32_t>(taught.row), taught.holds});
    }
    return learning::Logistic::fit(table.rows(), taken, {.cost = kCost});
}

// Half-way between the examples and the turns of other matters that come nearest to them, seen from outside.
learning::Calibration between(std::vector<double> examples, std::vector<double> others) {
    std::ranges::sort(examples);
    std::ranges::sort(others, std::greater{});
    const double nearest = others.empty() ? 0 : others[static_cast<std::size_t>(kRare * static_cast<double>(others.size()))];
    const double usual = examples.empty() ? nearest : examples[examples.size() / 2];
    const double middle = usual > nearest ? (usual + nearest) / 2 : nearest;
    return {kSureSlope, -kSureSlope * middle};
}

void calibrate(const Lessons& lessons, const TopicTable& table, std::size_t topic, learning::Output& output, CompanyTopicTrial& trial) {
    std::vector<learning::Scored> scored;
    std::vector<double> examples, others;
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
        const auto fitted = fit(lessons, table, topic, fold);
        for (std::size_t i = 0; i < lessons.turns; ++i) {
            if (lessons.rows[i].fold != fold || hits(lessons.rows[i], topic)) continue;
            others.push_back(fitted.score(table.rows(), i));
            scored.push_back({others.back(), false});
        }
        for (const Taught& taught : lessons.by_topic[topic]) {
            if (lessons.rows[taught.row].fold != fold) continue;
            scored.push_back({fitted.score(table.rows(), taught.row), taught.holds});
            if (taught.holds) examples.push_back(scored.back().log_odds);
        }
    }
    output.calibration = examples.size() >= kEnoughToCalibrate ? learning::Calibration::fit(scored) : between(examples, others);
    output.threshold = 0.5;
    trial.examples = examples.size();
    trial.others = others.size();
    trial.recognised = static_cast<std::size_t>(std::ranges::count_if(examples, [&](double s) { return output.calibration(s) >= output.threshold; }));
    trial.mistaken = static_cast<std::size_t>(std::ranges::count_if(others, [&](double s) { return output.calibration(s) >= output.threshold; }));
}

}  // namespace

CompanyTopicTraining train_company_topics(const TrainingMaterial& material, const signals::CompanyTopics& company,
                                          const std::vector<signals::TopicCorrection>& corrections, const language::Lexicon& lexicon) {
    CompanyTopicTraining out;
    if (company.all().empty()) return out;
    const Lessons lessons = lessons_of(material, company, corrections, lexicon);
    const TopicTable table = table_of(lessons.rows);
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::vector<std::string> names;
    std::vector<std::size_t> learned;
    std::vector<learning::Logistic> fitted;
    for (std::size_t t = 0; t < company.all().size(); ++t) {
        if (std::ranges::none_of(lessons.by_topic[t], &Taught::holds)) continue;
        learned.push_back(t);
        names.push_back(company.all()[t].id);
        fitted.push_back(fit(lessons, table, t, kNone));
    }
    out.model = learning::LinearModel::make({"company topics", material.fingerprint, lessons.rows.size()}, table.ids(), table.of_words(), fitted, names);
    for (std::size_t o = 0; o < learned.size(); ++o) {
        out.trials.push_back({.topic = names[o]});
        calibrate(lessons, table, learned[o], out.model.outputs()[o], out.trials.back());
    }
    return out;
}

}  // namespace repere::review
