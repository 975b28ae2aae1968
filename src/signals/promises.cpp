#include "signals/promises.hpp"

#include <algorithm>

namespace repere::signals {
namespace {

struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

// The sentence around tokens [begin, end), cut where speech without punctuation runs on.
Range clause_around(const language::Text& text, Range words, std::uint32_t most_words) {
    const auto& tokens = text.tokens;
    const std::uint32_t least = words.begin > most_words ? words.begin - most_words : 0;
    const std::uint32_t most =
        static_cast<std::uint32_t>(std::min<std::size_t>(tokens.size(), words.end + most_words));
    Range out = words;
    while (out.begin > least && !tokens[out.begin].starts_sentence) --out.begin;
    while (out.end < most && !tokens[out.end].starts_sentence) ++out.end;
    return out;
}

Range tokens_of(const language::Text& text, Span span) {
    const auto& tokens = text.tokens;
    const auto first =
        std::find_if(tokens.begin(), tokens.end(), [&](const auto& t) { return t.end > span.begin; });
    const auto last = std::find_if(first, tokens.end(), [&](const auto& t) { return t.begin >= span.end; });
    return {static_cast<std::uint32_t>(first - tokens.begin()),
            static_cast<std::uint32_t>(last - tokens.begin())};
}

bool is_sentence(const language::Text& text, Range range) {
    return text.tokens[range.begin].starts_sentence &&
           (range.end == text.tokens.size() || text.tokens[range.end].starts_sentence);
}

Range without_end_mark(const language::Text& text, Range range) {
    while (range.end > range.begin + 1 &&
           text.tokens[range.end - 1].kind == language::TokenKind::kPunctuation)
        --range.end;
    return range;
}

bool within(const CueHit& hit, Range range) {
    return hit.begin >= range.begin && hit.end <= range.end;
}

std::uint32_t distance(const CueHit& hit, Range words) {
    if (hit.end <= words.begin) return words.begin - hit.end;
    return hit.begin >= words.end ? hit.begin - words.end : 0;
}

// The nearer of the two; "dix heures" alone is a time of the day, "sous dix heures" a delay.
const CueHit* time_of(const CueHit* delay, const CueHit* date, Range words) {
    if (delay == nullptr || date == nullptr) return delay != nullptr ? delay : date;
    if (date->begin <= delay->begin && date->end >= delay->end) return date;
    return distance(*delay, words) <= distance(*date, words) ? delay : date;
}

class Finder {
  public:
    Finder(const Story& story, std::span<const language::Text> texts, const CueBook& book,
           const CueHits& hits, const OutcomeSettings::Promises& settings, std::vector<Promise>& out)
        : story_(story), texts_(texts), book_(book), hits_(hits), settings_(settings), out_(out) {}

    void agent_turn(std::size_t turn) {
        const std::size_t first = out_.size();
        std::vector<Range> told;
        for (const std::size_t k : story_.moments_of(turn)) {
            if (story_.signal_of(k) != commitment_) continue;
            const Range words = tokens_of(texts_[turn], story_.moments()[k].span);
            told.push_back(clause(turn, words));
            add(turn, words, told.back());
        }
        if (!hits_.has(turn, Cue::kVaguePromise)) return;
        for (const CueHit& hit : hits_.in(turn)) {
            if (hit.cue != Cue::kVaguePromise) continue;
            const bool part = std::ranges::any_of(told, [&](Range r) { return within(hit, r); });
            if (part) continue;
            const Range words{hit.begin, hit.end};
            told.push_back(clause(turn, words));
            add(turn, words, told.back());
        }
        std::stable_sort(
            out_.begin() + static_cast<std::ptrdiff_t>(first), out_.end(),
            [](const Promise& a, const Promise& b) { return a.what.span.begin < b.what.span.begin; });
    }

    void customer_turn(std::size_t turn) {
        told(turn, Cue::kPromiseBroken, Promise::State::kBroken);
        told(turn, Cue::kPromiseKept, Promise::State::kKept);
    }

  private:
    Range clause(std::size_t turn, Range words) const {
        return clause_around(texts_[turn], words, static_cast<std::uint32_t>(settings_.clause_words));
    }

