#include "signals/matcher.hpp"

#include <algorithm>
#include <bit>

namespace repere::signals {
namespace {

using language::Token;
using language::TokenKind;

constexpr int kMostSteps = 600;  // from one start; far beyond what any sensible pattern takes
constexpr std::uint32_t kSentenceReach = 200;  // tokens around a match that count as its sentence

class Run {
  public:
    Run(const Program& program, const TurnView& turn, std::uint32_t start)
        : program_(program), turn_(turn), start_(start), limit_(turn.cells[start].sentence_end) {}

    std::optional<TokenRange> go() {
        std::uint32_t end = 0;
        if (!run(0, start_, end) || end <= start_) return std::nullopt;
        return TokenRange{start_, end};
    }

  private:
    const Token& token(std::uint32_t at) const { return turn_.text->tokens[at]; }

    bool passes(const Unit& unit, std::uint32_t at) const {
        const Token& t = token(at);
        switch (unit.kind) {
            case Unit::Kind::kForm: return t.form == unit.hash || (unit.elided != 0 && t.form == unit.elided);
            case Unit::Kind::kLemma:
                return t.lemmas[0] == unit.hash || t.lemmas[1] == unit.hash || t.lemmas[2] == unit.hash;
            case Unit::Kind::kPrefix:
                return turn_.cells[at].is_word && turn_.text->folded_form(t).starts_with(unit.prefix);
        }
        return false;
    }

    // Where the test may look: at `at`, and past what is stepped over, except where the match itself begins.
    bool step_over(std::uint32_t& at) {
        if (--steps_ < 0 || at == start_ || !turn_.cells[at].skippable) return false;
        return ++at < limit_;
    }

    bool find_unit(const Unit& unit, std::uint32_t& at) {
        if (at >= limit_) return false;
        do {
            if (passes(unit, at)) {
                ++at;
                return true;
            }
        } while (step_over(at));
        return false;
    }

    bool find_word(std::uint32_t& at) {
        if (at >= limit_) return false;
        do {
            if (turn_.cells[at].is_word && !(turn_.cells[at].skippable && at != start_)) {
                ++at;
                return true;
            }
        } while (step_over(at));
        return false;
    }

    static bool may_begin(const WordList& list, const Cell& cell) {
        for (std::uint8_t k = 0; k < cell.keys; ++k) {
            if (list.first.has(cell.key_bits[k])) return true;
        }
        return false;
    }

    bool single(const WordList& list, std::uint32_t at) const {
        const Token& t = token(at);
        if (std::binary_search(list.forms.begin(), list.forms.end(), t.form)) return true;
        if (!list.lemmas.empty()) {
            for (const WordHash lemma : t.lemmas) {
                if (lemma == 0) break;
                if (std::binary_search(list.lemmas.begin(), list.lemmas.end(), lemma)) return true;
            }
        }
        if (list.prefixes.empty() || !turn_.cells[at].is_word) return false;
        const std::string_view form = turn_.text->folded_form(t);
        return std::any_of(list.prefixes.begin(), list.prefixes.end(),
                           [&](const std::string& p) { return form.starts_with(p); });
    }

    // The list's sequences that can start with the token, then the rest of the program.
    bool run_sequences(const WordList& list, std::uint32_t at, std::uint32_t next, std::uint32_t& end) {
        if (list.starts.empty()) return false;
        const Token& t = token(at);
        const auto try_key = [&](WordHash key) {
            if (!list.first.has(key_bit(key))) return false;
            auto start = std::lower_bound(list.starts.begin(), list.starts.end(), std::pair{key, std::uint32_t{0}});
            for (; start != list.starts.end() && start->first == key && --steps_ >= 0; ++start) {
                const auto& sequence = list.sequences[start->second];
                std::uint32_t after = at;
                const bool all = std::all_of(sequence.begin(), sequence.end(),
                                             [&](const Unit& unit) { return find_unit(unit, after); });
                if (all && run(next, after, end)) return true;
            }
            return false;
        };
        if (try_key(form_key(t.form))) return true;
        for (const WordHash lemma : t.lemmas) {
            if (lemma != 0 && try_key(lemma_key(lemma))) return true;
        }
        const WordHash prefix = turn_.cells[at].is_word ? prefix_key(turn_.text->folded_form(t)) : 0;
        return prefix != 0 && try_key(prefix);
    }

