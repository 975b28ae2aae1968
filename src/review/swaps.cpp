#include "review/swaps.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "language/characters.hpp"

namespace repere::review {
namespace {

template <class Value>
bool allows(const std::vector<Value>& listed, Value value) {
    return listed.empty() || std::find(listed.begin(), listed.end(), value) != listed.end();
}

std::string with_letters(std::string_view text, const std::map<char32_t, std::string>& letters) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = language::decode(text, i);
        const auto found = letters.find(c.code);
        out += found != letters.end() ? found->second : std::string(text.substr(i, c.bytes));
        i += c.bytes;
    }
    return out;
}

bool holds_any(const std::unordered_set<std::string>& words, std::string_view text) {
    if (words.empty()) return false;
    const auto all = plain_words(text);
    return std::any_of(all.begin(), all.end(), [&](const PlainWord& word) { return words.contains(word.folded); });
}

std::string swapped(const Swap& swap, const Rewriter& names, const std::string& text) {
    const std::string renamed = names.rewrite(text);
    std::string out = with_letters(swap.words.rewrite(renamed), swap.letters);
    return holds_any(swap.whole, out) ? renamed : out;
}

}  // namespace

std::optional<Interaction> Swaps::apply(const Swap& swap, const LabelledInteraction& reference) const {
    if (!allows(swap.channels, reference.interaction.channel)) return {};
    const Rewriter names = rename_persons(swap, reference, known_);
    Interaction out = reference.interaction;
    bool changed = false;
    for (auto& turn : out.turns) {
        if (!allows(swap.speakers, turn.speaker)) continue;
        std::string text = swapped(swap, names, turn.text);
        if (text == turn.text) continue;
        turn.text = std::move(text);
        turn.words.clear();
        changed = true;
    }
    if (!changed) return {};
    return out;
}

}  // namespace repere::review
