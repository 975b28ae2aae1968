#include "signals/topics_company.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/files.hpp"
#include "core/yaml_reader.hpp"
#include "signals/topics_evidence.hpp"
#include "signals/word_classes.hpp"
#include "signals/word_lists.hpp"

namespace repere::signals {
namespace {

constexpr std::array<std::string_view, 2> kLanguages{"fr", "en"};
constexpr std::uint64_t kCompanyWords = 0x636f6d70616e79;
constexpr float kWordWeight = 4;   // the norm of a turn's words, against 1 for a word of the topic's list
constexpr float kPairValue = 0.7F;

std::size_t language_index(std::string_view language) { return language == kLanguages[1] ? 1 : 0; }

}  // namespace

// Reads one file; mistakes stay with the reader.
struct CompanyTopics::Loader {
    YamlReader& yaml;
    std::array<PatternContext, 2>& contexts;
    CompanyTopics& out;

    void file() {
        const YAML::Node root = yaml.root();
        if (root.IsNull() || !yaml.expect_map(root, {"topics"})) return;
        if (!root["topics"] || root["topics"].IsNull() || !yaml.expect_map(root["topics"])) return;
        for (const auto& row : root["topics"]) topic(row.first, row.second);
    }

    void topic(const YAML::Node& name, const YAML::Node& body) {
        CompanyTopic one{.id = name.Scalar()};
        const bool taken = guide_topic(one.id) || std::ranges::find(out.all_, one.id, &CompanyTopic::id) != out.all_.end();
        if (taken) return yaml.mistake(name, "signals.topic.taken", {{"name", one.id}});
        if (!yaml.expect_map(body, {"names", "parent", "words", "examples", "counter_examples"})) return;
        if (!body["names"]) {
            yaml.mistake(body, "core.yaml.key_missing", {{"key", "names"}});
        } else if (yaml.expect_map(body["names"], {"fr", "en"})) {
            for (const auto& row : body["names"]) one.names[row.first.Scalar()] = yaml.text_of(row.second).value_or("");
        }
        if (body["parent"]) {
            one.parent = yaml.text_of(body["parent"]).value_or("");
            if (!guide_topic(one.parent)) yaml.mistake(body["parent"], "signals.topic.unknown", {{"name", one.parent}});
        }
        bool told = false;
        each_language(body["words"], [&](std::size_t language, const YAML::Node& at, const std::string& text) {
            told = true;
            auto program = compile_pattern(text, contexts[language]);
            if (!program) return yaml.mistake(at, program.error().key, program.error().details, program.error().at);
            out.words_[language].programs.push_back(std::move(*program));
            out.words_[language].topic_of.push_back(out.all_.size());
        });
        for (auto [key, list] : {std::pair{"examples", &one.examples}, {"counter_examples", &one.counter_examples}}) {
            each_language(body[key], [&](std::size_t language, const YAML::Node&, const std::string& text) {
                list->push_back({std::string(kLanguages[language]), text});
            });
        }
        if (!told && one.examples.empty()) yaml.mistake(name, "signals.topic.nothing_to_tell_by", {{"name", one.id}});
        out.all_.push_back(std::move(one));
    }

