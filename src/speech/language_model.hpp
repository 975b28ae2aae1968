// A trigram language model from sentences, in the ARPA text form that recognisers read.
//
// Witten & Bell 1991 ("The zero-frequency problem"), method C, interpolated: p(w|h) = (c(hw) + T(h)·p(w|h')) / (c(h) + T(h)),
// T(h) being how many different words followed h. Texts may weigh more than others; a weight multiplies counts, not T.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace repere::speech {

class LanguageModelTrainer {
  public:
    LanguageModelTrainer();
    ~LanguageModelTrainer();
    LanguageModelTrainer(LanguageModelTrainer&&) noexcept;
    LanguageModelTrainer& operator=(LanguageModelTrainer&&) noexcept;

    // A sentence without its begin and end marks.
    void add(const std::vector<std::string>& words, double weight = 1);

    // A word that may be said though no sentence holds it.
    void add_word(const std::string& word);

    // The model; deterministic, sorted by first sight of the words.
    std::string arpa() const;

  private:
    struct Counts;
    std::unique_ptr<Counts> counts_;
};

}  // namespace repere::speech
