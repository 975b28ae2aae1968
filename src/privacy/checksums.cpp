#include "privacy/checksums.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace repere::privacy {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Lengths of the SWIFT IBAN registry, countries of Europe and around, and the French-speaking ones of Africa (which write theirs so).
constexpr std::array<std::pair<std::string_view, std::size_t>, 59> kIbanLengths{{
    {"ad", 24}, {"ae", 23}, {"al", 28}, {"at", 20}, {"az", 28}, {"ba", 20}, {"be", 16}, {"bg", 22}, {"ch", 21},
    {"cy", 28}, {"cz", 24}, {"de", 22}, {"dk", 18}, {"ee", 20}, {"es", 24}, {"fi", 18}, {"fo", 18}, {"fr", 27},
    {"gb", 22}, {"ge", 22}, {"gi", 23}, {"gl", 18}, {"gr", 27}, {"hr", 21}, {"hu", 28}, {"ie", 22}, {"il", 23},
    {"is", 26}, {"it", 27}, {"lb", 28}, {"li", 21}, {"lt", 20}, {"lu", 20}, {"lv", 21}, {"mc", 27}, {"md", 24},
    {"me", 22}, {"mk", 19}, {"mt", 31}, {"nl", 18}, {"no", 15}, {"pl", 28}, {"pt", 25}, {"ro", 24}, {"rs", 22},
    {"se", 24}, {"si", 19}, {"sk", 24}, {"sm", 27}, {"tr", 26},
    {"bf", 28}, {"bj", 28}, {"ci", 28}, {"ma", 28}, {"ml", 28}, {"mr", 27}, {"sn", 28}, {"tg", 28}, {"tn", 24},
}};

}  // namespace

bool luhn_holds(std::string_view digits) {
    if (digits.size() < 12) return false;
    int sum = 0;
    bool twice = false;
    for (auto it = digits.rbegin(); it != digits.rend(); ++it, twice = !twice) {
        if (!is_digit(*it)) return false;
        int figure = *it - '0';
        if (twice) figure = figure > 4 ? 2 * figure - 9 : 2 * figure;
        sum += figure;
    }
    return sum % 10 == 0;
}

std::size_t iban_length(std::string_view country) {
    const auto at = std::find_if(kIbanLengths.begin(), kIbanLengths.end(),
                                 [&](const auto& row) { return row.first == country; });
    return at == kIbanLengths.end() ? 0 : at->second;
}

bool iban_holds(std::string_view characters) {
    if (characters.size() < 5 || characters.size() != iban_length(characters.substr(0, 2))) return false;
    int remainder = 0;
    for (std::size_t k = 0; k < characters.size(); ++k) {
        const char c = characters[(k + 4) % characters.size()];
        if (is_digit(c)) remainder = (remainder * 10 + (c - '0')) % 97;
        else if (c >= 'a' && c <= 'z') remainder = (remainder * 100 + (c - 'a' + 10)) % 97;
        else return false;
    }
    return remainder == 1;
}

bool nir_holds(std::string_view characters) {
    if (characters.size() != 15) return false;
    std::int64_t number = 0;
    for (std::size_t k = 0; k < 13; ++k) {
        const char c = characters[k];
        if (is_digit(c)) number = number * 10 + (c - '0');
        else if (k == 6 && (c == 'a' || c == 'b')) number *= 10;
        else return false;
    }
    // Corsica: 2A counts as 19, 2B as 18; here the letter stood for a 0, so "20" less one or two million-millions.
    if (characters[6] == 'a') number -= 1'000'000;
    if (characters[6] == 'b') number -= 2'000'000;
    if (!is_digit(characters[13]) || !is_digit(characters[14])) return false;
    return 97 - number % 97 == (characters[13] - '0') * 10 + (characters[14] - '0');
}

}  // namespace repere::privacy
