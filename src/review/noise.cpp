#include "review/noise.hpp"

#include <random>

#include "core/yaml_reader.hpp"
#include "language/tokens.hpp"

namespace repere::review {
namespace {

// Words folded (lower case, no accents: nobody hears them), without marks. Apostrophes and hyphens stay.
std::vector<std::string> heard_words(std::string_view text) {
    std::vector<std::string> out;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) out.push_back(std::move(word));
        word.clear();
    };
    for (const char c : language::fold(text)) {
        constexpr std::string_view kMarks = ".,;:!?\"()[]\n\r\t ";
        if (kMarks.find(c) != std::string_view::npos) end_word();
        else word += c;
    }
    end_word();
    return out;
}

}  // namespace

Result<Noise> Noise::load(const std::filesystem::path& knowledge, std::string_view language) {
    auto yaml = open_yaml(knowledge / "noise" / (std::string(language) + ".yaml"));
    if (!yaml) return fail(std::move(yaml.error()));
    Noise out;
    const auto share = [&](const YAML::Node& node) { return node ? yaml->number_of(node, 0, 1).value_or(0) : 0; };
    const YAML::Node& root = yaml->root();
    if (yaml->expect_map(root, {"drop", "repeat", "fillers", "confusions"})) {
        out.drop_ = share(root["drop"]);
        out.repeat_ = share(root["repeat"]);
        if (const auto fillers = root["fillers"]; fillers && yaml->expect_map(fillers, {"share", "words"})) {
            out.filler_share_ = share(fillers["share"]);
            yaml->each_text(fillers["words"], [&](const YAML::Node&, const std::string& word) { out.fillers_.push_back(word); });
        }
        if (const auto confusions = root["confusions"]; confusions && yaml->expect_map(confusions, {"share", "groups"})) {
            out.confusion_share_ = share(confusions["share"]);
            if (const auto groups = confusions["groups"]; groups && yaml->expect_list(groups)) {
                for (const auto& group : groups) {
                    auto& words = out.groups_.emplace_back();
                    yaml->each_text(group, [&](const YAML::Node&, const std::string& word) {
                        out.group_of_.emplace(language::fold(word), out.groups_.size() - 1);
                        words.push_back(language::fold(word));
                    });
                }
            }
        }
    }
    if (!yaml->errors.empty()) return fail(std::move(yaml->errors.front()));
    return out;
}

std::string Noise::operator()(std::string_view text) const {
    std::mt19937_64 random(language::hash_of(text));
    constexpr double kRange = 1ULL << 53U;
    const auto happens = [&](double share) { return static_cast<double>(random() >> 11U) / kRange < share; };
    std::string out;
    const auto say = [&](std::string_view word) {
        if (!out.empty()) out += ' ';
        out += word;
    };
    for (const std::string& word : heard_words(text)) {
        if (!fillers_.empty() && happens(filler_share_)) say(fillers_[random() % fillers_.size()]);
        if (happens(drop_)) continue;
        const auto group = group_of_.find(word);
        const bool mistaken = group != group_of_.end() && happens(confusion_share_);
        say(mistaken ? groups_[group->second][random() % groups_[group->second].size()] : word);
        if (happens(repeat_)) say(word);
    }
    return out.empty() ? std::string(text) : out;
}

}  // namespace repere::review
