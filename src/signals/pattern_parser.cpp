#include "signals/pattern_parser.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace repere::signals {
namespace {

constexpr std::uint32_t kDefaultGap = 3;
constexpr std::uint32_t kLargestGap = 12;
constexpr std::size_t kLongestPattern = 2000;
constexpr std::size_t kDeepest = 16;
constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kSpecial = " \t\r\n()|?~<>@{}^$*";

constexpr std::array<std::pair<std::string_view, WordClass>, kWordClasses> kClassNames{{
    {"number", WordClass::kNumber},
    {"amount", WordClass::kAmount},
    {"date", WordClass::kDate},
    {"delay", WordClass::kDelay},
    {"name", WordClass::kName},
    {"?", WordClass::kQuestion},
    {"!", WordClass::kExclamation},
}};

class Parser {
  public:
    Parser(std::string_view text, const PatternContext& context) : text_(text), context_(context) {}

    std::optional<Node> pattern() {
        if (text_.size() > kLongestPattern) return mistake("signals.pattern.too_long", {}, 0);
        auto whole = sequence(0);
        if (!whole) return std::nullopt;
        if (at_ < text_.size()) {
            return mistake("signals.pattern.unexpected", {{"found", std::string(1, text_[at_])}}, at_);
        }
        if (whole->parts.empty()) return mistake("signals.pattern.empty", {}, 0);
        if (is_gap(whole->parts.front()) || is_gap(whole->parts.back())) {
            return mistake("signals.pattern.gap_at_edge", {}, is_gap(whole->parts.front()) ? 0 : text_.size() - 1);
        }
        return whole;
    }

    // Words, lemmas and prefixes alone.
    std::optional<std::vector<Unit>> entry() {
        std::vector<Unit> units;
        for (skip_spaces(); at_ < text_.size(); skip_spaces()) {
            const std::size_t from = at_;
            auto node = single();
            if (!node) return std::nullopt;
            if (!append_units(*node, units)) {
                mistake("signals.list.entry_not_words", {{"entry", std::string(text_)}}, from);
                return std::nullopt;
            }
        }
        if (units.empty()) {
            mistake("signals.pattern.empty", {}, 0);
            return std::nullopt;
        }
        return units;
    }

    // Where the first bar outside brackets stands.
    std::optional<std::size_t> bar() const { return bar_; }
    PatternMistake take_mistake() { return std::move(*mistake_); }

  private:
    static std::uint8_t letters_of(std::string_view word) {
        return static_cast<std::uint8_t>(std::min<std::size_t>(word.size(), 255));
    }
    static bool is_gap(const Node& n) { return n.kind == Node::Kind::kGap; }

    static bool append_units(const Node& node, std::vector<Unit>& out) {
        if (node.kind == Node::Kind::kUnit) {
            out.push_back(node.unit);
            return true;
        }
        if (node.kind != Node::Kind::kSequence) return false;
        return std::all_of(node.parts.begin(), node.parts.end(), [&](const Node& n) { return append_units(n, out); });
    }

    std::nullopt_t mistake(std::string key, Details details, std::size_t at) {
        if (!mistake_) mistake_ = PatternMistake{std::move(key), std::move(details), at};
        return std::nullopt;
    }

    void skip_spaces() {
        while (at_ < text_.size() && kSpaces.find(text_[at_]) != std::string_view::npos) ++at_;
    }
    bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }

    std::optional<Node> sequence(std::size_t depth) {
        if (depth > kDeepest) return mistake("signals.pattern.too_deep", {}, at_);
        Node out{Node::Kind::kSequence, {}, 0, nullptr, {}};
        for (skip_spaces(); at_ < text_.size() && !next_is(')') && !next_is('|'); skip_spaces()) {
            auto part = item(depth);
            if (!part) return std::nullopt;
            out.parts.push_back(std::move(*part));
        }
        return out;
    }

