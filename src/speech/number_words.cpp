#include "speech/number_words.hpp"

#include <algorithm>
#include <array>

namespace repere::speech::number_words {
namespace {

struct Entry {
    std::string_view form;
    Piece::Kind kind;
    std::int64_t value;
};

constexpr Entry kFrench[] = {
    {"zéro", Piece::kUnit, 0},       {"zero", Piece::kUnit, 0},         {"un", Piece::kUnit, 1},
    {"une", Piece::kUnit, 1},        {"deux", Piece::kUnit, 2},         {"trois", Piece::kUnit, 3},
    {"quatre", Piece::kUnit, 4},     {"cinq", Piece::kUnit, 5},         {"six", Piece::kUnit, 6},
    {"sept", Piece::kUnit, 7},       {"huit", Piece::kUnit, 8},         {"neuf", Piece::kUnit, 9},
    {"dix", Piece::kUnit, 10},       {"onze", Piece::kUnit, 11},        {"douze", Piece::kUnit, 12},
    {"treize", Piece::kUnit, 13},    {"quatorze", Piece::kUnit, 14},    {"quinze", Piece::kUnit, 15},
    {"seize", Piece::kUnit, 16},     {"vingt", Piece::kTens, 20},       {"vingts", Piece::kTens, 20},
    {"trente", Piece::kTens, 30},    {"quarante", Piece::kTens, 40},    {"cinquante", Piece::kTens, 50},
    {"soixante", Piece::kTens, 60},  {"septante", Piece::kTens, 70},    {"huitante", Piece::kTens, 80},
    {"octante", Piece::kTens, 80},   {"nonante", Piece::kTens, 90},     {"cent", Piece::kHundred, 100},
    {"cents", Piece::kHundred, 100}, {"mille", Piece::kScale, 1000},    {"million", Piece::kScale, 1'000'000},
    {"millions", Piece::kScale, 1'000'000}, {"milliard", Piece::kScale, 1'000'000'000},
    {"milliards", Piece::kScale, 1'000'000'000}, {"virgule", Piece::kPoint, 0}, {"euro", Piece::kMoney, 0},
    {"euros", Piece::kMoney, 0},     {"centime", Piece::kMoney, 0},     {"centimes", Piece::kMoney, 0},
    {"dollar", Piece::kMoney, 0},    {"dollars", Piece::kMoney, 0},     {"livre", Piece::kOtherUnit, 0},
    {"heure", Piece::kHour, 0},      {"heures", Piece::kHour, 0},       {"minute", Piece::kOtherUnit, 0},
    {"minutes", Piece::kOtherUnit, 0}, {"jour", Piece::kOtherUnit, 0},  {"jours", Piece::kOtherUnit, 0},
    {"semaines", Piece::kOtherUnit, 0}, {"mois", Piece::kOtherUnit, 0}, {"ans", Piece::kOtherUnit, 0},
    {"années", Piece::kOtherUnit, 0}, {"fois", Piece::kOtherUnit, 0},   {"pour", Piece::kOther, 0},
    {"double", Piece::kRepeat, 2},   {"triple", Piece::kRepeat, 3},     {"pourcent", Piece::kPercent, 0},
};

constexpr Entry kEnglish[] = {
    {"zero", Piece::kUnit, 0},      {"oh", Piece::kUnit, 0},         {"one", Piece::kUnit, 1},
    {"two", Piece::kUnit, 2},       {"three", Piece::kUnit, 3},      {"four", Piece::kUnit, 4},
    {"five", Piece::kUnit, 5},      {"six", Piece::kUnit, 6},        {"seven", Piece::kUnit, 7},
    {"eight", Piece::kUnit, 8},     {"nine", Piece::kUnit, 9},       {"ten", Piece::kUnit, 10},
    {"eleven", Piece::kUnit, 11},   {"twelve", Piece::kUnit, 12},    {"thirteen", Piece::kUnit, 13},
    {"fourteen", Piece::kUnit, 14}, {"fifteen", Piece::kUnit, 15},   {"sixteen", Piece::kUnit, 16},
    {"seventeen", Piece::kUnit, 17}, {"eighteen", Piece::kUnit, 18}, {"nineteen", Piece::kUnit, 19},
    {"twenty", Piece::kTens, 20},   {"thirty", Piece::kTens, 30},    {"forty", Piece::kTens, 40},
    {"fifty", Piece::kTens, 50},    {"sixty", Piece::kTens, 60},     {"seventy", Piece::kTens, 70},
    {"eighty", Piece::kTens, 80},   {"ninety", Piece::kTens, 90},    {"hundred", Piece::kHundred, 100},
    {"thousand", Piece::kScale, 1000}, {"million", Piece::kScale, 1'000'000},
    {"billion", Piece::kScale, 1'000'000'000}, {"point", Piece::kPoint, 0}, {"percent", Piece::kPercent, 0},
    {"euro", Piece::kMoney, 0},     {"euros", Piece::kMoney, 0},     {"dollar", Piece::kMoney, 0},
    {"dollars", Piece::kMoney, 0},  {"pound", Piece::kMoney, 0},     {"pounds", Piece::kMoney, 0},
    {"cent", Piece::kMoney, 0},     {"cents", Piece::kMoney, 0},     {"pence", Piece::kMoney, 0},
    {"hours", Piece::kOtherUnit, 0}, {"minutes", Piece::kOtherUnit, 0}, {"days", Piece::kOtherUnit, 0},
    {"weeks", Piece::kOtherUnit, 0}, {"months", Piece::kOtherUnit, 0}, {"years", Piece::kOtherUnit, 0},
    {"times", Piece::kOtherUnit, 0}, {"double", Piece::kRepeat, 2},  {"triple", Piece::kRepeat, 3},
};

template <std::size_t N>
void look_up(const Entry (&table)[N], Piece& piece) {
    const auto row = std::find_if(std::begin(table), std::end(table), [&](const Entry& e) { return e.form == piece.form; });
    if (row == std::end(table)) return;
    piece.kind = row->kind;
    piece.value = row->value;
}

// Lower case for ASCII and É; only words of numbers need to match.
std::string lower(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c + 32);
        } else if (c == '\xc3' && text.substr(i, 2) == "É") {
            out += "é";
            ++i;
        } else {
            out += c;
        }
    }
    return out;
}

std::string_view without_punctuation(std::string_view text) {
    constexpr std::string_view kMarks = ".,;:!?\"()…«»";
    while (!text.empty() && kMarks.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    while (!text.empty() && kMarks.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    return text;
}

}  // namespace

std::vector<Piece> pieces(const std::vector<Word>& words, bool french) {
    std::vector<Piece> out;
    out.reserve(words.size() + words.size() / 4);
    const auto make = [&](std::string_view text, std::size_t word) {
        Piece piece{.form = lower(without_punctuation(text)), .word = word};
        french ? look_up(kFrench, piece) : look_up(kEnglish, piece);
        return piece;
    };
    for (std::size_t w = 0; w < words.size(); ++w) {
        const std::string_view text = words[w].text;
        if (!french && w + 1 < words.size() && (text == "per" || text == "Per") &&
            without_punctuation(words[w + 1].text) == "cent") {
            out.push_back({.form = "per", .kind = Piece::kPercent, .word = w});
            continue;
        }
        if (text.find('-') == std::string_view::npos || text.size() > 60) {
            out.push_back(make(text, w));
            continue;
        }
        // A compound counts only when every part of it is a number word: "deux-pièces" is none.
        std::vector<Piece> parts;
        bool all_numbers = true;
        for (std::size_t from = 0; from <= text.size();) {
            const std::size_t dash = std::min(text.find('-', from), text.size());
            parts.push_back(make(text.substr(from, dash - from), w));
            all_numbers = all_numbers && (parts.back().kind != Piece::kOther || parts.back().form == "et" || parts.back().form == "and");
            from = dash + 1;
        }
        if (all_numbers) {
            out.insert(out.end(), parts.begin(), parts.end());
        } else {
            out.push_back({.form = lower(text), .word = w});
        }
    }
    return out;
}

std::string_view sign_of(std::string_view word) {
    if (word.starts_with("euro")) return "€";
    if (word.starts_with("dollar")) return "$";
    if (word.starts_with("pound")) return "£";
    if (word.starts_with("cent") || word == "pence") return "c";
    return "";
}

}  // namespace repere::speech::number_words
