#include "speech/word_error_rate.hpp"

#include <algorithm>
#include <array>

#include "speech/vocabulary.hpp"

namespace repere::speech {

WordErrors& WordErrors::operator+=(const WordErrors& other) {
    substitutions += other.substitutions;
    deletions += other.deletions;
    insertions += other.insertions;
    reference_words += other.reference_words;
    return *this;
}

std::vector<std::string> normalised_words(std::string_view text) {
    const std::string folded = lower_spoken(text);
    std::vector<std::string> out;
    std::string word;
    const auto flush = [&] {
        if (!word.empty()) out.push_back(std::move(word));
        word.clear();
    };
    for (const char c : folded) {
        const auto byte = static_cast<unsigned char>(c);
        const bool part = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        part ? void(word += c) : flush();
    }
    flush();
    return out;
}

WordErrors count_word_errors(const std::vector<std::string>& reference, const std::vector<std::string>& heard) {
    // One row of the table, each cell with the errors of the best way to it.
    const auto cost = [](const WordErrors& e) { return e.errors(); };
    std::vector<WordErrors> row(heard.size() + 1);
    for (std::size_t h = 1; h <= heard.size(); ++h) row[h].insertions = h;
    for (std::size_t r = 1; r <= reference.size(); ++r) {
        WordErrors diagonal = row[0];
        ++row[0].deletions;
        for (std::size_t h = 1; h <= heard.size(); ++h) {
            WordErrors changed = diagonal;
            if (reference[r - 1] != heard[h - 1]) ++changed.substitutions;
            WordErrors left_out = row[h];
            ++left_out.deletions;
            WordErrors put_in = row[h - 1];
            ++put_in.insertions;
            diagonal = row[h];
            const std::array all{changed, left_out, put_in};
            row[h] = *std::min_element(all.begin(), all.end(), [&](const auto& a, const auto& b) { return cost(a) < cost(b); });
        }
    }
    WordErrors out = row.back();
    out.reference_words = reference.size();
    return out;
}

}  // namespace repere::speech
