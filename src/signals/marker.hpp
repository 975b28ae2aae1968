// Marks moments with the rules of knowledge/signals/*.yaml (docs/rules.md describes their language).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "language/tokens.hpp"
#include "signals/moment.hpp"

namespace repere::signals {

class Marker {
  public:
    // Reads and compiles every rule file. kConfiguration with file, line and column at the first mistake.
    static Result<Marker> load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon);
    Marker(Marker&&) noexcept;
    Marker& operator=(Marker&&) noexcept;
    ~Marker();

    // Sorted by turn and place; at most one moment per signal and turn (the most confident). Thread-safe, linear.
    std::vector<Moment> mark(const Interaction& interaction, const std::vector<language::Text>& texts,
                             std::string_view language) const;

    // Fingerprint of the rule files, kept with every analysis.
    const std::string& version() const;

    // The examples written beside the rules are their tests: what each example that fails expected and got.
    struct ExampleFailure {
        std::string rule;
        std::string example;
        bool should_match = true;
        Place place;
    };
    std::vector<ExampleFailure> check_examples(const language::Lexicon& lexicon) const;

  private:
    struct Impl;
    explicit Marker(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace repere::signals