    // Any entry of the list here, then the rest of the program.
    bool run_list(const WordList& list, std::uint32_t at, std::uint32_t next, std::uint32_t& end) {
        if (at >= limit_) return false;
        do {
            if (!may_begin(list, turn_.cells[at])) continue;
            if (run_sequences(list, at, next, end)) return true;
            if (single(list, at)) return run(next, at + 1, end);
        } while (step_over(at));
        return false;
    }

    bool find_class(std::uint32_t which, std::uint32_t& at) {
        if (at >= limit_) return false;
        do {
            if (const std::uint16_t length = turn_.cells[at].span[which]; length != 0) {
                at += length;
                return at <= limit_;
            }
        } while (step_over(at));
        return false;
    }

    // False where no token that comes next can be one of the mask's.
    bool may_go_on(const KeyMask& mask, std::uint32_t at) const {
        if (mask.is_anything()) return true;
        if (at >= limit_) return false;
        const Cell& cell = turn_.cells[at];
        return cell.mask.meets(mask) || (cell.skippable && cell.next_mask.meets(mask));
    }

    bool run(std::uint32_t pc, std::uint32_t at, std::uint32_t& end) {
        for (;;) {
            if (--steps_ < 0) return false;
            const Instruction& i = program_.code[pc];
            switch (i.op) {
                case Op::kUnit:
                    if (!find_unit(program_.units[i.a], at)) return false;
                    ++pc;
                    break;
                case Op::kAnyWord:
                    if (!find_word(at)) return false;
                    ++pc;
                    break;
                case Op::kClass:
                    if (!find_class(i.a, at)) return false;
                    ++pc;
                    break;
                case Op::kList: return run_list(*program_.lists[i.a], at, pc + 1, end);
                case Op::kGap:
                    for (std::uint32_t words = 0;; ++words) {
                        if (may_go_on(i.mask, at) && run(pc + 1, at, end)) return true;
                        if (words == i.a || steps_ < 0 || !find_word(at)) return false;
                    }
                case Op::kSplit:
                    if (may_go_on(i.mask, at) && run(i.a, at, end)) return true;
                    pc = i.b;
                    break;
                case Op::kJump: pc = i.a; break;
                case Op::kNot: {
                    std::uint32_t ignored = 0;
                    if (run(pc + 1, at, ignored)) return false;
                    pc = i.b;
                    break;
                }
                case Op::kBegin:
                    if (at > turn_.first_word) return false;
                    ++pc;
                    break;
                case Op::kEnd:
                    if (!turn_.no_words && at <= turn_.last_word) return false;
                    ++pc;
                    break;
                case Op::kDone: end = at; return true;
            }
        }
    }

