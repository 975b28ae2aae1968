#include "signals/outcome.hpp"

#include <array>

#include "signals/asked_twice.hpp"
#include "signals/cause.hpp"
#include "signals/cues.hpp"
#include "signals/escalation.hpp"
#include "signals/mood.hpp"
#include "signals/opportunity.hpp"
#include "signals/outcome_features.hpp"
#include "signals/outcome_settings.hpp"
#include "signals/promises.hpp"
#include "signals/resolution.hpp"
#include "signals/unanswered.hpp"

namespace repere::signals {

namespace {

constexpr std::array<std::string_view, 2> kLanguages{"fr", "en"};

}  // namespace

struct OutcomeJudge::Impl {
    OutcomeSettings settings;
    std::vector<CueBook> books;  // in the order of kLanguages
};

OutcomeJudge::OutcomeJudge(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
OutcomeJudge::OutcomeJudge(OutcomeJudge&&) noexcept = default;
OutcomeJudge& OutcomeJudge::operator=(OutcomeJudge&&) noexcept = default;
OutcomeJudge::~OutcomeJudge() = default;

Result<OutcomeJudge> OutcomeJudge::load(const std::filesystem::path& knowledge,
                                        const language::Lexicon& lexicon) {
    auto settings = OutcomeSettings::load(knowledge);
    if (!settings) return fail(std::move(settings.error()));
    auto impl = std::make_unique<Impl>();
    impl->settings = *settings;
    for (const std::string_view language : kLanguages) {
        auto book = CueBook::load(knowledge, language, lexicon);
        if (!book) return fail(std::move(book.error()));
        impl->books.push_back(std::move(*book));
    }
    return OutcomeJudge(std::move(impl));
}

Outcome OutcomeJudge::judge(const OutcomeInput& input, std::vector<OutcomeFeature>* features) const {
    const OutcomeSettings& settings = impl_->settings;
    const CueBook& book = impl_->books[input.language == kLanguages[1] ? 1 : 0];
    const std::size_t turns = input.interaction.turns.size();
    const bool has_words = input.texts.size() == turns;
    const Story story(input.interaction, input.moments, settings.trusted);
    const CueHits hits = has_words ? book.find(story, input.texts) : CueHits({}, turns);
    Outcome out;
    judge_resolved(story, hits, settings.resolution, out);
    judge_escalation(story, settings.escalation, out);
    judge_opportunity(story, settings.opportunity, out);
    judge_mood(story, hits, settings.mood, out);
    out.register_ = input.agent_register;
    if (has_words) {
        find_promises(story, input.texts, book, hits, settings.promises, out.promises);
        find_asked_twice(story, input.texts, book, hits, input.known, out.asked_twice);
        find_unanswered(story, input.texts, hits, input.questions, settings.unanswered, out.unanswered);
        find_causes(story, input.texts, book, hits, settings.causes, out.causes);
    }
    if (features != nullptr) *features = outcome_features(story, hits, settings, input.register_counts, out);
    return out;
}

}  // namespace repere::signals
