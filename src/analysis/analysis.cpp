#include "analysis/analysis.hpp"

#include <algorithm>
#include <utility>

#include "language/identify.hpp"
#include "language/knowledge.hpp"
#include "language/lexicon.hpp"
#include "signals/marker.hpp"
#include "signals/outcome_model.hpp"

namespace repere::analysis {

struct Analyzer::Impl {
    language::Lexicon lexicon;
    language::Knowledge language;
    signals::Marker marker;
    signals::TurnModel model;
    learning::ChoiceModel outcome_model;
    signals::TopicModel topics;
    signals::OutcomeJudge outcome;
    privacy::Finder personal_data;
};

Analyzer::Analyzer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;
Analyzer::~Analyzer() = default;

Result<Analyzer> Analyzer::load(const std::filesystem::path& home, const std::filesystem::path& models) {
    const auto knowledge = home / "knowledge";
    auto lexicon = language::Lexicon::open(language::default_lexicon_folder());
    if (!lexicon) return fail(lexicon.error());
    auto language = language::Knowledge::load(knowledge, *lexicon);
    if (!language) return fail(language.error());
    auto marker = signals::Marker::load(knowledge, *lexicon);
    if (!marker) return fail(marker.error());
    Result<signals::TurnModel> model;
    Result<learning::ChoiceModel> outcome_model;
    if (!models.empty()) {
        model = signals::TurnModel::load(models);
        if (!model) return fail(model.error());
        outcome_model = learning::ChoiceModel::open(models / "outcome.model");
        if (!outcome_model) return fail(outcome_model.error());
    }
    auto topics = models.empty() ? signals::TopicModel::load(knowledge, *lexicon) : signals::TopicModel::load(knowledge, *lexicon, models);
    if (!topics) return fail(topics.error());
    auto outcome = signals::OutcomeJudge::load(knowledge, *lexicon);
    if (!outcome) return fail(outcome.error());
    auto personal_data = privacy::Finder::load(knowledge);
    if (!personal_data) return fail(personal_data.error());
    return Analyzer(std::make_unique<Impl>(Impl{.lexicon = std::move(*lexicon),
                                                .language = std::move(*language),
                                                .marker = std::move(*marker),
                                                .model = std::move(*model),
                                                .outcome_model = std::move(*outcome_model),
                                                .topics = std::move(*topics),
                                                .outcome = std::move(*outcome),
                                                .personal_data = std::move(*personal_data)}));
}

void Analyzer::use(signals::TurnModel turns, learning::ChoiceModel outcome) {
    impl_->model = std::move(turns);
    impl_->outcome_model = std::move(outcome);
}

Status AnalyzeConfig::validate() const {
    if (language != "auto" && language != "fr" && language != "en") {
        return fail(ErrorCode::kUsage, "analysis.language", {{"language", language}});
    }
    return transcribe.validate();
}

namespace {

// The interaction with its words, heard where there is only sound, and its language.
Status prepare(Analysis& result, const AnalyzeConfig& config, std::stop_token stop) {
    Interaction& interaction = result.interaction;
    if (config.language != "auto") interaction.language = config.language;
    if (interaction.turns.empty() && !interaction.media.empty()) {
        auto heard = speech::transcribe(std::move(interaction), config.transcribe, speech::one_unknown_speaker(), stop);
        if (!heard) return fail(heard.error());
        interaction = std::move(heard->interaction);
        result.warnings = std::move(heard->warnings);
        result.versions["asr"] = heard->engine_version;
        if (interaction.turns.empty()) return fail(ErrorCode::kInvalidInput, "analysis.no_speech", {}, {interaction.media.front().path});
    }
    if (interaction.turns.empty()) return fail(ErrorCode::kInvalidInput, "analysis.no_turns", {}, {interaction.id});
    if (interaction.language != "fr" && interaction.language != "en") {
        const auto guess = language::identify(interaction);
        interaction.language = guess.language.empty() ? "fr" : std::string(guess.language);
        if (guess.language.empty()) result.warnings.push_back({"analysis.language_unsure", {}, {interaction.id}});
    }
    return {};
}

// What the words of both sides measure.
void measure_language(Analysis& result, const std::vector<language::Text>& texts, const language::FoundWording& wording,
                      const language::LanguageKnowledge& knowledge) {
    const Interaction& interaction = result.interaction;
    std::vector<language::Passage> masked;
    for (const auto& finding : result.pii) masked.push_back({finding.turn, finding.span});
    const language::MeasureInput input{interaction, texts, wording, knowledge, masked};
    const auto text_of = [&](Speaker speaker) -> std::optional<language::TextMeasures> {
        const bool speaks = std::ranges::any_of(interaction.turns, [&](const Turn& turn) { return turn.speaker == speaker; });
        return speaks ? std::optional(language::measure(input, speaker)) : std::nullopt;
    };
    result.agent_text = text_of(Speaker::kAgent);
    result.customer_text = text_of(Speaker::kCustomer);
    result.sentiment = language::measure_sentiment(interaction, texts, knowledge);
    result.listening = language::measure_listening(interaction, texts, wording, knowledge);
    result.emails = language::check_emails(interaction, texts, wording, result.listening, knowledge);
}

}  // namespace

Result<Analysis> Analyzer::analyze(Interaction given, const AnalyzeConfig& config, std::stop_token stop) const {
    Analysis result;
    result.interaction = std::move(given);
    result.versions = {{"repere", REPERE_VERSION}, {"signals", impl_->marker.version()}, {"models", impl_->model.version()}};
    if (const auto ready = prepare(result, config, stop); !ready) return fail(ready.error());
    const Interaction& interaction = result.interaction;

    std::vector<language::Text> texts;
    texts.reserve(interaction.turns.size());
    for (const Turn& turn : interaction.turns) {
        texts.push_back(language::tokenize(turn.text, interaction.language, impl_->lexicon));
    }
    if (stop.stop_requested()) return fail(ErrorCode::kCancelled, "analysis.cancelled", {}, {interaction.id});

    const auto hits = impl_->marker.hits(interaction, texts, interaction.language, false);
    const auto& knowledge = impl_->language.of(interaction.language);
    const auto wording = language::find_wording(texts, knowledge);
    const signals::TurnFeatures features({interaction, texts, hits, wording, knowledge}, false);
    result.moments = impl_->model.mark(interaction, texts, features);
    result.pii = impl_->personal_data.find(interaction, texts, interaction.language);
    const signals::TopicInput about{interaction, result.moments, texts, interaction.language};
    result.topics = impl_->topics.topics(about);
    result.company_topics = impl_->topics.company_topics(about);
    result.voice = audio::measure_voice(interaction);
    measure_language(result, texts, wording, knowledge);
    result.outcome = impl_->outcome.judge(
        {.interaction = interaction,
         .moments = result.moments,
         .texts = texts,
         .language = interaction.language,
         .known = result.pii,
         .agent_register = result.agent_text ? result.agent_text->register_ : std::nullopt,
         .register_counts = result.agent_text ? result.agent_text->register_counts : language::RegisterCounts(),
         .questions = result.listening ? std::span<const language::Question>(result.listening->questions)
                                       : std::span<const language::Question>()},
        &result.figures);
    signals::weigh_outcome(impl_->outcome_model, result.figures, result.moments, result.outcome);
    return result;
}

}  // namespace repere::analysis
