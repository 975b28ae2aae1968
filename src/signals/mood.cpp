#include "signals/mood.hpp"

#include <algorithm>
#include <cmath>

namespace repere::signals {
namespace {

int to_scale(double value) {
    return static_cast<int>(std::lround(std::clamp(value, -2.0, 2.0)));
}

// The customer's first or last turns. With few turns it is the first or the last alone.
std::size_t stretch(const Story& story, const OutcomeSettings::Mood& settings, std::size_t turns) {
    const std::size_t all = story.customer().size();
    return all <= settings.opening_turns ? std::min<std::size_t>(all, 1) : turns;
}

// Weighs each signal once, where it is surest in these turns.
double weigh(const Story& story, std::span<const std::size_t> turns,
             const std::array<double, kSignals>& weights) {
    std::array<double, kSignals> surest{};
    for (const std::size_t turn : turns) {
        for (const std::size_t k : story.moments_of(turn)) {
            double& value = surest[index_of(*find_signal(story.moments()[k].signal))];
            value = std::max(value, story.moments()[k].confidence);
        }
    }
    double sum = 0;
    for (std::size_t s = 0; s < kSignals; ++s) sum += weights[s] * surest[s];
    return sum;
}

int opening_mood(const Story& story, const OutcomeSettings::Mood& settings) {
    if (story.customer().empty()) return 0;
    const auto turns = std::span(story.customer()).first(stretch(story, settings, settings.opening_turns));
    return to_scale(settings.start.usual + weigh(story, turns, settings.start.signals));
}

int closing_mood(const Story& story, const CueHits& hits, const OutcomeSettings::Mood& settings) {
    if (story.customer().empty()) return 0;
    static const SignalSet unhappy =
        set_of({"dissatisfaction", "anger", "threat", "churn", "escalation_request"});
    const auto turns = std::span(story.customer()).last(stretch(story, settings, settings.closing_turns));
    const auto agent = std::span(story.agent()).last(std::min(settings.closing_turns, story.agent().size()));
    double mood = settings.end.usual + weigh(story, turns, settings.end.signals) +
                  weigh(story, agent, settings.end.signals) +
                  weigh(story, story.agent(), settings.end.anywhere);
    for (std::size_t cue = 0; cue < kCues; ++cue) {
        const bool said =
            std::ranges::any_of(turns, [&](std::size_t i) { return hits.has(i, static_cast<Cue>(cue)); });
        if (said) mood += settings.end.words[cue];
    }
    const auto complaints =
        std::ranges::count_if(story.customer(), [&](std::size_t i) { return story.has(i, unhappy); });
    return to_scale(mood + settings.end.unhappy_turns * std::sqrt(static_cast<double>(complaints)));
}

double mood_shown(const Story& story, std::size_t turn, const OutcomeSettings::Mood& settings) {
    double value = 0;
    for (const std::size_t k : story.moments_of(turn)) {
        const Moment& m = story.moments()[k];
        value += settings.curve.signals[index_of(*find_signal(m.signal))] * m.confidence;
    }
    return std::clamp(value, -2.0, 2.0);
}

// A mood that only fades has not turned: the customer says something kind, or agrees.
bool agrees(const Story& story, const CueHits& hits, std::size_t turn,
            const OutcomeSettings::Mood& settings) {
    return hits.has(turn, Cue::kThanks) || hits.has(turn, Cue::kAccepts) ||
           mood_shown(story, turn, settings) > 0;
}

// The agent's last turn between two of the customer's that did something for him.
std::optional<std::size_t> reply_between(const Story& story, std::size_t from, std::size_t to) {
    static const SignalSet deeds = set_of({"empathy", "apology", "reformulation", "explanation", "solution",
                                           "commitment", "transfer", "goodwill"});
    const auto& agent = story.agent();
    for (auto at = std::lower_bound(agent.begin(), agent.end(), to); at != agent.begin() && *(at - 1) > from;
         --at) {
        if (story.has(*(at - 1), deeds)) return *(at - 1);
    }
    return std::nullopt;
}

MoodCurve curve_of(const Story& story, const CueHits& hits, const OutcomeSettings::Mood& settings) {
    MoodCurve curve;
    curve.points.reserve(story.customer().size());
    double mood = 0;
    for (const std::size_t turn : story.customer()) {
        const double shown = mood_shown(story, turn, settings);
        mood = std::clamp(shown + settings.curve.carried * mood * (shown == 0 ? 1 : 0.5), -2.0, 2.0);
        curve.points.push_back({turn, mood});
        if (mood < 0 && (!curve.low || mood < curve.points[*curve.low].value))
            curve.low = curve.points.size() - 1;
    }
    if (!curve.low) return curve;
    for (std::size_t k = *curve.low + 1; k < curve.points.size(); ++k) {
        const bool rose = curve.points[k].value >= curve.points[*curve.low].value + settings.curve.rise;
        if (!rose || !agrees(story, hits, curve.points[k].turn, settings)) continue;
        curve.turned_by = reply_between(story, curve.points[*curve.low].turn, curve.points[k].turn);
        break;
    }
    return curve;
}

}  // namespace

void judge_mood(const Story& story, const CueHits& hits, const OutcomeSettings::Mood& settings,
                Outcome& out) {
    out.customer_start = opening_mood(story, settings);
    out.customer_end = closing_mood(story, hits, settings);
    out.mood = curve_of(story, hits, settings);
}

}  // namespace repere::signals
