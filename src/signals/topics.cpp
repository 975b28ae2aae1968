#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/yaml_reader.hpp"
#include "signals/matcher.hpp"
#include "signals/outcome.hpp"
#include "signals/rules.hpp"
#include "signals/word_classes.hpp"
#include "signals/word_lists.hpp"

namespace repere::signals {
namespace {

constexpr std::array<std::string_view, 15> kTopics{"billing", "payment",     "delivery",  "order",       "technical",
                                                   "contract", "cancellation", "account", "appointment", "complaint",
                                                   "information", "sales",   "refund",    "claim",       "other"};
constexpr std::array<std::string_view, 2> kLanguages{"fr", "en"};
constexpr std::size_t kMostTopics = 3;

struct Cue {
    std::uint8_t topic = 0;
    double weight = 0;
    Program program;
};

// The cues of one language and how their weights become topics.
struct TopicBook {
    double enough = 1;         // weight at which a topic stands
    double beside = 0.5;       // share of the best topic's score that another needs
    double opening = 2;        // how much more the customer's first turns weigh
    std::size_t opening_turns = 2;
    double subject = 3;        // how much more an e-mail's subject weighs
    std::uint32_t opening_words = 4;  // a shorter turn ("yes, speaking") says nothing of the matter yet
    double repeats = 0.5;      // what each further turn with the same cue adds, as a share of the one before
    std::vector<Cue> cues;
    std::array<std::array<double, 64>, kTopics.size()> by_signal{};  // weight of a conversation that has the signal
    PatternIndex index;
};

void read_cues(YamlReader& yaml, const YAML::Node& node, std::uint8_t topic, const PatternContext& context,
               TopicBook& out) {
    if (!yaml.expect_list(node)) return;
    for (const auto& entry : node) {
        if (!yaml.expect_map(entry, {"weight", "any"})) continue;
        for (const char* key : {"weight", "any"}) {
            if (!entry[key]) yaml.mistake(entry, "core.yaml.key_missing", {{"key", key}});
        }
        if (!entry["weight"] || !entry["any"]) continue;
        const auto weight = yaml.number_of(entry["weight"], -10, 10);
        yaml.each_text(entry["any"], [&](const YAML::Node& at, const std::string& text) {
            auto program = compile_pattern(text, context);
            if (program) {
                out.cues.push_back({topic, weight.value_or(0), std::move(*program)});
            } else {
                yaml.mistake(at, program.error().key, program.error().details, program.error().at);
            }
        });
    }
}

Result<TopicBook> read_topics(const std::filesystem::path& knowledge, std::string_view language,
                              const language::Lexicon& lexicon) {
    const auto classes = WordClasses::load(knowledge, language, lexicon);
    if (!classes) return fail(classes.error());
    auto opened = open_yaml(knowledge / "topics" / (std::string(language) + ".yaml"));
    if (!opened) return fail(std::move(opened.error()));
    YamlReader& yaml = *opened;
    TopicBook out;
    const YAML::Node root = yaml.root();
    if (!yaml.expect_map(root, {"enough", "beside", "opening", "opening_turns", "opening_words", "subject", "repeats", "topics"})) {
        return fail(yaml.errors.front());
    }
    for (auto [key, value] : {std::pair{"enough", &out.enough}, {"beside", &out.beside}, {"opening", &out.opening},
                              {"subject", &out.subject}, {"repeats", &out.repeats}}) {
        if (root[key]) *value = yaml.number_of(root[key], 0, 100).value_or(*value);
    }
    if (root["opening_turns"]) {
        out.opening_turns = static_cast<std::size_t>(yaml.number_of(root["opening_turns"], 0, 100).value_or(0));
    }
    if (root["opening_words"]) {
        out.opening_words = static_cast<std::uint32_t>(yaml.number_of(root["opening_words"], 0, 100).value_or(0));
    }
    const PatternContext bare{language, &lexicon, &classes->elisions(), {}};
    SharedLists shared(knowledge, bare);
    PatternContext context = bare;
    context.list = [&](std::string_view name) { return shared.find(name); };
    if (!root["topics"]) {
        yaml.mistake(root, "core.yaml.key_missing", {{"key", "topics"}});
    } else if (yaml.expect_map(root["topics"])) {
        for (const auto& row : root["topics"]) {
            const auto found = std::find(kTopics.begin(), kTopics.end(), row.first.Scalar());
            if (found == kTopics.end()) {
                yaml.mistake(row.first, "signals.topic.unknown", {{"name", row.first.Scalar()}});
                continue;
            }
            const auto topic = static_cast<std::uint8_t>(found - kTopics.begin());
            if (!yaml.expect_map(row.second, {"cues", "signals"})) continue;
            if (row.second["cues"]) read_cues(yaml, row.second["cues"], topic, context, out);
            if (row.second["signals"] && yaml.expect_map(row.second["signals"])) {
                for (const auto& hint : row.second["signals"]) {
                    const SignalInfo* info = find_signal(hint.first.Scalar());
                    if (info == nullptr) {
                        yaml.mistake(hint.first, "signals.signal.unknown", {{"name", hint.first.Scalar()}});
                        continue;
                    }
                    out.by_signal[topic][static_cast<std::size_t>(info - all_signals().data())] =
                        yaml.number_of(hint.second, -10, 10).value_or(0);
                }
            }
        }
    }
    if (!shared.errors().empty()) return fail(shared.errors().front());
    if (!yaml.errors.empty()) return fail(yaml.errors.front());
    for (std::uint32_t c = 0; c < out.cues.size(); ++c) out.index.add(c, out.cues[c].program);
    out.index.finish();
    return out;
}

}  // namespace

struct TopicModel::Impl {
    std::vector<TopicBook> books;  // in the order of kLanguages
};

TopicModel::TopicModel(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TopicModel::TopicModel(TopicModel&&) noexcept = default;
TopicModel& TopicModel::operator=(TopicModel&&) noexcept = default;
TopicModel::~TopicModel() = default;

Result<TopicModel> TopicModel::load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon) {
    auto impl = std::make_unique<Impl>();
    for (const std::string_view language : kLanguages) {
        auto book = read_topics(knowledge, language, lexicon);
        if (!book) return fail(std::move(book.error()));
        impl->books.push_back(std::move(*book));
    }
    return TopicModel(std::move(impl));
}

std::vector<Topic> TopicModel::topics(const Interaction& interaction, const std::vector<Moment>& moments,
                                      const std::vector<language::Text>& texts, std::string_view language) const {
    const TopicBook& book = impl_->books[language == kLanguages[1] ? 1 : 0];
    std::array<double, kTopics.size()> weights{};
    std::vector<double> share(book.cues.size(), 1);     // what the next turn with this cue counts
    std::vector<std::uint32_t> seen(book.cues.size());  // the last turn (from 1) with this cue
    std::vector<Cell> cells;
    std::size_t customer_turns = 0;
    const std::size_t count = std::min(texts.size(), interaction.turns.size());
    for (std::uint32_t i = 0; i < count; ++i) {
        cells.resize(std::max(cells.size(), texts[i].tokens.size()));
        const TurnView view = view_of(texts[i], std::span(cells).first(texts[i].tokens.size()));
        const Turn& turn = interaction.turns[i];
        const bool tells = turn.speaker == Speaker::kCustomer && view.words >= book.opening_words;
        const double body = tells && customer_turns++ < book.opening_turns ? book.opening : 1;
        const std::size_t subject_end = i == 0 && interaction.channel == Channel::kEmail ? turn.text.find('\n') : 0;
        for (std::uint32_t at = 0; at < view.size(); ++at) {
            const bool in_subject = subject_end != std::string::npos && texts[i].tokens[at].begin_byte < subject_end;
            const double place = in_subject ? book.subject : body;
            book.index.candidates(view, at, [&](std::uint32_t c) {
                if (seen[c] == i + 1 || !match_at(book.cues[c].program, view, at)) return;
                seen[c] = i + 1;
                weights[book.cues[c].topic] += book.cues[c].weight * place * share[c];
                share[c] *= book.repeats;
            });
        }
    }
    SignalSet signals = 0;
    for (const Moment& m : moments) {
        if (const SignalInfo* info = find_signal(m.signal)) signals |= SignalSet{1} << (info - all_signals().data());
    }
    std::vector<Topic> out;
    for (std::size_t t = 0; t < kTopics.size(); ++t) {
        for (std::size_t s = 0; s < all_signals().size(); ++s) {
            if ((signals >> s & 1U) != 0) weights[t] += book.by_signal[t][s];
        }
        // A topic that is spoken of all along weighs little more than one that is clearly named.
        if (weights[t] >= book.enough) out.push_back({std::string(kTopics[t]), 1 - std::exp(-weights[t] / (2 * book.enough))});
    }
    std::stable_sort(out.begin(), out.end(), [](const Topic& a, const Topic& b) { return a.score > b.score; });
    while (!out.empty() && (out.size() > kMostTopics || out.back().score < book.beside * out.front().score)) out.pop_back();
    if (out.empty() && count > 0) out.push_back({"other", 0.2});
    return out;
}

}  // namespace repere::signals
