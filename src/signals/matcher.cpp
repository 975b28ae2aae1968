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
    Run(const Instruction* code, const TurnView& turn, std::uint32_t start)
        : code_(code), turn_(turn), start_(start), limit_(turn.cells[start].sentence_end) {}

    std::optional<TokenRange> go() {
        std::uint32_t end = 0;
        if (!run(code_, start_, end) || end <= start_) return std::nullopt;
        return TokenRange{start_, end};
    }

  private:
    const Token& token(std::uint32_t at) const { return turn_.text->tokens[at]; }

    static bool has_lemma(const Token& t, WordHash lemma) {
        return t.lemmas[0] == lemma || t.lemmas[1] == lemma || t.lemmas[2] == lemma;
    }

    bool passes(const Unit& unit, std::uint32_t at) const {
        const Token& t = token(at);
        switch (unit.kind) {
            case Unit::Kind::kForm: return t.form == unit.hash || (unit.elided != 0 && t.form == unit.elided);
            case Unit::Kind::kLemma: return has_lemma(t, unit.hash);
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

    // The next token of which `is`, past what is stepped over.
    template <class Is>
    bool find_token(std::uint32_t& at, Is&& is) {
        if (at >= limit_) return false;
        do {
            if (is(at)) {
                ++at;
                return true;
            }
        } while (step_over(at));
        return false;
    }

    bool find_form(WordHash form, std::uint32_t& at) {
        return find_token(at, [&](std::uint32_t i) { return token(i).form == form; });
    }

    bool find_lemma(WordHash lemma, std::uint32_t& at) {
        return find_token(at, [&](std::uint32_t i) { return has_lemma(token(i), lemma); });
    }

    bool find_unit(const Unit& unit, std::uint32_t& at) {
        return find_token(at, [&](std::uint32_t i) { return passes(unit, i); });
    }

    bool find_word(std::uint32_t& at) {
        return find_token(at, [&](std::uint32_t i) { return turn_.cells[i].is_word && !(turn_.cells[i].skippable && i != start_); });
    }

    // Any entry of the list here, the longest first, then the rest of the program.
    bool run_list(const WordList& list, std::uint32_t at, const Instruction* next, std::uint32_t& end) {
        if (at >= limit_) return false;
        do {
            const Cell& cell = turn_.cells[at];
            if (!cell.mask.meets(list.first())) continue;
            bool whole = false;
            for (const WordHash key : cell.keys) {
                if (key == 0) break;
                if (!list.first().has(key)) continue;
                const WordList::Start* start = list.find(key);
                if (start == nullptr) continue;
                if (run_sequences(list, *start, at, next, end)) return true;
                whole = whole || start->word || (start->prefix && list.has_prefix_of(turn_.text->folded_form(token(at))));
            }
            if (whole) return run(next, at + 1, end);
        } while (step_over(at));
        return false;
    }

    // The list's sequences that start so, then the rest of the program.
    bool run_sequences(const WordList& list, const WordList::Start& start, std::uint32_t at, const Instruction* next, std::uint32_t& end) {
        for (std::uint32_t k = 0; k < start.count && --steps_ >= 0; ++k) {
            const auto& sequence = list.starting(start.first + k);
            std::uint32_t after = at;
            const bool all = std::all_of(sequence.begin(), sequence.end(), [&](const Unit& unit) { return find_unit(unit, after); });
            if (all && run(next, after, end)) return true;
        }
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
    bool may_go_on(const KeyMask* mask, std::uint32_t at) const {
        if (mask == nullptr) return true;
        if (at >= limit_) return false;
        const Cell& cell = turn_.cells[at];
        return cell.mask.meets(*mask) || (cell.skippable && cell.next_mask.meets(*mask));
    }

    bool run(const Instruction* i, std::uint32_t at, std::uint32_t& end) {
        for (;;) {
            if (--steps_ < 0) return false;
            switch (i->op) {
                case Op::kForm:
                    if (!find_form(i->hash, at)) return false;
                    ++i;
                    break;
                case Op::kLemma:
                    if (!find_lemma(i->hash, at)) return false;
                    ++i;
                    break;
                case Op::kUnit:
                    if (!find_unit(*i->unit, at)) return false;
                    ++i;
                    break;
                case Op::kAnyWord:
                    if (!find_word(at)) return false;
                    ++i;
                    break;
                case Op::kClass:
                    if (!find_class(i->a, at)) return false;
                    ++i;
                    break;
                case Op::kList: return run_list(*i->list, at, i + 1, end);
                case Op::kGap:
                    for (std::uint32_t words = 0;; ++words) {
                        if (may_go_on(i->mask, at) && run(i + 1, at, end)) return true;
                        if (words == i->a || steps_ < 0 || !find_word(at)) return false;
                    }
                case Op::kSplit:
                    if (may_go_on(i->mask, at) && run(code_ + i->a, at, end)) return true;
                    i = code_ + i->b;
                    break;
                case Op::kJump: i = code_ + i->a; break;
                case Op::kNot: {
                    std::uint32_t ignored = 0;
                    if (run(i + 1, at, ignored)) return false;
                    i = code_ + i->b;
                    break;
                }
                case Op::kBegin:
                    if (at > turn_.first_word) return false;
                    ++i;
                    break;
                case Op::kEnd:
                    if (!turn_.no_words && at <= turn_.last_word) return false;
                    ++i;
                    break;
                case Op::kDone: end = at; return true;
            }
        }
    }

    const Instruction* code_;
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
        std::size_t keys = 0;
        cell.keys[keys++] = form_key(t.form);
        for (const WordHash lemma : t.lemmas) {
            if (lemma != 0) cell.keys[keys++] = lemma_key(lemma);
        }
        if (cell.is_word) cell.keys[keys] = prefix_key(text.folded_form(t));
        for (const WordHash key : cell.keys) {
            if (key == 0) break;
            cell.mask.add(key);
            view.keys.add(key_bit(key));
        }
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

std::optional<TokenRange> match_at(const Instruction* code, const TurnView& turn, std::uint32_t start) {
    if (start > turn.first_word && code->op == Op::kBegin) return std::nullopt;
    return Run(code, turn, start).go();
}

namespace {

bool may_begin(const Program& program, const Cell& cell) {
    if (!cell.mask.meets(program.mask) && (cell.classes & program.classes) == 0) return false;
    return cell.next_mask.meets(program.second) || program.second.is_anything();
}

}  // namespace

std::optional<TokenRange> match_at(const Program& program, const TurnView& turn, std::uint32_t start) {
    return may_begin(program, turn.cells[start]) ? match_at(program.code.data(), turn, start) : std::nullopt;
}

std::optional<TokenRange> find_match(const Program& program, const TurnView& turn, TokenRange where) {
    if (!program.needs.met(turn.classes, turn.keys)) return std::nullopt;
    for (std::uint32_t i = where.begin; i < where.end; ++i) {
        if (!may_begin(program, turn.cells[i])) continue;
        if (const auto found = match_at(program.code.data(), turn, i)) return found;
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
    const FirstSet first = program.first();
    Entry entry{.code = program.code.data(), .pattern = pattern, .more = program.more};
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
    std::size_t keys = 0;
    for (std::size_t i = 0; i < pending_.size(); ++i) keys += i == 0 || pending_[i].first != pending_[i - 1].first;
    slots_.assign(std::bit_ceil(keys * 2 + 1), Slot{});
    mask_ = slots_.size() - 1;
    entries_.clear();
    for (std::size_t i = 0; i < pending_.size();) {
        const WordHash key = pending_[i].first;
        const auto begin = static_cast<std::uint32_t>(entries_.size());
        for (; i < pending_.size() && pending_[i].first == key; ++i) entries_.push_back(pending_[i].second);
        std::size_t at = key & mask_;
        while (slots_[at].end != 0) at = (at + 1) & mask_;
        slots_[at] = {key, begin, static_cast<std::uint32_t>(entries_.size())};
    }
    pending_ = {};
}

}  // namespace repere::signals
