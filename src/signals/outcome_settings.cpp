#include "signals/outcome_settings.hpp"

#include "core/yaml_reader.hpp"

namespace repere::signals {
namespace {

// Reads the keys of one section; each must be there.
class Section {
  public:
    Section(YamlReader& yaml, const char* name, std::initializer_list<std::string_view> keys)
        : yaml_(yaml), node_(yaml.root()[name]) {
        if (!node_) {
            yaml.mistake(yaml.root(), "core.yaml.key_missing", {{"key", name}});
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
        if (const auto node = find(key); node) into = static_cast<std::size_t>(yaml_.number_of(node, 0, 1000).value_or(0));
    }
    void share(const char* key, double& into) {
        if (const auto node = find(key); node) into = yaml_.number_of(node, 0, 1).value_or(0);
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

}  // namespace

Result<OutcomeSettings> OutcomeSettings::load(const std::filesystem::path& knowledge) {
    auto opened = open_yaml(knowledge / "outcome" / "outcome.yaml");
    if (!opened) return fail(std::move(opened.error()));
    YamlReader& yaml = *opened;
    OutcomeSettings out;
    if (!yaml.expect_map(yaml.root(), {"trusted", "escalation", "resolution", "opportunity", "mood"})) {
        return fail(yaml.errors.front());
    }
    read_by_signal(yaml, yaml.root()["trusted"], 0, 1, true, out.trusted);

    Section escalation(yaml, "escalation", {"timely_turns", "halves_apart"});
    escalation.count("timely_turns", out.escalation.timely_turns);
    escalation.count("halves_apart", out.escalation.halves_apart);

    Section resolution(yaml, "resolution", {"plain_hostility"});
    resolution.share("plain_hostility", out.resolution.plain_hostility);

    Section opportunity(yaml, "opportunity", {"pressures"});
    opportunity.count("pressures", out.opportunity.pressures);

    Section mood(yaml, "mood", {"opening_turns", "closing_turns", "carried", "weights"});
    mood.count("opening_turns", out.mood.opening_turns);
    mood.count("closing_turns", out.mood.closing_turns);
    mood.share("carried", out.mood.carried);
    read_by_signal(yaml, mood.find("weights"), -5, 5, false, out.mood.weights);

    if (!yaml.errors.empty()) return fail(yaml.errors.front());
    return out;
}

}  // namespace repere::signals
