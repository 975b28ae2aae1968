#include "signals/pattern.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace repere::signals {
namespace {

constexpr std::uint32_t kDefaultGap = 3;
constexpr std::uint32_t kLargestGap = 12;
constexpr std::size_t kLongestPattern = 2000;
constexpr std::size_t kDeepest = 16;
constexpr std::size_t kMostNeededKeys = 32;  // a longer list is found in most texts
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

// What a pattern says, before it becomes a program.
struct Node {
    enum class Kind { kUnit, kAnyWord, kGap, kList, kClass, kBegin, kEnd, kSequence, kChoice, kOptional, kNot } kind;
    Unit unit;
    std::uint32_t number = 0;
    std::shared_ptr<const WordList> list;
    std::vector<Node> parts;
};

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
    std::optional<PatternMistake> mistake_;
};

void keys_of(const Unit& u, std::vector<WordHash>& out) {
    out.push_back(key_of(u));
    if (u.elided != 0) out.push_back(form_key(u.elided));
}

void keys_of(const WordList& list, std::vector<WordHash>& out) {
    for (const WordHash h : list.forms) out.push_back(form_key(h));
    for (const WordHash h : list.lemmas) out.push_back(lemma_key(h));
    for (const std::string& p : list.prefixes) out.push_back(prefix_key(p));
    for (const auto& s : list.sequences) keys_of(s.front(), out);
}

class Compiler {
  public:
    Program run(const Node& node) {
        emit(node);
        add(Op::kDone);
        auto& needed = program_.needed;
        std::stable_sort(needed.begin(), needed.end(),
                         [](const Unit& a, const Unit& b) { return a.letters > b.letters; });
        return std::move(program_);
    }

  private:
    std::uint32_t here() const { return static_cast<std::uint32_t>(program_.code.size()); }
    std::uint32_t add(Op op, std::uint32_t a = 0, std::uint32_t b = 0) {
        program_.code.push_back({op, a, b, 0});
        return here() - 1;
    }

    void list(std::shared_ptr<const WordList> words) {
        std::vector<WordHash> keys;
        keys_of(*words, keys);
        const bool begins = std::none_of(program_.code.begin(), program_.code.end(),
                                         [](const Instruction& i) { return i.op != Op::kBegin && i.op != Op::kNot; });
        if (optional_ == 0 && !begins && keys.size() <= kMostNeededKeys) program_.needed_any.push_back(std::move(keys));
        program_.lists.push_back(std::move(words));
        add(Op::kList, static_cast<std::uint32_t>(program_.lists.size() - 1));
    }

    static bool words_of(const Node& node, std::vector<Unit>& out) {
        if (node.kind == Node::Kind::kUnit) {
            out.push_back(node.unit);
            return true;
        }
        if (node.kind != Node::Kind::kSequence) return false;
        return std::all_of(node.parts.begin(), node.parts.end(), [&](const Node& n) { return words_of(n, out); });
    }

    void choice(const Node& node) {
        if (node.parts.size() == 1) return emit(node.parts.front());
        auto words = std::make_shared<WordList>();
        const bool plain = std::all_of(node.parts.begin(), node.parts.end(), [&](const Node& way) {
            std::vector<Unit> units;
            if (!words_of(way, units)) return false;
            words->add(std::move(units));
            return true;
        });
        if (plain) {
            words->finish();
            return list(std::move(words));
        }
        ++optional_;
        std::vector<std::uint32_t> exits;
        for (std::size_t i = 0; i < node.parts.size(); ++i) {
            const bool last = i + 1 == node.parts.size();
            const std::uint32_t split = last ? 0 : add(Op::kSplit, here() + 1);
            emit(node.parts[i]);
            if (!last) {
                exits.push_back(add(Op::kJump));
                program_.code[split].b = here();
            }
        }
        for (const std::uint32_t exit : exits) program_.code[exit].a = here();
        --optional_;
    }

