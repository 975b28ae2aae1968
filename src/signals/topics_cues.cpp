#include "signals/topics_cues.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "signals/word_classes.hpp"
#include "signals/word_lists.hpp"

namespace repere::signals {

std::optional<std::size_t> guide_topic(std::string_view id) {
    const auto found = std::ranges::find(kGuideTopics, id);
    if (found == kGuideTopics.end()) return std::nullopt;
    return static_cast<std::size_t>(found - kGuideTopics.begin());
}

// Reads one file into a book; mistakes stay with the reader.
struct TopicBook::Loader {
    YamlReader& yaml;
    const PatternContext& context;
    TopicBook& out;

    void settings(const YAML::Node& root) {
        for (auto [key, value] : {std::pair{"enough", &out.enough_}, {"beside", &out.beside_}, {"opening", &out.opening_},
                                  {"subject", &out.subject_}, {"repeats", &out.repeats_}}) {
            if (root[key]) *value = yaml.number_of(root[key], 0, 100).value_or(*value);
        }
        if (root["opening_turns"]) {
            out.opening_turns_ = static_cast<std::size_t>(yaml.number_of(root["opening_turns"], 0, 100).value_or(0));
        }
        if (root["opening_words"]) {
            out.opening_words_ = static_cast<std::uint32_t>(yaml.number_of(root["opening_words"], 0, 100).value_or(0));
        }
    }

    void topic(const YAML::Node& name, const YAML::Node& body) {
        const auto found = guide_topic(name.Scalar());
        if (!found) return yaml.mistake(name, "signals.topic.unknown", {{"name", name.Scalar()}});
        if (!yaml.expect_map(body, {"cues", "signals"})) return;
        if (body["cues"]) cues(body["cues"], *found);
        if (!body["signals"] || !yaml.expect_map(body["signals"])) return;
        for (const auto& hint : body["signals"]) {
            const SignalInfo* info = find_signal(hint.first.Scalar());
            if (info == nullptr) {
                yaml.mistake(hint.first, "signals.signal.unknown", {{"name", hint.first.Scalar()}});
                continue;
            }
            out.by_signal_[*found][static_cast<std::size_t>(info - all_signals().data())] =
                yaml.number_of(hint.second, -10, 10).value_or(0);
        }
    }

