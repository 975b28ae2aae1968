#include "speech/numbers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "speech/number_words.hpp"

namespace repere::speech {
namespace {

using number_words::Piece;

// One number said, as value and as the digits a listener would write down ("zéro six" is two groups).
struct Group {
    std::size_t begin = 0;  // pieces
    std::size_t end = 0;
    std::string digits;
    std::int64_t value = 0;
    bool lone_article = false;  // "un", "une", "one": a number only in company
};

class Reader {
  public:
    Reader(std::vector<Word>& words, bool french)
        : words_(words), french_(french), pieces_(number_words::pieces(words, french)) {}

    void run() {
        std::size_t at = 0;
        while (at < pieces_.size()) {
            std::vector<Group> groups = groups_from(at);
            if (groups.empty()) {
                ++at;
                continue;
            }
            at = std::max(write(groups), at + 1);
        }
    }

  private:
    const Piece* piece(std::size_t i) const { return i < pieces_.size() ? &pieces_[i] : nullptr; }
    bool is(std::size_t i, std::string_view form) const { return i < pieces_.size() && pieces_[i].form == form; }
    // 0…16, and in English 0…19; nothing otherwise
    std::optional<int> unit(std::size_t i) const {
        const Piece* p = piece(i);
        return p && p->kind == Piece::kUnit ? std::optional<int>(p->value) : std::nullopt;
    }
    std::optional<int> digit(std::size_t i) const {
        const auto u = unit(i);
        return u && *u >= 1 && *u <= 9 ? u : std::nullopt;
    }
    std::optional<int> tens(std::size_t i) const {
        const Piece* p = piece(i);
        return p && p->kind == Piece::kTens ? std::optional<int>(p->value) : std::nullopt;
    }

    struct Parsed {
        std::int64_t value = 0;
        std::size_t end = 0;
    };

    std::optional<int> teen_fr(std::size_t i, std::size_t& end) const {  // 10…19
        const auto u = unit(i);
        if (!u || *u < 10) return std::nullopt;
        end = i + 1;
        if (*u == 10) {
            if (const auto d = digit(i + 1); d && *d >= 7) {
                end = i + 2;
                return 10 + *d;
            }
        }
        return u;
    }

    std::optional<Parsed> below_hundred(std::size_t i) const {
        std::size_t end = i;
        if (french_) {
            if (is(i, "quatre") && piece(i + 1) && piece(i + 1)->value == 20 && tens(i + 1)) {
                if (const auto t = teen_fr(i + 2, end)) return Parsed{80 + *t, end};
                if (const auto d = digit(i + 2)) return Parsed{80 + *d, i + 3};
                return Parsed{80, i + 2};
            }
            if (const auto t = tens(i)) {
                if (is(i + 1, "et")) {
                    if (unit(i + 2) == 1) return Parsed{*t + 1, i + 3};
                    if (*t == 60 && unit(i + 2) == 11) return Parsed{71, i + 3};
                }
                if (*t == 60) {
                    if (const auto more = teen_fr(i + 1, end)) return Parsed{60 + *more, end};
                }
                if (const auto d = digit(i + 1)) return Parsed{*t + *d, i + 2};
                return Parsed{*t, i + 1};
            }
            if (const auto t = teen_fr(i, end)) return Parsed{*t, end};
        } else if (const auto t = tens(i)) {
            if (const auto d = digit(i + 1)) return Parsed{*t + *d, i + 2};
            return Parsed{*t, i + 1};
        }
        const auto u = unit(i);
        return u && !is(i, "oh") ? std::optional<Parsed>(Parsed{*u, i + 1}) : std::nullopt;
    }

    bool is_kind(std::size_t i, Piece::Kind kind) const { return i < pieces_.size() && pieces_[i].kind == kind; }

    std::optional<Parsed> below_thousand(std::size_t i) const {
        Parsed hundreds;
        if (french_ && is_kind(i, Piece::kHundred)) {
            hundreds = {100, i + 1};
        } else if (!french_ && is(i, "a") && is_kind(i + 1, Piece::kHundred)) {
            hundreds = {100, i + 2};
        } else {
            const auto first = below_hundred(i);
            if (!first || !is_kind(first->end, Piece::kHundred) || first->value < 1 || first->value > 19) return first;
            if (french_ && first->value == 1) return first;
            hundreds = {first->value * 100, first->end + 1};
        }
        std::size_t next = hundreds.end;
        if (!french_ && is(next, "and")) ++next;
        if (const auto rest = below_hundred(next); rest && rest->value > 0) return Parsed{hundreds.value + rest->value, rest->end};
        return hundreds;
    }

