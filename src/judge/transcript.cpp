#include "judge/transcript.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/utf8.hpp"
#include "language/characters.hpp"

namespace repere::judge {
namespace {

using language::CharClass;

constexpr std::size_t kShortestName = 3;    // letters
constexpr std::size_t kShortestNumber = 5;  // digits

struct Cut {
    std::size_t begin = 0, end = 0;  // bytes
    std::string mask;
    bool person = false;
};
using Cuts = std::vector<Cut>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Calls `visit(begin, end, folded)` for each run of letters and digits.
template <class Visit>
void each_word(std::string_view text, Visit visit) {
    std::string folded;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size();) {
        const auto c = i < text.size() ? language::decode(text, i) : language::Character{' ', 1};
        const auto kind = language::class_of(c.code);
        if (kind == CharClass::kLetter || kind == CharClass::kDigit || kind == CharClass::kMark) {
            if (folded.empty()) begin = i;
            language::append_folded(folded, c.code);
        } else if (!folded.empty()) {
            visit(begin, i, folded);
            folded.clear();
        }
        i += c.bytes;
    }
}

using Names = std::unordered_map<std::string, std::string>;  // folded word → its mask

void add_names(std::string_view text, const std::string& mask, Names& names) {
    each_word(text, [&](std::size_t, std::size_t, const std::string& word) {
        if (word.size() >= kShortestName) names.emplace(word, mask);
    });
}

// By turn.
std::vector<Cuts> cuts_of(const Interaction& interaction, const std::vector<privacy::Finding>& findings) {
    std::vector<Cuts> cuts(interaction.turns.size());
    auto finding = findings.begin();
    for (std::size_t t = 0; t < interaction.turns.size(); ++t) {
        const utf8::Offsets offsets(interaction.turns[t].text);
        for (; finding != findings.end() && finding->turn == t; ++finding) {
            cuts[t].push_back({offsets.to_bytes(finding->span.begin), offsets.to_bytes(finding->span.end),
                               privacy::mask_of(*finding), finding->type == "person"});
        }
    }
    return cuts;
}

Names names_of(const Interaction& interaction, const std::vector<Cuts>& cuts) {
    Names names;
    for (std::size_t t = 0; t < cuts.size(); ++t) {
        for (const auto& cut : cuts[t]) {
            if (cut.person) add_names(std::string_view(interaction.turns[t].text).substr(cut.begin, cut.end - cut.begin), cut.mask, names);
        }
    }
    if (interaction.metadata.agent) add_names(*interaction.metadata.agent, "[AGENT]", names);
    if (interaction.metadata.customer) add_names(*interaction.metadata.customer, "[CUSTOMER]", names);
    return names;
}

void cut_names(std::string_view text, const Names& names, Cuts& cuts) {
    if (names.empty()) return;
    each_word(text, [&](std::size_t begin, std::size_t end, const std::string& word) {
        if (const auto name = names.find(word); name != names.end()) cuts.push_back({begin, end, name->second, false});
    });
}

// Digits with single spaces, dots, dashes or slashes between them.
void cut_numbers(std::string_view text, Cuts& cuts) {
    constexpr std::string_view kBetween = " .-/";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i])) continue;
        std::size_t digits = 0;
        std::size_t j = i;
        for (; j < text.size(); ++j) {
            if (is_digit(text[j])) {
                ++digits;
            } else if (kBetween.find(text[j]) == std::string_view::npos || j + 1 == text.size() || !is_digit(text[j + 1])) {
                break;
            }
        }
        if (digits >= kShortestNumber) cuts.push_back({i, j, "[NUMBER]", false});
        i = j;
    }
}

void cut_addresses(std::string_view text, Cuts& cuts) {
    constexpr std::string_view kBlank = " \t\r\n,;<>()\"";
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        const auto before = at == 0 ? std::string_view::npos : text.find_last_of(kBlank, at - 1);
        const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
        const std::size_t end = std::min(text.find_first_of(kBlank, at), text.size());
        cuts.push_back({begin, end, "[ADDRESS]", false});
        at = end - 1;
    }
}

// Those that touch join; the first, which is the finding's own where there is one, names the mask.
Cuts joined(Cuts cuts) {
    std::stable_sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.begin < b.begin; });
    Cuts out;
    for (auto& cut : cuts) {
        if (!out.empty() && cut.begin < out.back().end) {
            out.back().end = std::max(out.back().end, cut.end);
        } else {
            out.push_back(std::move(cut));
        }
    }
    return out;
}

// Signs that show nothing and can carry text past a reader's eye: zero width, bidirectional order, tags.
bool is_invisible(char32_t c) {
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

bool is_blank(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || language::class_of(c) == CharClass::kSpace ||
           language::class_of(c) == CharClass::kLineEnd;
}

class Writer {
  public:
    explicit Writer(std::string_view original) : original_(original) {}

    void replace(std::size_t begin, std::size_t end, std::string_view with, bool mask = false) {
        turn.replaced.push_back({turn.text.size(), turn.text.size() + with.size(), begin, end, mask});
        turn.text += with;
    }

    // Brackets mark masks and angle brackets the templates of chat models: the transcript's own become look-alikes.
    void copy(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end;) {
            const auto c = language::decode(original_, i);
            const std::size_t next = i + c.bytes;
            if (is_blank(c.code)) {
                i = copy_blanks(i, end);
                continue;
            }
            switch (c.code) {
                case '[': replace(i, next, "("); break;
                case ']': replace(i, next, ")"); break;
                case '<': replace(i, next, "‹"); break;
                case '>': replace(i, next, "›"); break;
                default:
                    if (is_invisible(c.code)) {
                        replace(i, next, "");
                    } else {
                        turn.text += original_.substr(i, c.bytes);
                    }
            }
            i = next;
        }
    }

    SentTurn turn;

  private:
    std::size_t copy_blanks(std::size_t begin, std::size_t end) {
        std::size_t i = begin;
        while (i < end) {
            const auto c = language::decode(original_, i);
            if (!is_blank(c.code) && !is_invisible(c.code)) break;
            i += c.bytes;
        }
        if (i == begin + 1 && original_[begin] == ' ') {
            turn.text += ' ';
        } else {
            replace(begin, i, " ");
        }
        return i;
    }

    std::string_view original_;
};

