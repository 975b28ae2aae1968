#include "signals/marking.hpp"

#include <algorithm>
#include <optional>

#include "conversation/times.hpp"
#include "core/utf8.hpp"

namespace repere::signals {
namespace {

constexpr double kKeepFrom = 0.5;

Speaker other_side(Speaker speaker) { return speaker == Speaker::kAgent ? Speaker::kCustomer : Speaker::kAgent; }

class Marking {
  public:
    Marking(const RuleBook& book, const Interaction& interaction, std::span<const language::Text> texts,
            const MarkingOptions& options)
        : book_(book), interaction_(interaction), texts_(texts), options_(options) {
        const std::size_t count = std::min(interaction.turns.size(), texts.size());
        kept_.resize(std::min(count, kReach));
        own_before_.reserve(count);
        for (std::size_t i = 0; i < count; ++i) own_before_.push_back(own_turns_[speaker_index(i)]++);
        marked_.assign(count, 0);
        states_.assign(book.rules().size(), State{});
    }

    std::vector<Moment> run() {
        for (std::size_t i = 0; i < marked_.size(); ++i) {
            read(i);
            turn(i);
            seen_ |= marked_[i];
            if (options_.excerpt && i + 2 == marked_.size()) marked_[i] |= options_.given_before;
        }
        return std::move(moments_);
    }

  private:
    // A turn made ready for matching. The last ones are kept: rules look back that far and no farther.
    struct Kept {
        std::vector<Cell> cells;
        TurnView view;
    };
    static constexpr std::size_t kReach = 32;

    void read(std::size_t i) {
        Kept& kept = kept_[i % kept_.size()];
        kept.cells.assign(texts_[i].tokens.size(), {});
        kept.view = view_of(texts_[i], kept.cells);
        book_.classes().annotate(kept.view);
        asked_.view = nullptr;
    }
    const TurnView& ready(std::size_t i) const { return kept_[i % kept_.size()].view; }

    // What is known of a rule in the turn `turn` (counted from 1).
    struct State {
        std::uint32_t turn = 0;
        // open: its words are still to be looked at; allowed: all its conditions hold.
        enum class Is : std::uint8_t { kOpen, kAllowed, kRuledOut, kMatched } is = Is::kOpen;
        TokenRange range;
    };

    std::size_t speaker_index(std::size_t i) const { return static_cast<std::size_t>(interaction_.turns[i].speaker); }

    void turn(std::size_t i) {
        const Speaker speaker = interaction_.turns[i].speaker;
        matched_.clear();
        find_before(i);
        if (speaker != Speaker::kCustomer) match_rules(i, book_.index(Speaker::kAgent));
        if (speaker != Speaker::kAgent) match_rules(i, book_.index(Speaker::kCustomer));
        conclude(i);
    }

    // The other side's last stretch of turns before turn `i`.
    void find_before(std::size_t i) {
        const Speaker speaker = interaction_.turns[i].speaker;
        before_begin_ = before_end_ = 0;
        before_marked_ = 0;
        const std::size_t farthest = i + 1 - std::min(i + 1, kept_.size());
        std::size_t end = i;
        if (speaker != Speaker::kUnknown) {
            const Speaker other = other_side(speaker);
            while (end > farthest && interaction_.turns[end - 1].speaker != other) --end;
        }
        std::size_t begin = end;
        while (begin > farthest && interaction_.turns[begin - 1].speaker == interaction_.turns[end - 1].speaker) --begin;
        before_begin_ = begin;
        before_end_ = end;
        for (std::size_t k = begin; k < end; ++k) before_marked_ |= marked_[k];
    }

