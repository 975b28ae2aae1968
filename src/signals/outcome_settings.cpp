#include "signals/outcome_settings.hpp"

#include "core/yaml_reader.hpp"

namespace repere::signals {
namespace {

// Reads the keys of one section; each must be there.
class Section {
  public:
    Section(YamlReader& yaml, const YAML::Node& parent, const char* name,
            std::initializer_list<std::string_view> keys)
        : yaml_(yaml), node_(parent.IsMap() ? parent[name] : YAML::Node(YAML::NodeType::Undefined)) {
        if (!node_) {
            yaml.mistake(parent, "core.yaml.key_missing", {{"key", name}});
            return;
        }
        good_ = yaml.expect_map(node_, keys);
    }

    YAML::Node find(const char* key) {
        if (!good_) return YAML::Node(YAML::NodeType::Undefined);
        YAML::Node value = node_[key];
        if (!value) yaml_.mistake(node_, "core.yaml.key_missing", {{"key", key}});
        return value;
    }
    void count(const char* key, std::size_t& into) {
        if (const auto node = find(key); node)
            into = static_cast<std::size_t>(yaml_.number_of(node, 0, 1000).value_or(0));
    }
    void number(const char* key, double& into, double least = 0, double most = 1) {
        if (const auto node = find(key); node) into = yaml_.number_of(node, least, most).value_or(0);
    }

  private:
    YamlReader& yaml_;
    const YAML::Node node_;
    bool good_ = false;
};

// Signal → number; `all` stands for the signals that are not named, where `everyone` allows it.
void read_by_signal(YamlReader& yaml, const YAML::Node& map, double least, double most, bool everyone,
                    std::array<double, kSignals>& into) {
    if (!map || !yaml.expect_map(map)) return;
    if (everyone && map["all"]) into.fill(yaml.number_of(map["all"], least, most).value_or(0));
    for (const auto& row : map) {
        const std::string name = row.first.Scalar();
        if (everyone && name == "all") continue;
        if (const SignalInfo* info = find_signal(name)) {
            into[index_of(*info)] = yaml.number_of(row.second, least, most).value_or(0);
        } else {
            yaml.mistake(row.first, "signals.signal.unknown", {{"name", name}});
        }
    }
}

// Lists of words of words.<language>.yaml → number.
void read_by_cue(YamlReader& yaml, const YAML::Node& map, double least, double most,
                 std::array<double, kCues>& into) {
    if (!map || !yaml.expect_map(map)) return;
    for (const auto& row : map) {
        const std::string name = row.first.Scalar();
        if (const auto cue = customer_cue(name)) {
            into[static_cast<std::size_t>(*cue)] = yaml.number_of(row.second, least, most).value_or(0);
        } else {
            yaml.mistake(row.first, "signals.outcome.cue_unknown", {{"name", name}});
        }
    }
}

void read_mood(YamlReader& yaml, OutcomeSettings::Mood& mood) {
    constexpr double kLeast = -5;
    constexpr double kMost = 5;
    const YAML::Node parent = yaml.root()["mood"];
    Section whole(yaml, yaml.root(), "mood", {"opening_turns", "closing_turns", "start", "end", "curve"});
    whole.count("opening_turns", mood.opening_turns);
    whole.count("closing_turns", mood.closing_turns);
    if (!parent) return;

    Section start(yaml, parent, "start", {"usual", "signals"});
    start.number("usual", mood.start.usual, kLeast, kMost);
    read_by_signal(yaml, start.find("signals"), kLeast, kMost, false, mood.start.signals);

    Section end(yaml, parent, "end", {"usual", "signals", "anywhere", "words", "unhappy_turns"});
    end.number("usual", mood.end.usual, kLeast, kMost);
    end.number("unhappy_turns", mood.end.unhappy_turns, kLeast, kMost);
    read_by_signal(yaml, end.find("signals"), kLeast, kMost, false, mood.end.signals);
    read_by_signal(yaml, end.find("anywhere"), kLeast, kMost, false, mood.end.anywhere);
    read_by_cue(yaml, end.find("words"), kLeast, kMost, mood.end.words);

    Section curve(yaml, parent, "curve", {"carried", "rise", "signals"});
    curve.number("carried", mood.curve.carried);
    curve.number("rise", mood.curve.rise, 0, kMost);
    read_by_signal(yaml, curve.find("signals"), kLeast, kMost, false, mood.curve.signals);
}

}  // namespace

Result<OutcomeSettings> OutcomeSettings::load(const std::filesystem::path& knowledge) {
    auto opened = open_yaml(knowledge / "outcome" / "outcome.yaml");
    if (!opened) return fail(std::move(opened.error()));
    YamlReader& yaml = *opened;
    OutcomeSettings out;
    const YAML::Node root = yaml.root();
    if (!yaml.expect_map(
            root, {"trusted", "escalation", "resolution", "opportunity", "mood", "promises", "unanswered", "causes"})) {
        return fail(yaml.errors.front());
    }
    read_by_signal(yaml, root["trusted"], 0, 1, true, out.trusted);

    Section escalation(yaml, root, "escalation", {"timely_turns", "halves_apart"});
    escalation.count("timely_turns", out.escalation.timely_turns);
    escalation.count("halves_apart", out.escalation.halves_apart);

    Section resolution(yaml, root, "resolution", {"plain_hostility"});
    resolution.number("plain_hostility", out.resolution.plain_hostility);

    Section opportunity(yaml, root, "opportunity", {"pressures"});
    opportunity.count("pressures", out.opportunity.pressures);

    read_mood(yaml, out.mood);

    Section promises(yaml, root, "promises", {"clause_words"});
    promises.count("clause_words", out.promises.clause_words);

    Section unanswered(yaml, root, "unanswered", {"turns", "same", "fewest_words"});
    unanswered.count("turns", out.unanswered.turns);
    unanswered.number("same", out.unanswered.same);
    unanswered.count("fewest_words", out.unanswered.fewest_words);

    Section causes(yaml, root, "causes", {"enough", "beside", "repeated", "most"});
    causes.number("enough", out.causes.enough, 0, 10);
    causes.number("beside", out.causes.beside);
    causes.number("repeated", out.causes.repeated);
    causes.count("most", out.causes.most);

    if (!yaml.errors.empty()) return fail(yaml.errors.front());
    return out;
}

}  // namespace repere::signals
