#include "signals/unanswered.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "signals/promises.hpp"

namespace repere::signals {
namespace {

using language::Question;

Words words_of(const Interaction& interaction, const language::Passage& place) {
    const auto [turn, span] = place;
    return {turn, span, std::string(utf8::substring(interaction.turns[turn].text, span.begin, span.end))};
}

// Dictionary forms of what a passage is about, sorted, each once.
std::vector<language::WordHash> content_of(const language::Text& text, Span span) {
    std::vector<language::WordHash> out;
    for (const language::Token& token : text.tokens) {
        if (token.begin < span.begin || token.end > span.end) continue;
        if (token.filler || token.kind != language::TokenKind::kWord || (token.traits & language::kFunctionWord) != 0) continue;
        out.push_back(token.lemmas[0]);
    }
    std::ranges::sort(out);
    const auto repeated = std::ranges::unique(out);
    out.erase(repeated.begin(), repeated.end());
    return out;
}

class Finder {
  public:
    Finder(const Story& story, std::span<const language::Text> texts, const CueHits& hits, std::span<const Question> questions,
           const OutcomeSettings::Unanswered& settings)
        : story_(story), texts_(texts), hits_(hits), questions_(questions), settings_(settings) {}

    std::optional<Unanswered> judge(std::size_t index) const {
        Unanswered out{.question = words_of(story_.interaction(), questions_[index].place)};
        const std::size_t turn = questions_[index].place.turn;
        const auto reply = std::ranges::upper_bound(story_.agent(), turn);
        if (reply == story_.agent().end()) {
            out.why = Unanswered::Why::kNoReply;
            return out;
        }
        if ((out.told_by = asked_again(index))) {
            out.why = Unanswered::Why::kAskedAgain;
            return out;
        }
        if ((out.told_by = not_known(*reply))) {
            out.why = Unanswered::Why::kNotKnown;
            return out;
        }
        return std::nullopt;
    }

  private:
    // The customer says that there was no answer, or puts the question once more.
    std::optional<Words> asked_again(std::size_t index) const {
        const std::size_t turn = questions_[index].place.turn;
        const auto content = content_of(texts_[turn], questions_[index].place.span);
        auto later = std::ranges::upper_bound(story_.customer(), *std::ranges::upper_bound(story_.agent(), turn));
        for (std::size_t n = 0; n < settings_.turns && later != story_.customer().end(); ++n, ++later) {
            if (const CueHit* said = hits_.first(*later, Cue::kNoAnswer)) {
                return words_at(story_.interaction(), texts_, *later, said->begin, said->end);
            }
            if (const Question* again = same_question(*later, content)) return words_of(story_.interaction(), again->place);
        }
        return std::nullopt;
    }

    const Question* same_question(std::size_t turn, const std::vector<language::WordHash>& content) const {
        if (content.size() < settings_.fewest_words) return nullptr;
        const auto first = std::ranges::lower_bound(questions_, turn, {}, [](const Question& q) { return q.place.turn; });
        for (auto q = first; q != questions_.end() && q->place.turn == turn; ++q) {
            std::vector<language::WordHash> both;
            std::ranges::set_intersection(content, content_of(texts_[turn], q->place.span), std::back_inserter(both));
            if (static_cast<double>(both.size()) >= settings_.same * static_cast<double>(content.size())) return &*q;
        }
        return nullptr;
    }

    std::optional<Words> not_known(std::size_t reply) const {
        const std::size_t moment = story_.surest(reply, gap_);
        return moment == Story::kNone ? std::nullopt : std::optional(signals::words_of(story_.moments()[moment]));
    }

    const Story& story_;
    std::span<const language::Text> texts_;
    const CueHits& hits_;
    std::span<const Question> questions_;
    const OutcomeSettings::Unanswered& settings_;
    SignalSet gap_ = set_of({"knowledge_gap"});
};

}  // namespace

std::string_view to_string(Unanswered::Why why) {
    switch (why) {
        case Unanswered::Why::kNoReply: return "no_reply";
        case Unanswered::Why::kNotKnown: return "not_known";
        case Unanswered::Why::kAskedAgain: break;
    }
    return "asked_again";
}

void find_unanswered(const Story& story, std::span<const language::Text> texts, const CueHits& hits,
                     std::span<const Question> questions, const OutcomeSettings::Unanswered& settings, std::vector<Unanswered>& out) {
    const Finder finder(story, texts, hits, questions, settings);
    for (std::size_t q = 0; q < questions.size(); ++q) {
        if (questions[q].answer) continue;
        if (auto found = finder.judge(q)) out.push_back(std::move(*found));
    }
}

}  // namespace repere::signals