    void told(std::size_t turn, Cue cue, Promise::State state) {
        const CueHit* hit = hits_.first(turn, cue);
        if (hit == nullptr) return;
        Promise promise;
        promise.state = state;
        promise.what = words_at(story_.interaction(), texts_, turn, hit->begin, hit->end);
        out_.push_back(std::move(promise));
    }

    // The closest of these in the promise's clause.
    const CueHit* nearest(std::size_t turn, Cue cue, Range words, Range clause) const {
        const CueHit* best = nullptr;
        if (!hits_.has(turn, cue)) return best;
        for (const CueHit& hit : hits_.in(turn)) {
            if (hit.cue != cue || !within(hit, clause)) continue;
            const bool closer = best == nullptr || distance(hit, words) < distance(*best, words) ||
                                (distance(hit, words) == distance(*best, words) &&
                                 hit.end - hit.begin > best->end - best->begin);
            if (closer) best = &hit;
        }
        return best;
    }

    void add(std::size_t turn, Range words, Range clause) {
        const CueHit* delay = nearest(turn, Cue::kDelay, words, clause);
        const CueHit* date = nearest(turn, Cue::kDate, words, clause);
        const CueHit* owner = nearest(turn, Cue::kOwnerNamed, words, clause);
        const CueHit* when = time_of(delay, date, words);
        Promise promise;
        promise.by = story_.interaction().turns[turn].participant;
        promise.own = owner == nullptr && nearest(turn, Cue::kOwnerSelf, words, clause) != nullptr;
        if (owner != nullptr)
            promise.owner = words_at(story_.interaction(), texts_, turn, owner->begin, owner->end);
        if (when != nullptr) {
            promise.when = words_at(story_.interaction(), texts_, turn, when->begin, when->end);
            if (when->cue == Cue::kDelay)
                promise.hours = book_.hours_of(texts_[turn], when->begin, when->end);
            words = {std::min(words.begin, when->begin), std::max(words.end, when->end)};
        }
        if (owner != nullptr) words = {std::min(words.begin, owner->begin), std::max(words.end, owner->end)};
        const Range shown =
            is_sentence(texts_[turn], clause) ? without_end_mark(texts_[turn], clause) : words;
        promise.what = words_at(story_.interaction(), texts_, turn, shown.begin, shown.end);
        promise.state =
            when != nullptr || owner != nullptr ? Promise::State::kPrecise : Promise::State::kVague;
        out_.push_back(std::move(promise));
    }

    const Story& story_;
    std::span<const language::Text> texts_;
    const CueBook& book_;
    const CueHits& hits_;
    const OutcomeSettings::Promises& settings_;
    std::vector<Promise>& out_;
    SignalSet commitment_ = set_of({"commitment"});
};

}  // namespace

std::string_view to_string(Promise::State state) {
    constexpr std::string_view kNames[] = {"precise", "vague", "kept", "broken"};
    return kNames[static_cast<std::size_t>(state)];
}

Words words_at(const Interaction& interaction, std::span<const language::Text> texts, std::size_t turn,
               std::uint32_t begin, std::uint32_t end) {
    const auto& tokens = texts[turn].tokens;
    const std::size_t from = tokens[begin].begin_byte;
    return {turn,
            {tokens[begin].begin, tokens[end - 1].end},
            interaction.turns[turn].text.substr(from, tokens[end - 1].end_byte - from)};
}

Words words_of(const Moment& moment) {
    return {moment.turn, moment.span, moment.quote};
}

void find_promises(const Story& story, std::span<const language::Text> texts, const CueBook& book,
                   const CueHits& hits, const OutcomeSettings::Promises& settings,
                   std::vector<Promise>& out) {
    Finder finder(story, texts, book, hits, settings, out);
    for (std::size_t i = 0; i < story.size(); ++i) {
        if (texts[i].tokens.empty()) continue;
        const Speaker speaker = story.interaction().turns[i].speaker;
        if (speaker == Speaker::kAgent) finder.agent_turn(i);
        if (speaker == Speaker::kCustomer) finder.customer_turn(i);
    }
}

}  // namespace repere::signals