    std::optional<Node> item(std::size_t depth) {
        std::optional<Node> node;
        if (next_is('~')) {
            const std::size_t from = at_++;
            node = next_is('(') ? group(depth + 1) : depth > 0 ? single() : choice_of_singles();
            if (!node) return std::nullopt;
            if (is_gap(*node)) return mistake("signals.pattern.unexpected", {{"found", "~.."}}, from);
            Node inner = std::move(*node);
            node = Node{Node::Kind::kNot, {}, 0, nullptr, {}};
            node->parts.push_back(std::move(inner));
        } else {
            node = next_is('(') ? group(depth + 1) : depth > 0 ? single() : choice_of_singles();
            if (!node) return std::nullopt;
        }
        if (next_is('?')) {
            ++at_;
            Node inner = std::move(*node);
            node = Node{Node::Kind::kOptional, {}, 0, nullptr, {}};
            node->parts.push_back(std::move(inner));
        }
        return node;
    }

    std::optional<Node> group(std::size_t depth) {
        const std::size_t open = at_++;
        Node out{Node::Kind::kChoice, {}, 0, nullptr, {}};
        while (true) {
            const std::size_t from = at_;
            auto way = sequence(depth);
            if (!way) return std::nullopt;
            if (way->parts.empty()) return mistake("signals.pattern.empty_choice", {}, from);
            out.parts.push_back(std::move(*way));
            if (next_is('|')) {
                ++at_;
            } else if (next_is(')')) {
                ++at_;
                return out;
            } else {
                return mistake("signals.pattern.unclosed", {{"mark", "("}}, open);
            }
        }
    }

    // a|b outside brackets; inside them a bar parts whole sequences.
    std::optional<Node> choice_of_singles() {
        auto first = single();
        if (!first || !next_is('|')) return first;
        if (!bar_) bar_ = at_;
        Node out{Node::Kind::kChoice, {}, 0, nullptr, {}};
        out.parts.push_back(std::move(*first));
        while (next_is('|')) {
            ++at_;
            auto next = single();
            if (!next) return std::nullopt;
            out.parts.push_back(std::move(*next));
        }
        return out;
    }

    // What stands between two marks, which must be there.
    std::optional<std::string_view> enclosed(char close) {
        const std::size_t open = at_;
        const std::size_t end = text_.find(close, open);
        if (end == std::string_view::npos) {
            return mistake("signals.pattern.unclosed", {{"mark", std::string(1, text_[open])}}, open);
        }
        at_ = end + 1;
        return text_.substr(open + 1, end - open - 1);
    }

    std::optional<Node> single() {
        if (at_ >= text_.size()) return mistake("signals.pattern.ends_early", {}, text_.size());
        switch (text_[at_]) {
            case '<': return lemma();
            case '@': return list();
            case '{': return word_class();
            case '^': ++at_; return Node{Node::Kind::kBegin, {}, 0, nullptr, {}};
            case '$': ++at_; return Node{Node::Kind::kEnd, {}, 0, nullptr, {}};
            default: return word();
        }
    }

    std::optional<Node> lemma() {
        const std::size_t from = at_;
        const auto name = enclosed('>');
        if (!name) return std::nullopt;
        if (name->empty() || name->find_first_of(kSpecial) != std::string_view::npos) {
            return mistake("signals.pattern.lemma_not_one_word", {{"found", std::string(*name)}}, from);
        }
        Node node{Node::Kind::kUnit, {}, 0, nullptr, {}};
        node.unit.kind = Unit::Kind::kLemma;
        node.unit.hash = language::hash_of(language::fold(*name));
        node.unit.letters = letters_of(*name);
        return node;
    }

    std::optional<Node> list() {
        const std::size_t from = at_++;
        const std::size_t end = std::min(text_.find_first_of(kSpecial, at_), text_.size());
        const std::string_view name = text_.substr(at_, end - at_);
        at_ = end;
        Node node{Node::Kind::kList, {}, 0, nullptr, {}};
        if (context_.list) node.list = context_.list(name);
        if (!node.list) return mistake("signals.list.unknown", {{"name", std::string(name)}}, from);
        return node;
    }

    std::optional<Node> word_class() {
        const std::size_t from = at_;
        const auto name = enclosed('}');
        if (!name) return std::nullopt;
        for (const auto& [known, value] : kClassNames) {
            if (known == *name) return Node{Node::Kind::kClass, {}, static_cast<std::uint32_t>(value), nullptr, {}};
        }
        return mistake("signals.pattern.class_unknown", {{"name", std::string(*name)}}, from);
    }