SentTurn sendable_turn(const Turn& turn, Cuts cuts, const Names& names) {
    cut_names(turn.text, names, cuts);
    cut_numbers(turn.text, cuts);
    cut_addresses(turn.text, cuts);
    Writer writer(turn.text);
    writer.turn.speaker = turn.speaker;
    std::size_t at = 0;
    for (const auto& cut : joined(std::move(cuts))) {
        writer.copy(at, cut.begin);
        writer.replace(cut.begin, cut.end, cut.mask, true);
        at = cut.end;
    }
    writer.copy(at, turn.text.size());
    return std::move(writer.turn);
}

std::string with_single_blanks(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = language::decode(text, i);
        if (!is_blank(c.code)) {
            out += text.substr(i, c.bytes);
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
        i += c.bytes;
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

bool is_word_byte(std::string_view text, std::size_t i) {
    while (i > 0 && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) --i;
    const auto kind = language::class_of(language::decode(text, i).code);
    return kind == CharClass::kLetter || kind == CharClass::kDigit || kind == CharClass::kMark;
}

bool whole_words(std::string_view text, std::size_t begin, std::size_t end) {
    const bool cut_before = begin > 0 && is_word_byte(text, begin - 1) && is_word_byte(text, begin);
    const bool cut_after = end < text.size() && is_word_byte(text, end - 1) && is_word_byte(text, end);
    return !cut_before && !cut_after;
}

bool has_own_word(const SentTurn& turn, std::size_t begin, std::size_t end) {
    bool any = false;
    each_word(std::string_view(turn.text).substr(begin, end - begin), [&](std::size_t from, std::size_t, const std::string&) {
        any = any || std::none_of(turn.replaced.begin(), turn.replaced.end(), [&](const Replaced& r) {
                  return r.mask && r.begin <= begin + from && begin + from < r.end;
              });
    });
    return any;
}

struct Place {
    std::size_t turn = 0;
    std::size_t byte = 0;
};

// Where the quote stands first in one turn, as whole words.
std::optional<Place> place_in(std::size_t t, const std::string& quote, const std::vector<SentTurn>& turns,
                              const std::vector<std::size_t>& shown) {
    const SentTurn& turn = turns[t];
    const auto text = std::string_view(turn.text).substr(0, shown[t]);
    for (auto at = text.find(quote); at != std::string_view::npos; at = text.find(quote, at + 1)) {
        if (whole_words(turn.text, at, at + quote.size()) && has_own_word(turn, at, at + quote.size())) return Place{t, at};
    }
    return std::nullopt;
}

// Nothing also where it stands in several turns.
std::optional<Place> only_place(const std::string& quote, const std::vector<SentTurn>& turns,
                                const std::vector<std::size_t>& shown) {
    std::optional<Place> only;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        const auto place = place_in(t, quote, turns, shown);
        if (place && only) return std::nullopt;
        if (place) only = place;
    }
    return only;
}

}  // namespace

Span SentTurn::origin(std::size_t begin, std::size_t end) const {
    std::size_t first = begin;
    std::size_t last = end;
    for (const auto& r : replaced) {
        if (r.begin < end) last = end <= r.end ? r.origin_end : r.origin_end + (end - r.end);
        if (r.begin <= begin) first = begin < r.end ? r.origin_begin : r.origin_end + (begin - r.end);
        if (r.begin >= end) break;
    }
    return {first, last};
}

std::vector<SentTurn> sendable(const Interaction& interaction, const std::vector<privacy::Finding>& findings) {
    auto cuts = cuts_of(interaction, findings);
    const Names names = names_of(interaction, cuts);
    std::vector<SentTurn> turns;
    turns.reserve(cuts.size());
    for (std::size_t t = 0; t < cuts.size(); ++t) turns.push_back(sendable_turn(interaction.turns[t], std::move(cuts[t]), names));
    return turns;
}

std::optional<Found> find_quote(std::string_view quote, std::optional<std::size_t> turn, const std::vector<SentTurn>& turns,
                                const std::vector<std::size_t>& shown, const Interaction& original) {
    const std::string wanted = with_single_blanks(quote);
    if (wanted.empty()) return std::nullopt;
    std::optional<Place> place;
    if (turn && *turn < turns.size()) place = place_in(*turn, wanted, turns, shown);
    if (!place) place = only_place(wanted, turns, shown);
    if (!place) return std::nullopt;
    const auto [t, at] = *place;
    const Span bytes = turns[t].origin(at, at + wanted.size());
    const std::string& text = original.turns[t].text;
    const utf8::Offsets offsets(text);
    return Found{t, {offsets.to_code_points(bytes.begin), offsets.to_code_points(bytes.end)},
                 text.substr(bytes.begin, bytes.end - bytes.begin)};
}

}  // namespace repere::judge
