// Small conversations for the tests of the room.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/utf8.hpp"
#include "language/lexicon.hpp"
#include "signals/outcome.hpp"

namespace repere::signals::testing {

inline const language::Lexicon& lexicon() {
    static const auto opened = language::Lexicon::open(language::default_lexicon_folder());
    if (!opened) throw std::runtime_error(opened.error().key);
    return *opened;
}

inline const OutcomeJudge& judge() {
    static const auto loaded =
        OutcomeJudge::load(std::filesystem::path(REPERE_SOURCE_DIR) / "knowledge", lexicon());
    if (!loaded) throw std::runtime_error(loaded.error().key + " " + to_string(loaded.error().place));
    return *loaded;
}

// Turns with their words, moments and personal data, judged.
class Talk {
  public:
    explicit Talk(std::string language) : language_(std::move(language)) {}

    Talk& agent(std::string text, std::vector<std::string> signals = {}) {
        return say(Speaker::kAgent, "A1", text, signals);
    }
    Talk& customer(std::string text, std::vector<std::string> signals = {}) {
        return say(Speaker::kCustomer, "C", text, signals);
    }

    // Words of the last turn that ask, and whether they were answered.
    Talk& question(const std::string& words, bool answered) {
        const language::Passage place{talk_.turns.size() - 1, span_of(words)};
        questions_.push_back({.place = place, .answer = answered ? std::optional(language::Answer{}) : std::nullopt});
        return *this;
    }

    // Words of the last turn that are personal data.
    Talk& datum(std::string type, std::string words) {
        known_.push_back({.turn = talk_.turns.size() - 1,
                          .type = std::move(type),
                          .span = span_of(words),
                          .source = "test"});
        return *this;
    }

    Outcome outcome(std::vector<OutcomeFeature>* features = nullptr) const {
        std::vector<language::Text> texts;
        for (const Turn& turn : talk_.turns)
            texts.push_back(language::tokenize(turn.text, language_, lexicon()));
        Outcome out = judge().judge({.interaction = talk_,
                                     .moments = moments_,
                                     .texts = texts,
                                     .language = language_,
                                     .known = known_,
                                     .questions = questions_},
                                    features);
        each_quote(out, [&](Words& words) {
            if (words.quote !=
                utf8::substring(talk_.turns.at(words.turn).text, words.span.begin, words.span.end)) {
                throw std::logic_error("not verbatim: " + words.quote);
            }
        });
        return out;
    }

  private:
    Talk& say(Speaker speaker, std::string participant, const std::string& text,
              const std::vector<std::string>& signals) {
        talk_.turns.push_back({.speaker = speaker, .participant = std::move(participant), .text = text});
        for (const std::string& signal : signals) {
            moments_.push_back({signal, talk_.turns.size() - 1, span_of(text), text, 0.9, "test", {}, {}});
        }
        return *this;
    }

    Span span_of(const std::string& words) const {
        const std::string& text = talk_.turns.back().text;
        const std::size_t at = text.find(words);
        if (at == std::string::npos) throw std::logic_error("not in the turn: " + words);
        const utf8::Offsets offsets(text);
        return {offsets.to_code_points(at), offsets.to_code_points(at + words.size())};
    }

    std::string language_;
    Interaction talk_;
    std::vector<Moment> moments_;
    std::vector<privacy::Finding> known_;
    std::vector<language::Question> questions_;
};

}  // namespace repere::signals::testing
