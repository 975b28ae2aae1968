#include "judge/judge.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "judge/budget.hpp"
#include "judge/cache.hpp"
#include "judge/chat.hpp"
#include "judge/digest.hpp"
#include "judge/excerpt.hpp"
#include "judge/prompts.hpp"
#include "judge/reply.hpp"
#include "judge/transcript.hpp"

namespace repere::judge {
namespace {

// Where words settle nothing for the rules, they settle nothing for the judge either.
bool words_are_doubtful(const analysis::Analysis& analysis) {
    const auto& turns = analysis.interaction.turns;
    return std::none_of(turns.begin(), turns.end(), [](const Turn& t) { return t.speaker == Speaker::kAgent; }) ||
           std::any_of(analysis.warnings.begin(), analysis.warnings.end(),
                       [](const Warning& w) { return w.key == "speech.indicative"; });
}

// The grid itself says that the criterion does not apply: by channel, or by `applies_when`.
bool settled_by_grid(const grid::CriterionResult& result) {
    return result.why_key == "grid.why.channel" || result.why_key == "grid.why.not_applicable";
}

bool is_asked(const grid::Criterion* criterion, const grid::CriterionResult& result) {
    if (criterion == nullptr || !criterion->judge || settled_by_grid(result)) return false;
    return !criterion->judge->only_unknown || result.answer == grid::Answer::kUnknown;
}

std::string percent(double share) { return std::to_string(std::lround(share * 100)); }

// What all hearings share.
struct Court {
    JudgeConfig config;
    Prompts french, english;
    Chat chat;
    Cache cache;
    DayBudget day;

    const Prompts& prompts_for(const Interaction& interaction) const {
        return interaction.language == "fr" ? french : english;
    }
    std::string version_for(const Interaction& interaction) const {
        const char* language = interaction.language == "fr" ? "fr" : "en";
        return config.model + " " + language + "." + std::to_string(prompts_for(interaction).version());
    }
    double cap_of(const std::string& criterion) const {
        const auto confirmed = config.confirmed.find(criterion);
        return confirmed == config.confirmed.end() ? config.confidence_cap : confirmed->second;
    }
};

// One conversation before the judge.
class Hearing {
  public:
    Hearing(const Court& court, const grid::Grid& grid, const analysis::Analysis& analysis, const std::stop_token& stop)
        : court_(court), grid_(grid), analysis_(analysis), stop_(stop), turns_(sendable(analysis.interaction, analysis.pii)) {}

    // Amends `result`, or leaves it and says why in `warnings`.
    void ask(const grid::Criterion& criterion, grid::CriterionResult& result) {
        const Excerpt excerpt =
            excerpt_of(turns_, relevant_turns(criterion, result, analysis_), court_.config.transcript_limit);
        const Prompt prompt = court_.prompts_for(analysis_.interaction).prompt(criterion, turns_, excerpt);
        const std::string key = digest(court_.config.url + '\n' + court_.chat.body(prompt));
        const auto cached = court_.cache.find(key);
        Result<std::string> content = cached ? Result<std::string>(*cached) : pay_for(prompt);
        if (!content) return warn(criterion, content.error());
        const auto reply = read_reply(*content);
        if (!reply) return warn(criterion, reply.error());
        if (const auto followed = follow(*reply, excerpt, criterion, result); !followed) return warn(criterion, followed.error());
        if (!cached) court_.cache.keep(key, *content);
        if (!excerpt.whole) {
            warn(criterion, {ErrorCode::kTooLarge, "judge.excerpt",
                             {{"shown", std::to_string(excerpt.turns)}, {"turns", std::to_string(turns_.size())}}, {}});
        }
    }

    std::vector<Warning> warnings;

  private:
    static tl::unexpected<Error> refused(const char* key, Details details = {}) {
        return fail(ErrorCode::kInvalidInput, key, std::move(details));
    }

    Result<std::string> pay_for(const Prompt& prompt) {
        const auto& limits = court_.config.budget;
        const std::size_t booked = estimated_tokens(prompt.system.size() + prompt.user.size()) + court_.config.reply_tokens;
        if (spent_.calls + 1 > limits.calls_per_conversation || spent_.tokens + booked > limits.tokens_per_conversation) {
            return refused("judge.budget_conversation");
        }
        if (const auto ready = court_.chat.ready(); !ready) return fail(ready.error());
        const auto room = court_.day.book(booked);
        if (!room) return fail(room.error());
        if (!*room) return refused("judge.budget_day");
        const auto completion = court_.chat.complete(prompt, stop_);
        const std::size_t taken = completion ? completion->tokens : 0;
        ++spent_.calls;
        spent_.tokens += taken;
        if (const auto settled = court_.day.settle(booked, taken); !settled) return fail(settled.error());
        if (!completion) return fail(completion.error());
        return completion->content;
    }