    void cues(const YAML::Node& list, std::size_t topic) {
        if (!yaml.expect_list(list)) return;
        for (const auto& entry : list) {
            if (!yaml.expect_map(entry, {"weight", "any"})) continue;
            for (const char* key : {"weight", "any"}) {
                if (!entry[key]) yaml.mistake(entry, "core.yaml.key_missing", {{"key", key}});
            }
            if (!entry["weight"] || !entry["any"]) continue;
            const auto weight = yaml.number_of(entry["weight"], -10, 10);
            yaml.each_text(entry["any"], [&](const YAML::Node& at, const std::string& text) {
                auto program = compile_pattern(text, context);
                if (program) {
                    out.cues_.push_back({topic, weight.value_or(0), language::hash_of(text), std::move(*program)});
                } else {
                    yaml.mistake(at, program.error().key, program.error().details, program.error().at);
                }
            });
        }
    }
};

Result<TopicBook> TopicBook::load(const std::filesystem::path& knowledge, std::string_view language,
                                  const language::Lexicon& lexicon) {
    const auto classes = WordClasses::load(knowledge, language, lexicon);
    if (!classes) return fail(classes.error());
    auto opened = open_yaml(knowledge / "topics" / (std::string(language) + ".yaml"));
    if (!opened) return fail(std::move(opened.error()));
    YamlReader& yaml = *opened;
    const YAML::Node root = yaml.root();
    if (!yaml.expect_map(root, {"enough", "beside", "opening", "opening_turns", "opening_words", "subject", "repeats", "topics"})) {
        return fail(yaml.errors.front());
    }
    const PatternContext bare{language, &lexicon, &classes->elisions(), {}};
    SharedLists shared(knowledge, bare);
    PatternContext context = bare;
    context.list = [&](std::string_view name) { return shared.find(name); };
    TopicBook out;
    Loader loader{yaml, context, out};
    loader.settings(root);
    if (!root["topics"]) {
        yaml.mistake(root, "core.yaml.key_missing", {{"key", "topics"}});
    } else if (yaml.expect_map(root["topics"])) {
        for (const auto& row : root["topics"]) loader.topic(row.first, row.second);
    }
    if (!shared.errors().empty()) return fail(shared.errors().front());
    if (!yaml.errors.empty()) return fail(yaml.errors.front());
    for (std::uint32_t c = 0; c < out.cues_.size(); ++c) out.index_.add(c, out.cues_[c].program);
    out.index_.finish();
    return out;
}

std::vector<TopicPlace> TopicBook::places(const TopicInput& input) const {
    std::vector<TopicPlace> out;
    out.reserve(input.texts.size());
    std::size_t told = 0;
    for (std::size_t i = 0; i < input.texts.size(); ++i) {
        const bool customer = input.interaction.turns[i].speaker == Speaker::kCustomer;
        out.push_back(customer ? TopicPlace::kCustomer : TopicPlace::kAgent);
        if (!customer || told >= opening_turns_) continue;
        std::uint32_t words = 0;
        for (const language::Token& t : input.texts[i].tokens) {
            if (t.kind != language::TokenKind::kPunctuation && t.kind != language::TokenKind::kSymbol && !t.filler) ++words;
        }
        if (words < opening_words_) continue;
        ++told;
        out.back() = TopicPlace::kOpening;
    }
    return out;
}

CueReading TopicBook::read(const TopicInput& input) const {
    CueReading out;
    out.places = places(input);
    std::vector<double> share(cues_.size(), 1);     // what the next turn with this cue counts
    std::vector<std::uint32_t> seen(cues_.size());  // the last turn (from 1) with this cue
    std::vector<Cell> cells;
    for (std::uint32_t i = 0; i < input.texts.size(); ++i) {
        const language::Text& text = input.texts[i];
        cells.resize(std::max(cells.size(), text.tokens.size()));
        const TurnView view = view_of(text, std::span(cells).first(text.tokens.size()));
        const double body = out.places[i] == TopicPlace::kOpening ? opening_ : 1;
        const std::size_t subject_end =
            i == 0 && input.interaction.channel == Channel::kEmail ? input.interaction.turns[i].text.find('\n') : 0;
        for (std::uint32_t at = 0; at < view.size(); ++at) {
            const bool in_subject = subject_end != std::string::npos && text.tokens[at].begin_byte < subject_end;
            const double place = in_subject ? subject_ : body;
            index_.candidates(view, at, [&](std::uint32_t c) {
                if (seen[c] == i + 1) return;
                const auto match = match_at(cues_[c].program, view, at);
                if (!match) return;
                seen[c] = i + 1;
                const double weight = cues_[c].weight * place * share[c];
                out.weights[cues_[c].topic] += weight;
                out.hits.push_back({c, i, *match, weight});
                share[c] *= repeats_;
            });
        }
    }
    SignalSet signals = 0;
    for (const Moment& m : input.moments) {
        if (const SignalInfo* info = find_signal(m.signal)) signals |= SignalSet{1} << (info - all_signals().data());
    }
    for (std::size_t t = 0; t < kGuideTopics.size(); ++t) {
        for (std::size_t s = 0; s < all_signals().size(); ++s) {
            if ((signals >> s & 1U) != 0) out.weights[t] += by_signal_[t][s];
        }
    }
    return out;
}

double TopicBook::score(const CueReading& reading, std::size_t topic) const {
    // A topic that is spoken of all along weighs little more than one that is clearly named.
    return 1 - std::exp(-std::max(0.0, reading.weights[topic]) / (2 * enough_));
}

std::vector<Topic> TopicBook::topics(const CueReading& reading) const {
    std::vector<Topic> out;
    for (std::size_t t = 0; t < kGuideTopics.size(); ++t) {
        if (reading.weights[t] >= enough_) out.push_back({std::string(kGuideTopics[t]), score(reading, t), {}});
    }
    std::ranges::stable_sort(out, std::greater{}, &Topic::score);
    while (!out.empty() && (out.size() > kMostTopics || out.back().score < beside_ * out.front().score)) out.pop_back();
    return out;
}

}  // namespace repere::signals