    template <class Visit>
    void each_language(const YAML::Node& node, Visit&& visit) {
        if (!node || !yaml.expect_map(node, {"fr", "en"})) return;
        for (const auto& row : node) {
            const std::size_t language = language_index(row.first.Scalar());
            yaml.each_text(row.second, [&](const YAML::Node& at, const std::string& text) { visit(language, at, text); });
        }
    }
};

Result<CompanyTopics> CompanyTopics::load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon) {
    std::vector<std::filesystem::path> files = yaml_files(knowledge / "topics" / "company");
    const auto first = knowledge / "topics" / "company.yaml";
    if (std::filesystem::exists(first)) files.insert(files.begin(), first);
    CompanyTopics out;
    if (files.empty()) return out;
    std::vector<WordClasses> classes;
    for (const auto language : kLanguages) {
        auto read = WordClasses::load(knowledge, language, lexicon);
        if (!read) return fail(read.error());
        classes.push_back(std::move(*read));
    }
    std::array<PatternContext, 2> contexts{PatternContext{kLanguages[0], &lexicon, &classes[0].elisions(), {}},
                                           PatternContext{kLanguages[1], &lexicon, &classes[1].elisions(), {}}};
    std::array<SharedLists, 2> shared{SharedLists(knowledge, contexts[0]), SharedLists(knowledge, contexts[1])};
    for (std::size_t l = 0; l < 2; ++l) contexts[l].list = [&shared, l](std::string_view name) { return shared[l].find(name); };
    for (const auto& file : files) {
        auto yaml = open_yaml(file);
        if (!yaml) return fail(std::move(yaml.error()));
        Loader{*yaml, contexts, out}.file();
        if (!yaml->errors.empty()) return fail(yaml->errors.front());
    }
    for (Words& words : out.words_) {
        for (std::uint32_t p = 0; p < words.programs.size(); ++p) words.index.add(p, words.programs[p]);
        words.index.finish();
    }
    return out;
}

CompanyTurnFeatures CompanyTopics::features(const language::Text& text, std::string_view language) const {
    CompanyTurnFeatures out;
    language::WordHash before = 0;
    each_topic_word(text, [&](const TopicWord& word) {
        out.words.push_back({topic_word(word.lemma), 1});
        if (before != 0) out.words.push_back({topic_pair(before, word.lemma), kPairValue});
        before = word.lemma;
    });
    std::ranges::sort(out.words, {}, &TopicFeature::id);
    const auto repeated = std::ranges::unique(out.words, {}, &TopicFeature::id);
    out.words.erase(repeated.begin(), repeated.end());
    float squares = 0;
    for (const TopicFeature& f : out.words) squares += f.value * f.value;
    for (TopicFeature& f : out.words) f.value *= kWordWeight / std::sqrt(squares);
    find_words(text, language, out);
    return out;
}

void CompanyTopics::find_words(const language::Text& text, std::string_view language, CompanyTurnFeatures& out) const {
    const Words& words = words_[language_index(language)];
    std::vector<Cell> cells(text.tokens.size());
    const TurnView view = view_of(text, cells);
    std::vector<bool> seen(all_.size(), false);
    for (std::uint32_t at = 0; at < view.size(); ++at) {
        words.index.candidates(view, at, [&](std::uint32_t p) {
            const std::size_t topic = words.topic_of[p];
            if (seen[topic]) return;
            const auto match = match_at(words.programs[p], view, at);
            if (!match) return;
            seen[topic] = true;
            out.hits.emplace_back(topic, *match);
            out.others.push_back({learning::feature_id(learning::mix(kCompanyWords, language::hash_of(all_[topic].id))), 1});
        });
    }
}

namespace {

double chance_in(const CompanyTurnFeatures& turn, const learning::LinearModel& model, std::size_t output) {
    const learning::Output& o = model.outputs()[output];
    double words = 0, others = 0;
    for (const TopicFeature& f : turn.words) {
        if (const auto* row = model.find(f.id)) words += static_cast<double>(f.value) * row[output];
    }
    for (const TopicFeature& f : turn.others) {
        if (const auto* row = model.find(f.id)) others += static_cast<double>(f.value) * row[output];
    }
    return o.calibration(o.bias + o.word_step * words + o.other_step * others);
}

struct SureTurn {
    std::size_t turn = 0;
    double chance = 0;
    std::optional<TokenRange> words;
};

// The model's output for each topic; none for a topic that it has not learned.
std::vector<std::optional<std::size_t>> outputs_of(const std::vector<CompanyTopic>& topics, const learning::LinearModel& model) {
    std::vector<std::optional<std::size_t>> out;
    for (const CompanyTopic& topic : topics) {
        const auto found = std::ranges::find(model.outputs(), topic.id, &learning::Output::name);
        out.push_back(found == model.outputs().end() ? std::nullopt : std::optional<std::size_t>(found - model.outputs().begin()));
    }
    return out;
}

// One turn for one topic, where it is sure enough.
std::optional<SureTurn> judge(const CompanyTurnFeatures& turn, std::size_t index, std::size_t topic, const learning::LinearModel& model,
                              std::optional<std::size_t> output) {
    const auto hit = std::ranges::find(turn.hits, topic, [](const auto& h) { return h.first; });
    const auto words = hit == turn.hits.end() ? std::nullopt : std::optional(hit->second);
    if (!output) return words ? std::optional(SureTurn{index, 0.5, words}) : std::nullopt;
    const double chance = chance_in(turn, model, *output);
    return chance >= model.outputs()[*output].threshold ? std::optional(SureTurn{index, chance, words}) : std::nullopt;
}

std::vector<Words> evidence_of(const TopicInput& input, const std::vector<SureTurn>& turns, const learning::LinearModel& model,
                               std::optional<std::size_t> output) {
    std::vector<Words> out;
    for (const SureTurn& turn : turns) {
        if (out.size() == kMostEvidence) break;
        if (turn.words) {
            out.push_back(words_at(input, turn.turn, *turn.words));
        } else if (auto found = heaviest_in(input, turn.turn, model, *output)) {
            out.push_back(std::move(found->words));
        }
    }
    return out;
}

}  // namespace

