#include <nlohmann/json.hpp>

#include "review/coverage.hpp"
#include "review/report.hpp"
#include "review/rounded.hpp"

namespace repere::review {
namespace {

using Json = nlohmann::ordered_json;

// "f1": 0.81, "f1_interval": [0.78, 0.84]
void put(Json& into, const std::string& key, const Figure& figure) {
    if (!figure.value) return;
    into[key] = rounded(*figure.value);
    if (figure.interval) into[key + "_interval"] = {rounded(figure.interval->low), rounded(figure.interval->high)};
}

Json to_json(const Scores& scores) {
    Json out = Json::object();
    put(out, "precision", scores.precision);
    put(out, "recall", scores.recall);
    put(out, "f1", scores.f1);
    out["support"] = scores.counts.support();
    out["found"] = scores.counts.found();
    return out;
}

Json to_json(const Averages& averages) {
    Json macro = Json::object();
    put(macro, "precision", averages.macro.precision);
    put(macro, "recall", averages.macro.recall);
    put(macro, "f1", averages.macro.f1);
    macro["rows"] = averages.macro.rows;
    return {{"micro", to_json(averages.micro)}, {"macro", std::move(macro)}};
}

Json to_json(const std::map<std::string, Averages>& slices) {
    Json out = Json::object();
    for (const auto& [name, averages] : slices) out[name] = to_json(averages);
    return out;
}

Json to_json(const std::vector<LabelRow>& rows) {
    Json out = Json::object();
    for (const auto& row : rows) {
        Json one{{"count", row.count}, {"answered", row.answered}};
        put(one, "coverage", row.coverage);
        put(one, "agreement", row.agreement);
        put(one, "kappa", row.kappa);
        out[row.name] = std::move(one);
    }
    return out;
}

Json to_json(const std::vector<MoodRow>& rows) {
    Json out = Json::object();
    for (const auto& row : rows) {
        Json one{{"count", row.count}};
        put(one, "mean_error", row.mean_error);
        put(one, "exact", row.exact);
        put(one, "within_one", row.within_one);
        put(one, "weighted_kappa", row.kappa);
        out[row.name] = std::move(one);
    }
    return out;
}

Json to_json(const CurveRow& curve) {
    Json points = Json::array();
    for (std::size_t l = 0; l < curve.agreement.size(); ++l) {
        Json point{{"kept", kCoverageLevels[l]}};
        put(point, "agreement", curve.agreement[l]);
        points.push_back(std::move(point));
    }
    return {{"answers", curve.answers}, {"curve", std::move(points)}};
}

Json to_json(const Coverage& coverage) {
    Json out{{"pooled", to_json(coverage.pooled)}, {"criteria", Json::object()}};
    put(out, "gain", coverage.gain);
    for (const auto& curve : coverage.criteria) out["criteria"][curve.name] = to_json(curve);
    return out;
}

Json to_json(const Reliability& reliability) {
    Json bins = Json::array();
    for (const auto& bin : reliability.bins) {
        Json one{{"low", rounded(bin.low)}, {"high", rounded(bin.high)}, {"count", bin.count}};
        put(one, "confidence", bin.confidence);
        put(one, "right", bin.right);
        bins.push_back(std::move(one));
    }
    Json out{{"bins", std::move(bins)}};
    put(out, "expected_error", reliability.expected_error);
    return out;
}

Json personal_data_json(const Report& report) {
    Json types = Json::object();
    for (const auto& row : report.personal_data) {
        types[row.type] = {{"exact", to_json(row.exact)}, {"overlap", to_json(row.overlap)}, {"covered", row.covered}};
        put(types[row.type], "covered_share", row.covered_share);
    }
    Json out{{"by_type", std::move(types)},
             {"exact", to_json(report.pii_exact)},
             {"overlap", to_json(report.pii_overlap)}};
    put(out, "covered", report.pii_covered);
    return out;
}

}  // namespace

nlohmann::ordered_json to_json(const Report& report) {
    Json signals{{"by_signal", Json::object()}};
    for (const auto& row : report.signals) signals["by_signal"][row.name] = to_json(row.scores);
    signals["overall"] = to_json(report.overall);
    signals["by_speaker"] = to_json(report.by_speaker);
    signals["by_language"] = to_json(report.by_language);
    signals["by_channel"] = to_json(report.by_channel);
    signals["calibration"] = to_json(report.marks);
    Json mean = Json::object();
    put(mean, "coverage", report.mean_coverage);
    put(mean, "agreement", report.mean_agreement);
    put(mean, "kappa", report.mean_kappa);
    mean["kappa_criteria"] = report.kappa_criteria;
    return {{"conversations", report.conversations},
            {"turns", report.turns},
            {"languages", report.languages},
            {"channels", report.channels},
            {"versions", report.versions},
            {"bootstrap",
             {{"draws", report.bootstrap.draws}, {"seed", report.bootstrap.seed}, {"level", report.bootstrap.level}}},
            {"signals", std::move(signals)},
            {"topics", to_json(report.topics)},
            {"labels", to_json(report.labels)},
            {"moods", to_json(report.moods)},
            {"grid",
             {{"criteria", to_json(report.criteria)},
              {"mean", std::move(mean)},
              {"coverage", to_json(report.coverage)},
              {"calibration", to_json(report.answers)}}},
            {"pii", personal_data_json(report)}};
}

}  // namespace repere::review
