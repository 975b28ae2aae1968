#include "language/emails.hpp"

#include <algorithm>

namespace repere::language {
namespace {

constexpr std::size_t kHead = 25;  // tokens in which a mail greets, after its subject
constexpr std::size_t kFoot = 45;  // tokens in which it takes leave

// The token after the subject line that opens a thread.
std::size_t after_subject(const Turn& turn, std::size_t index, const Text& text) {
    const std::size_t line = index == 0 ? turn.text.find('\n') : std::string::npos;
    if (line == std::string::npos) return 0;
    const auto first = std::find_if(text.tokens.begin(), text.tokens.end(), [&](const Token& t) { return t.begin_byte > line; });
    return static_cast<std::size_t>(first - text.tokens.begin());
}

double clarity_of(const Text& text, std::span<const WordingHit> hits, const Thresholds& thresholds) {
    std::size_t sentences = 0;
    std::size_t clear = 0;
    for (std::size_t begin = 0; begin < text.tokens.size();) {
        std::size_t end = begin;
        std::size_t words = 0;
        do {
            words += text.tokens[end].kind == TokenKind::kWord || text.tokens[end].kind == TokenKind::kNumber;
            ++end;
        } while (end < text.tokens.size() && !text.tokens[end].starts_sentence);
        if (words > 0) {
            ++sentences;
            clear += words <= thresholds.clear_sentence && first_hit(hits, Wording::kJargon, begin, end) == nullptr;
        }
        begin = end;
    }
    return sentences == 0 ? 0 : static_cast<double>(clear) / static_cast<double>(sentences);
}

EmailChecks check_email(std::size_t turn, const Turn& written, const Text& text, std::span<const WordingHit> hits, const Thresholds& thresholds) {
    const std::size_t size = text.tokens.size();
    const auto place_of = [&](const WordingHit* hit) {
        return hit == nullptr ? std::nullopt : std::optional(passage_of(turn, text, hit->begin, hit->end));
    };
    EmailChecks checks{.turn = turn};
    const std::size_t head = after_subject(written, turn, text);
    checks.greeting = place_of(first_hit(hits, Wording::kGreeting, head, std::min(size, head + kHead)));
    checks.next_step = place_of(first_hit(hits, Wording::kNextStep, 0, size));
    if (const auto* leave = first_hit(hits, Wording::kSignOff, size > kFoot ? size - kFoot : 0, size)) {
        checks.signature = passage_of(turn, text, leave->begin, size);
    }
    checks.clarity = clarity_of(text, hits, thresholds);
    return checks;
}

}  // namespace

std::vector<EmailChecks> check_emails(const Interaction& interaction, const std::vector<Text>& texts, const FoundWording& wording,
                                      const std::optional<Listening>& listening, const LanguageKnowledge& knowledge) {
    std::vector<EmailChecks> out;
    if (interaction.channel != Channel::kEmail) return out;
    std::size_t next_question = 0;
    for (std::size_t i = 0; i < std::min(interaction.turns.size(), texts.size()); ++i) {
        if (interaction.turns[i].speaker != Speaker::kAgent) continue;
        EmailChecks checks = check_email(i, interaction.turns[i], texts[i], wording.in(i), knowledge.thresholds);
        while (listening && next_question < listening->questions.size() && listening->questions[next_question].place.turn < i) {
            ++checks.questions;
            checks.answered += listening->questions[next_question++].answer.has_value();
        }
        out.push_back(std::move(checks));
    }
    return out;
}

}  // namespace repere::language
