#include "signals/outcome.hpp"

#include "signals/escalation.hpp"
#include "signals/mood.hpp"
#include "signals/opportunity.hpp"
#include "signals/outcome_settings.hpp"
#include "signals/resolution.hpp"

namespace repere::signals {

struct OutcomeJudge::Impl {
    OutcomeSettings settings;
};

OutcomeJudge::OutcomeJudge(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
OutcomeJudge::OutcomeJudge(OutcomeJudge&&) noexcept = default;
OutcomeJudge& OutcomeJudge::operator=(OutcomeJudge&&) noexcept = default;
OutcomeJudge::~OutcomeJudge() = default;

Result<OutcomeJudge> OutcomeJudge::load(const std::filesystem::path& knowledge) {
    auto settings = OutcomeSettings::load(knowledge);
    if (!settings) return fail(std::move(settings.error()));
    return OutcomeJudge(std::make_unique<const Impl>(Impl{.settings = *settings}));
}

Outcome OutcomeJudge::judge(const Interaction& interaction, const std::vector<Moment>& moments,
                            const std::vector<language::Text>& texts, std::string_view language) const {
    const OutcomeSettings& settings = impl_->settings;
    const Story story(interaction, moments, settings.trusted);
    Outcome out;
    judge_resolved(story, settings.resolution, out);
    judge_escalation(story, settings.escalation, out);
    judge_opportunity(story, settings.opportunity, out);
    judge_mood(story, settings.mood, out);
    if (texts.size() == interaction.turns.size()) {
        out.register_ = language::measure(interaction, texts, Speaker::kAgent, language).register_;
    }
    return out;
}

}  // namespace repere::signals
