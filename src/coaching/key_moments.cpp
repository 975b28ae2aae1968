#include "coaching/key_moments.hpp"

#include <algorithm>
#include <set>

#include <yaml-cpp/yaml.h>

#include "signals/moment.hpp"

namespace repere::coaching {

Result<KeyMomentWeights> load_key_moment_weights(const std::filesystem::path& knowledge) {
    const auto file = knowledge / "coaching" / "key_moments.yaml";
    try {
        const YAML::Node document = YAML::LoadFile(file.string());
        KeyMomentWeights weights;
        weights.outcome_evidence = document["outcome_evidence"].as<double>();
        for (const auto& row : document["signals"]) {
            const auto signal = row.first.as<std::string>();
            if (signals::find_signal(signal) == nullptr) {
                const auto mark = row.first.Mark();
                return fail(ErrorCode::kConfiguration, "coaching.unknown_signal", {{"signal", signal}},
                            {file.string(), static_cast<std::size_t>(mark.line + 1),
                             static_cast<std::size_t>(mark.column + 1), ""});
            }
            weights.signals[signal] = row.second.as<double>();
        }
        return weights;
    } catch (const YAML::Exception& e) {
        return fail(ErrorCode::kConfiguration, "coaching.broken", {{"reason", e.msg}},
                    {file.string(), static_cast<std::size_t>(std::max(0, e.mark.line + 1)),
                     static_cast<std::size_t>(std::max(0, e.mark.column + 1)), ""});
    }
}

std::vector<std::size_t> key_moments(const analysis::Analysis& analysis, const KeyMomentWeights& weights,
                                     std::size_t most) {
    std::set<std::size_t> bears_outcome;
    const auto& outcome = analysis.outcome;
    if (outcome.escalation != "none") {
        bears_outcome.insert(outcome.escalation_evidence.begin(), outcome.escalation_evidence.end());
    }
    if (outcome.opportunity != "none") {
        bears_outcome.insert(outcome.opportunity_evidence.begin(), outcome.opportunity_evidence.end());
    }
    std::vector<std::pair<double, std::size_t>> ranked;
    for (std::size_t i = 0; i < analysis.moments.size(); ++i) {
        const auto& moment = analysis.moments[i];
        const auto weight = weights.signals.find(moment.signal);
        double value = weight == weights.signals.end() ? 0 : weight->second;
        if (bears_outcome.contains(i)) value += weights.outcome_evidence;
        if (value > 0) ranked.emplace_back(value * moment.confidence, i);
    }
    std::ranges::sort(ranked, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<std::size_t> chosen;
    std::set<std::string> taken;
    for (const auto& [value, index] : ranked) {
        if (chosen.size() == most) break;
        if (taken.insert(analysis.moments[index].signal).second) chosen.push_back(index);
    }
    std::ranges::sort(chosen);
    return chosen;
}

}  // namespace repere::coaching
