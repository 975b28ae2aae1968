#include "signals/topics.hpp"

#include <algorithm>
#include <optional>

#include "signals/topics_company.hpp"
#include "signals/topics_evidence.hpp"
#include "signals/topics_features.hpp"

namespace repere::signals {
namespace {

constexpr double kPlausible = 0.15;  // probability from which the best topic is said although it misses its threshold
constexpr double kUnknown = 0.2;     // score of "other" where nothing speaks for any topic

// The strongest cues of the word lists, one a turn.
void add_cues(const TopicInput& input, const TopicBook& book, const CueReading& reading, std::size_t topic, Topic& out) {
    std::vector<const CueHit*> hits;
    for (const CueHit& hit : reading.hits) {
        if (book.topic_of(hit.cue) == topic && hit.weight > 0) hits.push_back(&hit);
    }
    std::ranges::stable_sort(hits, std::greater{}, &CueHit::weight);
    for (const CueHit* hit : hits) {
        if (out.evidence.size() == kMostEvidence) return;
        if (std::ranges::any_of(out.evidence, [&](const Words& w) { return w.turn == hit->turn; })) continue;
        out.evidence.push_back(words_at(input, hit->turn, hit->tokens));
    }
}

// The stretch of words that weighs most for one output of the model; those of the opening count double.
std::optional<Words> heaviest(const TopicInput& input, const CueReading& reading, const learning::LinearModel& model, std::size_t output) {
    std::optional<Heaviest> best;
    for (std::size_t i = 0; i < input.texts.size(); ++i) {
        auto found = heaviest_in(input, i, model, output);
        if (!found) continue;
        if (reading.places[i] == TopicPlace::kOpening) found->weight *= 2;
        if (!best || found->weight > best->weight) best = std::move(found);
    }
    if (!best) return std::nullopt;
    return std::move(best->words);
}

std::vector<double> probabilities(const learning::LinearModel& model, const TopicFeatures& features) {
    const std::size_t width = model.outputs().size();
    std::vector<double> words(width, 0), others(width, 0);
    std::vector<const std::int8_t*> rows;
    const auto add = [&](const std::vector<TopicFeature>& from, std::vector<double>& sums) {
        model.find(from, rows);
        for (std::size_t k = 0; k < from.size(); ++k) {
            if (rows[k] == nullptr) continue;
            for (std::size_t o = 0; o < width; ++o) sums[o] += static_cast<double>(from[k].value) * rows[k][o];
        }
    };
    add(features.words, words);
    add(features.others, others);
    std::vector<double> out;
    for (std::size_t o = 0; o < width; ++o) {
        const learning::Output& output = model.outputs()[o];
        const double log_odds = output.bias + output.word_step * static_cast<double>(features.scale) * words[o] + output.other_step * others[o];
        out.push_back(output.calibration(log_odds));
    }
    return out;
}

}  // namespace

std::vector<std::size_t> chosen_topics(std::span<const learning::Output> outputs, std::span<const double> probabilities) {
    std::vector<std::size_t> order(outputs.size());
    for (std::size_t o = 0; o < order.size(); ++o) order[o] = o;
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t o) { return probabilities[o]; });
    std::vector<std::size_t> out;
    for (const std::size_t o : order) {
        if (out.size() < kMostTopics && probabilities[o] >= outputs[o].threshold) out.push_back(o);
    }
    if (out.empty() && !order.empty() && probabilities[order.front()] >= kPlausible) out.push_back(order.front());
    return out;
}

struct TopicModel::Impl {
    TopicReader reader;
    learning::LinearModel model;  // empty: the word lists decide alone
    CompanyTopics company;
    learning::LinearModel company_model;
};

TopicModel::TopicModel(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TopicModel::TopicModel(TopicModel&&) noexcept = default;
TopicModel& TopicModel::operator=(TopicModel&&) noexcept = default;
TopicModel::~TopicModel() = default;

Result<TopicModel> TopicModel::load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon) {
    auto reader = TopicReader::load(knowledge, lexicon);
    if (!reader) return fail(std::move(reader.error()));
    auto company = CompanyTopics::load(knowledge, lexicon);
    if (!company) return fail(std::move(company.error()));
    return TopicModel(std::make_unique<Impl>(Impl{std::move(*reader), {}, std::move(*company), {}}));
}

Result<TopicModel> TopicModel::load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon,
                                    const std::filesystem::path& models) {
    auto out = load(knowledge, lexicon);
    if (!out) return out;
    const auto file = models / "topics.model";
    auto model = learning::LinearModel::open(file);
    if (!model) return fail(model.error());
    const bool fits = std::ranges::all_of(model->outputs(), [](const auto& o) { return guide_topic(o.name).has_value(); });
    if (!fits) return fail(ErrorCode::kInvalidInput, "learning.model.broken", {}, {file.string()});
    out->learn(std::move(*model));
    const auto own = models / "company_topics.model";
    if (std::filesystem::exists(own)) {
        auto company = learning::LinearModel::open(own);
        if (!company) return fail(company.error());
        out->impl_->company_model = std::move(*company);
    }
    return out;
}

const TopicReader& TopicModel::reader() const { return impl_->reader; }
const CompanyTopics& TopicModel::company() const { return impl_->company; }
void TopicModel::learn(learning::LinearModel model) { impl_->model = std::move(model); }

std::vector<Topic> TopicModel::topics(const TopicInput& input) const {
    if (input.texts.empty()) return {};
    const TopicBook& book = impl_->reader.book(input.language);
    std::vector<Topic> out;
    if (impl_->model.empty()) {
        const CueReading reading = book.read(input);
        out = book.topics(reading);
        for (Topic& t : out) add_cues(input, book, reading, *guide_topic(t.id), t);
    } else {
        const TopicFeatures features = impl_->reader.features(input);
        const auto& outputs = impl_->model.outputs();
        const auto chances = probabilities(impl_->model, features);
        for (const std::size_t o : chosen_topics(outputs, chances)) {
            Topic topic{outputs[o].name, chances[o], {}};
            add_cues(input, book, features.cues, *guide_topic(topic.id), topic);
            if (topic.evidence.empty()) {
                if (auto words = heaviest(input, features.cues, impl_->model, o)) topic.evidence.push_back(std::move(*words));
            }
            out.push_back(std::move(topic));
        }
    }
    if (out.empty()) out.push_back({"other", kUnknown, {}});
    return out;
}

std::vector<CompanyTopicFound> TopicModel::company_topics(const TopicInput& input) const {
    return impl_->company.find(input, impl_->company_model);
}

}  // namespace repere::signals
