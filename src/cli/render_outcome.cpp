#include "cli/render_outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace repere::cli {
namespace {

using signals::Promise;

std::string quoted(const signals::Words& words) {
    std::string flat = words.quote;
    std::replace(flat.begin(), flat.end(), '\n', ' ');
    return fmt::format("#{} « {} »", words.turn + 1, flat);
}

// A cause a company named itself has no message; its own name then stands.
std::string name_of(std::string_view kind, const std::string& id, const Messages& messages) {
    const std::string key = fmt::format("{}.{}", kind, id);
    return messages.has(key) ? messages.text(key) : id;
}

std::string delay_line(const analysis::Analysis& analysis, const Messages& messages) {
    const auto& delay = analysis.outcome.escalation_delay;
    if (!delay) return {};
    const Details details{{"turn", std::to_string(delay->sign_turn + 1)},
                          {"met", delay->met_turn ? std::to_string(*delay->met_turn + 1) : ""},
                          {"turns", std::to_string(delay->agent_turns)},
                          {"seconds", delay->seconds ? fmt::format("{:.0f}", *delay->seconds) : ""}};
    const char* key = !delay->met_turn ? "render.delay.never"
                      : delay->seconds ? "render.delay.seconds"
                                       : "render.delay.turns";
    return messages.text(key, details) + "\n";
}

std::string promise_line(const Promise& promise, const Messages& messages) {
    const bool earlier = promise.state == Promise::State::kKept || promise.state == Promise::State::kBroken;
    std::string line = "  " + messages.text(fmt::format("render.promise.{}", to_string(promise.state))) +
                       " " + quoted(promise.what);
    if (earlier) return line + "\n";
    if (promise.owner) {
        line += " · " + messages.text("render.promise.who", {{"who", promise.owner->quote}});
    } else if (promise.own) {
        line +=
            " · " +
            messages.text("render.promise.who",
                          {{"who", promise.by.empty() ? messages.text("render.speaker.agent") : promise.by}});
    }
    if (promise.when) line += " · " + messages.text("render.promise.when", {{"when", promise.when->quote}});
    return line + "\n";
}

}  // namespace

std::string mood_line(const signals::MoodCurve& mood) {
    static constexpr const char* kMarks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    std::string line;
    for (const auto& point : mood.points) {
        const auto level = std::lround((std::clamp(point.value, -2.0, 2.0) + 2) / 4 * 7);
        line += kMarks[level];
    }
    return line;
}

std::string outcome_view(const analysis::Analysis& analysis, const Messages& messages) {
    const auto& outcome = analysis.outcome;
    std::string out = delay_line(analysis, messages);
    if (outcome.mood.points.size() > 1) {
        out += messages.text("render.mood.curve") + " " + mood_line(outcome.mood);
        if (outcome.mood.turned_by) {
            out += " " + messages.text("render.mood.turned",
                                       {{"turn", std::to_string(*outcome.mood.turned_by + 1)}});
        }
        out += "\n";
    }
    for (const auto& cause : outcome.causes) {
        out += messages.text("render.cause") + " " + name_of("cause", cause.id, messages) + " " +
               quoted(cause.words) + "\n";
    }
    if (!outcome.promises.empty()) out += messages.text("render.promises") + "\n";
    for (const Promise& promise : outcome.promises) out += promise_line(promise, messages);
    for (const auto& unanswered : outcome.unanswered) {
        out += messages.text("render.unanswered") + " " + quoted(unanswered.question) + ", " +
               messages.text("render.unanswered." + std::string(to_string(unanswered.why)));
        if (unanswered.told_by) out += " " + quoted(*unanswered.told_by);
        out += "\n";
    }
    for (const auto& asked : outcome.asked_twice) {
        out += messages.text("render.asked_twice", {{"what", name_of("pii", asked.what, messages)}}) + " " +
               quoted(asked.again);
        if (const auto& proof = asked.given ? asked.given : asked.complaint) out += " ← " + quoted(*proof);
        out += "\n";
    }
    return out;
}

}  // namespace repere::cli
