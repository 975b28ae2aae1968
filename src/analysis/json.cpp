#include "analysis/json.hpp"

#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "analysis/json_outcome.hpp"
#include "analysis/json_text.hpp"
#include "conversation/json.hpp"

namespace repere::analysis {
namespace {

using Json = nlohmann::ordered_json;

using analysis::json_of;  // of an outcome and of words, beside those below

Json json_of(const signals::Moment& moment) {
    Json j{{"signal", moment.signal}, {"turn", moment.turn},   {"begin", moment.span.begin},
           {"end", moment.span.end},  {"quote", moment.quote}, {"confidence", number(moment.confidence)},
           {"source", moment.source}};
    if (moment.start) j["start"] = number(*moment.start);
    if (moment.end) j["end_s"] = number(*moment.end);
    return j;
}

Json json_of(const privacy::Finding& finding) {
    return {{"turn", finding.turn},
            {"type", finding.type},
            {"begin", finding.span.begin},
            {"end", finding.span.end},
            {"source", finding.source}};
}

Json json_of(const signals::Topic& topic) {
    Json j{{"id", topic.id}, {"score", number(topic.score)}};
    for (const auto& words : topic.evidence) j["evidence"].push_back(json_of(words));
    return j;
}

Json json_of(const signals::CompanyTopicFound& own) {
    Json j = json_of(own.topic);
    j["names"] = own.names;
    if (!own.parent.empty()) j["parent"] = own.parent;
    return j;
}

Json json_of(const audio::SideMeasures& side) {
    Json j{{"talk", number(side.talk)}};
    if (side.rate_wpm) j["rate_wpm"] = std::lround(*side.rate_wpm);
    j["pauses"] = side.pauses;
    return j;
}

Json json_of(const audio::VoiceMeasures& voice) {
    return {{"agent", json_of(voice.agent)},
            {"customer", json_of(voice.customer)},
            {"silence", number(voice.silence)},
            {"overlap", number(voice.overlap)},
            {"interruptions", voice.interruptions}};
}

// Gathers the members of an object as values.
class Values {
  public:
    void member(const char* key, Json value) { object_[key] = std::move(value); }

    template <class Items, class Make>
    void list(const char* key, const Items& items, Make&& make) {
        Json& values = object_[key] = Json::array();
        for (const auto& item : items) values.push_back(make(item));
    }

    Json take() { return std::move(object_); }

  private:
    Json object_ = Json::object();
};

// Gathers them as text, each as soon as it is made: of a long record the values would weigh several times as much.
class Text {
  public:
    void member(const char* key, const Json& value) {
        begin(key);
        text_ += value.dump();
    }

    template <class Items, class Make>
    void list(const char* key, const Items& items, Make&& make) {
        begin(key);
        text_ += '[';
        for (const auto& item : items) {
            if (text_.back() != '[') text_ += ',';
            text_ += make(item).dump();
        }
        text_ += ']';
    }

    std::string take() { return std::move(text_) + "}"; }

  private:
    void begin(const char* key) {
        text_ += text_.size() == 1 ? "\"" : ",\"";
        text_ += key;
        text_ += "\":";
    }

    std::string text_ = "{";
};

template <class Out>
void write(const Analysis& analysis, const Messages& messages, Out& out) {
    const Interaction& interaction = analysis.interaction;
    const auto plain = [](const auto& item) { return json_of(item); };
    out.member("id", interaction.id);
    out.member("channel", to_string(interaction.channel));
    if (!interaction.language.empty()) out.member("language", interaction.language);
    if (const auto duration = duration_of(interaction)) out.member("duration", number(*duration));
    out.list("turns", interaction.turns, [index = std::size_t{0}](const Turn& turn) mutable { return to_json(turn, index++); });
    out.list("moments", analysis.moments, plain);
    out.list("pii", analysis.pii, plain);
    out.list("topics", analysis.topics, plain);
    if (!analysis.company_topics.empty()) out.list("company_topics", analysis.company_topics, plain);
    out.member("outcome", json_of(analysis.outcome));
    if (analysis.voice) out.member("voice", json_of(*analysis.voice));
    if (auto text = text_json(analysis); !text.empty()) out.member("text", std::move(text));
    out.list("warnings", analysis.warnings, [&](const Warning& warning) -> Json {
        return {{"code", warning.key}, {"message", messages.text(warning)}};
    });
    out.member("versions", analysis.versions);
}

}  // namespace

Json to_json(const Analysis& analysis, const Messages& messages) {
    Values out;
    write(analysis, messages, out);
    return out.take();
}

std::string to_json_text(const Analysis& analysis, const Messages& messages, const Json& more) {
    Text out;
    write(analysis, messages, out);
    for (const auto& [key, value] : more.items()) out.member(key.c_str(), value);
    return out.take();
}

}  // namespace repere::analysis
