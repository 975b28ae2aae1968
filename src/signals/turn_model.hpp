// Marks moments with rules and learned models together: the model weighs what the rules found along with the words, the
// place and the turns around, and decides; a rule that matched gives the quote, else the words that weighed most.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/tokens.hpp"
#include "learning/linear_model.hpp"
#include "signals/marker.hpp"
#include "signals/moment.hpp"
#include "signals/turn_features.hpp"

namespace repere::signals {

class TurnModel {
  public:
    // No models: the rules decide alone.
    TurnModel() = default;
    TurnModel(learning::LinearModel agent, learning::LinearModel customer);
    // agent.model and customer.model of the folder.
    static Result<TurnModel> load(const std::filesystem::path& folder);

    bool empty() const { return agent_.empty(); }
    const learning::LinearModel& of(Speaker speaker) const { return speaker == Speaker::kCustomer ? customer_ : agent_; }

    // Sorted by turn and place; at most one moment per signal and turn. Thread-safe, linear.
    std::vector<Moment> mark(const Interaction& interaction, std::span<const language::Text> texts,
                             const TurnFeatures& features) const;

    // The fingerprint kept with every analysis; "none" where empty.
    std::string version() const;

  private:
    learning::LinearModel agent_, customer_;
};

}  // namespace repere::signals
