#include <algorithm>

#include "core/utf8.hpp"
#include "privacy/checksums.hpp"
#include "privacy/personal_data.hpp"

namespace repere::privacy {
namespace {

struct Cut {
    std::size_t begin = 0;  // bytes
    std::size_t end = 0;
    std::string mask;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whole card numbers typed in figures, whoever forgot them: 13 to 19 digits, parted by single spaces, dots or dashes,
// with a true check digit.
void add_cards(std::string_view text, std::vector<Cut>& cuts) {
    for (std::size_t i = 0; i < text.size();) {
        if (!is_digit(text[i])) {
            ++i;
            continue;
        }
        std::string digits;
        std::size_t end = i;
        std::size_t j = i;
        while (j < text.size() && (is_digit(text[j]) || ((text[j] == ' ' || text[j] == '-' || text[j] == '.') &&
                                                         j + 1 < text.size() && is_digit(text[j + 1])))) {
            if (is_digit(text[j]) && digits.size() < 20) digits += text[j];
            end = ++j;
        }
        const bool covered = std::any_of(cuts.begin(), cuts.end(), [&](const Cut& c) { return c.begin < end && i < c.end; });
        if (!covered && digits.size() >= 13 && digits.size() <= 19 && digits[0] >= '2' && digits[0] <= '6' && luhn_holds(digits)) {
            cuts.push_back({i, end, "[CARD]"});
        }
        i = end;
    }
}

std::string replaced(std::string_view text, const std::vector<Cut>& cuts) {
    std::string out;
    std::size_t at = 0;
    for (const Cut& cut : cuts) {
        if (cut.begin < at) continue;
        out += text.substr(at, cut.begin - at);
        out += cut.mask;
        at = cut.end;
    }
    out += text.substr(at);
    return out;
}

// The first word of a masked run keeps its place with the mask, and lasts to the end of the run's last word.
std::vector<Word> masked_words(const std::vector<Word>& words, std::string_view text, const std::vector<Cut>& cuts) {
    std::vector<Word> out;
    std::size_t at = 0;
    const Cut* open = nullptr;
    for (const Word& word : words) {
        const auto place = text.find(word.text, at);
        // A word that is not in the text cannot be told from what was masked, so it goes too.
        if (place == std::string_view::npos || word.text.empty()) {
            out.push_back({.text = "[MASKED]", .start = word.start, .end = word.end});
            continue;
        }
        const auto end = place + word.text.size();
        at = end;
        const auto cut = std::find_if(cuts.begin(), cuts.end(), [&](const Cut& c) { return c.begin < end && place < c.end; });
        if (cut == cuts.end()) {
            out.push_back(word);
            open = nullptr;
        } else if (open == &*cut) {
            out.back().end = word.end;
        } else {
            out.push_back({.text = cut->mask, .start = word.start, .end = word.end, .confidence = word.confidence});
            open = &*cut;
        }
    }
    return out;
}

void replace_all(std::string& text, std::string_view what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

}  // namespace

std::string mask_of(const Finding& finding) {
    std::string mask = "[";
    for (const char c : finding.type) mask += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    if (finding.entity > 1) mask += "_" + std::to_string(finding.entity);
    return mask + "]";
}

Interaction masked(const Interaction& interaction, const std::vector<Finding>& findings) {
    Interaction out = interaction;
    std::size_t next = 0;
    for (std::size_t t = 0; t < out.turns.size(); ++t) {
        Turn& turn = out.turns[t];
        std::vector<Cut> cuts;
        const utf8::Offsets offsets(turn.text);
        for (; next < findings.size() && findings[next].turn <= t; ++next) {
            const Finding& finding = findings[next];
            if (finding.turn < t) continue;
            Cut cut{offsets.to_bytes(finding.span.begin), offsets.to_bytes(finding.span.end), mask_of(finding)};
            if (out.subject && cut.end > cut.begin) {
                replace_all(*out.subject, std::string_view(turn.text).substr(cut.begin, cut.end - cut.begin), cut.mask);
            }
            cuts.push_back(std::move(cut));
        }
        add_cards(turn.text, cuts);
        if (cuts.empty()) continue;
        std::sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.begin < b.begin; });
        turn.words = masked_words(turn.words, turn.text, cuts);
        turn.text = replaced(turn.text, cuts);
    }
    return out;
}

}  // namespace repere::privacy