    void emit(const Node& node) {
        switch (node.kind) {
            case Node::Kind::kUnit:
                program_.units.push_back(node.unit);
                add(Op::kUnit, static_cast<std::uint32_t>(program_.units.size() - 1));
                if (optional_ == 0 && node.unit.elided == 0) program_.needed.push_back(node.unit);
                break;
            case Node::Kind::kAnyWord: add(Op::kAnyWord); break;
            case Node::Kind::kGap: add(Op::kGap, node.number); break;
            case Node::Kind::kList: list(node.list); break;
            case Node::Kind::kClass:
                add(Op::kClass, node.number);
                if (optional_ == 0) program_.needed_classes |= static_cast<std::uint8_t>(1U << node.number);
                break;
            case Node::Kind::kBegin: add(Op::kBegin); break;
            case Node::Kind::kEnd: add(Op::kEnd); break;
            case Node::Kind::kSequence:
                for (const Node& part : node.parts) emit(part);
                break;
            case Node::Kind::kChoice: choice(node); break;
            case Node::Kind::kOptional: {
                const std::uint32_t split = add(Op::kSplit, here() + 1);
                ++optional_;
                emit(node.parts.front());
                --optional_;
                program_.code[split].b = here();
                break;
            }
            case Node::Kind::kNot: {
                const std::uint32_t start = add(Op::kNot);
                ++optional_;
                emit(node.parts.front());
                --optional_;
                add(Op::kDone);
                program_.code[start].b = here();
                break;
            }
        }
    }

    Program program_;
    int optional_ = 0;  // inside what may be left out
};

constexpr std::uint64_t kAnyMask = ~std::uint64_t{0};

std::uint64_t mask_of_unit(const Unit& unit) {
    return mask_of(key_of(unit)) | (unit.elided != 0 ? mask_of(form_key(unit.elided)) : 0);
}

void start_with(const Unit& unit, std::uint64_t second, FirstSet& out) {
    out.starts.push_back({key_of(unit), second});
    if (unit.elided != 0) out.starts.push_back({form_key(unit.elided), second});
}

void start_with(const WordList& list, std::uint64_t second, FirstSet& out) {
    for (const WordHash h : list.forms) out.starts.push_back({form_key(h), second});
    for (const WordHash h : list.lemmas) out.starts.push_back({lemma_key(h), second});
    for (const std::string& p : list.prefixes) out.starts.push_back({prefix_key(p), second});
    for (const auto& s : list.sequences) start_with(s.front(), mask_of_unit(s[1]), out);
}

// `deep`: with what may come second, which is not looked for in its turn.
void collect_first(const Program& program, std::uint32_t at, bool deep, FirstSet& out) {
    for (;;) {
        const Instruction& i = program.code[at];
        const auto second = [&] { return deep ? program.mask_at(at + 1) : kAnyMask; };
        switch (i.op) {
            case Op::kUnit: return start_with(program.units[i.a], second(), out);
            case Op::kList: return start_with(*program.lists[i.a], second(), out);
            case Op::kClass: out.classes |= static_cast<std::uint8_t>(1U << i.a); return;
            case Op::kAnyWord:
            case Op::kGap: out.anything = true; return;
            case Op::kSplit:
                collect_first(program, i.a, deep, out);
                at = i.b;
                break;
            case Op::kJump: at = i.a; break;
            case Op::kNot: at = i.b; break;
            case Op::kBegin:
            case Op::kEnd: ++at; break;
            case Op::kDone: out.nothing = true; return;
        }
    }
}

}  // namespace

WordHash form_key(WordHash form) { return form * 0x9E3779B97F4A7C15ULL; }
WordHash lemma_key(WordHash lemma) { return (lemma ^ 0xA5A5A5A5A5A5A5A5ULL) * 0xC2B2AE3D27D4EB4FULL; }
WordHash prefix_key(std::string_view folded) {
    if (folded.size() < 3) return 0;
    const auto byte = [&](std::size_t i) { return static_cast<WordHash>(static_cast<unsigned char>(folded[i])); };
    return ((byte(0) << 16 | byte(1) << 8 | byte(2)) + 1) * 0xD6E8FEB86659FD93ULL;
}

