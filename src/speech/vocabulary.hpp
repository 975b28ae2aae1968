// The words a recogniser may hear: a pronouncing dictionary, texts cut into its words, and pronunciations for new words.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace repere::speech {

constexpr std::size_t kMaxPronunciations = 3;  // of one word; more make the search slower and no better

// Lower case for the letters of French and English; straight apostrophes; œ and æ as two letters, as the French
// dictionary has them; typographic marks as spaces.
std::string lower_spoken(std::string_view text);

// A dictionary in CMU's text form: "mot", "mot(2)" and phones, one pronunciation a line.
class PronouncingDictionary {
  public:
    // Lines that are no entry are stepped over. Keeps the first kMaxPronunciations of a word.
    void read(std::string_view text);
    bool knows(const std::string& word) const { return words_.contains(word); }
    void add(const std::string& word, std::vector<std::string> pronunciations);
    const std::vector<std::string>* find(const std::string& word) const;

    // The entries of `words` alone, in their order.
    std::string text(const std::vector<std::string>& words) const;

  private:
    std::unordered_map<std::string, std::vector<std::string>> words_;
};

// A line of ordinary text as the dictionary's words: lower case, no punctuation, French elisions and clitics apart,
// compounds whole where the dictionary has them. Empty for a line that holds digits or an address: nobody can say how
// they are read.
std::vector<std::string> spoken_words(std::string_view line, std::string_view language,
                                      const PronouncingDictionary& dictionary);

// From the International Phonetic Alphabet, as espeak-ng prints it, to the phones of an acoustic model.
class PhoneMap {
  public:
    // One sign a line: "ɛ ai | ei" (phones, and after each bar another choice; "-" is silence). '#' starts a comment.
    explicit PhoneMap(std::string_view text);

    // Up to kMaxPronunciations, best first; none where the map lacks a sign.
    std::vector<std::string> pronunciations(std::string_view ipa) const;

  private:
    std::vector<std::pair<std::string, std::vector<std::string>>> signs_;  // longest first
};

}  // namespace repere::speech
