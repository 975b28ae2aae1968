#include "signals/rules.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/yaml_reader.hpp"
#include "signals/moment.hpp"
#include "signals/word_classes.hpp"
#include "signals/word_lists.hpp"

namespace repere::signals {
namespace {

constexpr double kMostTurns = 1000;
constexpr double kMostWords = 10000;
constexpr double kMostRules = 100000;

// Reads one file.
class FileReader {
  public:
    FileReader(YamlReader& yaml, PatternContext context, FileLists& lists, std::map<std::string, Place>& known,
               std::vector<Warning>& warnings)
        : yaml_(yaml), context_(std::move(context)), lists_(lists), known_(known), warnings_(warnings) {
        context_.list = [this](std::string_view name) { return lists_.find(name); };
    }

    void read(std::vector<Rule>& out) {
        const YAML::Node root = yaml_.root();
        if (!yaml_.expect_map(root, {"signal", "language", "confidence", "define", "rules"})) return;
        for (const char* key : {"signal", "language", "confidence", "rules"}) {
            if (!root[key]) yaml_.mistake(root, "core.yaml.key_missing", {{"key", key}});
        }
        const auto signal = root["signal"] ? yaml_.text_of(root["signal"]) : std::nullopt;
        const auto language = root["language"] ? yaml_.text_of(root["language"]) : std::nullopt;
        if (!signal || !language || !root["rules"]) return;
        const auto index = signal_index(root["signal"], *signal);
        if (*language != context_.language) {
            yaml_.mistake(root["language"], "signals.rules.language_wrong",
                          {{"language", *language}, {"folder", std::string(context_.language)}});
        }
        if (!index) return;
        signal_ = *index;
        if (root["confidence"]) default_ = yaml_.number_of(root["confidence"], 0.01, 1).value_or(0);
        if (root["define"]) lists_.define(yaml_, root["define"]);
        if (!yaml_.expect_list(root["rules"])) return;
        for (const auto& node : root["rules"]) rule(node, out);
    }

  private:
    std::optional<std::uint8_t> signal_index(const YAML::Node& node, const std::string& id) {
        const SignalInfo* found = find_signal(id);
        if (found != nullptr) return static_cast<std::uint8_t>(found - all_signals().data());
        yaml_.mistake(node, "signals.signal.unknown", {{"name", id}});
        return std::nullopt;
    }

    void patterns(const YAML::Node& node, std::vector<Program>& out) {
        yaml_.each_text(node, [&](const YAML::Node& entry, const std::string& text) {
            std::vector<PatternMistake> doubts;
            auto program = compile_pattern(text, context_, &doubts);
            for (PatternMistake& doubt : doubts) {
                warnings_.push_back({std::move(doubt.key), std::move(doubt.details), yaml_.place(entry, doubt.at)});
            }
            if (program) {
                out.push_back(std::move(*program));
            } else {
                yaml_.mistake(entry, program.error().key, program.error().details, program.error().at);
            }
        });
    }

    SignalSet signal_set(const YAML::Node& node) {
        SignalSet set = 0;
        yaml_.each_text(node, [&](const YAML::Node& entry, const std::string& id) {
            if (const auto index = signal_index(entry, id)) set |= SignalSet{1} << *index;
        });
        return set;
    }

    std::optional<Channel> channel(const YAML::Node& node, const std::string& name) {
        const auto found = channel_from(name);
        if (!found) yaml_.mistake(node, "signals.channel.unknown", {{"name", name}});
        return found;
    }

    std::optional<std::uint32_t> count(const YAML::Node& node, double most) {
        const auto value = yaml_.number_of(node, 1, most);
        return value ? std::optional(static_cast<std::uint32_t>(*value)) : std::nullopt;
    }

    void place_among(const YAML::Node& node, std::optional<std::uint32_t>& first, std::optional<std::uint32_t>& last,
                     std::optional<std::uint32_t>& after) {
        if (!yaml_.expect_map(node, {"first", "last", "after"})) return;
        if (node["first"]) first = count(node["first"], kMostTurns);
        if (node["last"]) last = count(node["last"], kMostTurns);
        if (node["after"]) after = count(node["after"], kMostTurns);
    }