WordHash key_of(const Unit& u) {
    switch (u.kind) {
        case Unit::Kind::kForm: return form_key(u.hash);
        case Unit::Kind::kLemma: return lemma_key(u.hash);
        case Unit::Kind::kPrefix: return prefix_key(u.prefix);
    }
    return 0;
}

void WordList::add(std::vector<Unit> units) {
    if (units.size() > 1) {
        sequences.push_back(std::move(units));
        return;
    }
    Unit& unit = units.front();
    switch (unit.kind) {
        case Unit::Kind::kForm:
            forms.push_back(unit.hash);
            if (unit.elided != 0) forms.push_back(unit.elided);
            break;
        case Unit::Kind::kLemma: lemmas.push_back(unit.hash); break;
        case Unit::Kind::kPrefix: prefixes.push_back(std::move(unit.prefix)); break;
    }
}

void WordList::finish() {
    for (auto* hashes : {&forms, &lemmas}) {
        std::sort(hashes->begin(), hashes->end());
        hashes->erase(std::unique(hashes->begin(), hashes->end()), hashes->end());
    }
    std::stable_sort(sequences.begin(), sequences.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    starts.clear();
    for (std::uint32_t i = 0; i < sequences.size(); ++i) {
        std::vector<WordHash> first;
        keys_of(sequences[i].front(), first);
        for (const WordHash key : first) starts.emplace_back(key, i);
    }
    std::sort(starts.begin(), starts.end());
    std::vector<WordHash> keys;
    keys_of(*this, keys);
    for (const WordHash key : keys) mask |= mask_of(key);
}

FirstSet Program::first() const {
    FirstSet out;
    collect_first(*this, 0, true, out);
    std::sort(out.starts.begin(), out.starts.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    std::size_t kept = 0;
    for (const FirstSet::Start& start : out.starts) {
        if (kept > 0 && out.starts[kept - 1].key == start.key) {
            out.starts[kept - 1].second |= start.second;
        } else {
            out.starts[kept++] = start;
        }
    }
    out.starts.resize(kept);
    return out;
}

std::uint64_t Program::mask_at(std::uint32_t instruction) const {
    const Op op = code[instruction].op;
    if (op != Op::kUnit && op != Op::kList && op != Op::kSplit && op != Op::kJump) return kAnyMask;
    FirstSet set;
    collect_first(*this, instruction, false, set);
    if (set.anything || set.nothing || set.classes != 0) return kAnyMask;
    std::uint64_t result = 0;
    for (const FirstSet::Start& start : set.starts) result |= mask_of(start.key);
    return result;
}

tl::expected<Program, PatternMistake> compile_pattern(std::string_view text, const PatternContext& context) {
    Parser parser(text, context);
    const auto node = parser.pattern();
    if (!node) return tl::unexpected(parser.take_mistake());
    Program program = Compiler().run(*node);
    const FirstSet first = program.first();
    if (first.nothing) return tl::unexpected(PatternMistake{"signals.pattern.matches_nothing", {}, 0});
    for (const FirstSet::Start& start : first.starts) {
        program.mask |= mask_of(start.key);
        program.second |= start.second;
    }
    if (first.anything) program.mask = kAnyMask;
    if (first.anything || first.classes != 0) {
        program.second = kAnyMask;
    } else {
        for (const FirstSet::Start& start : first.starts) program.starts.push_back(start.key);
    }
    for (std::uint32_t i = 0; i < program.code.size(); ++i) {
        if (program.code[i].op == Op::kGap) program.code[i].mask = program.mask_at(i + 1);
        if (program.code[i].op == Op::kSplit) program.code[i].mask = program.mask_at(program.code[i].a);
    }
    program.classes = first.classes;
    return program;
}

tl::expected<std::vector<Unit>, PatternMistake> compile_entry(std::string_view text, const PatternContext& context) {
    Parser parser(text, context);
    auto units = parser.entry();
    if (!units) return tl::unexpected(parser.take_mistake());
    return std::move(*units);
}

}  // namespace repere::signals
