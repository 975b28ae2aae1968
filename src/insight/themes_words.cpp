#include "insight/themes_words.hpp"

#include "core/yaml_reader.hpp"

namespace repere::insight {
namespace {

using language::Token;
using language::TokenKind;
using language::WordHash;

constexpr WordHash kLeftOutMark = 0x6c656674206f7574;  // keeps a word that is left out apart from the lemma it shares

// The tokens of a mask ("[PERSON_2]") that begins here; 0 where none does.
std::size_t mask_at(const language::Text& text, std::size_t at) {
    constexpr std::size_t kLongest = 8;
    if (text.folded_form(text.tokens[at]) != "[" || at + 1 >= text.tokens.size() || !text.tokens[at + 1].all_capitals) return 0;
    for (std::size_t k = at + 2; k < text.tokens.size() && k < at + kLongest; ++k) {
        if (text.folded_form(text.tokens[k]).starts_with(']')) return k - at + 1;
    }
    return 0;
}

bool interrupts(const Token& t) {
    return t.kind == TokenKind::kPunctuation || t.kind == TokenKind::kNumber || t.kind == TokenKind::kAddress ||
           t.kind == TokenKind::kSymbol || (t.traits & language::kNumberWord) != 0;
}

bool is_name(const Token& t) {
    return (t.traits & (language::kFirstName | language::kFamilyName)) != 0 && (t.traits & language::kCommonWord) == 0;
}

}  // namespace

Result<LeftOut> LeftOut::load(const std::filesystem::path& knowledge, std::string_view language, const language::Lexicon& lexicon) {
    auto opened = open_yaml(knowledge / "topics" / ("themes." + std::string(language) + ".yaml"));
    if (!opened) return fail(std::move(opened.error()));
    YamlReader& yaml = *opened;
    LeftOut out;
    if (!yaml.expect_map(yaml.root(), {"words", "formulas"})) return fail(yaml.errors.front());
    const auto each = [&](const char* key, auto&& take) {
        if (!yaml.root()[key]) return yaml.mistake(yaml.root(), "core.yaml.key_missing", {{"key", key}});
        yaml.each_text(yaml.root()[key], [&](const YAML::Node& at, const std::string& text) {
            const auto tokens = language::tokenize(text, language, lexicon);
            if (tokens.tokens.empty()) return yaml.mistake(at, "insight.themes.no_word");
            take(tokens);
        });
    };
    each("words", [&](const language::Text& text) {
        for (const Token& t : text.tokens) out.words_.insert(t.form);
    });
    each("formulas", [&](const language::Text& text) {
        std::vector<WordHash> forms;
        for (const Token& t : text.tokens) forms.push_back(t.form);
        out.formulas_[forms.front()].push_back(std::move(forms));
    });
    if (!yaml.errors.empty()) return fail(yaml.errors.front());
    return out;
}

std::size_t LeftOut::formula(const language::Text& text, std::size_t at) const {
    const auto found = formulas_.find(text.tokens[at].form);
    if (found == formulas_.end()) return 0;
    std::size_t longest = 0;
    for (const auto& forms : found->second) {
        if (forms.size() <= longest || at + forms.size() > text.tokens.size()) continue;
        std::size_t same = 0;
        while (same < forms.size() && text.tokens[at + same].form == forms[same]) ++same;
        if (same == forms.size()) longest = same;
    }
    return longest;
}

void read_for_themes(const language::Text& text, const LeftOut& left_out, WordNumbers& numbers, ReadTheme& out) {
    out.ids.clear();
    out.tokens.clear();
    const auto pause = [&](std::size_t at) {
        if (out.ids.empty() || out.ids.back() == ReadTheme::kBreak) return;
        out.ids.push_back(ReadTheme::kBreak);
        out.tokens.push_back(static_cast<std::uint32_t>(at));
    };
    for (std::size_t k = 0; k < text.tokens.size(); ++k) {
        const Token& t = text.tokens[k];
        if (t.filler) continue;
        const std::size_t mask = mask_at(text, k);
        const std::size_t skipped = mask > 0 ? mask : left_out.formula(text, k);
        if (skipped > 0) {
            pause(k);
            k += skipped - 1;
            continue;
        }
        if (t.starts_sentence) pause(k);
        if (interrupts(t) || is_name(t)) {
            pause(k);
            continue;
        }
        const bool out_of_it = left_out.word(t) || t.kind != TokenKind::kWord || text.folded_form(t).size() < 2;
        out.ids.push_back(numbers.number(out_of_it ? t.form ^ kLeftOutMark : t.lemmas[0], out_of_it));
        out.tokens.push_back(static_cast<std::uint32_t>(k));
    }
}

}  // namespace repere::insight
