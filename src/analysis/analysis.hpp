// analyze(): the one function that turns an interaction into what can be said of it.
//
// Called in-process by the commands and the tests, and later by workers. It stores nothing and speaks to nobody.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "audio/voice.hpp"
#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/emails.hpp"
#include "language/listening.hpp"
#include "language/measures.hpp"
#include "language/sentiment.hpp"
#include "learning/choice_model.hpp"
#include "privacy/personal_data.hpp"
#include "signals/moment.hpp"
#include "signals/outcome.hpp"
#include "signals/topics.hpp"
#include "signals/turn_model.hpp"
#include "speech/transcribe.hpp"

namespace repere::analysis {

struct Analysis {
    Interaction interaction;  // with its transcript
    std::vector<signals::Moment> moments;
    std::vector<privacy::Finding> pii;
    std::vector<signals::Topic> topics;
    std::vector<signals::CompanyTopicFound> company_topics;
    signals::Outcome outcome;
    std::optional<audio::VoiceMeasures> voice;
    std::optional<language::TextMeasures> agent_text, customer_text;
    std::optional<language::Sentiment> sentiment;  // the customer's
    std::optional<language::Listening> listening;  // the agent's
    std::vector<language::EmailChecks> emails;
    std::vector<Warning> warnings;
    std::map<std::string, std::string> versions;
    std::vector<signals::OutcomeFeature> figures;  // what the labels of the whole were judged from; not kept
};

struct AnalyzeConfig {
    std::string language = "auto";  // "fr", "en", or "auto": what the document says, else recognised
    speech::TranscribeConfig transcribe;
    Status validate() const;
};

// Everything read once from knowledge/ and shared by all analyses. Immutable, thread-safe.
class Analyzer {
  public:
    // `models`: where the learned models are; empty: none, until `use` gives them.
    static Result<Analyzer> load(const std::filesystem::path& home,
                                 const std::filesystem::path& models = learning::default_model_folder());
    Analyzer(Analyzer&&) noexcept;
    Analyzer& operator=(Analyzer&&) noexcept;
    ~Analyzer();

    // An interaction without turns is transcribed from its recording first.
    Result<Analysis> analyze(Interaction interaction, const AnalyzeConfig& config, std::stop_token stop = {}) const;

    // Other models from now on. Not while another thread analyses.
    void use(signals::TurnModel turns, learning::ChoiceModel outcome);

  private:
    struct Impl;
    explicit Analyzer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace repere::analysis