    // A whole number with thousands and millions.
    std::optional<Parsed> whole(std::size_t i) const {
        std::int64_t total = 0;
        std::int64_t last_scale = 1'000'000'000'000;
        std::size_t at = i;
        for (;;) {
            std::size_t from = at;
            if (!french_ && at > i && is(at, "and")) ++from;
            std::optional<Parsed> part;
            if (french_ && is_kind(from, Piece::kScale) && piece(from)->value == 1000 && last_scale > 1000) {
                part = Parsed{1, from};
            } else if (!french_ && is(from, "a") && is_kind(from + 1, Piece::kScale)) {
                part = Parsed{1, from + 1};
            } else {
                part = below_thousand(from);
            }
            if (!part || (at > i && part->value == 0)) break;
            if (const Piece* scale = piece(part->end); scale && scale->kind == Piece::kScale && scale->value < last_scale &&
                                                       part->value > 0) {
                total += part->value * scale->value;
                last_scale = scale->value;
                at = part->end + 1;
                if (french_ && last_scale >= 1'000'000 && is(at, "de")) break;
                continue;
            }
            if (last_scale == 1'000'000'000'000) return part;  // no scale at all
            return Parsed{total + part->value, part->end};
        }
        return at == i ? std::nullopt : std::optional<Parsed>(Parsed{total, at});
    }

    std::optional<Group> group(std::size_t i, bool in_run) const {
        const auto zero = [&](std::size_t at) { return unit(at) == 0 && (!is(at, "oh") || in_run || digit(at + 1)); };
        if (is_kind(i, Piece::kRepeat)) {  // "double zero", "triple six"
            if (const auto u = unit(i + 1); u && *u <= 9) {
                return Group{i, i + 2, std::string(static_cast<std::size_t>(pieces_[i].value), static_cast<char>('0' + *u)), *u};
            }
            return std::nullopt;
        }
        if (zero(i)) {
            // French numbers are read in pairs: "zéro quatre" then "vingt-deux", never "zéro" then "quatre-vingt-deux".
            if (french_) {
                if (unit(i + 1) == 0) return Group{i, i + 2, "00", 0};
                const bool compound = piece(i + 2) && piece(i + 2)->word == pieces_[i + 1].word;
                if (const auto d = digit(i + 1); d && !compound) return Group{i, i + 2, "0" + std::to_string(*d), *d};
            }
            return Group{i, i + 1, "0", 0};
        }
        if (is(i, "a") && !is_kind(i + 1, Piece::kHundred) && !is_kind(i + 1, Piece::kScale)) return std::nullopt;
        const auto n = whole(i);
        if (!n) return std::nullopt;
        const bool article = n->value == 1 && n->end == i + 1;
        return Group{i, n->end, std::to_string(n->value), n->value, article};
    }

    // Numbers that follow each other with nothing between.
    std::vector<Group> groups_from(std::size_t i) const {
        std::vector<Group> out;
        while (auto next = group(i, !out.empty())) {
            i = next->end;
            out.push_back(std::move(*next));
        }
        return out;
    }

    // Writes what `groups` say and returns the piece to go on from.
    std::size_t write(std::vector<Group>& groups) {
        const bool leading_zero = groups.front().digits.front() == '0' && groups.size() > 1;
        const bool digits_only = std::all_of(groups.begin(), groups.end(), [](const Group& g) { return g.value < 1000; });
        if (digits_only && (groups.size() >= 3 || leading_zero)) return write_digits(groups);
        if (!french_ && groups.size() == 2 && (groups[0].value == 19 || groups[0].value == 20) && groups[1].value >= 10 &&
            groups[1].value < 100) {
            put(groups[0].begin, groups[1].end, groups[0].digits + groups[1].digits);  // "nineteen ninety nine"
            return groups[1].end;
        }
        return write_quantity(groups.front(), groups.size() == 1);
    }

    std::size_t write_digits(const std::vector<Group>& groups) {
        std::string digits;
        std::size_t begin = groups.front().begin;
        if (begin > 0 && is(begin - 1, "plus") && groups.size() >= 3) {
            digits = "+";
            --begin;
        }
        for (const Group& g : groups) digits += g.digits;
        std::size_t end = groups.back().end;
        if (groups.size() == 1 || is_kind(end, Piece::kPoint)) return write_quantity(groups.front(), false);
        put(begin, end, std::move(digits));
        return end;
    }

    // The first group with its decimals and unit. A lone article stays a word.
    std::size_t write_quantity(const Group& g, bool alone) {
        std::string text = g.digits;
        std::size_t end = g.end;
        bool plain = true;
        if (is_kind(end, Piece::kPoint)) {
            const std::size_t fraction_end = fraction(end + 1, text);
            plain = fraction_end == end;
            end = fraction_end;
        }
        const Piece* unit_piece = piece(end);
        if (french_ && is(end, "pour") && is_kind(end + 1, Piece::kHundred)) {
            put(g.begin, end + 2, text + "\u202f%");
            return end + 2;
        }
        if (unit_piece && unit_piece->kind == Piece::kPercent) {
            const std::size_t stop = is(end, "per") ? end + 2 : end + 1;
            put(g.begin, stop, text + "%");
            return stop;
        }
        if (unit_piece && unit_piece->kind == Piece::kMoney) return write_money(g, end, std::move(text), plain);
        if (french_ && unit_piece && unit_piece->kind == Piece::kHour && plain && g.value <= 24) return write_hour(g, end, text);
        if (g.lone_article && plain) return g.end;
        if (g.value == 9 && french_ && plain && alone && is_new(g)) return g.end;
        put(g.begin, end, std::move(text));
        return end;
    }

