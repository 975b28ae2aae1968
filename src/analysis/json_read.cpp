#include <nlohmann/json.hpp>

#include "analysis/json.hpp"
#include "analysis/json_outcome.hpp"

namespace repere::analysis {
namespace {

using Json = nlohmann::json;

std::optional<double> seconds(const Json& j, const char* key) {
    return j.contains(key) ? std::optional<double>(j.at(key).get<double>()) : std::nullopt;
}

Turn turn_from(const Json& j) {
    Turn turn;
    turn.speaker = speaker_from(j.value("speaker", "unknown")).value_or(Speaker::kUnknown);
    turn.participant = j.value("participant", "");
    turn.text = j.at("text").get<std::string>();
    turn.start = seconds(j, "start");
    turn.end = seconds(j, "end");
    return turn;
}

signals::Moment moment_from(const Json& j) {
    return {.signal = j.at("signal"),
            .turn = j.at("turn"),
            .span = {j.at("begin"), j.at("end")},
            .quote = j.at("quote"),
            .confidence = j.at("confidence"),
            .source = j.at("source"),
            .start = seconds(j, "start"),
            .end = seconds(j, "end_s")};
}

signals::Topic topic_from(const Json& j) {
    signals::Topic topic{j.at("id"), j.at("score"), {}};
    if (j.contains("evidence")) {
        for (const auto& words : j.at("evidence")) topic.evidence.push_back(words_from(words));
    }
    return topic;
}

}  // namespace

Result<Analysis> analysis_from_json(std::string_view document, const std::string& source) {
    try {
        const Json j = Json::parse(document);
        Analysis analysis;
        analysis.interaction.id = j.at("id");
        analysis.interaction.channel = channel_from(j.at("channel").get<std::string>()).value();
        analysis.interaction.language = j.value("language", "");
        for (const auto& turn : j.at("turns")) analysis.interaction.turns.push_back(turn_from(turn));
        for (const auto& moment : j.at("moments")) analysis.moments.push_back(moment_from(moment));
        for (const auto& p : j.at("pii")) {
            analysis.pii.push_back({.turn = p.at("turn"),
                                    .type = p.at("type"),
                                    .span = {p.at("begin"), p.at("end")},
                                    .source = p.value("source", "")});
        }
        for (const auto& topic : j.at("topics")) analysis.topics.push_back(topic_from(topic));
        for (const auto& own : j.value("company_topics", Json::array())) {
            analysis.company_topics.push_back({topic_from(own), own.at("names").get<std::map<std::string, std::string>>(), own.value("parent", "")});
        }
        analysis.outcome = outcome_from(j.at("outcome"));
        for (const auto& warning : j.at("warnings")) analysis.warnings.push_back({.key = warning.at("code")});
        analysis.versions = j.at("versions").get<std::map<std::string, std::string>>();
        return analysis;
    } catch (const std::exception& e) {
        return fail(ErrorCode::kInvalidInput, "analysis.not_an_analysis", {{"reason", e.what()}}, {source});
    }
}

}  // namespace repere::analysis
