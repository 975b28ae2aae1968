#include <nlohmann/json.hpp>

#include "analysis/json.hpp"

namespace repere::analysis {
namespace {

using Json = nlohmann::json;

std::optional<double> seconds(const Json& j, const char* key) {
    return j.contains(key) ? std::optional<double>(j.at(key).get<double>()) : std::nullopt;
}

std::vector<std::size_t> indexes(const Json& evidence, const char* key) {
    return evidence.value(key, std::vector<std::size_t>{});
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

signals::EscalationDelay delay_from(const Json& j) {
    return {.sign_turn = j.at("sign_turn"),
            .met_turn = j.contains("met_turn") ? std::optional<std::size_t>(j.at("met_turn").get<std::size_t>()) : std::nullopt,
            .agent_turns = j.at("agent_turns"),
            .seconds = seconds(j, "seconds")};
}

signals::Outcome outcome_from(const Json& j) {
    signals::Outcome outcome;
    outcome.resolved = j.at("resolved");
    outcome.escalation = j.at("escalation");
    outcome.opportunity = j.at("opportunity");
    outcome.customer_start = j.at("customer_start");
    outcome.customer_end = j.at("customer_end");
    for (const auto value : {language::Register::kFormal, language::Register::kCasual, language::Register::kMixed}) {
        if (j.value("register", "") == language::to_string(value)) outcome.register_ = value;
    }
    if (j.contains("escalation_delay")) outcome.escalation_delay = delay_from(j.at("escalation_delay"));
    const Json evidence = j.value("evidence", Json::object());
    outcome.resolved_evidence = indexes(evidence, "resolved");
    outcome.escalation_evidence = indexes(evidence, "escalation");
    outcome.opportunity_evidence = indexes(evidence, "opportunity");
    return outcome;
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
        for (const auto& topic : j.at("topics")) analysis.topics.push_back({topic.at("id"), topic.at("score")});
        analysis.outcome = outcome_from(j.at("outcome"));
        for (const auto& warning : j.at("warnings")) analysis.warnings.push_back({.key = warning.at("code")});
        analysis.versions = j.at("versions").get<std::map<std::string, std::string>>();
        return analysis;
    } catch (const std::exception& e) {
        return fail(ErrorCode::kInvalidInput, "analysis.not_an_analysis", {{"reason", e.what()}}, {source});
    }
}

}  // namespace repere::analysis
