#include <cmath>

#include <nlohmann/json.hpp>

#include "grid/evaluation.hpp"

namespace repere::grid {
namespace {

// Two decimals are what a reader compares; more would only be noise in diffs.
double rounded(double value) { return std::round(value * 100) / 100; }

// "a, b" with each id put into words by the message `prefix` + id, where there is one.
std::string worded(const std::string& ids, const std::string& prefix, const Messages& messages) {
    std::string out;
    for (std::size_t at = 0; at <= ids.size();) {
        const auto end = std::min(ids.find(", ", at), ids.size());
        const std::string part = ids.substr(at, end - at);
        const auto equals = part.find('=');
        const std::string id = part.substr(0, equals);
        if (!out.empty()) out += ", ";
        out += messages.has(prefix + id) ? messages.text(prefix + id) : id;
        if (equals != std::string::npos) out += " " + part.substr(equals);
        at = end + 2;
    }
    return out;
}

}  // namespace

std::string reason(const CriterionResult& result, const Messages& messages) {
    const char* language = messages.language() == UiLanguage::kFrench ? "fr" : "en";
    if (const auto own = result.why.find(language); own != result.why.end()) return own->second;
    Details details = result.why_details;
    for (auto& [name, value] : details) {
        if (name == "signals") value = worded(value, "signal.", messages);
        if (name == "measures") value = worded(value, "grid.measure.", messages);
        if (name == "channel") value = worded(value, "grid.label.channel.", messages);
        if (name == "answer") value = worded(value, "grid.answer.", messages);
    }
    if (const auto label = details.find("label"); label != details.end()) {
        details["value"] = worded(details["value"], "grid.label." + label->second + ".", messages);
        label->second = worded(label->second, "grid.label.", messages);
    }
    return messages.text(result.why_key, details);
}

nlohmann::ordered_json to_json(const Evaluation& evaluation, const Messages& messages) {
    nlohmann::ordered_json out{{"grid", evaluation.grid}, {"version", evaluation.version}};
    if (evaluation.score) out["score"] = rounded(*evaluation.score);
    out["critical_errors"] = evaluation.critical_errors;
    out["criteria"] = nlohmann::ordered_json::array();
    for (const auto& result : evaluation.criteria) {
        nlohmann::ordered_json row{{"id", result.id}, {"answer", to_string(result.answer)}};
        if (result.value) row["value"] = rounded(*result.value);
        row["basis"] = to_string(basis_of(result));
        row["points"] = rounded(result.points);
        row["out_of"] = rounded(result.out_of);
        row["confidence"] = rounded(result.confidence);
        row["evidence"] = result.evidence;
        for (const auto& quote : result.quotes) {
            row["quotes"].push_back({{"turn", quote.turn},
                                     {"begin", quote.span.begin},
                                     {"end", quote.span.end},
                                     {"quote", quote.text}});
        }
        if (!result.source.empty()) row["source"] = result.source;
        row["why"] = reason(result, messages);
        out["criteria"].push_back(std::move(row));
    }
    return out;
}

}  // namespace repere::grid
