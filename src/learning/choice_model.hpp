// Answers to questions with a few choices each, learned from named figures: "resolved" is yes, no or unknown.
// One logistic output a choice, calibrated and made to sum to one.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "learning/linear_model.hpp"

namespace repere::learning {

struct Figure {
    FeatureId id = 0;  // of its name
    double value = 0;
};

struct Choice {
    std::string_view name;    // lives as long as the model
    double probability = 0;   // calibrated, 0…1
};

class ChoiceModel {
  public:
    // Knows no question.
    ChoiceModel() = default;
    // Outputs are named "question=choice".
    explicit ChoiceModel(LinearModel model);
    static Result<ChoiceModel> open(const std::filesystem::path& file);
    Status write(const std::filesystem::path& file) const { return model_.write(file); }

    bool knows(std::string_view question) const;
    // The likeliest first; empty for a question that was not learned.
    std::vector<Choice> answer(std::string_view question, std::span<const Figure> figures) const;

    // The figures that spoke most for a choice against the question's others, strongest first.
    std::vector<FeatureId> reasons(std::string_view question, std::string_view choice, std::span<const Figure> figures) const;

    const LinearModel& model() const { return model_; }

  private:
    LinearModel model_;
};

constexpr FeatureId figure_id(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : name) hash = mix(hash, static_cast<unsigned char>(c));
    return feature_id(hash);
}

}  // namespace repere::learning
