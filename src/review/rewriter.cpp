#include "review/rewriter.hpp"

#include <algorithm>
#include <optional>

#include "core/utf8.hpp"
#include "language/characters.hpp"
#include "language/tokens.hpp"

namespace repere::review {
namespace {

using language::CharClass;

bool in_word(CharClass c) { return c == CharClass::kLetter || c == CharClass::kDigit || c == CharClass::kMark; }

bool joins(CharClass c) { return c == CharClass::kSpace || c == CharClass::kApostrophe || c == CharClass::kHyphen; }

// Latin-1 and œ: what French and English need.
char32_t in_upper(char32_t c) {
    if ((c >= U'a' && c <= U'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7)) return c - 0x20;
    return c == 0x153 ? 0x152 : c;
}

char32_t in_lower(char32_t c) {
    if ((c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 0x20;
    return c == 0x152 ? 0x153 : c;
}

std::string mapped(std::string_view text, char32_t (*map)(char32_t)) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = language::decode(text, i);
        utf8::append(out, map(c.code));
        i += c.bytes;
    }
    return out;
}

struct LetterCase {
    bool first_upper = false, all_upper = true;
    std::size_t letters = 0;
};

LetterCase case_of(std::string_view text) {
    LetterCase found;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = language::decode(text, i);
        i += c.bytes;
        if (language::class_of(c.code) != CharClass::kLetter) continue;
        const bool upper = language::is_upper(c.code);
        if (found.letters++ == 0) found.first_upper = upper;
        found.all_upper = found.all_upper && upper;
    }
    return found;
}

bool joined(std::string_view between) {
    for (std::size_t i = 0; i < between.size();) {
        const auto c = language::decode(between, i);
        if (!joins(language::class_of(c.code))) return false;
        i += c.bytes;
    }
    return true;
}

}  // namespace

struct Rewriter::Match {
    const std::string* to = nullptr;
    std::size_t words = 0;
    bool stop = false;
};

std::vector<PlainWord> plain_words(std::string_view text) {
    std::vector<PlainWord> words;
    bool open = false;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = language::decode(text, i);
        const bool part = in_word(language::class_of(c.code));
        if (part && !open) words.push_back({i, i, {}});
        if (part) {
            words.back().end = i + c.bytes;
            language::append_folded(words.back().folded, c.code);
        }
        open = part;
        i += c.bytes;
    }
    return words;
}

std::string in_case_of(std::string_view like, std::string_view word) {
    const LetterCase shape = case_of(like);
    if (shape.all_upper && shape.letters > 1) return mapped(word, in_upper);
    if (!shape.first_upper) return mapped(word, in_lower);
    const auto first = language::decode(word, 0);
    return mapped(word.substr(0, first.bytes), in_upper) + std::string(word.substr(first.bytes));
}

void Rewriter::add(std::string_view from, std::string_view to) {
    std::string key;
    const auto words = plain_words(from);
    if (words.empty() || to.empty()) return;
    for (const auto& word : words) key += (key.empty() ? "" : " ") + word.folded;
    if (from.back() == '.') key += '.';
    phrases_.try_emplace(std::move(key), to);
    longest_ = std::max(longest_, words.size());
}

std::string Rewriter::rewrite(std::string_view text) const {
    const auto words = plain_words(text);
    const auto longest_at = [&](std::size_t first) {
        Match best;
        std::string key;
        for (std::size_t n = 0; n < longest_ && first + n < words.size(); ++n) {
            const auto& word = words[first + n];
            if (n > 0 && !joined(text.substr(words[first + n - 1].end, word.begin - words[first + n - 1].end))) break;
            key += (n > 0 ? " " : "") + word.folded;
            const bool stop = word.end < text.size() && text[word.end] == '.';
            auto found = stop ? phrases_.find(key + ".") : phrases_.end();
            const bool with_stop = found != phrases_.end();
            if (!with_stop) found = phrases_.find(key);
            if (found != phrases_.end()) best = {&found->second, n + 1, with_stop};
        }
        return best;
    };
    std::string out;
    std::size_t copied = 0;
    for (std::size_t w = 0; w < words.size();) {
        const Match match = longest_at(w);
        if (match.to == nullptr) {
            ++w;
            continue;
        }
        const std::size_t end = words[w + match.words - 1].end;
        out += text.substr(copied, words[w].begin - copied);
        out += in_case_of(text.substr(words[w].begin, end - words[w].begin), *match.to);
        copied = end + (match.stop ? 1 : 0);
        w += match.words;
    }
    return out += text.substr(copied);
}

}  // namespace repere::review
