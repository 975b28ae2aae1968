// How the time of a call was spent, from the times of turns and words.
#include <algorithm>
#include <cmath>
#include <string_view>

#include "audio/voice.hpp"

namespace repere::audio {
namespace {

constexpr double kShortestPause = 0.3, kLongestPause = 3.0;
constexpr double kStopsWithin = 2.0;
constexpr double kJitter = 0.1;           // overlaps shorter than this come from how times are taken
constexpr double kShortestForRate = 1.0;  // seconds of talk

bool usable(double start, double end) {
    return std::isfinite(start) && std::isfinite(end) && start <= end;
}

std::size_t words_in(std::string_view text) {
    std::size_t count = 0;
    bool inside = false;  // a run between spaces that holds a letter or digit counts once
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool space = byte <= ' ';
        const bool letter =
            byte >= 0x80 || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
        if (space) inside = false;
        if (letter && !inside) {
            inside = true;
            ++count;
        }
    }
    return count;
}

struct Side {
    std::vector<Interval> turns;  // whole turns
    std::vector<Interval> talk;   // without the pauses inside them, where words have times
    std::size_t words = 0, pauses = 0;
};

// Sorted and without overlaps.
std::vector<Interval> joined(std::vector<Interval> intervals) {
    std::sort(intervals.begin(), intervals.end(),
              [](const Interval& a, const Interval& b) { return a.start < b.start; });
    std::vector<Interval> out;
    for (const Interval& next : intervals) {
        if (!out.empty() && next.start <= out.back().end) {
            out.back().end = std::max(out.back().end, next.end);
        } else {
            out.push_back(next);
        }
    }
    return out;
}

double length(const std::vector<Interval>& intervals) {
    double sum = 0;
    for (const Interval& interval : intervals) sum += interval.end - interval.start;
    return sum;
}

double shared(const std::vector<Interval>& a, const std::vector<Interval>& b) {
    double sum = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        sum += std::max(0.0, std::min(a[i].end, b[j].end) - std::max(a[i].start, b[j].start));
        (a[i].end < b[j].end ? i : j)++;
    }
    return sum;
}

void add_turn(const Turn& turn, Side& side) {
    std::vector<Interval> words;
    for (const Word& word : turn.words) {
        if (usable(word.start, word.end)) words.push_back({word.start, word.end});
    }
    words = joined(std::move(words));
    const bool own_times = turn.start && turn.end && usable(*turn.start, *turn.end);
    if (words.empty()) {
        if (!own_times) return;
        side.turns.push_back({*turn.start, *turn.end});
        side.talk.push_back(side.turns.back());
        side.words += words_in(turn.text);
        return;
    }
    side.words += turn.words.size();
    side.turns.push_back(own_times ? Interval{*turn.start, *turn.end}
                                   : Interval{words.front().start, words.back().end});
    Interval breath = words.front();
    for (std::size_t i = 1; i < words.size(); ++i) {
        const double gap = words[i].start - breath.end;
        if (gap >= kShortestPause) {
            if (gap <= kLongestPause) ++side.pauses;
            side.talk.push_back(breath);
            breath.start = words[i].start;
        }
        breath.end = words[i].end;
    }
    side.talk.push_back(breath);
}

// Starts of `by` while `of` speaks, where `by` goes on and `of` stops soon.
std::size_t interruptions(const std::vector<Interval>& by, const std::vector<Interval>& of) {
    std::size_t count = 0, j = 0;
    for (const Interval& turn : by) {
        while (j < of.size() && of[j].end <= turn.start) ++j;
        if (j == of.size()) break;
        const double both = of[j].end - turn.start;
        if (of[j].start < turn.start && both >= kJitter && both <= kStopsWithin && turn.end > of[j].end)
            ++count;
    }
    return count;
}

SideMeasures measured(const Side& side) {
    SideMeasures measures{.talk = length(side.talk), .rate_wpm = std::nullopt, .pauses = side.pauses};
    if (measures.talk >= kShortestForRate && side.words > 0) {
        measures.rate_wpm = static_cast<double>(side.words) / (measures.talk / 60);
    }
    return measures;
}

}  // namespace

std::optional<VoiceMeasures> measure_voice(const Interaction& interaction) {
    Side agent, customer, other;
    for (const Turn& turn : interaction.turns) {
        add_turn(turn, turn.speaker == Speaker::kAgent      ? agent
                       : turn.speaker == Speaker::kCustomer ? customer
                                                            : other);
    }
    for (Side* side : {&agent, &customer, &other}) {
        side->turns = joined(std::move(side->turns));
        side->talk = joined(std::move(side->talk));
    }
    std::vector<Interval> whole, anyone;
    for (const Side* side : {&agent, &customer, &other}) {
        whole.insert(whole.end(), side->turns.begin(), side->turns.end());
        anyone.insert(anyone.end(), side->talk.begin(), side->talk.end());
    }
    if (whole.empty()) return std::nullopt;
    whole = joined(std::move(whole));
    return VoiceMeasures{
        .agent = measured(agent),
        .customer = measured(customer),
        .silence = std::max(0.0, whole.back().end - whole.front().start - length(joined(std::move(anyone)))),
        .overlap = shared(agent.talk, customer.talk),
        .interruptions =
            interruptions(agent.turns, customer.turns) + interruptions(customer.turns, agent.turns)};
}

}  // namespace repere::audio
