#include "learning/choice_model.hpp"

#include <algorithm>
#include <limits>

namespace repere::learning {
namespace {

bool asks(const Output& output, std::string_view question) {
    return output.name.size() > question.size() && output.name[question.size()] == '=' && output.name.starts_with(question);
}

}  // namespace

ChoiceModel::ChoiceModel(LinearModel model) : model_(std::move(model)) {}

Result<ChoiceModel> ChoiceModel::open(const std::filesystem::path& file) {
    auto model = LinearModel::open(file);
    if (!model) return fail(model.error());
    return ChoiceModel(std::move(*model));
}

bool ChoiceModel::knows(std::string_view question) const {
    return std::ranges::any_of(model_.outputs(), [&](const Output& o) { return asks(o, question); });
}

std::vector<Choice> ChoiceModel::answer(std::string_view question, std::span<const Figure> figures) const {
    const auto& outputs = model_.outputs();
    std::vector<std::pair<std::size_t, double>> scores;
    for (std::size_t o = 0; o < outputs.size(); ++o) {
        if (asks(outputs[o], question)) scores.emplace_back(o, outputs[o].bias);
    }
    if (scores.empty()) return {};
    for (const Figure& figure : figures) {
        if (figure.value == 0) continue;
        const std::int8_t* row = model_.find(figure.id);
        if (row == nullptr) continue;
        for (auto& [output, score] : scores) score += figure.value * outputs[output].other_step * row[output];
    }
    std::vector<Choice> out;
    double sum = 0;
    for (const auto& [output, score] : scores) {
        out.push_back({std::string_view(outputs[output].name).substr(question.size() + 1), outputs[output].calibration(score)});
        sum += out.back().probability;
    }
    for (Choice& choice : out) choice.probability = sum > 0 ? choice.probability / sum : 1 / static_cast<double>(out.size());
    std::ranges::stable_sort(out, std::greater{}, &Choice::probability);
    return out;
}

std::vector<FeatureId> ChoiceModel::reasons(std::string_view question, std::string_view choice, std::span<const Figure> figures) const {
    if (!knows(question)) return {};
    const auto& outputs = model_.outputs();
    std::vector<std::pair<double, FeatureId>> weighed;
    for (const Figure& figure : figures) {
        const std::int8_t* row = figure.value != 0 ? model_.find(figure.id) : nullptr;
        if (row == nullptr) continue;
        double own = 0, strongest_other = -std::numeric_limits<double>::infinity();
        for (std::size_t o = 0; o < outputs.size(); ++o) {
            if (!asks(outputs[o], question)) continue;
            const double part = figure.value * outputs[o].other_step * row[o];
            if (outputs[o].name.ends_with(choice) && outputs[o].name.size() == question.size() + 1 + choice.size()) own = part;
            else strongest_other = std::max(strongest_other, part);
        }
        if (own > strongest_other) weighed.emplace_back(own - strongest_other, figure.id);
    }
    std::ranges::stable_sort(weighed, std::greater{}, [](const auto& w) { return w.first; });
    std::vector<FeatureId> out;
    for (const auto& [weight, id] : weighed) out.push_back(id);
    return out;
}

}  // namespace repere::learning
