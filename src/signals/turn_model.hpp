// Marks moments with rules and learned models together: the models weigh what the rules found along with the words, the
// place and the turns around, and decide; a rule that matched gives the quote, else the words that weighed most.
#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/tokens.hpp"
#include "learning/linear_model.hpp"
#include "signals/moment.hpp"
#include "signals/turn_context.hpp"
#include "signals/turn_features.hpp"

namespace repere::signals {

// Of the agent's or the customer's signals. `turns` judges each turn by itself; its calibrated probabilities, in the turn
// and around it, are what `context` decides by. Both have the same outputs.
struct SideModel {
    learning::LinearModel turns, context;
};

class TurnModel {
  public:
    // No models: nothing is marked.
    TurnModel() = default;
    TurnModel(SideModel agent, SideModel customer) : agent_(std::move(agent)), customer_(std::move(customer)) {}
    // Four files of the folder: agent.model, agent_context.model, customer.model, customer_context.model.
    static Result<TurnModel> load(const std::filesystem::path& folder);
    Status write(const std::filesystem::path& folder) const;

    bool empty() const { return agent_.turns.empty(); }

    // Sorted by turn and place; at most one moment per signal and turn. Thread-safe, linear.
    std::vector<Moment> mark(const Interaction& interaction, std::span<const language::Text> texts,
                             const TurnFeatures& features) const;

    // The fingerprint kept with every analysis; "none" where empty.
    std::string version() const;

  private:
    SideModel agent_, customer_;
};

}  // namespace repere::signals
