#include "grid/match.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "grid/vocabulary.hpp"

namespace repere::grid {
namespace {

// The chance that at least one of the marks beyond the first `min − 1` is right, marks taken as independent.
double joint_confidence(const std::vector<signals::Moment>& moments, const std::vector<std::size_t>& found,
                        std::size_t min) {
    std::vector<double> sure;
    sure.reserve(found.size());
    for (const auto i : found) sure.push_back(std::clamp(moments[i].confidence, 0.0, 1.0));
    std::sort(sure.begin(), sure.end(), std::greater<>());
    double none = 1;
    for (std::size_t i = min > 0 ? min - 1 : 0; i < sure.size(); ++i) none *= 1 - sure[i];
    return 1 - none;
}

void merge(std::vector<std::size_t>& into, const std::vector<std::size_t>& from) {
    into.insert(into.end(), from.begin(), from.end());
    std::sort(into.begin(), into.end());
    into.erase(std::unique(into.begin(), into.end()), into.end());
}

void append(std::vector<std::string>& into, const std::vector<std::string>& from) {
    for (const auto& word : from) {
        if (std::find(into.begin(), into.end(), word) == into.end()) into.push_back(word);
    }
}

std::vector<std::string> values_of(const analysis::Analysis& a, Label label) {
    switch (label) {
        case Label::kChannel: return {std::string(to_string(a.interaction.channel))};
        case Label::kDirection: return {std::string(to_string(a.interaction.direction))};
        case Label::kLanguage: return {a.interaction.language};
        case Label::kResolved: return {a.outcome.resolved};
        case Label::kEscalation: return {a.outcome.escalation};
        case Label::kOpportunity: return {a.outcome.opportunity};
        case Label::kRegister:
            if (!a.outcome.register_) return {};
            return {std::string(language::to_string(*a.outcome.register_))};
        case Label::kTopic: {
            std::vector<std::string> ids;
            for (const auto& topic : a.topics) ids.push_back(topic.id);
            return ids;
        }
    }
    return {};
}

std::vector<std::size_t> evidence_of(const analysis::Analysis& a, Label label) {
    std::vector<std::size_t> found;
    if (label == Label::kResolved) found = a.outcome.resolved_evidence;
    if (label == Label::kEscalation) found = a.outcome.escalation_evidence;
    if (label == Label::kOpportunity) found = a.outcome.opportunity_evidence;
    std::erase_if(found, [&](std::size_t i) { return i >= a.moments.size(); });
    return found;
}

}  // namespace

bool rests_on_words(const Condition& condition) {
    if (const auto* group = std::get_if<Group>(&condition.test)) {
        return std::any_of(group->parts.begin(), group->parts.end(), rests_on_words);
    }
    if (const auto* measure = std::get_if<MeasureTest>(&condition.test)) {
        const Measure* known = find_measure(measure->measure);
        return known != nullptr && known->from_words;
    }
    if (const auto* label = std::get_if<LabelTest>(&condition.test)) return info(label->label).from_words;
    return true;
}

bool can_cite(const Condition& condition) {
    if (const auto* group = std::get_if<Group>(&condition.test)) {
        if (group->kind == Group::Kind::kNot) return false;
        const auto one = [](const Condition& c) { return can_cite(c); };
        return group->kind == Group::Kind::kAny ? std::all_of(group->parts.begin(), group->parts.end(), one)
                                                : std::any_of(group->parts.begin(), group->parts.end(), one);
    }
    if (const auto* label = std::get_if<LabelTest>(&condition.test)) {
        return label->label == Label::kResolved || label->label == Label::kEscalation ||
               label->label == Label::kOpportunity;
    }
    return std::holds_alternative<SignalTest>(condition.test) || std::holds_alternative<PhraseTest>(condition.test);
}

void collect(const Condition& condition, Looked& looked) {
    if (const auto* group = std::get_if<Group>(&condition.test)) {
        for (const auto& part : group->parts) {
            if (group->kind != Group::Kind::kNot) {
                collect(part, looked);
                continue;
            }
            Looked inner;
            collect(part, inner);
            append(looked.absent, inner.wanted);
            append(looked.wanted, inner.absent);
            looked.labels.insert(looked.labels.end(), inner.labels.begin(), inner.labels.end());
            looked.measures.insert(looked.measures.end(), inner.measures.begin(), inner.measures.end());
        }
    } else if (const auto* signal = std::get_if<SignalTest>(&condition.test)) {
        append(looked.wanted, signal->signals);
    } else if (const auto* phrase = std::get_if<PhraseTest>(&condition.test)) {
        append(looked.phrases, phrase->shown);
    } else if (const auto* absence = std::get_if<AbsenceTest>(&condition.test)) {
        append(looked.absent, absence->signals);
    } else if (const auto* measure = std::get_if<MeasureTest>(&condition.test)) {
        looked.measures.push_back(measure);
    } else if (const auto* label = std::get_if<LabelTest>(&condition.test)) {
        looked.labels.push_back(label);
    }
}

std::vector<std::string> signals_of(const Criterion& criterion) {
    Looked looked;
    std::vector<std::string> signals;
    if (criterion.applies_when != nullptr) collect(*criterion.applies_when, looked);
    if (criterion.rule != nullptr) {
        for (const auto& row : criterion.rule->rows) {
            if (row.when) collect(*row.when, looked);
            append(signals, row.cite);
        }
    }
    append(signals, looked.wanted);
    append(signals, looked.absent);
    return signals;
}

Matcher::Matcher(const analysis::Analysis& analysis) : analysis_(analysis) {
    const auto& turns = analysis.interaction.turns;
    for (std::size_t s = 0; s < 3; ++s) {
        before_[s].assign(turns.size() + 1, 0);
        for (std::size_t t = 0; t < turns.size(); ++t) {
            before_[s][t + 1] = before_[s][t] + (static_cast<std::size_t>(turns[t].speaker) == s ? 1 : 0);
        }
    }
    for (std::size_t i = 0; i < analysis.moments.size(); ++i) {
        const auto& moment = analysis.moments[i];
        if (moment.turn >= turns.size()) continue;
        places_[moment.signal].push_back({moment.turn, moment.span.begin, i});
    }
    for (auto& [signal, places] : places_) std::sort(places.begin(), places.end());
}

const std::vector<Matcher::Place>* Matcher::places_of(const std::string& signal) const {
    const auto found = places_.find(signal);
    return found == places_.end() ? nullptr : &found->second;
}

std::vector<std::size_t> Matcher::moments_of(const std::vector<std::string>& signals) const {
    std::vector<Place> all;
    for (const auto& signal : signals) {
        if (const auto* places = places_of(signal)) all.insert(all.end(), places->begin(), places->end());
    }
    std::sort(all.begin(), all.end());
    std::vector<std::size_t> out;
    for (const auto& place : all) out.push_back(place.moment);
    return out;
}

Match Matcher::match(const Condition& condition) const {
    if (const auto* signal = std::get_if<SignalTest>(&condition.test)) return match_signals(*signal);
    if (const auto* measure = std::get_if<MeasureTest>(&condition.test)) return match_measure(*measure);
    if (const auto* label = std::get_if<LabelTest>(&condition.test)) return match_label(*label);
    if (const auto* group = std::get_if<Group>(&condition.test)) return match_group(*group);
    if (const auto* phrase = std::get_if<PhraseTest>(&condition.test)) return match_phrases(*phrase);
    const auto& absent = std::get<AbsenceTest>(condition.test).signals;
    const bool none = std::all_of(absent.begin(), absent.end(), [&](const auto& s) { return places_of(s) == nullptr; });
    return {none ? Truth::kTrue : Truth::kFalse};
}

Match Matcher::match_signals(const SignalTest& test) const {
    Match out;
    for (const auto& signal : test.signals) {
        const auto* places = places_of(signal);
        if (places == nullptr) continue;
        for (const auto& place : *places) {
            if (stands_where(test, place)) out.evidence.push_back(place.moment);
        }
    }
    const std::size_t found = out.evidence.size();
    if (found < test.min || (test.max && found > *test.max)) return {};
    std::sort(out.evidence.begin(), out.evidence.end());
    out.truth = Truth::kTrue;
    out.confidence = joint_confidence(analysis_.moments, out.evidence, test.min);
    return out;
}

Match Matcher::match_phrases(const PhraseTest& test) const {
    constexpr std::size_t kMaxQuotes = 20;
    const auto& turns = analysis_.interaction.turns;
    folded_.resize(turns.size());
    Match out;
    for (std::size_t t = 0; t < turns.size() && out.quotes.size() < kMaxQuotes; ++t) {
        if (turns[t].speaker != test.by || !in_window(t, test.first, test.last)) continue;
        if (folded_[t].words.empty()) folded_[t] = folded_text(turns[t].text);
        for (const auto& phrase : test.phrases) {
            for (const auto& span : find_phrase(folded_[t], phrase)) {
                out.quotes.push_back({t, span, std::string(utf8::substring(turns[t].text, span.begin, span.end))});
            }
        }
    }
    if (!out.quotes.empty()) out.truth = Truth::kTrue;
    return out;
}

// Is the turn among the first or last ones of whoever speaks it?
bool Matcher::in_window(std::size_t turn, std::optional<std::size_t> first, std::optional<std::size_t> last) const {
    const auto& counts = before_[static_cast<std::size_t>(analysis_.interaction.turns[turn].speaker)];
    if (first && counts[turn] >= *first) return false;
    return !last || counts.back() - counts[turn] <= *last;
}

bool Matcher::stands_where(const SignalTest& test, const Place& place) const {
    if (!in_window(place.turn, test.first, test.last)) return false;
    if (!test.after.empty() && !near(test.after, place, false, test.within)) return false;
    if (!test.before.empty() && !near(test.before, place, true, test.within)) return false;
    if (!test.followed_by.empty() && !near(test.followed_by, place, true, test.within)) return false;
    return test.not_followed_by.empty() || !near(test.not_followed_by, place, true, test.within);
}

// Is one of `signals` marked later (or earlier), no more than `within` turns of its speaker away?
bool Matcher::near(const std::vector<std::string>& signals, const Place& place, bool later,
                   std::optional<std::size_t> within) const {
    return std::any_of(signals.begin(), signals.end(), [&](const std::string& signal) {
        const auto* places = places_of(signal);
        if (places == nullptr) return false;
        const Place* other = nullptr;
        if (later) {
            const auto at = std::upper_bound(places->begin(), places->end(), place);
            if (at != places->end()) other = &*at;
        } else {
            const auto at = std::lower_bound(places->begin(), places->end(), place);
            if (at != places->begin()) other = &*std::prev(at);
        }
        if (other == nullptr) return false;
        if (!within) return true;
        const Speaker speaker = analysis_.interaction.turns[other->turn].speaker;
        const std::size_t turns = later ? turns_between(speaker, place.turn + 1, other->turn + 1)
                                        : turns_between(speaker, other->turn, place.turn);
        return turns <= *within;
    });
}

std::size_t Matcher::turns_between(Speaker speaker, std::size_t from, std::size_t to) const {
    if (from >= to) return 0;
    const auto& counts = before_[static_cast<std::size_t>(speaker)];
    return counts[to] - counts[from];
}

Match Matcher::match_measure(const MeasureTest& test) const {
    const Measure* measure = find_measure(test.measure);
    const auto value = measure == nullptr ? std::optional<double>{} : measure->of(analysis_);
    if (!value) return {Truth::kUnmeasured};
    const bool inside = (!test.min || *value >= *test.min) && (!test.max || *value <= *test.max);
    return {inside ? Truth::kTrue : Truth::kFalse};
}

Match Matcher::match_label(const LabelTest& test) const {
    const auto values = values_of(analysis_, test.label);
    if (values.empty() || values.front().empty()) return {Truth::kUnmeasured};
    const bool found = std::find_first_of(values.begin(), values.end(), test.values.begin(), test.values.end()) !=
                       values.end();
    if (!found) return {};
    return {Truth::kTrue, 1, evidence_of(analysis_, test.label), {}};
}

// Kleene's three-valued logic: a part that cannot be measured leaves the whole unmeasured unless another part decides.
Match Matcher::match_group(const Group& group) const {
    if (group.kind == Group::Kind::kNot) {
        if (group.parts.empty()) return {};
        const Truth inner = match(group.parts.front()).truth;
        if (inner == Truth::kUnmeasured) return {Truth::kUnmeasured};
        return {inner == Truth::kTrue ? Truth::kFalse : Truth::kTrue};
    }
    const bool all = group.kind == Group::Kind::kAll;
    Match out{all ? Truth::kTrue : Truth::kFalse, all ? 1.0 : 0.0, {}, {}};
    for (const auto& part : group.parts) {
        Match one = match(part);
        if (all) {
            out.truth = std::min(out.truth, one.truth);
            out.confidence = std::min(out.confidence, one.confidence);
        } else {
            out.truth = std::max(out.truth, one.truth);
            if (one.truth == Truth::kTrue) out.confidence = std::max(out.confidence, one.confidence);
        }
        if (all && out.truth == Truth::kFalse) return {};
        if (one.truth != Truth::kTrue) continue;
        merge(out.evidence, one.evidence);
        out.quotes.insert(out.quotes.end(), one.quotes.begin(), one.quotes.end());
    }
    if (out.truth != Truth::kTrue) return {out.truth};
    return out;
}

}  // namespace repere::grid