    // "neuf" after its noun is "new", not nine.
    bool is_new(const Group& g) const {
        const bool last = g.end >= pieces_.size();
        static constexpr std::array<std::string_view, 5> kBefore{"tout", "quoi", "flambant", "du", "presque"};
        return last || (g.begin > 0 && std::find(kBefore.begin(), kBefore.end(), pieces_[g.begin - 1].form) != kBefore.end());
    }

    // Reads decimals after the point at `i - 1`; returns i - 1 and leaves `text` where there are none.
    std::size_t fraction(std::size_t i, std::string& text) const {
        std::string digits;
        std::size_t at = i;
        while (auto g = group(at, true)) {
            const bool zero = g->digits.front() == '0';
            if (!french_ && g->value > 9 && !digits.empty()) break;
            if (french_ && !digits.empty() && digits.find_first_not_of('0') != std::string::npos) break;
            digits += g->digits;
            at = g->end;
            if (french_ && !zero) break;
        }
        if (digits.empty()) return i - 1;
        text += french_ ? ',' : '.';
        text += digits;
        return at;
    }

    std::size_t write_money(const Group& g, std::size_t at, std::string text, bool plain) {
        const std::string_view sign = number_words::sign_of(pieces_[at].form);
        std::size_t end = at + 1;
        if (plain && sign != "c") {
            std::size_t from = end;
            if (is(from, french_ ? "et" : "and")) ++from;
            const auto cents = below_hundred(from);
            if (cents && cents->value > 0) {
                const bool said = is_kind(cents->end, Piece::kMoney) && number_words::sign_of(pieces_[cents->end].form) == "c";
                const bool bare = from == end && cents->value >= 10 && !is_kind(cents->end, Piece::kMoney) &&
                                  !is_kind(cents->end, Piece::kHour) && !is_kind(cents->end, Piece::kOtherUnit) &&
                                  !is_kind(cents->end, Piece::kScale) && !is_kind(cents->end, Piece::kHundred);
                if (said || bare) {
                    text += french_ ? ',' : '.';
                    if (cents->value < 10) text += '0';
                    text += std::to_string(cents->value);
                    end = cents->end + (said ? 1 : 0);
                }
            }
        }
        std::string amount;
        if (sign == "$" || sign == "£") {
            amount = french_ ? text + "\u202f" + std::string(sign) : std::string(sign) + text;
        } else {
            amount = text + "\u202f" + std::string(sign == "c" ? (french_ ? "centimes" : "cents") : sign);
        }
        put(g.begin, end, std::move(amount));
        return end;
    }

    std::size_t write_hour(const Group& g, std::size_t at, const std::string& text) {
        std::size_t end = at + 1;
        std::string hour = text + "\u202fh";
        if (is(end, "et") && (is(end + 1, "demie") || is(end + 1, "demi"))) {
            hour += "\u202f30";
            end += 2;
        } else if (is(end, "et") && is(end + 1, "quart")) {
            hour += "\u202f15";
            end += 2;
        } else if (const auto minutes = below_hundred(end);
                   minutes && minutes->value >= 5 && minutes->value < 60 && !is_kind(minutes->end, Piece::kMoney) &&
                   !is_kind(minutes->end, Piece::kOtherUnit) && !is_kind(minutes->end, Piece::kHour)) {
            hour += "\u202f";
            if (minutes->value < 10) hour += '0';
            hour += std::to_string(minutes->value);
            end = minutes->end;
        } else if (g.lone_article) {
            return g.end;
        }
        put(g.begin, end, std::move(hour));
        return end;
    }

    void put(std::size_t begin, std::size_t end, std::string text) {
        const std::size_t first = pieces_[begin].word;
        const std::size_t last = pieces_[end - 1].word;
        for (std::size_t w = first; w <= last; ++w) {
            std::optional<std::string>& slot = words_[w].normalised;
            if (w == first) {
                slot = slot && !slot->empty() ? *slot + " " + text : text;
            } else {
                slot = "";
            }
        }
    }

    std::vector<Word>& words_;
    bool french_;
    std::vector<Piece> pieces_;
};

}  // namespace

void normalise_numbers(std::vector<Word>& words, std::string_view language) {
    Reader(words, language != "en").run();
}

}  // namespace repere::speech