    void match_rules(std::size_t i, const PatternIndex& index) {
        const TurnView& view = ready(i);
        const auto stamp = static_cast<std::uint32_t>(i + 1);
        const auto is_open = [&](std::uint32_t r) {
            State& state = states_[r];
            if (state.turn != stamp) {
                const bool holds = !book_.placed(r) || place_holds(book_.rules()[r].where, i);
                state = State{stamp, holds ? State::Is::kOpen : State::Is::kRuledOut, {}};
            }
            return state.is == State::Is::kOpen || state.is == State::Is::kAllowed;
        };
        index.matches(view, is_open, [&](std::uint32_t r, TokenRange range) {
            const Rule& rule = book_.rules()[r];
            State& state = states_[r];
            if (!stands_in_sentence(rule, view, range.begin)) return;
            if (state.is == State::Is::kOpen) {
                state.is = words_hold(rule.where, i) ? State::Is::kAllowed : State::Is::kRuledOut;
                if (state.is == State::Is::kRuledOut) return;
            }
            state.is = State::Is::kMatched;
            state.range = range;
            matched_.push_back(r);
        });
    }

    bool stands_in_sentence(const Rule& rule, const TurnView& view, std::uint32_t at) {
        if (rule.unless.empty() && !rule.where.question) return true;
        const TokenRange sentence = sentence_around(view, at);
        if (rule.where.question) {
            if (asked_.view != &view || asked_.sentence.begin != sentence.begin || asked_.sentence.end != sentence.end) {
                asked_ = {&view, sentence, book_.classes().asks(view, sentence)};
            }
            if (asked_.answer != *rule.where.question) return false;
        }
        return !any_match(rule.unless, view, sentence);
    }

    bool stands_among(std::size_t index, std::size_t count, const std::optional<std::uint32_t>& first,
                      const std::optional<std::uint32_t>& last, const std::optional<std::uint32_t>& after) const {
        if (options_.excerpt) return !after;
        if (first && index >= *first) return false;
        if (last && index + *last < count) return false;
        return !after || index >= *after;
    }

    bool said_before(const std::vector<Program>& patterns) const {
        for (std::size_t k = before_begin_; k < before_end_; ++k) {
            if (any_match(patterns, ready(k), whole(ready(k)))) return true;
        }
        return false;
    }

    // What can be told without looking at words.
    bool place_holds(const Conditions& c, std::size_t i) const {
        if (c.channels != 0 && (c.channels >> static_cast<unsigned>(interaction_.channel) & 1U) == 0) return false;
        if (!stands_among(own_before_[i], own_turns_[speaker_index(i)], c.own_first, c.own_last, c.own_after)) {
            return false;
        }
        if (!stands_among(i, marked_.size(), c.any_first, c.any_last, c.any_after)) return false;
        if (c.previous_signals != 0 && (before_marked_ & c.previous_signals) == 0) return false;
        if ((before_marked_ & c.not_previous_signals) != 0) return false;
        if (c.seen != 0 && (seen_ & c.seen) == 0) return false;
        if ((seen_ & c.not_seen) != 0) return false;
        if (c.min_words && ready(i).words < *c.min_words) return false;
        return !c.max_words || ready(i).words <= *c.max_words;
    }

    bool words_hold(const Conditions& c, std::size_t i) const {
        const TurnView& view = ready(i);
        if (!c.previous.empty() && !said_before(c.previous)) return false;
        if (!c.turn_has.empty() && !any_match(c.turn_has, view, whole(view))) return false;
        return c.turn_lacks.empty() || !any_match(c.turn_lacks, view, whole(view));
    }

    Span span_of(std::size_t i, TokenRange range) const {
        const auto& tokens = texts_[i].tokens;
        return {tokens[range.begin].begin, tokens[range.end - 1].end};
    }

