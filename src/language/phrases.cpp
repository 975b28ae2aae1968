#include "language/phrases.hpp"

#include <algorithm>
#include <bit>

namespace repere::language {
namespace {

constexpr std::size_t kGap = 3;          // words that ".." may stand for
constexpr std::size_t kMostSkipped = 4;  // signs and hesitations between two words of a phrase

}  // namespace

bool is_stepped_over(const Text& text, const Token& token) {
    if (token.filler) return true;
    if (token.kind != TokenKind::kPunctuation) return token.kind == TokenKind::kSymbol;
    const auto sign = text.folded_form(token);
    return sign != "?" && sign != "!" && sign != ".";
}

bool PhraseBook::add(std::string_view phrase, std::uint32_t value, std::string_view language, const Lexicon& lexicon) {
    const auto first = static_cast<std::uint32_t>(words_.size());
    bool gap = false;
    for (std::size_t i = 0; i < phrase.size();) {
        if (phrase[i] == ' ') {
            ++i;
            continue;
        }
        const std::size_t end = std::min(phrase.find(' ', i), phrase.size());
        auto piece = phrase.substr(i, end - i);
        i = end;
        if (piece == "..") {
            if (words_.size() == first) return false;
            gap = true;
            continue;
        }
        const bool exact = piece.size() > 1 && piece[0] == '=';
        if (exact) piece.remove_prefix(1);
        const Text cut = tokenize(piece, language, lexicon);
        for (const Token& token : cut.tokens) {
            if (token.kind != TokenKind::kWord && token.kind != TokenKind::kNumber) continue;
            words_.push_back({.key = token.form, .exact = exact, .after_gap = gap});
            gap = false;
        }
    }
    const auto count = static_cast<std::uint32_t>(words_.size()) - first;
    if (count == 0 || gap) {
        words_.resize(first);
        return false;
    }
    phrases_.push_back({words_[first].key, count > 1 ? words_[first + 1] : Word{}, first, count, value, words_[first].exact});
    return true;
}

void PhraseBook::finish() {
    std::stable_sort(phrases_.begin(), phrases_.end(), [](const Phrase& a, const Phrase& b) {
        return a.key != b.key ? a.key < b.key : a.count > b.count;
    });
    slots_.assign(std::bit_ceil(phrases_.size() * 2 + 1), Slot{});
    mask_ = slots_.size() - 1;
    for (std::uint32_t k = 0; k < phrases_.size(); ++k) {
        const WordHash key = phrases_[k].key;
        seen_.set(key % kSeenBits);
        std::size_t i = key & mask_;
        while (slots_[i].end != 0 && slots_[i].key != key) i = (i + 1) & mask_;
        if (slots_[i].end == 0) slots_[i] = {key, k, k};
        slots_[i].end = k + 1;
    }
}

std::size_t PhraseBook::match(const Phrase& phrase, const Text& text, std::size_t at) const {
    std::size_t i = at + 1;
    for (std::uint32_t w = 1; w < phrase.count; ++w) {
        const Word& word = words_[phrase.first + w];
        std::size_t skipped = 0;
        std::size_t passed = 0;
        for (;; ++i) {
            if (i >= text.tokens.size() || text.tokens[i].starts_sentence) return 0;
            if (fits(word, text.tokens[i])) break;
            if (is_stepped_over(text, text.tokens[i])) {
                if (++skipped > kMostSkipped) return 0;
            } else if (!word.after_gap || ++passed > kGap) {
                return 0;
            }
        }
        ++i;
    }
    return i;
}

PhraseBook::Longest PhraseBook::longest_at(const Text& text, std::size_t at) const {
    Longest best;
    matches_at(text, at, [&](std::size_t end, std::uint32_t value) {
        if (end > best.end) best = {end, value};
    });
    return best;
}

}  // namespace repere::language
