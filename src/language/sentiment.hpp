// What the customer's words say of how they feel, turn by turn, and where that turned. Never measured for agents.
//
// After SO-CAL (Taboada et al., "Lexicon-based methods for sentiment analysis", Computational Linguistics 37(2), 2011)
// words have a valence of −3 … 3, which words just before multiply ("très", "un peu") and a negation in reach turns
// round and weakens ("pas terrible"); after VADER (Hutto & Gilbert, ICWSM 2014) what follows "mais" weighs more than
// what precedes it in the sentence, and the sum s of a turn becomes s / √(s² + softness), −1 … 1. Irony is not seen here.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "conversation/interaction.hpp"
#include "language/knowledge.hpp"
#include "language/passage.hpp"
#include "language/tokens.hpp"

namespace repere::language {

struct SentimentPoint {
    std::size_t turn = 0;
    std::optional<double> score;  // −1 … 1; absent where the turn has no word with a valence
    double level = 0;             // −1 … 1: the smoothed curve after this turn
    std::vector<Passage> words;   // those that made the score
};

// After the low point the curve rose, by `rise`; the agent's turn before it is what may have turned it.
struct SentimentTurning {
    Passage agent;  // the whole of the agent's turn
    std::size_t customer_turn = 0;  // whose words rose
    double rise = 0;
};

struct Sentiment {
    std::vector<SentimentPoint> points;  // one a customer turn
    double mean = 0;                     // of the scores
    double start = 0, end = 0;           // the curve after the first, and after the last scored turn
    std::size_t low = 0;                 // index of the lowest point
    std::optional<SentimentTurning> turning;  // absent where the curve did not rise by Thresholds::turning
};

// Nothing where no customer turn has a word with a valence. Linear.
std::optional<Sentiment> measure_sentiment(const Interaction& interaction, const std::vector<Text>& texts,
                                           const LanguageKnowledge& knowledge);

// Of one turn's words; exposed for the tests.
SentimentPoint sentiment_of(std::size_t turn, const Text& text, const LanguageKnowledge& knowledge);

template <class Visit>
void each_passage(Sentiment& sentiment, Visit&& visit) {
    for (SentimentPoint& point : sentiment.points) {
        for (Passage& place : point.words) visit(place);
    }
    if (sentiment.turning) visit(sentiment.turning->agent);
}

}  // namespace repere::language
