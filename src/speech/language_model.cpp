#include "speech/language_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <unordered_map>

namespace repere::speech {
namespace {

using WordId = std::uint32_t;
constexpr WordId kBegin = 0;
constexpr WordId kEnd = 1;
constexpr int kWordBits = 21;  // two million words
constexpr std::uint64_t kMask = (1ULL << kWordBits) - 1;

using Key = std::uint64_t;  // up to three words, the last in the low bits
Key key_of(WordId a, WordId b) { return (static_cast<Key>(a) << kWordBits) | b; }
Key key_of(WordId a, WordId b, WordId c) { return (key_of(a, b) << kWordBits) | c; }

struct History {
    double total = 0;
    double types = 0;
};

void line(std::string& out, double probability, const std::string& words, const double* backoff) {
    std::array<char, 32> number{};
    std::snprintf(number.data(), number.size(), "%.4f", std::max(-99.0, std::log10(probability)));
    out += number.data();
    out += '\t';
    out += words;
    if (backoff) {
        std::snprintf(number.data(), number.size(), "\t%.4f", std::max(-99.0, std::log10(*backoff)));
        out += number.data();
    }
    out += '\n';
}

}  // namespace

struct LanguageModelTrainer::Counts {
    std::unordered_map<std::string, WordId> ids;
    std::vector<std::string> names;
    std::vector<double> unigrams;
    std::unordered_map<Key, double> bigrams;
    std::unordered_map<Key, double> trigrams;

    WordId id(const std::string& word) {
        const auto [at, fresh] = ids.try_emplace(word, static_cast<WordId>(names.size()));
        if (fresh) {
            names.push_back(word);
            unigrams.push_back(0);
        }
        return at->second;
    }
};

LanguageModelTrainer::LanguageModelTrainer() : counts_(std::make_unique<Counts>()) {
    counts_->id("<s>");
    counts_->id("</s>");
}
LanguageModelTrainer::~LanguageModelTrainer() = default;
LanguageModelTrainer::LanguageModelTrainer(LanguageModelTrainer&&) noexcept = default;
LanguageModelTrainer& LanguageModelTrainer::operator=(LanguageModelTrainer&&) noexcept = default;

void LanguageModelTrainer::add_word(const std::string& word) { counts_->id(word); }

void LanguageModelTrainer::add(const std::vector<std::string>& words, double weight) {
    if (words.empty()) return;
    WordId before = kBegin;
    WordId last = kBegin;
    for (std::size_t i = 0; i <= words.size(); ++i) {
        const WordId word = i < words.size() ? counts_->id(words[i]) : kEnd;
        counts_->unigrams[word] += weight;
        counts_->bigrams[key_of(last, word)] += weight;
        if (i > 0) counts_->trigrams[key_of(before, last, word)] += weight;
        before = last;
        last = word;
    }
}

std::string LanguageModelTrainer::arpa() const {
    const Counts& c = *counts_;
    const auto sorted = [](const std::unordered_map<Key, double>& map) {
        std::vector<std::pair<Key, double>> out(map.begin(), map.end());
        std::sort(out.begin(), out.end());
        return out;
    };
    const auto bigrams = sorted(c.bigrams);
    const auto trigrams = sorted(c.trigrams);

    double total = 0;
    double types = 0;
    for (const double count : c.unigrams) {
        total += count;
        types += count > 0 ? 1 : 0;
    }
    const double uniform = 1.0 / static_cast<double>(c.names.size() - 1);  // everything but <s>
    const auto unigram = [&](WordId w) { return (c.unigrams[w] + types * uniform) / (total + types); };

    std::unordered_map<Key, History> after_one;
    std::unordered_map<Key, History> after_two;
    for (const auto& [key, count] : bigrams) {
        History& h = after_one[key >> kWordBits];
        h.total += count;
        ++h.types;
    }
    for (const auto& [key, count] : trigrams) {
        History& h = after_two[key >> kWordBits];
        h.total += count;
        ++h.types;
    }
    const auto backoff = [](const std::unordered_map<Key, History>& histories, Key key) {
        const auto h = histories.find(key);
        return h == histories.end() ? 1.0 : h->second.types / (h->second.total + h->second.types);
    };
    const auto bigram = [&](Key key, double count) {
        const History& h = after_one.at(key >> kWordBits);
        return (count + h.types * unigram(static_cast<WordId>(key & kMask))) / (h.total + h.types);
    };

    std::string out = "\\data\\\nngram 1=" + std::to_string(c.names.size()) + "\nngram 2=" + std::to_string(bigrams.size()) +
                      "\nngram 3=" + std::to_string(trigrams.size()) + "\n\n\\1-grams:\n";
    for (WordId w = 0; w < c.names.size(); ++w) {
        const double weight = backoff(after_one, w);
        line(out, w == kBegin ? 1e-99 : unigram(w), c.names[w], w == kEnd ? nullptr : &weight);
    }
    out += "\n\\2-grams:\n";
    for (const auto& [key, count] : bigrams) {
        const double weight = backoff(after_two, key);
        const bool last = (key & kMask) == kEnd;
        line(out, bigram(key, count), c.names[key >> kWordBits] + ' ' + c.names[key & kMask], last ? nullptr : &weight);
    }
    out += "\n\\3-grams:\n";
    for (const auto& [key, count] : trigrams) {
        const History& h = after_two.at(key >> kWordBits);
        const Key lower = key & ((1ULL << (2 * kWordBits)) - 1);
        const double p = (count + h.types * bigram(lower, c.bigrams.at(lower))) / (h.total + h.types);
        line(out, p, c.names[key >> (2 * kWordBits)] + ' ' + c.names[lower >> kWordBits] + ' ' + c.names[lower & kMask], nullptr);
    }
    return out + "\n\\end\\\n";
}

}  // namespace repere::speech
