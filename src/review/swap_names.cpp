#include <algorithm>

#include "language/tokens.hpp"
#include "review/swaps.hpp"

namespace repere::review {
namespace {

enum class Gender { kWoman, kMan, kEither };

// The words of a labelled person: "Hélène", "Le Floc'h" of "Hélène Le Floc'h".
struct PersonWords {
    std::string first, family;
};

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = text.find_first_not_of(' ', at);
        if (begin == std::string_view::npos) break;
        const auto end = std::min(text.find(' ', begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        at = end;
    }
    return parts;
}

std::string folded_words(std::string_view text) {
    std::string out;
    for (const auto& word : plain_words(text)) out += (out.empty() ? "" : " ") + word.folded;
    return out;
}

std::optional<Gender> known_gender(const KnownNames& known, std::string_view name) {
    const std::string folded = folded_words(name);
    if (known.women.contains(folded)) return Gender::kWoman;
    if (known.men.contains(folded)) return Gender::kMan;
    if (known.either.contains(folded)) return Gender::kEither;
    return {};
}

bool after_title(const KnownNames& known, std::string_view text, std::string_view name) {
    const auto at = text.find(name);
    if (at == std::string_view::npos) return false;
    const auto before = plain_words(text.substr(0, at));
    return !before.empty() && known.titles.contains(before.back().folded);
}

// "d u p o n t", "D-U-P-O-N-T"
bool is_spelled(std::string_view person) {
    const auto words = plain_words(person);
    return std::count_if(words.begin(), words.end(), [](const auto& word) { return word.folded.size() == 1; }) > 2;
}

PersonWords take_apart(std::string_view person, bool titled, const KnownNames& known) {
    auto parts = split(person);
    PersonWords out;
    auto first = std::find_if(parts.begin(), parts.end(), [&](auto p) { return known_gender(known, p).has_value(); });
    if (first == parts.end() && (parts.size() > 1 || !titled)) first = parts.begin();
    if (first != parts.end()) {
        out.first = *first;
        parts.erase(first);
    }
    for (const auto part : parts) out.family += (out.family.empty() ? "" : " ") + std::string(part);
    return out;
}

// Initials and names of one or two letters stay: "L." and "Le" stand everywhere else in the text, too.
bool is_too_short(std::string_view name) {
    const auto words = plain_words(name);
    return std::all_of(words.begin(), words.end(), [](const auto& word) { return word.folded.size() <= 2; });
}

// "d u p o n t" for Dupont.
std::string letter_by_letter(std::string_view name) {
    std::string out;
    for (const auto& word : plain_words(name)) {
        for (const char c : word.folded) {
            if (!out.empty()) out += ' ';
            out += c;
        }
    }
    return out;
}

// The next name of a list that is not the one it replaces, starting at a place that the conversation's id chooses.
class Choice {
  public:
    explicit Choice(const Interaction& interaction) : next_(language::hash_of(interaction.id)) {}
    std::string from(const std::vector<std::string>& list, std::string_view instead_of) {
        for (std::size_t tried = 0; tried < list.size(); ++tried) {
            const std::string& name = list[next_++ % list.size()];
            if (folded_words(name) != folded_words(instead_of)) return name;
        }
        return {};
    }

  private:
    std::size_t next_;
};

const std::vector<std::string>& list_for(const Swap& swap, std::optional<Gender> gender) {
    static const std::vector<std::string> none;
    const FirstNames& names = *swap.first_names;
    if (swap.other_gender) {
        if (gender == Gender::kWoman) return names.men;
        return gender == Gender::kMan ? names.women : none;
    }
    if (gender == Gender::kWoman) return names.women;
    return gender == Gender::kMan ? names.men : names.either;
}

}  // namespace

Rewriter rename_persons(const Swap& swap, const LabelledInteraction& reference, const KnownNames& known) {
    Rewriter out;
    if (!swap.first_names) return out;
    Choice choice(reference.interaction);
    std::unordered_set<std::string> seen;
    const auto rename = [&](const std::string& from, const std::vector<std::string>& list) {
        if (is_too_short(from) || !seen.insert(folded_words(from)).second) return;
        const std::string to = choice.from(list, from);
        out.add(from, to);
        out.add(letter_by_letter(from), letter_by_letter(to));
    };
    const auto& turns = reference.labels.turns;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        for (const auto& span : turns[t].pii) {
            if (span.type != "person" || is_spelled(span.text)) continue;
            const bool titled = after_title(known, reference.interaction.turns[t].text, span.text);
            const PersonWords words = take_apart(span.text, titled, known);
            if (!words.first.empty()) rename(words.first, list_for(swap, known_gender(known, words.first)));
            rename(words.family, swap.family_names);
        }
    }
    return out;
}

}  // namespace repere::review
