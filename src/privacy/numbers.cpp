#include "privacy/numbers.hpp"

namespace repere::privacy {
namespace {

class Parser {
  public:
    Parser(const std::vector<NumberWord>& words, bool french) : words_(words), french_(french) {}

    std::optional<SpokenNumber> at(std::size_t start) {
        if (value(start) < 0) return std::nullopt;
        if (value(start) == 0) return SpokenNumber{1, 0};
        std::size_t i = start;
        int total = below_thousand(i);
        if (is_thousand(i)) {  // "mille cinq cents", "trente-cinq mille"
            if (total == 0) total = 1;
            if (total > 999) return SpokenNumber{i - start, total};
            ++i;
            skip_and(i);
            total = total * 1000 + below_thousand(i);
        }
        return SpokenNumber{i - start, total};
    }

  private:
    int value(std::size_t i) const {
        return i < words_.size() && words_[i].info != nullptr ? words_[i].info->number : -1;
    }
    bool hyphen(std::size_t i) const { return i < words_.size() && words_[i].hyphen_before; }
    bool is_hundred(std::size_t i) const { return value(i) == 100; }
    bool is_thousand(std::size_t i) const { return value(i) == 1000; }

    // English "four hundred and twelve"; the word counts only where a number follows.
    void skip_and(std::size_t& i) const {
        if (!french_ && i + 1 < words_.size() && words_[i].is_and && value(i + 1) > 0 && value(i + 1) < 100) ++i;
    }

    int below_thousand(std::size_t& i) const {
        if (is_hundred(i)) {
            if (!french_) return 0;
            ++i;
            return 100 + below_hundred(i);
        }
        const int head = below_hundred(i);
        // "trois cent", "dix-sept cents", "nineteen hundred"; "vingt cent" says two numbers.
        if (head > 1 - (french_ ? 0 : 1) && head < 20 && is_hundred(i)) {
            ++i;
            skip_and(i);
            return head * 100 + below_hundred(i);
        }
        return head;
    }

    int below_hundred(std::size_t& i) const { return french_ ? french_hundred(i) : english_hundred(i); }

    int english_hundred(std::size_t& i) const {
        const int head = value(i);
        if (head <= 0 || head >= 100) return 0;
        ++i;
        if (head >= 20 && value(i) > 0 && value(i) < 10) return head + value(i++);
        return head;
    }

    bool is_eighty(std::size_t i) const { return value(i) == 4 && value(i + 1) == 20; }

    int french_hundred(std::size_t& i) const {
        const int head = value(i);
        if (head <= 0 || head >= 100) return 0;
        if (is_eighty(i)) {
            // "vingt quatre vingt" without hyphens is rare enough to lose.
            i += 2;
            return 80 + french_rest(i, true, false);
        }
        ++i;
        if (head < 10 || (head > 10 && head < 20)) return head;
        if (head == 10) {  // dix-sept, dix-huit, dix-neuf
            return value(i) >= 7 && value(i) <= 9 ? 10 + value(i++) : 10;
        }
        return head + french_rest(i, head == 60, true);
    }

    // What follows vingt … quatre-vingt: 1 … 9, and 10 … 19 where French counts by twenties.
    int french_rest(std::size_t& i, bool by_twenties, bool sixty) const {
        std::size_t j = i;
        if (j < words_.size() && words_[j].is_and && (value(j + 1) == 1 || (by_twenties && value(j + 1) == 11))) ++j;
        const int head = value(j);
        if (head <= 0 || is_eighty(j)) return 0;
        if (is_hundred(j + 1) && head > 1 && !hyphen(j)) return 0;  // "vingt trois cents": 20, 300
        if (head < 10) {
            i = j + 1;
            return head;
        }
        if (!by_twenties || head > 19) return 0;
        // "soixante dix-sept" typed so is two numbers, "soixante-dix-sept" and "soixante dix sept" are one.
        if (sixty && head == 10 && !hyphen(j) && hyphen(j + 1) && value(j + 1) >= 7 && value(j + 1) <= 9) return 0;
        i = j + 1;
        if (head == 10 && value(i) >= 7 && value(i) <= 9) return 10 + value(i++);
        return head;
    }

    const std::vector<NumberWord>& words_;
    bool french_;
};

}  // namespace

std::optional<SpokenNumber> spoken_number(const std::vector<NumberWord>& words, std::size_t at, bool french) {
    auto number = Parser(words, french).at(at);
    if (number && number->taken == 0) return std::nullopt;
    return number;
}

}  // namespace repere::privacy