std::vector<CompanyTopicFound> CompanyTopics::find(const TopicInput& input, const learning::LinearModel& model) const {
    std::vector<CompanyTopicFound> out;
    if (all_.empty()) return out;
    const auto outputs = outputs_of(all_, model);
    std::vector<std::vector<SureTurn>> sure(all_.size());
    for (std::size_t i = 0; i < input.texts.size(); ++i) {
        if (input.interaction.turns[i].speaker == Speaker::kAgent) continue;
        const CompanyTurnFeatures turn = features(input.texts[i], input.language);
        for (std::size_t t = 0; t < all_.size(); ++t) {
            if (const auto found = judge(turn, i, t, model, outputs[t])) sure[t].push_back(*found);
        }
    }
    for (std::size_t t = 0; t < all_.size(); ++t) {
        if (sure[t].empty()) continue;
        std::ranges::stable_sort(sure[t], std::greater{}, &SureTurn::chance);
        const double score = outputs[t] ? sure[t].front().chance : 1 - std::exp2(-static_cast<double>(sure[t].size()));
        out.push_back({{all_[t].id, score, evidence_of(input, sure[t], model, outputs[t])}, all_[t].names, all_[t].parent});
    }
    std::ranges::stable_sort(out, std::greater{}, [](const CompanyTopicFound& found) { return found.topic.score; });
    return out;
}

Result<std::vector<TopicCorrection>> read_topic_corrections(const std::filesystem::path& file, const CompanyTopics& company) {
    std::vector<TopicCorrection> out;
    if (!std::filesystem::exists(file)) return out;
    const auto content = read_file(file);
    if (!content) return fail(content.error());
    std::size_t line = 0;
    for (std::size_t at = 0; at < content->size();) {
        const std::size_t end = std::min(content->find('\n', at), content->size());
        const std::string_view row(content->data() + at, end - at);
        ++line;
        at = end + 1;
        if (row.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const Place place{file.string(), line, 0, ""};
        const auto object = nlohmann::json::parse(row, nullptr, false);
        const auto text_at = [&](const char* key) {
            return object.is_object() && object.contains(key) && object[key].is_string() ? object[key].get<std::string>() : std::string();
        };
        TopicCorrection one{.topic = text_at("topic"), .holds = text_at("answer") == "yes", .words = {text_at("language"), text_at("text")}};
        const bool whole = (one.holds || text_at("answer") == "no") && !one.words.text.empty() && (one.words.language == "fr" || one.words.language == "en");
        if (!whole) return fail(ErrorCode::kConfiguration, "signals.topic.correction_broken", {}, place);
        if (!guide_topic(one.topic) && std::ranges::find(company.all(), one.topic, &CompanyTopic::id) == company.all().end()) {
            return fail(ErrorCode::kConfiguration, "signals.topic.unknown", {{"name", one.topic}}, place);
        }
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace repere::signals
