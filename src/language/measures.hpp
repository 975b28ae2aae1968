// How one side writes or speaks: words, sentences, readability, level, register, wording. Each figure's unit, range and
// source stand here; the lists and thresholds in knowledge/lexicons and knowledge/language (docs/language.md).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "language/knowledge.hpp"
#include "language/passage.hpp"
#include "language/register.hpp"
#include "language/spelling.hpp"
#include "language/tokens.hpp"
#include "language/wording.hpp"

namespace repere::language {

// What told where sentences end.
enum class SentenceBasis {
    kMarks,   // full stops, question marks, line ends, and the ends of short turns
    kPauses,  // silences between the words of a call without marks
    kNothing, // a call's long turns without marks or word times: sentence length is not judged
};
std::string_view to_string(SentenceBasis basis);  // "marks", "pauses", "none"

struct TextMeasures {
    // Words and numbers said; hesitations and elided letters ("j'") do not count, pronouns after a hyphen do.
    std::size_t words = 0;
    std::size_t sentences = 0;  // turns where nothing parts them
    SentenceBasis sentence_basis = SentenceBasis::kMarks;
    std::optional<double> words_per_sentence;  // absent without words, and with SentenceBasis::kNothing
    // Formulas of readability.hpp; absent under Thresholds::readability_words. With SentenceBasis::kNothing they assume
    // Thresholds::spoken_sentence words a sentence, so that words alone are judged: weaker figures, comparable only
    // with each other. Spoken words come out easier than written ones: compare within a channel.
    std::optional<double> readability;  // about 0 (hard) … 100 (easy)
    std::optional<std::string> level;   // A1 … C2, a convention on readability
    std::optional<double> lix;          // about 20 (easy) … 60 (hard)
    std::optional<double> school_years; // 1 … 18
    std::optional<double> subordination;  // subordinating words per 100 words; about 0 … 12
    std::vector<Passage> long_sentences;  // more words than Thresholds::long_sentence; none with kNothing
    std::optional<Register> register_;
    RegisterCounts register_counts;
    // Words of the lists, at their places.
    std::vector<Passage> polite, negative, empty_formulas, jargon;
    // Common words of the dictionary, of Thresholds::rare_letters letters or more, that customers do not use themselves
    // (knowledge/lexicons/*/everyday.txt). A hint at jargon, coarser than the list.
    std::vector<Passage> rare_words;
    std::optional<std::vector<Slip>> slips;  // in written channels; absent elsewhere
};

// What measures are taken from. `texts[i]` is the tokenised turn i; `masked` are places that hold personal data, in
// reading order: names and numbers are no slips and no rare words.
struct MeasureInput {
    const Interaction& interaction;
    const std::vector<Text>& texts;
    const FoundWording& wording;
    const LanguageKnowledge& knowledge;
    const std::vector<Passage>& masked;
};

// Of all turns of one speaker. Linear.
TextMeasures measure(const MeasureInput& input, Speaker speaker);

// Every place inside, so that it can be moved where a text is masked.
template <class Visit>
void each_passage(TextMeasures& measures, Visit&& visit) {
    for (auto* places : {&measures.long_sentences, &measures.polite, &measures.negative, &measures.empty_formulas,
                         &measures.jargon, &measures.rare_words}) {
        for (Passage& place : *places) visit(place);
    }
    if (measures.slips) {
        for (Slip& slip : *measures.slips) visit(slip.place);
    }
}

}  // namespace repere::language
