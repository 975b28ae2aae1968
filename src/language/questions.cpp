#include "language/questions.hpp"

#include <algorithm>

#include "language/content_words.hpp"

namespace repere::language {
namespace {

constexpr std::size_t kLongestUnmarked = 16;  // words of a question that no mark ends
constexpr std::size_t kOpening = 5;           // tokens in which a yes or no opens a turn

// Subjects that stand behind their verb; -moi and -le follow an order instead.
constexpr std::string_view kSubjects[] = {"-je", "-tu", "-il", "-elle", "-on", "-vous", "-ils", "-elles", "-ce", "-t-il", "-t-elle", "-t-on", "-t-ils", "-t-elles"};

struct Asked {
    std::size_t turn = 0;
    std::size_t begin = 0;  // tokens
    std::size_t end = 0;
    bool quantity = false;
    bool why = false;
};

class QuestionFinder {
  public:
    QuestionFinder(const Interaction& interaction, const std::vector<Text>& texts, const FoundWording& wording,
                   const LanguageKnowledge& knowledge)
        : interaction_(interaction), texts_(texts), wording_(wording), knowledge_(knowledge),
          turns_(std::min(interaction.turns.size(), texts.size())) {}

    std::vector<Question> run() {
        for (std::size_t i = 0; i < turns_; ++i) {
            if (interaction_.turns[i].speaker == Speaker::kCustomer) read_turn(i);
        }
        return std::move(out_);
    }

  private:
    void read_turn(std::size_t turn) {
        const auto& tokens = texts_[turn].tokens;
        for (std::size_t begin = 0; begin < tokens.size();) {
            std::size_t end = begin + 1;
            while (end < tokens.size() && !tokens[end].starts_sentence) ++end;
            read_sentence(turn, begin, end);
            begin = end;
        }
    }

    bool is_marked(std::size_t turn, std::size_t begin, std::size_t end) const {
        for (std::size_t at = end; at-- > begin;) {
            if (texts_[turn].tokens[at].kind == TokenKind::kWord) return false;
            if (texts_[turn].folded_form(texts_[turn].tokens[at]).starts_with("?")) return true;
        }
        return false;
    }

    // "pouvez-vous", "est-il": the verb stands before its pronoun.
    bool is_inverted(std::size_t turn, std::size_t at) const {
        if (!knowledge_.french || at == 0) return false;
        const auto folded = texts_[turn].folded_form(texts_[turn].tokens[at]);
        return std::find(std::begin(kSubjects), std::end(kSubjects), folded) != std::end(kSubjects);
    }

    void read_sentence(std::size_t turn, std::size_t begin, std::size_t end) {
        const auto hits = wording_.in(turn);
        if (first_hit(hits, Wording::kRhetorical, begin, end) != nullptr) return;
        if (is_marked(turn, begin, end)) return ask(turn, begin, end);
        const WordingHit* cue = first_hit(hits, Wording::kAsks, begin, end);
        std::size_t from = cue != nullptr ? cue->begin : end;
        for (std::size_t at = begin; at < from; ++at) {
            if (is_inverted(turn, at)) from = at - 1;
        }
        if (from < end) ask(turn, from, unmarked_end(turn, from, end));
    }

    std::size_t unmarked_end(std::size_t turn, std::size_t begin, std::size_t end) const {
        std::size_t words = 0;
        for (std::size_t at = begin; at < end; ++at) {
            words += texts_[turn].tokens[at].kind == TokenKind::kWord;
            if (words == kLongestUnmarked) return at + 1;
        }
        return end;
    }

    void ask(std::size_t turn, std::size_t begin, std::size_t end) {
        const auto hits = wording_.in(turn);
        asked_.clear();
        add_content_words(asked_, texts_[turn], begin, end, hits, knowledge_);
        const Asked question{.turn = turn, .begin = begin, .end = end,
                             .quantity = first_hit(hits, Wording::kAsksQuantity, begin, end) != nullptr,
                             .why = first_hit(hits, Wording::kAsksWhy, begin, end) != nullptr};
        const bool cue = question.quantity || question.why || first_hit(hits, Wording::kAsks, begin, end) != nullptr;
        if (asked_.empty() && !cue) return;  // "oui ?", "allô ?"
        out_.push_back({passage_of(turn, texts_[turn], begin, end), answer_to(question)});
    }

    std::optional<Answer> answer_to(const Asked& question) {
        std::size_t stretches = 0;
        bool in_stretch = false;
        for (std::size_t i = question.turn + 1; i < turns_; ++i) {
            const Speaker speaker = interaction_.turns[i].speaker;
            if (speaker != Speaker::kAgent) {
                in_stretch = in_stretch && speaker == Speaker::kUnknown;
                if (!in_stretch && stretches == knowledge_.thresholds.answer_turns) return std::nullopt;
                continue;
            }
            if (!in_stretch && ++stretches > knowledge_.thresholds.answer_turns) return std::nullopt;
            in_stretch = true;
            if (auto answer = answer_in(question, i)) return answer;
        }
        return std::nullopt;
    }

    std::optional<Answer> answer_in(const Asked& question, std::size_t turn) {
        const Text& text = texts_[turn];
        const auto hits = wording_.in(turn);
        const std::size_t size = text.tokens.size();
        const auto told_by = [&](AnswerKind kind, const WordingHit* hit) -> std::optional<Answer> {
            if (hit == nullptr) return std::nullopt;
            return Answer{kind, passage_of(turn, text, hit->begin, hit->end)};
        };
        if (question.quantity) {
            for (std::size_t at = 0; at < size; ++at) {
                const Token& token = text.tokens[at];
                const bool number = token.kind == TokenKind::kNumber || (token.traits & kNumberWord) != 0;
                if (number) return Answer{AnswerKind::kQuantity, passage_of(turn, text, at, at + 1)};
            }
        } else if (!question.why) {
            if (auto answer = told_by(AnswerKind::kYesNo, first_hit(hits, Wording::kYesNo, 0, std::min(size, kOpening)))) return answer;
        }
        if (auto answer = told_by(AnswerKind::kExplanation, first_hit(hits, Wording::kExplains, 0, size))) return answer;
        return uptake_in(turn);
    }

    std::optional<Answer> uptake_in(std::size_t turn) {
        words_.clear();
        add_content_words(words_, texts_[turn], 0, texts_[turn].tokens.size(), wording_.in(turn), knowledge_);
        std::size_t taken = 0;
        const ContentWord* first = nullptr;
        for (const ContentWord& asked : asked_) {
            const auto found = std::find_if(words_.begin(), words_.end(), [&](const ContentWord& w) { return w.key == asked.key; });
            if (found == words_.end()) continue;
            ++taken;
            if (first == nullptr || found->begin < first->begin) first = &*found;
        }
        if (first == nullptr || static_cast<double>(taken) < knowledge_.thresholds.answer_share * static_cast<double>(asked_.size())) {
            return std::nullopt;
        }
        return Answer{AnswerKind::kUptake, passage_of(turn, texts_[turn], first->begin, first->end)};
    }

    const Interaction& interaction_;
    const std::vector<Text>& texts_;
    const FoundWording& wording_;
    const LanguageKnowledge& knowledge_;
    std::size_t turns_;
    std::vector<ContentWord> asked_, words_;
    std::vector<Question> out_;
};

}  // namespace

std::vector<Question> find_questions(const Interaction& interaction, const std::vector<Text>& texts,
                                     const FoundWording& wording, const LanguageKnowledge& knowledge) {
    return QuestionFinder(interaction, texts, wording, knowledge).run();
}

}  // namespace repere::language