    void conclude(std::size_t i) {
        SignalSet vetoed = 0;
        for (const std::uint32_t r : matched_) {
            const Rule& rule = book_.rules()[r];
            if (rule.veto) vetoed |= SignalSet{1} << rule.signal;
            if (options_.hits != nullptr) {
                const TokenRange range = states_[r].range;
                options_.hits->push_back({rule.source, all_signals()[rule.signal].id, i, span_of(i, range), rule.confidence,
                                          rule.veto, rule.signal, range.begin, range.end - 1});
            }
        }
        std::erase_if(matched_, [&](std::uint32_t r) {
            return book_.rules()[r].veto || (vetoed >> book_.rules()[r].signal & 1U) != 0;
        });
        std::sort(matched_.begin(), matched_.end(), [&](std::uint32_t a, std::uint32_t b) {
            const Rule& x = book_.rules()[a];
            const Rule& y = book_.rules()[b];
            if (x.signal != y.signal) return x.signal < y.signal;
            return x.confidence != y.confidence ? x.confidence > y.confidence : a < b;
        });
        const std::size_t first_moment = moments_.size();
        for (std::size_t k = 0; k < matched_.size();) {
            const std::uint32_t strongest = matched_[k];
            const Rule& rule = book_.rules()[strongest];
            double doubt = 1;
            for (; k < matched_.size() && book_.rules()[matched_[k]].signal == rule.signal; ++k) {
                doubt *= 1 - book_.rules()[matched_[k]].confidence;
            }
            if (1 - doubt < kKeepFrom) continue;
            marked_[i] |= SignalSet{1} << rule.signal;
            if (options_.moments) add_moment(i, rule, states_[strongest].range, 1 - doubt);
        }
        std::sort(moments_.begin() + static_cast<std::ptrdiff_t>(first_moment), moments_.end(),
                  [](const Moment& a, const Moment& b) { return a.span.begin < b.span.begin; });
    }

    void add_moment(std::size_t i, const Rule& rule, TokenRange range, double confidence) {
        const Turn& turn = interaction_.turns[i];
        const auto& tokens = texts_[i].tokens;
        const std::size_t from = tokens[range.begin].begin_byte;
        const std::size_t to = tokens[range.end - 1].end_byte;
        Moment moment;
        moment.signal = all_signals()[rule.signal].id;
        moment.turn = i;
        moment.span = span_of(i, range);
        moment.quote = turn.text.substr(from, to - from);
        moment.confidence = confidence;
        moment.source = rule.source;
        if (!turn.words.empty() || turn.start) {
            if (const auto times = times_of(turn, moment.span)) {
                moment.start = times->start;
                moment.end = times->end;
            }
        }
        moments_.push_back(std::move(moment));
    }

    const RuleBook& book_;
    const Interaction& interaction_;
    std::span<const language::Text> texts_;
    const MarkingOptions& options_;
    std::vector<Kept> kept_;
    std::size_t own_turns_[3] = {};
    std::vector<std::size_t> own_before_;  // for each turn, how many of its speaker's stand before it
    std::vector<SignalSet> marked_;
    SignalSet seen_ = 0;
    std::size_t before_begin_ = 0, before_end_ = 0;
    SignalSet before_marked_ = 0;
    struct {
        const TurnView* view = nullptr;
        TokenRange sentence;
        bool answer = false;
    } asked_;  // the last sentence of which it was asked whether it is a question
    std::vector<State> states_;
    std::vector<std::uint32_t> matched_;
    std::vector<Moment> moments_;
};

}  // namespace

RuleBook::RuleBook(WordClasses classes, std::vector<Rule> rules)
    : classes_(std::move(classes)), rules_(std::move(rules)) {
    for (std::uint32_t r = 0; r < rules_.size(); ++r) {
        const bool customer = all_signals()[rules_[r].signal].speaker == Speaker::kCustomer;
        for (const Program& program : rules_[r].any) indexes_[customer ? 1 : 0].add(r, program);
        placed_.push_back(rules_[r].where.has_place());
    }
    for (PatternIndex& index : indexes_) index.finish();
}

std::vector<Moment> mark_with(const RuleBook& book, const Interaction& interaction,
                              std::span<const language::Text> texts, const MarkingOptions& options) {
    return Marking(book, interaction, texts, options).run();
}

Interaction excerpt_of(const TurnContext& context) {
    Interaction out;
    out.channel = context.channel;
    if (!context.previous.empty() || !context.previous_signals.empty()) {
        Turn previous;
        previous.speaker = other_side(context.speaker);
        previous.text = context.previous;
        out.turns.push_back(std::move(previous));
    }
    Turn turn;
    turn.speaker = context.speaker;
    turn.text = context.text;
    out.turns.push_back(std::move(turn));
    return out;
}

SignalSet signal_set_of(const std::vector<std::string>& ids) {
    SignalSet set = 0;
    for (const std::string& id : ids) {
        if (const SignalInfo* info = find_signal(id)) set |= SignalSet{1} << (info - all_signals().data());
    }
    return set;
}

}  // namespace repere::signals
