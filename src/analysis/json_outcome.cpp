#include "analysis/json_outcome.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace repere::analysis {
namespace {

using Json = nlohmann::ordered_json;
using Read = nlohmann::json;

using signals::AskedTwice;
using signals::Cause;
using signals::EscalationDelay;
using signals::MoodCurve;
using signals::Outcome;
using signals::Promise;
using signals::Unanswered;
using signals::Words;

using analysis::json_of;  // of Words, beside those below

void add(Json& j, const char* key, const std::optional<Words>& words) {
    if (words) j[key] = json_of(*words);
}

Json json_of(const EscalationDelay& delay) {
    Json j{{"sign_turn", delay.sign_turn}};
    if (delay.met_turn) j["met_turn"] = *delay.met_turn;
    j["agent_turns"] = delay.agent_turns;
    if (delay.seconds) j["seconds"] = number(*delay.seconds);
    return j;
}

Json json_of(const Promise& promise) {
    Json j{{"state", to_string(promise.state)}, {"what", json_of(promise.what)}};
    if (!promise.by.empty()) j["by"] = promise.by;
    if (promise.own) j["own"] = true;
    add(j, "owner", promise.owner);
    add(j, "when", promise.when);
    if (promise.hours) j["hours"] = number(*promise.hours);
    return j;
}

Json json_of(const AskedTwice& asked) {
    Json j{{"what", asked.what}, {"again", json_of(asked.again)}};
    add(j, "given", asked.given);
    add(j, "complaint", asked.complaint);
    return j;
}

Json json_of(const Unanswered& unanswered) {
    Json j{{"question", json_of(unanswered.question)}, {"why", to_string(unanswered.why)}};
    add(j, "told_by", unanswered.told_by);
    return j;
}

Json json_of(const Cause& cause) {
    return {{"id", cause.id}, {"score", number(cause.score)}, {"words", json_of(cause.words)}};
}

Json json_of(const MoodCurve& mood) {
    Json points = Json::array();
    for (const auto& point : mood.points)
        points.push_back({{"turn", point.turn}, {"value", number(point.value)}});
    Json j{{"points", std::move(points)}};
    if (mood.low) j["low"] = *mood.low;
    if (mood.turned_by) j["turned_by"] = *mood.turned_by;
    return j;
}

template <class Item>
void add(Json& j, const char* key, const std::vector<Item>& items) {
    if (items.empty()) return;
    j[key] = Json::array();
    for (const Item& item : items) j[key].push_back(json_of(item));
}

template <class Value>
std::optional<Value> maybe(const Read& j, const char* key) {
    return j.contains(key) ? std::optional<Value>(j.at(key).get<Value>()) : std::nullopt;
}

std::optional<Words> maybe_words(const Read& j, const char* key) {
    return j.contains(key) ? std::optional(words_from(j.at(key))) : std::nullopt;
}

EscalationDelay delay_from(const Read& j) {
    return {.sign_turn = j.at("sign_turn"),
            .met_turn = maybe<std::size_t>(j, "met_turn"),
            .agent_turns = j.at("agent_turns"),
            .seconds = maybe<double>(j, "seconds")};
}

Promise promise_from(const Read& j) {
    Promise promise;
    for (const auto state :
         {Promise::State::kPrecise, Promise::State::kVague, Promise::State::kKept, Promise::State::kBroken}) {
        if (j.at("state") == to_string(state)) promise.state = state;
    }
    promise.what = words_from(j.at("what"));
    promise.by = j.value("by", "");
    promise.own = j.value("own", false);
    promise.owner = maybe_words(j, "owner");
    promise.when = maybe_words(j, "when");
    promise.hours = maybe<double>(j, "hours");
    return promise;
}

AskedTwice asked_from(const Read& j) {
    return {j.at("what").get<std::string>(), words_from(j.at("again")), maybe_words(j, "given"),
            maybe_words(j, "complaint")};
}

Unanswered unanswered_from(const Read& j) {
    Unanswered out{.question = words_from(j.at("question")), .told_by = maybe_words(j, "told_by")};
    for (const auto why : {Unanswered::Why::kNoReply, Unanswered::Why::kNotKnown, Unanswered::Why::kAskedAgain}) {
        if (j.at("why") == to_string(why)) out.why = why;
    }
    return out;
}

Cause cause_from(const Read& j) {
    return {j.at("id").get<std::string>(), j.at("score"), words_from(j.at("words"))};
}

MoodCurve mood_from(const Read& j) {
    MoodCurve mood;
    for (const auto& point : j.at("points")) mood.points.push_back({point.at("turn"), point.at("value")});
    mood.low = maybe<std::size_t>(j, "low");
    mood.turned_by = maybe<std::size_t>(j, "turned_by");
    return mood;
}

template <class Item>
void read(const Read& j, const char* key, Item (*from)(const Read&), std::vector<Item>& into) {
    if (!j.contains(key)) return;
    for (const auto& item : j.at(key)) into.push_back(from(item));
}

}  // namespace