    void where(const YAML::Node& node, Conditions& out) {
        if (!yaml_.expect_map(node, {"turns", "position", "channels", "previous_signals", "not_previous_signals", "seen",
                                     "not_seen", "previous", "turn_has", "turn_lacks", "question", "min_words",
                                     "max_words"})) {
            return;
        }
        if (node["turns"]) place_among(node["turns"], out.own_first, out.own_last, out.own_after);
        if (node["position"]) place_among(node["position"], out.any_first, out.any_last, out.any_after);
        if (node["channels"]) {
            yaml_.each_text(node["channels"], [&](const YAML::Node& entry, const std::string& name) {
                if (const auto found = channel(entry, name)) {
                    out.channels |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(*found));
                }
            });
        }
        for (auto [key, set] : {std::pair{"previous_signals", &out.previous_signals},
                                {"not_previous_signals", &out.not_previous_signals},
                                {"seen", &out.seen},
                                {"not_seen", &out.not_seen}}) {
            if (node[key]) *set = signal_set(node[key]);
        }
        for (auto [key, list] : {std::pair{"previous", &out.previous},
                                 {"turn_has", &out.turn_has},
                                 {"turn_lacks", &out.turn_lacks}}) {
            if (node[key]) patterns(node[key], *list);
        }
        if (node["question"]) out.question = yaml_.truth_of(node["question"]);
        if (node["min_words"]) out.min_words = count(node["min_words"], kMostWords);
        if (node["max_words"]) out.max_words = count(node["max_words"], kMostWords);
    }

    void examples(const YAML::Node& list, bool should_match, Rule& out) {
        if (!yaml_.expect_list(list)) return;
        for (const auto& node : list) {
            RuleExample example;
            example.should_match = should_match;
            example.place = yaml_.place(node);
            if (node.IsMap()) {
                if (!yaml_.expect_map(node, {"text", "previous", "previous_signals", "channel"})) continue;
                if (node["text"]) example.text = yaml_.text_of(node["text"]).value_or("");
                if (node["previous"]) example.previous = yaml_.text_of(node["previous"]).value_or("");
                if (node["previous_signals"]) example.previous_signals = signal_set(node["previous_signals"]);
                if (node["channel"]) {
                    if (const auto name = yaml_.text_of(node["channel"])) example.channel = channel(node["channel"], *name);
                }
                if (!node["text"]) yaml_.mistake(node, "core.yaml.key_missing", {{"key", "text"}});
            } else {
                example.text = yaml_.text_of(node).value_or("");
            }
            if (!example.text.empty()) out.examples.push_back(std::move(example));
        }
    }

    void rule(const YAML::Node& node, std::vector<Rule>& out) {
        if (!yaml_.expect_map(node, {"id", "any", "unless", "where", "confidence", "veto", "examples", "counterexamples",
                                     "note"})) {
            return;
        }
        Rule rule;
        rule.signal = signal_;
        rule.confidence = default_;
        rule.place = yaml_.place(node);
        for (const char* key : {"id", "any"}) {
            if (!node[key]) yaml_.mistake(node, "core.yaml.key_missing", {{"key", key}});
        }
        if (!node["id"] || !node["any"]) return;
        const auto id = count(node["id"], kMostRules);
        if (!id) return;
        rule.source = "rule:" + std::string(context_.language) + "." + std::string(all_signals()[signal_].id) + "." +
                      std::to_string(*id);
        if (!known_.emplace(rule.source, rule.place).second) {
            yaml_.mistake(node["id"], "signals.rules.id_twice", {{"id", std::to_string(*id)}});
        }
        patterns(node["any"], rule.any);
        if (node["any"].IsSequence() && node["any"].size() == 0) yaml_.mistake(node["any"], "signals.list.empty");
        if (node["unless"]) patterns(node["unless"], rule.unless);
        if (node["where"]) where(node["where"], rule.where);
        if (node["confidence"]) rule.confidence = yaml_.number_of(node["confidence"], 0.01, 1).value_or(0);
        if (node["veto"]) rule.veto = yaml_.truth_of(node["veto"]).value_or(false);
        if (node["examples"]) examples(node["examples"], true, rule);
        if (node["counterexamples"]) examples(node["counterexamples"], false, rule);
        out.push_back(std::move(rule));
    }

    YamlReader& yaml_;
    PatternContext context_;
    FileLists& lists_;
    std::map<std::string, Place>& known_;
    std::vector<Warning>& warnings_;
    std::uint8_t signal_ = 0;
    double default_ = 0;
};

}  // namespace

RuleSet read_rules(const std::filesystem::path& knowledge, std::string_view language, const language::Lexicon& lexicon,
                   const WordClasses& classes) {
    RuleSet out;
    const PatternContext context{language, &lexicon, &classes.elisions(), {}};
    SharedLists shared(knowledge, context);
    std::map<std::string, Place> known;
    for (const auto& file : yaml_files(knowledge / "signals" / language)) {
        auto yaml = open_yaml(file);
        if (!yaml) {
            out.errors.push_back(std::move(yaml.error()));
            continue;
        }
        FileLists lists(shared, context);
        FileReader(*yaml, context, lists, known, out.warnings).read(out.rules);
        out.content += yaml->text();
        out.errors.insert(out.errors.end(), yaml->errors.begin(), yaml->errors.end());
    }
    out.errors.insert(out.errors.end(), shared.errors().begin(), shared.errors().end());
    return out;
}

}  // namespace repere::signals
