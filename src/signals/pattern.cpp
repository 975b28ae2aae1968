#include "signals/pattern.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

#include "signals/pattern_parser.hpp"

namespace repere::signals {
namespace {

void keys_of(const Unit& u, std::vector<WordHash>& out) {
    out.push_back(key_of(u));
    if (u.elided != 0) out.push_back(form_key(u.elided));
}

void keys_of(const WordList& list, std::vector<WordHash>& out) {
    for (const WordHash h : list.forms()) out.push_back(form_key(h));
    for (const WordHash h : list.lemmas()) out.push_back(lemma_key(h));
    for (const std::string& p : list.prefixes()) out.push_back(prefix_key(p));
    for (const auto& s : list.sequences()) keys_of(s.front(), out);
}

std::vector<std::uint16_t> bits_of(const std::vector<WordHash>& keys) {
    std::vector<std::uint16_t> bits;
    for (const WordHash key : keys) bits.push_back(key_bit(key));
    return bits;
}

// What every match of a program has, as bits of keys.
struct Needed {
    std::vector<std::uint16_t> keys;
    std::vector<std::vector<std::uint16_t>> choices;  // after the first token; of each, one
    std::uint8_t classes = 0;
};

class Compiler {
  public:
    Program run(const Node& node) {
        emit(node);
        add(Op::kDone);
        return std::move(program_);
    }

    // Of the program just compiled, the longest words first: they are the rarest.
    Needed take_needed() {
        std::stable_sort(needed_units_.begin(), needed_units_.end(),
                         [](const Unit& a, const Unit& b) { return a.letters > b.letters; });
        for (const Unit& unit : needed_units_) needed_.keys.push_back(key_bit(key_of(unit)));
        return std::move(needed_);
    }

  private:
    std::uint32_t here() const { return static_cast<std::uint32_t>(program_.code.size()); }
    std::uint32_t add(Op op, std::uint32_t a = 0, std::uint32_t b = 0) {
        program_.code.push_back({op, a, b, {}});
        return here() - 1;
    }

    void unit(const Unit& unit) {
        const bool plain = unit.elided == 0 && unit.kind != Unit::Kind::kPrefix;
        if (optional_ == 0 && unit.elided == 0) needed_units_.push_back(unit);
        if (plain) {
            program_.code[add(unit.kind == Unit::Kind::kForm ? Op::kForm : Op::kLemma)].hash = unit.hash;
        } else {
            program_.code[add(Op::kUnit)].unit = &program_.units.emplace_front(unit);
        }
    }

