// What English joins to a word: contractions and the n't of negation.
#include "language/scanner.hpp"

namespace repere::language {

void Scanner::split_english() {
    std::size_t first = 0;
    while (first < count_) {
        std::size_t last = count_ - 1;
        while (last > first && !stays_whole(first, last)) --last;
        if (last > first || parts_[first].joiner != '\'') {
            emit(first, last);
            first = last + 1;
            continue;
        }
        const auto ending = folded(parts_[first + 1], parts_[first + 1]);
        const auto stem = folded(parts_[first], parts_[first]);
        if (ending == "t" && stem.size() > 1 && stem.back() == 'n') {
            split_negation(first, stem);
        } else if (is_contraction(ending)) {
            emit_alone(parts_[first]);
            emit_contraction(first + 1);
        } else {  // O'Neill
            emit(first, first + 1);
        }
        first += 2;
        while (first < count_ && parts_[first - 1].joiner == '\'' && is_contraction(folded(parts_[first], parts_[first]))) {
            emit_contraction(first++);
        }
    }
}

bool Scanner::is_contraction(std::string_view ending) {
    return ending == "m" || ending == "re" || ending == "ve" || ending == "ll" || ending == "d" || ending == "s";
}

void Scanner::emit_contraction(std::size_t k) {
    finish_word(parts_[k - 1].end, parts_[k].end, parts_[k], false).capitalised = false;
}

void Scanner::split_negation(std::size_t k, std::string_view stem) {
    const bool can = stem == "can";
    const std::string_view other = stem == "won" ? "will" : stem == "shan" ? "shall" : "";
    Mark cut = parts_[k].end;
    --cut.byte;
    --cut.point;
    --cut.folded;
    Token& verb = finish_word(parts_[k].begin, cut, parts_[k], false);
    if (can) {
        refold(verb, "can");
    } else if (!other.empty()) {
        refold(verb, other);
    }
    finish_word(cut, parts_[k + 1].end, parts_[k + 1], false).capitalised = false;
}

}  // namespace repere::language
