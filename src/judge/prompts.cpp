#include "judge/prompts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/yaml_reader.hpp"
#include "judge/digest.hpp"

namespace repere::judge {
namespace {

constexpr std::array<const char*, 8> kTexts{"system", "user", "question", "na_allowed", "na_forbidden", "whole", "partial", "gap"};
constexpr std::array<std::string_view, 9> kBlanks{"fence",        "transcript",  "extent", "title",   "definition",
                                                  "good_example", "bad_example", "na",     "question"};
constexpr std::array<std::string_view, 4> kNeeded{"{fence}", "{transcript}", "{title}", "{definition}"};

// Blanks of the user's message that are not known, or missing.
void check_blanks(YamlReader& reader, const YAML::Node& node) {
    const std::string text = node.Scalar();
    for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
        const auto end = text.find('}', at);
        const std::string name = end == std::string::npos ? text.substr(at + 1) : text.substr(at + 1, end - at - 1);
        if (std::find(kBlanks.begin(), kBlanks.end(), name) != kBlanks.end()) continue;
        reader.mistake(node, "judge.prompt.blank_unknown", {{"blank", name}});
    }
    for (const auto blank : kNeeded) {
        if (text.find(blank) == std::string::npos) reader.mistake(node, "judge.prompt.blank_missing", {{"blank", std::string(blank)}});
    }
}

std::string text_in(const grid::Localised& texts, const std::string& language) {
    const auto found = texts.find(language);
    return found == texts.end() ? "" : found->second;
}

}  // namespace

std::string filled(const std::string& text, const std::map<std::string, std::string>& values) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = std::min(text.find('{', at), text.size());
        out.append(text, at, open - at);
        const auto close = text.find('}', open);
        if (close == std::string::npos) return out.append(text, open);
        const auto value = values.find(text.substr(open + 1, close - open - 1));
        out += value == values.end() ? text.substr(open, close - open + 1) : value->second;
        at = close + 1;
    }
    return out;
}

Result<Prompts> Prompts::load(const std::filesystem::path& file, const std::string& language) {
    auto reader = open_yaml(file);
    if (!reader) return fail(reader.error());
    const YAML::Node& root = reader->root();
    Prompts prompts;
    prompts.language_ = language;
    if (reader->expect_map(root, {"version", "system", "user", "question", "na_allowed", "na_forbidden", "whole", "partial",
                                  "gap", "roles"})) {
        const std::array<std::string*, kTexts.size()> into{&prompts.system_,     &prompts.user_,         &prompts.question_,
                                                           &prompts.na_allowed_, &prompts.na_forbidden_, &prompts.whole_,
                                                           &prompts.partial_,    &prompts.gap_};
        for (std::size_t i = 0; i < kTexts.size(); ++i) {
            if (!root[kTexts[i]]) {
                reader->mistake(root, "judge.config.missing", {{"key", kTexts[i]}});
            } else if (const auto text = reader->text_of(root[kTexts[i]])) {
                *into[i] = *text;
            }
        }
        if (root["version"]) prompts.version_ = static_cast<int>(reader->number_of(root["version"], 1, 1e6).value_or(1));
        if (root["user"]) check_blanks(*reader, root["user"]);
        const YAML::Node roles = root["roles"];
        for (const auto speaker : {Speaker::kAgent, Speaker::kCustomer, Speaker::kUnknown}) {
            const std::string name(to_string(speaker));
            if (!roles || !roles.IsMap() || !roles[name]) {
                reader->mistake(root, "judge.config.missing", {{"key", "roles." + name}});
            } else if (const auto text = reader->text_of(roles[name])) {
                prompts.roles_[speaker] = *text;
            }
        }
    }
    if (!reader->errors.empty()) return fail(reader->errors.front());
    return prompts;
}

std::string Prompts::transcript(const std::vector<SentTurn>& turns, const Excerpt& excerpt) const {
    std::string out;
    bool in_gap = false;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        if (excerpt.shown[t] == 0) {
            if (!in_gap && !turns[t].text.empty()) out += gap_ + "\n";
            in_gap = in_gap || !turns[t].text.empty();
            continue;
        }
        in_gap = false;
        out += fmt::format("[{}] {}: {}\n", t + 1, roles_.at(turns[t].speaker), std::string_view(turns[t].text).substr(0, excerpt.shown[t]));
        if (excerpt.shown[t] < turns[t].text.size()) out += gap_ + "\n";
    }
    return out;
}

Prompt Prompts::prompt(const grid::Criterion& criterion, const std::vector<SentTurn>& turns, const Excerpt& excerpt) const {
    const std::string question = criterion.judge ? text_in(criterion.judge->question, language_) : "";
    const std::string lines = transcript(turns, excerpt);
    // Nobody who speaks can write the fence: it depends on all that is said.
    const std::string fence = "TRANSCRIPT-" + digest(lines).substr(0, 16);
    return {system_, filled(user_, {{"fence", fence},
                                    {"transcript", lines},
                                    {"extent", excerpt.whole ? whole_ : partial_},
                                    {"title", text_in(criterion.title, language_)},
                                    {"definition", text_in(criterion.definition, language_)},
                                    {"good_example", text_in(criterion.good_example, language_)},
                                    {"bad_example", text_in(criterion.bad_example, language_)},
                                    {"na", criterion.na_allowed ? na_allowed_ : na_forbidden_},
                                    {"question", question.empty() ? question_ : question}})};
}

}  // namespace repere::judge