Json number(double value) {
    std::array<char, 32> text{};
    const std::size_t size = fmt::format_to_n(text.data(), text.size(), "{:.10g}", std::round(value / 0.001) * 0.001).size;
    const std::string_view written(text.data(), size);
    const char* end = written.data() + size;
    if (written.find_first_not_of("-0123456789") == std::string_view::npos) {
        std::int64_t whole = 0;
        std::from_chars(written.data(), end, whole);
        return whole;
    }
    double part = 0;
    std::from_chars(written.data(), end, part);
    return part;
}

Json json_of(const Words& words) {
    return {{"turn", words.turn}, {"begin", words.span.begin}, {"end", words.span.end}, {"quote", words.quote}};
}

Words words_from(const nlohmann::json& j) {
    return {j.at("turn").get<std::size_t>(), {j.at("begin"), j.at("end")}, j.at("quote").get<std::string>()};
}

Json json_of(const Outcome& outcome) {
    Json j{{"resolved", outcome.resolved},
           {"escalation", outcome.escalation},
           {"opportunity", outcome.opportunity},
           {"customer_start", outcome.customer_start},
           {"customer_end", outcome.customer_end}};
    if (outcome.register_) j["register"] = language::to_string(*outcome.register_);
    if (outcome.escalation_delay) j["escalation_delay"] = json_of(*outcome.escalation_delay);
    add(j, "promises", outcome.promises);
    add(j, "asked_twice", outcome.asked_twice);
    add(j, "unanswered", outcome.unanswered);
    add(j, "causes", outcome.causes);
    if (!outcome.mood.points.empty()) j["mood"] = json_of(outcome.mood);
    Json evidence = Json::object();
    if (!outcome.resolved_evidence.empty()) evidence["resolved"] = outcome.resolved_evidence;
    if (!outcome.escalation_evidence.empty()) evidence["escalation"] = outcome.escalation_evidence;
    if (!outcome.opportunity_evidence.empty()) evidence["opportunity"] = outcome.opportunity_evidence;
    if (!evidence.empty()) j["evidence"] = std::move(evidence);
    return j;
}

Outcome outcome_from(const Read& j) {
    Outcome outcome;
    outcome.resolved = j.at("resolved");
    outcome.escalation = j.at("escalation");
    outcome.opportunity = j.at("opportunity");
    outcome.customer_start = j.at("customer_start");
    outcome.customer_end = j.at("customer_end");
    for (const auto value :
         {language::Register::kFormal, language::Register::kCasual, language::Register::kMixed}) {
        if (j.value("register", "") == language::to_string(value)) outcome.register_ = value;
    }
    if (j.contains("escalation_delay")) outcome.escalation_delay = delay_from(j.at("escalation_delay"));
    read(j, "promises", promise_from, outcome.promises);
    read(j, "asked_twice", asked_from, outcome.asked_twice);
    read(j, "unanswered", unanswered_from, outcome.unanswered);
    read(j, "causes", cause_from, outcome.causes);
    if (j.contains("mood")) outcome.mood = mood_from(j.at("mood"));
    const Read evidence = j.value("evidence", Read::object());
    const auto indexes = [&](const char* key) { return evidence.value(key, std::vector<std::size_t>{}); };
    outcome.resolved_evidence = indexes("resolved");
    outcome.escalation_evidence = indexes("escalation");
    outcome.opportunity_evidence = indexes("opportunity");
    return outcome;
}

}  // namespace repere::analysis
