#include "insight/export.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conversation/json.hpp"
#include "conversation/vcon.hpp"

namespace repere::insight {
namespace {

using Json = nlohmann::ordered_json;
using Write = std::function<void(std::string_view)>;

// A JSON value as a CSV field.
std::string field(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return "";
    return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string number(const std::optional<double>& value) { return value ? fmt::format("{:.3f}", *value) : ""; }

std::string quotes_of(const Json& criterion, const Json& moments) {
    std::string text;
    for (const auto& index : criterion.value("evidence", Json::array())) {
        if (!text.empty()) text += " | ";
        text += field(moments.at(index.get<std::size_t>()), "quote");
    }
    return text;
}

void interactions_csv(const std::vector<store::Row>& rows, const Write& write) {
    write(csv_row({"id", "channel", "language", "started_at", "duration_s", "agent", "team", "site", "queue", "customer",
                   "csat", "state", "resolved", "escalation", "opportunity", "customer_start", "customer_end", "topics",
                   "grid", "score", "critical_errors", "source"}));
    for (const auto& row : rows) {
        const Json analysis = row.analysis ? Json::parse(*row.analysis) : Json::object();
        const Json evaluation = row.evaluation ? Json::parse(*row.evaluation) : Json::object();
        const Json outcome = analysis.value("outcome", Json::object());
        std::string topics;
        for (const auto& topic : analysis.value("topics", Json::array())) topics += (topics.empty() ? "" : " ") + field(topic, "id");
        std::string critical;
        for (const auto& id : evaluation.value("critical_errors", std::vector<std::string>{})) critical += (critical.empty() ? "" : " ") + id;
        write(csv_row({row.id, row.channel, row.language, row.started_at ? format_rfc3339(*row.started_at) : "",
                       number(row.duration), row.agent.value_or(""), row.team.value_or(""), row.site.value_or(""),
                       row.queue.value_or(""), row.customer.value_or(""), number(row.csat), row.state,
                       field(outcome, "resolved"), field(outcome, "escalation"), field(outcome, "opportunity"),
                       field(outcome, "customer_start"), field(outcome, "customer_end"), topics,
                       field(evaluation, "grid"), field(evaluation, "score"), critical, row.source}));
    }
}

void moments_csv(const std::vector<store::Row>& rows, const Write& write) {
    write(csv_row({"id", "signal", "turn", "speaker", "begin", "end", "quote", "confidence", "rule", "start_s", "end_s"}));
    for (const auto& row : rows) {
        if (!row.analysis) continue;
        const Json analysis = Json::parse(*row.analysis);
        for (const auto& moment : analysis["moments"]) {
            const auto& turn = analysis["turns"].at(moment["turn"].get<std::size_t>());
            write(csv_row({row.id, field(moment, "signal"), field(moment, "turn"), field(turn, "speaker"),
                           field(moment, "begin"), field(moment, "end"), field(moment, "quote"),
                           field(moment, "confidence"), field(moment, "source"), field(moment, "start"),
                           field(moment, "end_s")}));
        }
    }
}

void evaluations_csv(const std::vector<store::Row>& rows, const Write& write) {
    write(csv_row({"id", "agent", "grid", "version", "criterion", "answer", "points", "confidence", "why", "evidence"}));
    for (const auto& row : rows) {
        if (!row.analysis || !row.evaluation) continue;
        const Json analysis = Json::parse(*row.analysis);
        const Json evaluation = Json::parse(*row.evaluation);
        for (const auto& criterion : evaluation["criteria"]) {
            write(csv_row({row.id, row.agent.value_or(""), field(evaluation, "grid"), field(evaluation, "version"),
                           field(criterion, "id"), field(criterion, "answer"), field(criterion, "points"),
                           field(criterion, "confidence"), field(criterion, "why"),
                           quotes_of(criterion, analysis["moments"])}));
        }
    }
}

// One object a line: each with the id of its conversation.
void ndjson(const store::Row& row, What what, const Write& write) {
    if (!row.analysis) return;
    const Json analysis = Json::parse(*row.analysis);
    if (what == What::kMoments) {
        for (const auto& moment : analysis["moments"]) {
            Json line{{"id", row.id}};
            line.update(moment);
            write(line.dump() + "\n");
        }
    } else if (row.evaluation) {
        Json line{{"id", row.id}};
        if (row.agent) line["agent"] = *row.agent;
        line.update(Json::parse(*row.evaluation));
        write(line.dump() + "\n");
    }
}

Status whole_interactions(const store::Store& store, const std::vector<store::Row>& rows, Format format, const Write& write) {
    for (const auto& row : rows) {
        const auto interaction = store.interaction(row.id);
        if (!interaction) return fail(interaction.error());
        Json analysis = row.analysis ? Json::parse(*row.analysis) : Json();
        if (row.evaluation && analysis.is_object()) analysis["evaluation"] = Json::parse(*row.evaluation);
        if (format == Format::kVcon) {
            write(to_vcon(*interaction, analysis.is_object() ? &analysis : nullptr).dump() + "\n");
        } else {
            Json document = to_json(*interaction);
            if (analysis.is_object()) document["analysis"] = std::move(analysis);
            write(document.dump() + "\n");
        }
    }
    return {};
}

}  // namespace

std::string csv_row(const std::vector<std::string>& fields) {
    std::string row;
    for (const std::string& value : fields) {
        if (&value != &fields.front()) row += ',';
        const bool formula = !value.empty() && std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos &&
                             value.find_first_not_of("+-.0123456789") != std::string::npos;
        const std::string safe = formula ? "'" + value : value;
        if (safe.find_first_of(",\"\r\n") == std::string::npos) {
            row += safe;
            continue;
        }
        row += '"';
        for (const char c : safe) row += c == '"' ? std::string("\"\"") : std::string(1, c);
        row += '"';
    }
    return row + "\r\n";
}

Status export_from(const store::Store& store, What what, Format format, const Write& write) {
    if (format == Format::kVcon && what != What::kInteractions) return fail(ErrorCode::kUsage, "insight.vcon_interactions_only");
    const auto rows = store.list({});
    if (!rows) return fail(rows.error());
    if (format == Format::kCsv) {
        switch (what) {
            case What::kInteractions: interactions_csv(*rows, write); break;
            case What::kMoments: moments_csv(*rows, write); break;
            case What::kEvaluations: evaluations_csv(*rows, write); break;
        }
        return {};
    }
    if (what == What::kInteractions) return whole_interactions(store, *rows, format, write);
    for (const auto& row : *rows) ndjson(row, what, write);
    return {};
}

}  // namespace repere::insight