    void list(std::shared_ptr<const WordList> words) {
        std::vector<WordHash> keys;
        keys_of(*words, keys);
        const bool begins = std::none_of(program_.code.begin(), program_.code.end(),
                                         [](const Instruction& i) { return i.op != Op::kBegin && i.op != Op::kNot; });
        if (optional_ == 0 && !begins) needed_.choices.push_back(bits_of(keys));
        program_.code[add(Op::kList)].list = words.get();
        program_.lists.push_back(std::move(words));
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
            case Node::Kind::kUnit: unit(node.unit); break;
            case Node::Kind::kAnyWord: add(Op::kAnyWord); break;
            case Node::Kind::kGap: add(Op::kGap, node.number); break;
            case Node::Kind::kList: list(node.list); break;
            case Node::Kind::kClass:
                add(Op::kClass, node.number);
                if (optional_ == 0) needed_.classes |= static_cast<std::uint8_t>(1U << node.number);
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
    Needed needed_;
    std::vector<Unit> needed_units_;
    int optional_ = 0;  // inside what may be left out
};

KeyMask mask_of(const Unit& unit) {
    KeyMask mask;
    mask.add(key_of(unit));
    if (unit.elided != 0) mask.add(form_key(unit.elided));
    return mask;
}

void start_with(const Unit& unit, const KeyMask& second, FirstSet& out) {
    out.starts.push_back({key_of(unit), second});
    if (unit.elided != 0) out.starts.push_back({form_key(unit.elided), second});
}

void start_with(const WordList& list, const KeyMask& second, FirstSet& out) {
    for (const WordHash h : list.forms()) out.starts.push_back({form_key(h), second});
    for (const WordHash h : list.lemmas()) out.starts.push_back({lemma_key(h), second});
    for (const std::string& p : list.prefixes()) out.starts.push_back({prefix_key(p), second});
    for (const auto& s : list.sequences()) start_with(s.front(), mask_of(s[1]), out);
}

// `deep`: with what may come second, which is not looked for in its turn.
void collect_first(const Program& program, std::uint32_t at, bool deep, FirstSet& out) {
    for (;;) {
        const Instruction& i = program.code[at];
        const auto second = [&] { return deep ? program.mask_at(at + 1) : KeyMask::anything(); };
        switch (i.op) {
            case Op::kForm: out.starts.push_back({form_key(i.hash), second()}); return;
            case Op::kLemma: out.starts.push_back({lemma_key(i.hash), second()}); return;
            case Op::kUnit: return start_with(*i.unit, second(), out);
            case Op::kList: return start_with(*i.list, second(), out);
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

// Of what every match has: the rarest words, which come first, and the shortest choice.
Needs needs_of(const Needed& needed) {
    Needs out{.classes = needed.classes};
    const std::size_t count = std::min(needed.keys.size(), out.all.size());
    std::copy_n(needed.keys.begin(), count, out.all.begin());
    const std::vector<std::uint16_t>* fewest = nullptr;
    for (const auto& keys : needed.choices) {
        if (keys.size() <= out.any.size() && (fewest == nullptr || keys.size() < fewest->size())) fewest = &keys;
    }
    if (fewest != nullptr) std::copy(fewest->begin(), fewest->end(), out.any.begin());
    return out;
}

void set_needs(Program& program, const FirstSet& first, Needed needed) {
    std::vector<std::uint16_t> starts;
    if (!first.anything && first.classes == 0) {
        for (const FirstSet::Start& start : first.starts) starts.push_back(key_bit(start.key));
    }
    if (starts.size() == 1) std::erase(needed.keys, starts.front());
    program.more = needs_of(needed);
    if (starts.size() == 1) {
        needed.keys.insert(needed.keys.begin(), starts.front());
    } else if (!starts.empty()) {
        needed.choices.push_back(std::move(starts));
    }
    program.needs = needs_of(needed);
}

}  // namespace

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
        sequences_.push_back(std::move(units));
        return;
    }
    Unit& unit = units.front();
    switch (unit.kind) {
        case Unit::Kind::kForm:
            forms_.push_back(unit.hash);
            if (unit.elided != 0) forms_.push_back(unit.elided);
            break;
        case Unit::Kind::kLemma: lemmas_.push_back(unit.hash); break;
        case Unit::Kind::kPrefix: prefixes_.push_back(std::move(unit.prefix)); break;
    }
}

void WordList::finish() {
    for (auto* hashes : {&forms_, &lemmas_}) {
        std::sort(hashes->begin(), hashes->end());
        hashes->erase(std::unique(hashes->begin(), hashes->end()), hashes->end());
    }
    std::stable_sort(sequences_.begin(), sequences_.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    std::map<WordHash, std::pair<Start, std::vector<std::uint32_t>>> starts;
    for (const WordHash h : forms_) starts[form_key(h)].first.word = true;
    for (const WordHash h : lemmas_) starts[lemma_key(h)].first.word = true;
    for (const std::string& p : prefixes_) starts[prefix_key(p)].first.prefix = true;
    for (std::uint32_t i = 0; i < sequences_.size(); ++i) {
        std::vector<WordHash> keys;
        keys_of(sequences_[i].front(), keys);
        for (const WordHash key : keys) starts[key].second.push_back(i);
    }
    starts_.assign(std::bit_ceil(starts.size() * 2 + 1), Start{});
    mask_ = starts_.size() - 1;
    for (auto& [key, found] : starts) {
        auto& [start, sequences] = found;
        start.key = key;
        start.first = static_cast<std::uint32_t>(by_start_.size());
        start.count = static_cast<std::uint16_t>(sequences.size());
        by_start_.insert(by_start_.end(), sequences.begin(), sequences.end());
        first_.add(key);
        std::size_t at = key & mask_;
        while (starts_[at].key != 0) at = (at + 1) & mask_;
        starts_[at] = start;
    }
}

bool WordList::has_prefix_of(std::string_view folded) const {
    return std::any_of(prefixes_.begin(), prefixes_.end(), [&](const std::string& p) { return folded.starts_with(p); });
}

FirstSet Program::first() const {
    FirstSet out;
    collect_first(*this, 0, true, out);
    std::sort(out.starts.begin(), out.starts.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    std::size_t kept = 0;
    for (const FirstSet::Start& start : out.starts) {
        if (kept > 0 && out.starts[kept - 1].key == start.key) {
            out.starts[kept - 1].second.add(start.second);
        } else {
            out.starts[kept++] = start;
        }
    }
    out.starts.resize(kept);
    return out;
}

KeyMask Program::mask_at(std::uint32_t instruction) const {
    const Op op = code[instruction].op;
    const bool told = op == Op::kForm || op == Op::kLemma || op == Op::kUnit || op == Op::kList || op == Op::kSplit || op == Op::kJump;
    if (!told) return KeyMask::anything();
    FirstSet set;
    collect_first(*this, instruction, false, set);
    if (set.anything || set.nothing || set.classes != 0) return KeyMask::anything();
    KeyMask result;
    for (const FirstSet::Start& start : set.starts) result.add(start.key);
    return result;
}

tl::expected<Program, PatternMistake> compile_pattern(std::string_view text, const PatternContext& context,
                                                      std::vector<PatternMistake>* doubts) {
    const auto parsed = parse_pattern(text, context);
    if (!parsed) return tl::unexpected(parsed.error());
    if (doubts != nullptr && parsed->loose_bar) {
        doubts->push_back({"signals.pattern.bar_loose", {{"pattern", std::string(text)}}, *parsed->loose_bar});
    }
    Compiler compiler;
    Program program = compiler.run(parsed->root);
    const FirstSet first = program.first();
    if (first.nothing) return tl::unexpected(PatternMistake{"signals.pattern.matches_nothing", {}, 0});
    for (const FirstSet::Start& start : first.starts) {
        program.mask.add(start.key);
        program.second.add(start.second);
    }
    if (first.anything) program.mask = KeyMask::anything();
    if (first.anything || first.classes != 0) program.second = KeyMask::anything();
    program.classes = first.classes;
    for (std::uint32_t i = 0; i < program.code.size(); ++i) {
        Instruction& at = program.code[i];
        if (at.op != Op::kGap && at.op != Op::kSplit) continue;
        const KeyMask mask = program.mask_at(at.op == Op::kGap ? i + 1 : at.a);
        at.mask = mask.is_anything() ? nullptr : &program.masks.emplace_front(mask);
    }
    set_needs(program, first, compiler.take_needed());
    return program;
}

}  // namespace repere::signals
