// repere-lm: the dictionary and language model of a recogniser, from texts. scripts/setup-speech runs it.
//
//   repere-lm unknown LANGUAGE BASE.dict TEXT…                              words without a pronunciation, one a line
//   repere-lm build   LANGUAGE BASE.dict PHONES WORDS IPA OUT.dict OUT.arpa TEXT…
//   repere-lm pack    IN.arpa OUT.lm.bin                                    the form that loads at once
//
// TEXT is one utterance a line, '#' lines are comments; "file@3" counts three times. WORDS and IPA go line by line
// together: the output of `unknown` and what espeak-ng says of it. Words that stay without a pronunciation are left
// out with the sentences that hold them.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include <sphinxbase/err.h>
#include <sphinxbase/ngram_model.h>

#include "speech/language_model.hpp"
#include "speech/vocabulary.hpp"

namespace {

using repere::speech::PronouncingDictionary;

struct Failure {
    std::string what;
};

std::string content(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Failure{"cannot read " + file};
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

void save(const std::string& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) throw Failure{"cannot write " + file};
}

std::vector<std::string> lines_of(const std::string& file) {
    std::istringstream in(content(file));
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

struct Sentence {
    std::vector<std::string> words;
    double weight = 1;
};

std::vector<Sentence> sentences_of(std::span<const std::string> texts, const std::string& language,
                                   const PronouncingDictionary& dictionary) {
    std::vector<Sentence> out;
    for (const std::string& text : texts) {
        const std::size_t at = text.rfind('@');
        const double weight = at == std::string::npos ? 1 : std::stod(text.substr(at + 1));
        for (const std::string& line : lines_of(text.substr(0, at))) {
            if (line.starts_with('#')) continue;
            auto words = repere::speech::spoken_words(line, language, dictionary);
            if (!words.empty()) out.push_back({std::move(words), weight});
        }
    }
    return out;
}

void unknown(std::span<const std::string> a) {
    PronouncingDictionary dictionary;
    dictionary.read(content(a[1]));
    std::set<std::string> words;
    for (const Sentence& s : sentences_of(a.subspan(2), a[0], dictionary)) {
        for (const std::string& w : s.words) {
            if (!dictionary.knows(w)) words.insert(w);
        }
    }
    for (const std::string& w : words) std::cout << w << '\n';
}

void build(std::span<const std::string> a) {
    PronouncingDictionary dictionary;
    dictionary.read(content(a[1]));
    const repere::speech::PhoneMap phones(content(a[2]));
    const std::vector<std::string> words = lines_of(a[3]);
    const std::vector<std::string> ipa = lines_of(a[4]);
    if (words.size() != ipa.size()) throw Failure{a[3] + " and " + a[4] + " differ in length"};
    const auto sentences = sentences_of(a.subspan(7), a[0], dictionary);
    for (std::size_t i = 0; i < words.size(); ++i) dictionary.add(words[i], phones.pronunciations(ipa[i]));

    repere::speech::LanguageModelTrainer trainer;
    std::vector<std::string> order;
    std::set<std::string> seen;
    std::size_t left_out = 0;
    for (const Sentence& s : sentences) {
        if (!std::all_of(s.words.begin(), s.words.end(), [&](const auto& w) { return dictionary.knows(w); })) {
            ++left_out;
            continue;
        }
        trainer.add(s.words, s.weight);
        for (const std::string& w : s.words) {
            if (seen.insert(w).second) order.push_back(w);
        }
    }
    save(a[5], dictionary.text(order));
    save(a[6], trainer.arpa());
    std::cerr << a[0] << ": " << sentences.size() - left_out << " sentences, " << order.size() << " words, "
              << words.size() << " pronunciations added, " << left_out << " sentences left out\n";
}

void say_nothing(void*, err_lvl_t, const char*, ...) {}

void pack(std::span<const std::string> a) {
    err_set_callback(say_nothing, nullptr);
    logmath_t* logmath = logmath_init(1.0001, 0, 0);
    ngram_model_t* model = ngram_model_read(nullptr, a[0].c_str(), NGRAM_ARPA, logmath);
    if (!model || ngram_model_write(model, a[1].c_str(), NGRAM_BIN) != 0) throw Failure{"cannot convert " + a[0]};
    ngram_model_free(model);
    logmath_free(logmath);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> all(argv + 1, argv + argc);
    const std::string verb = all.empty() ? "" : all.front();
    const std::span<const std::string> rest = std::span(all).subspan(all.empty() ? 0 : 1);
    try {
        if (verb == "unknown" && rest.size() >= 3) {
            unknown(rest);
        } else if (verb == "build" && rest.size() >= 8) {
            build(rest);
        } else if (verb == "pack" && rest.size() == 2) {
            pack(rest);
        } else {
            std::cerr << "usage: repere-lm unknown|build|pack … (see src/speech/repere_lm.cpp)\n";
            return 2;
        }
    } catch (const Failure& f) {
        std::cerr << "repere-lm: " << f.what << '\n';
        return 1;
    } catch (const std::exception& e) {
        std::cerr << "repere-lm: " << e.what() << '\n';
        return 1;
    }
    return 0;
}
