// What an analyst may edit of how language is measured: thresholds, wording, valence, synonyms, everyday and own words.
//
// Read once from knowledge/ (docs/language.md names the files), then shared by all analyses: immutable, thread-safe.
// A mistake in a file is an error with its line and column.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "language/phrases.hpp"
#include "language/word_set.hpp"

namespace repere::language {

// The lists of knowledge/lexicons/<language>/wording.yaml (and jargon.yaml), each under its own key.
enum class Wording : std::uint8_t {
    kPolite,             // s'il vous plaît, pourriez-vous
    kEmptyFormula,       // nous mettons tout en œuvre
    kNegative,           // impossible, vous devez
    kJargon,             // mainlevée, pto
    kSubordinating,      // parce que, dont
    kGreeting,           // bonjour, madame
    kSignOff,            // cordialement
    kNextStep,           // je vous rappelle, vous recevrez
    kAsks,               // est-ce que, je voudrais savoir
    kAsksQuantity,       // quand, combien
    kAsksWhy,            // pourquoi, comment
    kRhetorical,         // vous trouvez ça normal
    kYesNo,              // oui, tout à fait
    kExplains,           // parce que, il suffit de
    kSlip,               // comme même
    kBeforeParticiple,   // avons, ont: no infinitive stands right after
    kBeforeInfinitive,   // pouvez, dois: no participle stands right after
};
inline constexpr std::size_t kWordings = 17;
std::string_view to_string(Wording wording);  // its key in the files

// knowledge/language/<language>.yaml. Lengths count words, as TextMeasures does.
struct Thresholds {
    std::size_t readability_words = 30;   // fewer say nothing
    std::array<double, 5> levels{90, 80, 65, 50, 30};  // readability from which A1, A2, B1, B2, C1 hold; C2 below
    double spoken_sentence = 12;          // length that formulas assume where nothing marks a sentence's end
    std::size_t unmarked_turn = 20;       // a longer turn without any mark has none because nobody put it
    double unmarked_share = 0.3;          // of the words in such turns, from which the whole counts as unmarked
    double pause = 0.35;                  // seconds between words that part spoken sentences
    std::size_t long_sentence = 30;       // that a reader loses the thread of
    std::size_t clear_sentence = 25;      // that an e-mail's reader takes in at once
    std::size_t rare_letters = 7;         // shorter words are not called rare

    std::size_t register_words = 5;       // fewer say nothing
    double casual_tu = 4;                 // "tu" this many times as often as "vous": casual
    double formal_vous = 8;               // "vous" this many times as often as "tu": formal
    std::size_t familiar_least = 3;       // familiar words, and their share, from which they tell
    double familiar_share = 0.02;
    double familiar_casual = 0.08;        // share from which they make even polite talk casual

    double negated_bad = -0.4, negated_good = -0.7;  // what a negation makes of a valence
    std::size_t negation_reach = 4, intensity_reach = 3;
    double before_but = 0.5, after_but = 1.5;
    double exclamation = 0.25, capitals = 1.25;
    double softness = 6;                  // of the sum's squashing: sum / √(sum² + softness)
    double smoothing = 0.5;               // weight of the newest turn in the curve
    double fading = 0.15;                 // of the curve at a turn without any valence
    double turning = 0.15;                // rise of the curve that is called a turn

    std::size_t answer_turns = 2;         // agent's stretches in which an answer counts
    double answer_share = 0.34;           // of the question's content words that an answer takes up
    std::size_t need_words = 4;           // content words in which a need is told
    double understood_share = 0.4;       // of them, or
    std::size_t understood_words = 2;     // this many, taken up: the need is understood
};

// How a phrase of valence.yaml counts, packed as PhraseBook values.
enum class ValenceRole : std::uint8_t { kValence, kFactor, kNegator, kContrast };
struct ValenceEntry {
    ValenceRole role = ValenceRole::kValence;
    double value = 0;  // −3 … 3, or what a factor multiplies by
};

struct LanguageKnowledge {
    bool french = true;
    Thresholds thresholds;
    PhraseBook wording;   // values are Wording
    PhraseBook valence;   // values index valence_entries
    std::vector<ValenceEntry> valence_entries;
    PhraseBook synonyms;  // values are the number of the group
    WordSet general;      // lemmas too general to be about anything: faire, chose
    WordSet everyday;     // lemmas that customers use themselves
    WordSet own_words;    // the company's, for the spelling
    const LexiconTable* words = nullptr;
    const LexiconTable* foreign = nullptr;  // the other language's
};

class Knowledge {
  public:
    // `lexicon` must outlive it.
    static Result<Knowledge> load(const std::filesystem::path& knowledge, const Lexicon& lexicon);
    // English for "en", French for everything else.
    const LanguageKnowledge& of(std::string_view language) const { return *(language == "en" ? english_ : french_); }

  private:
    std::unique_ptr<const LanguageKnowledge> french_, english_;
};

}  // namespace repere::language