    // Checks the reply against the conversation and the grid before it may become the answer.
    Status follow(const Reply& reply, const Excerpt& excerpt, const grid::Criterion& criterion, grid::CriterionResult& result) {
        if (reply.answer == grid::Answer::kUnknown) return {};
        if (reply.answer == grid::Answer::kNa && !criterion.na_allowed) return refused("judge.na_forbidden");
        if (reply.quote.empty()) return refused("judge.quote_missing");
        auto found = find_quote(reply.quote, reply.turn, turns_, excerpt.shown, analysis_.interaction);
        if (!found) return refused("judge.quote_not_found");
        const double confidence = std::min(reply.confidence, court_.cap_of(criterion.id));
        if (confidence < grid_.unknown_below) return refused("judge.unsure", {{"percent", percent(confidence)}});
        if (disagree(result.answer, reply.answer)) {
            warn(criterion, {ErrorCode::kConflict, "judge.disagrees", {{"judge", std::string(to_string(reply.answer))},
                                                                       {"rules", std::string(to_string(result.answer))}}, {}});
        }
        result.answer = reply.answer;
        result.value.reset();
        result.confidence = confidence;
        result.evidence.clear();
        result.quotes = {{found->turn, found->span, std::move(found->text)}};
        result.source = "judge:" + court_.config.model;
        result.why.clear();
        result.why_key = "judge.why";
        result.why_details = {{"model", court_.config.model}, {"reason", reply.reason}};
        return {};
    }

    static bool disagree(grid::Answer rules, grid::Answer judge) {
        return rules != grid::Answer::kUnknown && rules != judge;
    }

    void warn(const grid::Criterion& criterion, const Error& cause) {
        if (cause.code == ErrorCode::kCancelled) return;
        Details details = cause.details;
        details["criterion"] = criterion.id;
        warnings.push_back({cause.key, std::move(details), cause.place});
    }

    const Court& court_;
    const grid::Grid& grid_;
    const analysis::Analysis& analysis_;
    const std::stop_token& stop_;
    std::vector<SentTurn> turns_;
    Spent spent_;
};

}  // namespace

struct Judge::Impl {
    Court court;
};

Judge::Judge(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Judge::Judge(Judge&&) noexcept = default;
Judge& Judge::operator=(Judge&&) noexcept = default;
Judge::~Judge() = default;

Result<Judge> Judge::load(const JudgeConfig& config, const std::filesystem::path& knowledge, Clock clock) {
    auto french = Prompts::load(knowledge / "judge" / "fr.yaml", "fr");
    if (!french) return fail(french.error());
    auto english = Prompts::load(knowledge / "judge" / "en.yaml", "en");
    if (!english) return fail(english.error());
    auto chat = Chat::open(config);
    if (!chat) return fail(chat.error());
    auto day = DayBudget::open(config.folder, config.budget, clock);
    if (!day) return fail(day.error());
    auto cache = Cache::open(config.folder / "cache", config.cache, std::move(clock));
    if (!cache) return fail(cache.error());
    return Judge(std::make_unique<Impl>(Impl{
        {config, std::move(*french), std::move(*english), std::move(*chat), std::move(*cache), std::move(*day)}}));
}

Judged Judge::judge(const grid::Grid& grid, const analysis::Analysis& analysis, grid::Evaluation evaluation,
                    const std::stop_token& stop) const {
    Judged out{std::move(evaluation), {}, {}};
    std::vector<std::pair<const grid::Criterion*, grid::CriterionResult*>> asked;
    for (auto& result : out.evaluation.criteria) {
        const grid::Criterion* criterion = grid.find(result.id);
        if (is_asked(criterion, result)) asked.emplace_back(criterion, &result);
    }
    if (asked.empty() || words_are_doubtful(analysis)) return out;
    Hearing hearing(impl_->court, grid, analysis, stop);
    for (const auto& [criterion, result] : asked) {
        if (stop.stop_requested()) break;
        hearing.ask(*criterion, *result);
    }
    grid::score(grid, out.evaluation);
    out.version = impl_->court.version_for(analysis.interaction);
    out.warnings = std::move(hearing.warnings);
    return out;
}

grid::Evaluation evaluate(const grid::Grid& grid, analysis::Analysis& analysis, const Judge* judge,
                          const std::stop_token& stop) {
    auto evaluation = grid::evaluate(grid, analysis);
    if (judge == nullptr) return evaluation;
    auto judged = judge->judge(grid, analysis, std::move(evaluation), stop);
    for (auto& warning : judged.warnings) analysis.warnings.push_back(std::move(warning));
    if (!judged.version.empty()) analysis.versions["judge"] = judged.version;
    return std::move(judged.evaluation);
}

}  // namespace repere::judge
