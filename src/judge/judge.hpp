// The optional judge: a language model on the company's own network answers the criteria that a grid marks for it.
//
// A step after grid::evaluate. An answer is kept only where its quote stands verbatim in the conversation; in every
// other case what the rules said stays, and a warning names the cause. The judge sees roles and masked words: neither
// the agent's name nor metadata, history or personal data.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

#include "analysis/analysis.hpp"
#include "core/time.hpp"
#include "grid/evaluation.hpp"
#include "judge/config.hpp"

namespace repere::judge {

struct Judged {
    grid::Evaluation evaluation;
    std::vector<Warning> warnings;
    std::string version;  // model and prompts, "mistral-small fr.1"; empty where nothing was asked
};

// Immutable but for its cache, its count of the day and its connections. Thread-safe.
class Judge {
  public:
    // Reads knowledge/judge/{fr,en}.yaml. kConfiguration or kEnvironment with its place.
    static Result<Judge> load(const JudgeConfig& config, const std::filesystem::path& knowledge, Clock clock = system_clock());
    Judge(Judge&&) noexcept;
    Judge& operator=(Judge&&) noexcept;
    ~Judge();

    // Blocks while the server answers. Once `stop` is asked, the criteria left are not asked about.
    Judged judge(const grid::Grid& grid, const analysis::Analysis& analysis, grid::Evaluation evaluation,
                 const std::stop_token& stop = {}) const;

  private:
    struct Impl;
    explicit Judge(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// Fills the grid by its rules and, where there is a judge, by it; its warnings and version join those of the analysis.
grid::Evaluation evaluate(const grid::Grid& grid, analysis::Analysis& analysis, const Judge* judge,
                          const std::stop_token& stop = {});

}  // namespace repere::judge
