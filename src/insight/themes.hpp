// New themes: what customers speak of more in one period than in another, in their own words.
//
// Words and phrases of one to three lemmas, counted once a conversation, in customers' turns. What rises is ranked by the
// log-likelihood ratio G² (Dunning 1993); its probability under chance is Fisher's exact one, and the share of false
// rises among those told is held by Benjamini and Hochberg (1995). Phrases of the same conversations make one theme
// (Ochiai coefficient with the theme's strongest phrase).
//
// Conversations stream through add(). Memory: 4 bytes a customer's word of both periods, the masked text of the period
// looked at, and at most `most_phrases` counts a length: about 300 MB for 100,000 calls. Texts must be masked before.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "insight/themes_statistics.hpp"
#include "insight/themes_words.hpp"
#include "language/lexicon.hpp"

namespace repere::insight {

struct ThemeConfig {
    std::size_t least = 5;            // conversations of the period that bear a phrase
    double false_rate = 0.05;         // expected share of false rises among those told
    double least_rise = 1.5;          // share now against share before
    double together = 0.35;           // Ochiai coefficient from which phrases are one theme
    double covered = 0.6;             // share of a theme's conversations from which a topic covers it
    std::size_t fewest = 20;          // conversations of each period, for anything to be said
    std::size_t most_themes = 20;
    std::size_t most_phrases = 4'000'000;  // counted at a time; beyond, the rarest are forgotten
    std::size_t quotes = 3;
    Status validate() const;
};

enum class Period { kNow, kBefore };

struct ThemeQuote {
    std::string conversation;
    std::size_t turn = 0;
    Span span;         // code points in that turn's masked text
    std::string text;  // verbatim but for the masks
};

struct Theme {
    std::vector<std::string> words;  // its label, as most often written: the strongest phrase first
    TwoPeriods counts;
    double strength = 0;             // G²
    double chance = 1;               // of such a rise, for its strongest phrase
    struct InTopic {
        std::string id;
        std::size_t conversations = 0;
    };
    std::vector<InTopic> topics;              // of its conversations in the period, most frequent first, at most three
    std::optional<std::string> covered_by;    // the topic that most of them have, and have more often than others
    std::vector<ThemeQuote> quotes;           // of different conversations
};

struct ThemeReport {
    std::size_t now = 0, before = 0;  // conversations with a customer's words
    bool enough = false;              // else nothing can be told
    std::size_t tested = 0;           // phrases
    std::vector<Theme> themes;        // strongest first
};

class ThemeFinder {
  public:
    ThemeFinder(const language::Lexicon& lexicon, LeftOut french, LeftOut english, ThemeConfig config);
    ThemeFinder(ThemeFinder&&) noexcept;
    ~ThemeFinder();

    // One thread. `masked` has no personal data left; its language is "fr" or "en".
    void add(const Interaction& masked, const std::vector<std::string>& topics, Period period);
    ThemeReport report() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace repere::insight
