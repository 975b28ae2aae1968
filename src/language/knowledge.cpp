#include "language/knowledge.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/files.hpp"
#include "core/yaml_reader.hpp"

namespace repere::language {
namespace {

constexpr std::array<std::string_view, kWordings> kWordingKeys{
    "polite",     "empty_formula", "negative",   "jargon", "subordinating", "greeting_words", "sign_off",         "next_step", "asks",
    "asks_quantity", "asks_why",   "rhetorical", "yes_no", "explains",      "slips",          "before_participle", "before_infinitive"};

constexpr double kMostWords = 10000;

struct Setting {
    const char* section;
    const char* key;
    double least, most;
    void (*set)(Thresholds&, double);
};

template <auto Field>
constexpr auto into() {
    return [](Thresholds& t, double value) { t.*Field = static_cast<std::decay_t<decltype(t.*Field)>>(value); };
}

template <std::size_t Level>
constexpr auto level() {
    return [](Thresholds& t, double value) { t.levels[Level] = value; };
}

using T = Thresholds;
constexpr Setting kSettings[] = {
    {"readability", "fewest_words", 1, kMostWords, into<&T::readability_words>()},
    {"readability", "A1", -200, 200, level<0>()},
    {"readability", "A2", -200, 200, level<1>()},
    {"readability", "B1", -200, 200, level<2>()},
    {"readability", "B2", -200, 200, level<3>()},
    {"readability", "C1", -200, 200, level<4>()},
    {"sentences", "spoken", 1, 100, into<&T::spoken_sentence>()},
    {"sentences", "unmarked_turn", 1, kMostWords, into<&T::unmarked_turn>()},
    {"sentences", "unmarked_share", 0, 1, into<&T::unmarked_share>()},
    {"sentences", "pause", 0.05, 10, into<&T::pause>()},
    {"sentences", "long", 1, kMostWords, into<&T::long_sentence>()},
    {"sentences", "clear", 1, kMostWords, into<&T::clear_sentence>()},
    {"words", "rare_letters", 1, 50, into<&T::rare_letters>()},
    {"register", "fewest_words", 1, kMostWords, into<&T::register_words>()},
    {"register", "casual_tu", 1, 100, into<&T::casual_tu>()},
    {"register", "formal_vous", 1, 100, into<&T::formal_vous>()},
    {"register", "familiar_least", 1, 100, into<&T::familiar_least>()},
    {"register", "familiar_share", 0, 1, into<&T::familiar_share>()},
    {"register", "familiar_casual", 0, 1, into<&T::familiar_casual>()},
    {"sentiment", "negated_bad", -1, 1, into<&T::negated_bad>()},
    {"sentiment", "negated_good", -1, 1, into<&T::negated_good>()},
    {"sentiment", "negation_reach", 0, 20, into<&T::negation_reach>()},
    {"sentiment", "intensity_reach", 0, 20, into<&T::intensity_reach>()},
    {"sentiment", "before_but", 0, 5, into<&T::before_but>()},
    {"sentiment", "after_but", 0, 5, into<&T::after_but>()},
    {"sentiment", "exclamation", 0, 5, into<&T::exclamation>()},
    {"sentiment", "capitals", 0, 5, into<&T::capitals>()},
    {"sentiment", "softness", 0.01, 1000, into<&T::softness>()},
    {"sentiment", "smoothing", 0.01, 1, into<&T::smoothing>()},
    {"sentiment", "fading", 0, 1, into<&T::fading>()},
    {"sentiment", "turning", 0, 2, into<&T::turning>()},
    {"listening", "answer_turns", 1, 100, into<&T::answer_turns>()},
    {"listening", "answer_share", 0, 1, into<&T::answer_share>()},
    {"listening", "need_words", 1, 100, into<&T::need_words>()},
    {"listening", "understood_share", 0, 1, into<&T::understood_share>()},
    {"listening", "understood_words", 1, 100, into<&T::understood_words>()},
};

std::string keys_of(const std::string& section) {
    std::string keys;
    for (const Setting& s : kSettings) {
        if (section == s.section) keys.append(keys.empty() ? "" : ", ").append(s.key);
    }
    return keys;
}

void read_thresholds(YamlReader& yaml, Thresholds& out) {
    if (!yaml.expect_map(yaml.root(), {"readability", "sentences", "words", "register", "sentiment", "listening"})) return;
    for (const auto& section : yaml.root()) {
        if (!yaml.expect_map(section.second)) continue;
        for (const auto& row : section.second) {
            const auto* setting = std::find_if(std::begin(kSettings), std::end(kSettings), [&](const Setting& s) {
                return section.first.Scalar() == s.section && row.first.Scalar() == s.key;
            });
            if (setting == std::end(kSettings)) {
                yaml.mistake(row.first, "core.yaml.key_unknown", {{"key", row.first.Scalar()}, {"known", keys_of(section.first.Scalar())}});
            } else if (const auto value = yaml.number_of(row.second, setting->least, setting->most)) {
                setting->set(out, *value);
            }
        }
    }
}

class Loader {
  public:
    Loader(const std::filesystem::path& knowledge, std::string_view language, const Lexicon& lexicon)
        : knowledge_(knowledge), language_(language), lexicon_(lexicon), out_(std::make_unique<LanguageKnowledge>()) {
        out_->french = language != "en";
        out_->words = &lexicon.table(language);
        out_->foreign = &lexicon.table(out_->french ? "en" : "fr");
    }

