#include "speech/whisper_words.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/utf8.hpp"

namespace repere::speech {
namespace {

constexpr std::size_t kMaxLoop = 8;
constexpr std::size_t kMaxTimes = 3;

bool only_punctuation(std::string_view text) {
    while (!text.empty()) {
        if (std::string_view(".,;:!?-)(\"'%").find(text.front()) != std::string_view::npos) {
            text.remove_prefix(1);
        } else if (text.starts_with("»") || text.starts_with("«")) {
            text.remove_prefix(2);
        } else if (text.starts_with("…") || text.starts_with("–") || text.starts_with("—")) {
            text.remove_prefix(3);
        } else {
            return false;
        }
    }
    return true;
}

}  // namespace

std::vector<Word> words_of(const std::vector<TimedToken>& tokens) {
    struct Open {
        Word word;
        double log_sum = 0;
        std::size_t tokens = 0;
    };
    std::vector<Open> open;
    for (const TimedToken& token : tokens) {
        std::string_view text = token.text;
        const bool begins = text.starts_with(' ');
        while (text.starts_with(' ')) text.remove_prefix(1);
        if (text.empty()) continue;
        if (open.empty() || (begins && !only_punctuation(text))) {
            open.push_back({.word = {.text = std::string(text), .start = token.start, .end = token.end}});
        } else {
            open.back().word.text += text;
            open.back().word.end = std::max(open.back().word.end, token.end);
        }
        open.back().log_sum += token.log_probability;
        ++open.back().tokens;
    }
    std::vector<Word> out;
    double last_end = 0;
    for (Open& o : open) {
        // A word's letters may come in several tokens; only the whole is sure to be UTF-8.
        o.word.text = utf8::repaired(o.word.text);
        if (only_punctuation(o.word.text)) continue;
        o.word.confidence = std::clamp(std::exp(o.log_sum / static_cast<double>(o.tokens)), 0.0, 1.0);
        o.word.start = std::max(o.word.start, last_end);
        o.word.end = std::max(o.word.start, o.word.end);
        last_end = o.word.end;
        out.push_back(std::move(o.word));
    }
    return out;
}

void drop_repetitions(std::vector<Word>& words) {
    std::vector<Word> kept;
    const auto same = [&](std::size_t a, std::size_t b, std::size_t length) {
        for (std::size_t i = 0; i < length; ++i) {
            if (words[a + i].text != words[b + i].text) return false;
        }
        return true;
    };
    for (std::size_t at = 0; at < words.size();) {
        std::size_t skip = 0;
        std::size_t keep = 1;
        for (std::size_t length = 1; length <= kMaxLoop && skip == 0; ++length) {
            std::size_t times = 1;
            while (at + (times + 1) * length <= words.size() && same(at, at + times * length, length)) ++times;
            if (times > kMaxTimes) {
                skip = times * length;
                keep = length;
            }
        }
        kept.insert(kept.end(), words.begin() + static_cast<std::ptrdiff_t>(at), words.begin() + static_cast<std::ptrdiff_t>(at + keep));
        at += std::max(keep, skip);
    }
    words = std::move(kept);
}

void drop_outside(std::vector<Word>& words, const std::vector<audio::Interval>& speech, double margin) {
    std::erase_if(words, [&](const Word& w) {
        const double middle = (w.start + w.end) / 2;
        // The first stretch that ends after the word's middle is the only one that can hold it.
        const auto at = std::lower_bound(speech.begin(), speech.end(), middle,
                                         [&](const audio::Interval& s, double time) { return s.end + margin < time; });
        return at == speech.end() || middle < at->start - margin;
    });
}

}  // namespace repere::speech
