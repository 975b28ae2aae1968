#include "privacy/name_weights.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "core/yaml_reader.hpp"

namespace repere::privacy {
namespace {

template <class Group>
struct Weight {
    std::string_view name;
    double Group::*value;
};

using Own = NameWeights::Own;
using Against = NameWeights::Against;
using Around = NameWeights::Around;
using Announced = NameWeights::Announced;

constexpr std::array kOwn = std::to_array<Weight<Own>>({
    {"first_name_and_more", &Own::first_name_and_more},
    {"first_name_and_more_capital", &Own::first_name_and_more_capital},
    {"first_name", &Own::first_name},
    {"first_name_also_word", &Own::first_name_also_word},
    {"dictionary_first_name", &Own::dictionary_first_name},
    {"dictionary_first_name_capital", &Own::dictionary_first_name_capital},
    {"initials", &Own::initials},
    {"holds_first_name", &Own::holds_first_name},
    {"holds_first_name_capital", &Own::holds_first_name_capital},
    {"listed_word", &Own::listed_word},
    {"listed_everyday_word", &Own::listed_everyday_word},
    {"capitals", &Own::capitals},
    {"capitals_opening", &Own::capitals_opening},
    {"capital", &Own::capital},
    {"capital_opening", &Own::capital_opening},
    {"unheard_pair", &Own::unheard_pair},
    {"unheard_surname", &Own::unheard_surname},
});

constexpr std::array kAgainst = std::to_array<Weight<Against>>({
    {"place_before", &Against::place_before},
    {"place_before_first_name", &Against::place_before_first_name},
    {"article_before", &Against::article_before},
    {"company_after", &Against::company_after},
});

constexpr std::array kAround = std::to_array<Weight<Around>>({
    {"second_sign", &Around::second_sign},
    {"greeting_before", &Around::greeting_before},
    {"greeting_before_mark", &Around::greeting_before_mark},
    {"addressed", &Around::addressed},
    {"role_before", &Around::role_before},
    {"role_before_company", &Around::role_before_company},
    {"role_presents", &Around::role_presents},
    {"introduced", &Around::introduced},
    {"introduced_mark", &Around::introduced_mark},
    {"perhaps_introduced", &Around::perhaps_introduced},
    {"perhaps_introduced_mark", &Around::perhaps_introduced_mark},
    {"speaking_after", &Around::speaking_after},
    {"relative_after", &Around::relative_after},
    {"greeting_after_agent", &Around::greeting_after_agent},
    {"greeting_after", &Around::greeting_after},
    {"company_after_agent", &Around::company_after_agent},
    {"opening_agent", &Around::opening_agent},
    {"name_asked", &Around::name_asked},
    {"identity_asked", &Around::identity_asked},
    {"identity_asked_end", &Around::identity_asked_end},
    {"customer_opens", &Around::customer_opens},
    {"alone", &Around::alone},
    {"end_agent", &Around::end_agent},
    {"end", &Around::end},
    {"number_after", &Around::number_after},
    {"birth_after", &Around::birth_after},
    {"list_after", &Around::list_after},
    {"name_after", &Around::name_after},
    {"agent_presents", &Around::agent_presents},
});

constexpr std::array kAnnounced = std::to_array<Weight<Announced>>({
    {"title", &Announced::title},
    {"weak_title", &Announced::weak_title},
    {"phrase", &Announced::phrase},
    {"phrase_unknown", &Announced::phrase_unknown},
    {"answer", &Announced::answer},
    {"answer_everyday_word", &Announced::answer_everyday_word},
    {"joined", &Announced::joined},
    {"surname_first", &Announced::surname_first},
    {"most", &Announced::most},
});

template <class Group, std::size_t Size>
const Weight<Group>* named(const std::array<Weight<Group>, Size>& weights, std::string_view name) {
    for (const auto& weight : weights) {
        if (weight.name == name) return &weight;
    }
    return nullptr;
}

template <class Group, std::size_t Size>
void read_group(YamlReader& yaml, std::string_view name, const std::array<Weight<Group>, Size>& weights, Group& out) {
    const YAML::Node group = yaml.root()[std::string(name)];
    if (!group) return yaml.mistake(yaml.root(), "privacy.people.missing", {{"name", std::string(name)}});
    if (!yaml.expect_map(group)) return;
    for (const auto& row : group) {
        const auto key = row.first.as<std::string>();
        const auto* weight = named(weights, key);
        if (weight == nullptr) {
            yaml.mistake(row.first, "privacy.people.unknown", {{"name", key}});
        } else if (const auto value = yaml.number_of(row.second, 0, 1)) {
            out.*(weight->value) = *value;
        }
    }
    for (const auto& weight : weights) {
        const std::string key(weight.name);
        if (!group[key]) yaml.mistake(group, "privacy.people.missing", {{"name", std::string(name) + "." + key}});
    }
}

}  // namespace

Result<NameWeights> NameWeights::load(const std::filesystem::path& file) {
    auto yaml = open_yaml(file);
    if (!yaml) return fail(std::move(yaml.error()));
    NameWeights out;
    if (yaml->expect_map(yaml->root(), {"own", "against", "around", "announced"})) {
        read_group(*yaml, "own", kOwn, out.own);
        read_group(*yaml, "against", kAgainst, out.against);
        read_group(*yaml, "around", kAround, out.around);
        read_group(*yaml, "announced", kAnnounced, out.announced);
    }
    if (!yaml->errors.empty()) return fail(std::move(yaml->errors.front()));
    return out;
}

}  // namespace repere::privacy