    Result<std::unique_ptr<const LanguageKnowledge>> run() {
        const auto lists = knowledge_ / "lexicons" / language_;
        const auto own = knowledge_ / "language";
        read(own / (language_ + ".yaml"), &Loader::take_thresholds);
        read(lists / "wording.yaml", &Loader::read_wording);
        read(lists / "jargon.yaml", &Loader::read_jargon);
        read(lists / "valence.yaml", &Loader::read_valence);
        read(own / ("synonyms." + language_ + ".yaml"), &Loader::read_synonyms);
        out_->everyday = read_words(lists / "everyday.txt");
        out_->own_words = read_words(lists / "company.txt");
        if (error_) return fail(std::move(*error_));
        out_->wording.finish();
        out_->valence.finish();
        out_->synonyms.finish();
        return std::unique_ptr<const LanguageKnowledge>(std::move(out_));
    }

  private:
    void read(const std::filesystem::path& file, void (Loader::*reader)(YamlReader&)) {
        if (error_) return;
        auto yaml = open_yaml(file);
        if (!yaml) {
            error_ = std::move(yaml.error());
            return;
        }
        (this->*reader)(*yaml);
        if (!yaml->errors.empty()) error_ = std::move(yaml->errors.front());
    }

    // Words one or more a line, # begins a remark. The lemma of a listed form is in the set too.
    WordSet read_words(const std::filesystem::path& file) {
        std::vector<WordHash> words;
        const auto text = read_file(file);
        if (!text) {
            if (!error_) error_ = text.error();
            return WordSet{};
        }
        bool remark = false;
        for (std::size_t i = 0; i < text->size();) {
            const char c = (*text)[i];
            if (c == '#') remark = true;
            if (c == '\n') remark = false;
            if (remark || static_cast<unsigned char>(c) <= ' ') {
                ++i;
                continue;
            }
            const std::size_t end = std::min(text->find_first_of(" \t\r\n#", i), text->size());
            words.push_back(hash_of(fold(std::string_view(*text).substr(i, end - i))));
            const LexiconEntry* entry = out_->words->find(words.back());
            if (entry != nullptr && entry->lemmas[0] != 0) words.push_back(entry->lemmas[0]);
            i = end;
        }
        return WordSet(words);
    }

    void take_thresholds(YamlReader& yaml) { read_thresholds(yaml, out_->thresholds); }

