#include "analysis/json.hpp"

#include <cmath>

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

}  // namespace

Json to_json(const Analysis& analysis, const Messages& messages) {
    const Interaction& interaction = analysis.interaction;
    Json j{{"id", interaction.id}, {"channel", to_string(interaction.channel)}};
    if (!interaction.language.empty()) j["language"] = interaction.language;
    if (const auto duration = duration_of(interaction)) j["duration"] = number(*duration);
    j["turns"] = Json::array();
    for (std::size_t i = 0; i < interaction.turns.size(); ++i) j["turns"].push_back(to_json(interaction.turns[i], i));
    j["moments"] = Json::array();
    for (const auto& moment : analysis.moments) j["moments"].push_back(json_of(moment));
    j["pii"] = Json::array();
    for (const auto& finding : analysis.pii) j["pii"].push_back(json_of(finding));
    j["topics"] = Json::array();
    for (const auto& topic : analysis.topics) j["topics"].push_back(json_of(topic));
    for (const auto& own : analysis.company_topics) j["company_topics"].push_back(json_of(own));
    j["outcome"] = json_of(analysis.outcome);
    if (analysis.voice) j["voice"] = json_of(*analysis.voice);
    if (auto text = text_json(analysis); !text.empty()) j["text"] = std::move(text);
    j["warnings"] = Json::array();
    for (const auto& warning : analysis.warnings) {
        j["warnings"].push_back({{"code", warning.key}, {"message", messages.text(warning)}});
    }
    j["versions"] = analysis.versions;
    return j;
}

}  // namespace repere::analysis