    std::optional<Node> word() {
        const std::size_t from = at_;
        const std::size_t end = std::min(text_.find_first_of(kSpecial, at_), text_.size());
        const std::string_view raw = text_.substr(at_, end - at_);
        if (raw.empty()) return mistake("signals.pattern.unexpected", {{"found", std::string(1, text_[at_])}}, at_);
        at_ = end;
        if (raw == "_") return Node{Node::Kind::kAnyWord, {}, 0, nullptr, {}};
        if (raw.starts_with("..")) return gap(raw, from);
        if (next_is('*')) return prefix(raw, from);
        return literal(raw, from);
    }

    std::optional<Node> gap(std::string_view raw, std::size_t from) {
        Node node{Node::Kind::kGap, {}, kDefaultGap, nullptr, {}};
        if (raw.size() > 2) {
            const auto [stop, error] = std::from_chars(raw.data() + 2, raw.data() + raw.size(), node.number);
            if (error != std::errc{} || stop != raw.data() + raw.size() || node.number == 0 ||
                node.number > kLargestGap) {
                return mistake("signals.pattern.gap_wrong",
                               {{"found", std::string(raw)}, {"most", std::to_string(kLargestGap)}}, from);
            }
        }
        return node;
    }

    std::optional<Node> prefix(std::string_view raw, std::size_t from) {
        ++at_;
        Node node{Node::Kind::kUnit, {}, 0, nullptr, {}};
        node.unit.kind = Unit::Kind::kPrefix;
        node.unit.prefix = language::fold(raw);
        node.unit.letters = 3;
        if (node.unit.prefix.size() < 3) {
            return mistake("signals.pattern.prefix_short", {{"found", std::string(raw) + "*"}}, from);
        }
        return node;
    }

    Node form(std::string_view folded) const {
        Node node{Node::Kind::kUnit, {}, 0, nullptr, {}};
        node.unit.hash = language::hash_of(folded);
        node.unit.letters = letters_of(folded);
        if (context_.elisions != nullptr) {
            const auto found = context_.elisions->find(node.unit.hash);
            if (found != context_.elisions->end()) node.unit.elided = found->second;
        }
        return node;
    }

    // A word is cut as a turn's text is, so that "j'ai" stands for "j' ai".
    std::optional<Node> literal(std::string_view raw, std::size_t from) {
        const std::string folded = language::fold(raw);
        // Pieces that only stand beside another word: "-vous", "j'", "'ll", "n't".
        if (folded.starts_with("-") || folded.starts_with("'") || folded.ends_with("'") || folded == "n't") {
            return form(folded);
        }
        const language::Text text = language::tokenize(raw, context_.language, *context_.lexicon);
        if (text.tokens.empty()) {
            return mistake("signals.pattern.unexpected", {{"found", std::string(raw)}}, from);
        }
        if (text.tokens.size() == 1) return form(text.folded_form(text.tokens.front()));
        Node node{Node::Kind::kSequence, {}, 0, nullptr, {}};
        for (const auto& token : text.tokens) node.parts.push_back(form(text.folded_form(token)));
        return node;
    }

    std::string_view text_;
    const PatternContext& context_;
    std::size_t at_ = 0;
    std::optional<std::size_t> bar_;
    std::optional<PatternMistake> mistake_;
};

}  // namespace

tl::expected<ParsedPattern, PatternMistake> parse_pattern(std::string_view text, const PatternContext& context) {
    Parser parser(text, context);
    auto root = parser.pattern();
    if (!root) return tl::unexpected(parser.take_mistake());
    const bool alone = root->parts.size() == 1;
    return ParsedPattern{std::move(*root), alone ? std::nullopt : parser.bar()};
}

tl::expected<std::vector<Unit>, PatternMistake> compile_entry(std::string_view text, const PatternContext& context) {
    Parser parser(text, context);
    auto units = parser.entry();
    if (!units) return tl::unexpected(parser.take_mistake());
    return std::move(*units);
}

}  // namespace repere::signals