    void add(YamlReader& yaml, const YAML::Node& list, PhraseBook& book, std::uint32_t value) {
        yaml.each_text(list, [&](const YAML::Node& entry, const std::string& phrase) {
            if (!book.add(phrase, value, language_, lexicon_)) yaml.mistake(entry, "language.phrase.empty", {{"phrase", phrase}});
        });
    }

    void read_wording(YamlReader& yaml) {
        if (!yaml.expect_map(yaml.root())) return;
        for (const auto& row : yaml.root()) {
            const auto key = std::find(kWordingKeys.begin(), kWordingKeys.end(), row.first.Scalar());
            if (key == kWordingKeys.end()) {
                std::string known;
                for (const auto name : kWordingKeys) known.append(known.empty() ? "" : ", ").append(name);
                yaml.mistake(row.first, "core.yaml.key_unknown", {{"key", row.first.Scalar()}, {"known", known}});
                continue;
            }
            add(yaml, row.second, out_->wording, static_cast<std::uint32_t>(key - kWordingKeys.begin()));
        }
    }

    void read_jargon(YamlReader& yaml) {
        if (!yaml.expect_map(yaml.root())) return;
        for (const auto& row : yaml.root()) add(yaml, row.second, out_->wording, static_cast<std::uint32_t>(Wording::kJargon));
    }

    std::uint32_t valence_entry(ValenceRole role, double value) {
        out_->valence_entries.push_back({role, value});
        return static_cast<std::uint32_t>(out_->valence_entries.size() - 1);
    }

    // Each row of `node` is a number and the phrases that it belongs to.
    void read_weighted(YamlReader& yaml, const YAML::Node& node, ValenceRole role, double least, double most) {
        if (!yaml.expect_map(node)) return;
        for (const auto& row : node) {
            if (const auto value = yaml.number_of(row.first, least, most)) {
                add(yaml, row.second, out_->valence, valence_entry(role, *value));
            }
        }
    }

    void read_valence(YamlReader& yaml) {
        const YAML::Node root = yaml.root();
        if (!yaml.expect_map(root, {"valence", "factors", "negators", "contrasts"})) return;
        for (const char* key : {"valence", "factors", "negators", "contrasts"}) {
            if (!root[key]) {
                yaml.mistake(root, "core.yaml.key_missing", {{"key", key}});
                return;
            }
        }
        read_weighted(yaml, root["valence"], ValenceRole::kValence, -3, 3);
        read_weighted(yaml, root["factors"], ValenceRole::kFactor, 0, 3);
        add(yaml, root["negators"], out_->valence, valence_entry(ValenceRole::kNegator, 0));
        add(yaml, root["contrasts"], out_->valence, valence_entry(ValenceRole::kContrast, 0));
    }

    void read_synonyms(YamlReader& yaml) {
        const YAML::Node root = yaml.root();
        if (!yaml.expect_map(root, {"groups", "general"})) return;
        std::uint32_t group = 0;
        if (root["groups"] && yaml.expect_list(root["groups"])) {
            for (const auto& words : root["groups"]) add(yaml, words, out_->synonyms, group++);
        }
        std::vector<WordHash> general;
        if (root["general"]) {
            yaml.each_text(root["general"], [&](const YAML::Node&, const std::string& word) { general.push_back(hash_of(fold(word))); });
        }
        out_->general = WordSet(general);
    }

    const std::filesystem::path& knowledge_;
    std::string language_;
    const Lexicon& lexicon_;
    std::unique_ptr<LanguageKnowledge> out_;
    std::optional<Error> error_;
};

}  // namespace

std::string_view to_string(Wording wording) { return kWordingKeys[static_cast<std::size_t>(wording)]; }

Result<Knowledge> Knowledge::load(const std::filesystem::path& knowledge, const Lexicon& lexicon) {
    Knowledge out;
    for (auto [language, place] : {std::pair{"fr", &out.french_}, std::pair{"en", &out.english_}}) {
        auto read = Loader(knowledge, language, lexicon).run();
        if (!read) return fail(std::move(read.error()));
        *place = std::move(*read);
    }
    return out;
}

}  // namespace repere::language
