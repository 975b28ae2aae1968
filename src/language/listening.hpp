// Does the agent take up what the customer says? Counted in words and their synonyms; what an agent does with a need,
// empathy or rephrasing is marked elsewhere.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "conversation/interaction.hpp"
#include "language/knowledge.hpp"
#include "language/passage.hpp"
#include "language/tokens.hpp"
#include "language/wording.hpp"

namespace repere::language {

// One turn of the agent, beside the customer's words since the agent's turn before.
struct Uptake {
    std::size_t turn = 0;
    double share = 0;            // 0 … 1: of the customer's content words, those that this turn takes up
    std::vector<Passage> words;  // where it takes them up
};

enum class AnswerKind { kYesNo, kQuantity, kExplanation, kUptake };
std::string_view to_string(AnswerKind kind);  // "yes_no", "quantity", "explanation", "uptake"

struct Answer {
    AnswerKind kind = AnswerKind::kUptake;
    Passage place;  // the words that tell
};

// A question of the customer. No `answer`: the agent's next Thresholds::answer_turns stretches of turns show none.
struct Question {
    Passage place;
    std::optional<Answer> answer;
};

// When the agent first takes up the need, as told in the customer's first Thresholds::need_words content words.
struct NeedUnderstood {
    std::size_t customer_turn = 0;  // in which the need was told
    std::size_t agent_turn = 0;
    std::size_t turns = 0;          // from the one to the other
    std::optional<double> seconds;  // from the end of the one to the start of the other, where times are known
};

struct Listening {
    std::optional<double> uptake;  // 0 … 1: mean of the shares, each weighted by the customer's content words
    std::vector<Uptake> turns;
    std::vector<Question> questions;
    std::optional<NeedUnderstood> need;  // absent where no need was told, or none was taken up
};

// Nothing without turns of both sides. Content words: neither function words, hesitations, courtesies nor words too
// general to tell anything (synonyms.*.yaml, `general`).
std::optional<Listening> measure_listening(const Interaction& interaction, const std::vector<Text>& texts,
                                           const FoundWording& wording, const LanguageKnowledge& knowledge);

template <class Visit>
void each_passage(Listening& listening, Visit&& visit) {
    for (Uptake& uptake : listening.turns) {
        for (Passage& place : uptake.words) visit(place);
    }
    for (Question& question : listening.questions) {
        visit(question.place);
        if (question.answer) visit(question.answer->place);
    }
}

}  // namespace repere::language