    const Program& program_;
    const TurnView& turn_;
    std::uint32_t start_;
    std::uint32_t limit_;
    int steps_ = kMostSteps;
};

bool is_word_kind(TokenKind kind) {
    return kind == TokenKind::kWord || kind == TokenKind::kNumber || kind == TokenKind::kAddress;
}

}  // namespace

TurnView view_of(const language::Text& text, std::span<Cell> cells) {
    TurnView view{.text = &text, .cells = cells, .first_word = static_cast<std::uint32_t>(cells.size())};
    const auto note = [&view](Cell& cell, WordHash key) {
        const std::uint16_t bit = key_bit(key);
        cell.mask.add(key);
        cell.key_bits[cell.keys++] = bit;
        view.keys.add(bit);
    };
    WordHash before = 0;  // the last word of the sentence so far
    for (std::uint32_t i = 0; i < cells.size(); ++i) {
        const Token& t = text.tokens[i];
        Cell& cell = cells[i];
        cell = Cell{};
        cell.is_word = is_word_kind(t.kind) && !t.filler;
        if (t.starts_sentence) before = 0;
        const bool repeat = cell.is_word && t.kind == TokenKind::kWord && t.form == before;
        cell.skippable = !cell.is_word || repeat;
        if (cell.is_word) {
            before = t.form;
            if (view.no_words) view.first_word = i;
            view.last_word = i;
            view.no_words = false;
            ++view.words;
        }
        note(cell, form_key(t.form));
        for (const WordHash lemma : t.lemmas) {
            if (lemma == 0) break;
            note(cell, lemma_key(lemma));
        }
        if (const WordHash key = prefix_key(text.folded_form(t)); key != 0) note(cell, key);
    }
    std::uint32_t end = view.size();
    for (std::uint32_t i = view.size(); i-- > 0;) {
        cells[i].sentence_end = end;
        if (i + 1 < end) {
            const Cell& next = cells[i + 1];
            cells[i].next_mask = next.mask;
            if (next.skippable) cells[i].next_mask.add(next.next_mask);
        }
        if (text.tokens[i].starts_sentence) end = i;
    }
    return view;
}

std::optional<TokenRange> match_at(const Program& program, const TurnView& turn, std::uint32_t start) {
    const Cell& cell = turn.cells[start];
    if (!cell.mask.meets(program.mask) && (cell.classes & program.classes) == 0) return std::nullopt;
    if (!cell.next_mask.meets(program.second) && !program.second.is_anything()) return std::nullopt;
    if (start > turn.first_word && program.code.front().op == Op::kBegin) return std::nullopt;
    return Run(program, turn, start).go();
}

bool may_match(const Program& program, const TurnView& turn) {
    const auto has = [&](std::uint16_t bit) { return turn.keys.has(bit); };
    if ((program.needed_classes & ~turn.classes) != 0) return false;
    return std::all_of(program.needed.begin(), program.needed.end(), has) &&
           std::all_of(program.needed_any.begin(), program.needed_any.end(),
                       [&](const auto& bits) { return std::any_of(bits.begin(), bits.end(), has); });
}

std::optional<TokenRange> find_match(const Program& program, const TurnView& turn, TokenRange where) {
    if (!may_match(program, turn)) return std::nullopt;
    const auto here = [&](std::uint16_t bit) { return turn.keys.has(bit); };
    if (!program.starts.empty() && std::none_of(program.starts.begin(), program.starts.end(), here)) return std::nullopt;
    if (program.starts.size() == 1) {  // most patterns: one bit to look for
        const std::uint16_t bit = program.starts.front();
        for (std::uint32_t i = where.begin; i < where.end; ++i) {
            if (!turn.cells[i].mask.has(bit)) continue;
            if (auto found = match_at(program, turn, i)) return found;
        }
        return std::nullopt;
    }
    for (std::uint32_t i = where.begin; i < where.end; ++i) {
        if (auto found = match_at(program, turn, i)) return found;
    }
    return std::nullopt;
}

bool any_match(const std::vector<Program>& programs, const TurnView& turn, TokenRange where) {
    return std::any_of(programs.begin(), programs.end(),
                       [&](const Program& p) { return find_match(p, turn, where).has_value(); });
}

TokenRange sentence_around(const TurnView& turn, std::uint32_t token) {
    std::uint32_t begin = token;
    const auto& tokens = turn.text->tokens;
    while (begin > 0 && token - begin < kSentenceReach && !tokens[begin].starts_sentence) --begin;
    return {begin, std::min(turn.cells[token].sentence_end, token + kSentenceReach)};
}

void PatternIndex::add(std::uint32_t pattern, const Program& program) {
    Entry entry;
    entry.pattern = pattern;
    entry.classes = program.needed_classes;
    const FirstSet first = program.first();
    std::size_t used = 0;
    for (const std::uint16_t bit : program.needed) {
        if (used == entry.needed.size()) break;
        if (first.starts.size() != 1 || key_bit(first.starts.front().key) != bit) entry.needed[used++] = bit;
    }
    const std::vector<std::uint16_t>* fewest = nullptr;
    for (const auto& bits : program.needed_any) {
        if (bits.size() <= entry.any.size() && (fewest == nullptr || bits.size() < fewest->size())) fewest = &bits;
    }
    if (fewest != nullptr) std::copy(fewest->begin(), fewest->end(), entry.any.begin());
    if (first.anything) {
        anywhere_.push_back(entry);
        return;
    }
    for (std::size_t c = 0; c < kWordClasses; ++c) {
        if ((first.classes >> c & 1U) != 0) by_class_[c].push_back(entry);
    }
    for (const FirstSet::Start& start : first.starts) {
        entry.second = start.second;
        pending_.emplace_back(start.key, entry);
    }
}

void PatternIndex::finish() {
    std::stable_sort(pending_.begin(), pending_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    slots_.assign(std::bit_ceil(pending_.size() * 2 + 2), Slot{});
    mask_ = slots_.size() - 1;
    entries_.clear();
    for (std::size_t i = 0; i < pending_.size();) {
        const WordHash key = pending_[i].first;
        keys_.add(key_bit(key));
        const auto begin = static_cast<std::uint32_t>(entries_.size());
        for (; i < pending_.size() && pending_[i].first == key; ++i) entries_.push_back(pending_[i].second);
        std::size_t at = key & mask_;
        while (slots_[at].end != 0) at = (at + 1) & mask_;
        slots_[at] = {key, begin, static_cast<std::uint32_t>(entries_.size())};
    }
    pending_ = {};
}

}  // namespace repere::signals
