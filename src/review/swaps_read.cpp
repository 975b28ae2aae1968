#include <fmt/format.h>

#include "core/utf8.hpp"
#include "core/yaml_reader.hpp"
#include "language/characters.hpp"
#include "language/tokens.hpp"
#include "review/swaps.hpp"

namespace repere::review {

// Reads knowledge/fairness/{language}.yaml, keeping every mistake with its place.
class SwapsReader {
  public:
    SwapsReader(YamlReader& yaml, std::string_view language) : yaml_(yaml), language_(language) {}

    Result<Swaps> read() {
        if (yaml_.expect_map(yaml_.root(), {"names", "titles", "phrases", "swaps"})) {
            read_known(yaml_.root()["names"]);
            if (const auto titles = yaml_.root()["titles"]; titles) fold_into(titles, out_.known_.titles);
            if (const auto swaps = yaml_.root()["swaps"]; swaps && yaml_.expect_list(swaps)) {
                for (const auto& swap : swaps) read_swap(swap);
            }
        }
        if (!yaml_.errors.empty()) return fail(yaml_.errors.front());
        return std::move(out_);
    }

  private:
    void fold_into(const YAML::Node& list, std::unordered_set<std::string>& into) {
        yaml_.each_text(list, [&](const YAML::Node&, const std::string& text) {
            std::string folded;
            for (const auto& word : plain_words(text)) folded += (folded.empty() ? "" : " ") + word.folded;
            into.insert(std::move(folded));
        });
    }

    std::vector<std::string> texts(const YAML::Node& list) {
        std::vector<std::string> out;
        if (list) yaml_.each_text(list, [&](const YAML::Node&, const std::string& text) { out.push_back(text); });
        return out;
    }

    void read_known(const YAML::Node& names) {
        if (!names || !yaml_.expect_map(names, {"women", "men", "either"})) return;
        if (names["women"]) fold_into(names["women"], out_.known_.women);
        if (names["men"]) fold_into(names["men"], out_.known_.men);
        if (names["either"]) fold_into(names["either"], out_.known_.either);
    }

    void read_swap(const YAML::Node& node) {
        if (!yaml_.expect_map(node, {"id", "title", "speakers", "channels", "words", "products", "direction", "letters",
                                     "whole", "names", "families", "other_gender"})) {
            return;
        }
        Swap swap{.language = language_};
        if (const auto id = need(node, "id"); id) swap.id = yaml_.text_of(id).value_or("");
        if (const auto title = need(node, "title"); title && yaml_.expect_map(title, {"fr", "en"})) {
            for (const char* language : {"fr", "en"}) {
                if (const auto text = need(title, language); text) swap.title[language] = yaml_.text_of(text).value_or("");
            }
        }
        read_where(node, swap);
        read_words(node, swap);
        read_letters(node["letters"], swap);
        if (node["whole"]) fold_into(node["whole"], swap.whole);
        if (const auto names = node["names"]; names && yaml_.expect_map(names, {"women", "men", "either"})) {
            swap.first_names = FirstNames{texts(names["women"]), texts(names["men"]), texts(names["either"])};
        }
        swap.family_names = texts(node["families"]);
        if (node["other_gender"]) swap.other_gender = yaml_.truth_of(node["other_gender"]).value_or(false);
        out_.swaps_.push_back(std::move(swap));
    }

    YAML::Node need(const YAML::Node& map, const char* key) {
        YAML::Node value = map[key];
        if (!value) yaml_.mistake(map, "core.yaml.key_missing", {{"key", key}});
        return value;
    }

    void read_where(const YAML::Node& node, Swap& swap) {
        if (const auto list = node["speakers"]; list) {
            yaml_.each_text(list, [&](const YAML::Node& at, const std::string& name) {
                if (const auto speaker = speaker_from(name)) return swap.speakers.push_back(*speaker);
                yaml_.mistake(at, "review.fairness.speaker_unknown", {{"name", name}});
            });
        }
        if (const auto list = node["channels"]; list) {
            yaml_.each_text(list, [&](const YAML::Node& at, const std::string& name) {
                if (const auto channel = channel_from(name)) return swap.channels.push_back(*channel);
                yaml_.mistake(at, "signals.channel.unknown", {{"name", name}});
            });
        }
    }

    struct Pair {
        std::string from, to;
    };

    // [[from, to], …]; a text alone stands for both.
    std::vector<Pair> pairs(const YAML::Node& list) {
        std::vector<Pair> out;
        if (!list || !yaml_.expect_list(list)) return out;
        for (const auto& item : list) {
            if (item.IsScalar()) {
                out.push_back({item.Scalar(), item.Scalar()});
            } else if (item.IsSequence() && item.size() == 2 && item[0].IsScalar() && item[1].IsScalar()) {
                out.push_back({item[0].Scalar(), item[1].Scalar()});
            } else {
                yaml_.mistake(item, "review.fairness.pair_expected");
            }
        }
        return out;
    }

    static std::string join(const std::string& left, const std::string& right) {
        const bool tight = left.ends_with('\'') || right.starts_with('-');
        return tight ? left + right : left + " " + right;
    }

    void read_words(const YAML::Node& node, Swap& swap) {
        std::string direction = "forth";
        if (const auto given = node["direction"]; given) direction = yaml_.text_of(given).value_or(direction);
        if (direction != "forth" && direction != "back" && direction != "both") {
            yaml_.mistake(node["direction"], "review.fairness.direction_unknown", {{"name", direction}});
        }
        const auto add = [&](const Pair& pair) {
            if (direction != "back") swap.words.add(pair.from, pair.to);
            if (direction != "forth") swap.words.add(pair.to, pair.from);
        };
        for (const auto& pair : pairs(node["words"])) add(pair);
        const YAML::Node products = node["products"];
        if (!products || !yaml_.expect_list(products)) return;
        for (const auto& product : products) {
            if (!yaml_.expect_map(product, {"first", "then"})) continue;
            const auto firsts = pairs(need(product, "first")), thens = pairs(need(product, "then"));
            for (const auto& first : firsts) {
                for (const auto& then : thens) add({join(first.from, then.from), join(first.to, then.to)});
            }
        }
    }

    void read_letters(const YAML::Node& map, Swap& swap) {
        if (!map || !yaml_.expect_map(map)) return;
        for (const auto& row : map) {
            const std::string letter = row.first.Scalar();
            if (utf8::length(letter) != 1 || !row.second.IsScalar()) {
                yaml_.mistake(row.first, "review.fairness.letter_expected", {{"letter", letter}});
                continue;
            }
            swap.letters[language::decode(letter, 0).code] = row.second.Scalar();
        }
    }

    YamlReader& yaml_;
    const std::string language_;
    Swaps out_;
};

Result<Swaps> Swaps::load(const std::filesystem::path& knowledge, std::string_view language) {
    const auto file = knowledge / "fairness" / fmt::format("{}.yaml", language);
    if (!std::filesystem::exists(file)) return Swaps{};
    auto yaml = open_yaml(file);
    if (!yaml) return fail(std::move(yaml.error()));
    return SwapsReader(*yaml, language).read();
}

}  // namespace repere::review
