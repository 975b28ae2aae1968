// How a theme is told: its words as people write them, its topics, its quotes.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "insight/themes_finder.hpp"

namespace repere::insight {
namespace {

constexpr std::size_t kMostWords = 6;         // of a theme's label
constexpr std::size_t kMostTopics = 3;
constexpr double kOftenerThanElsewhere = 1.5; // a topic covers a theme if its conversations have it so much oftener than all
constexpr double kSameAs = 0.8;               // of a phrase's conversations: then the longer one stands for it
constexpr std::size_t kLooked = 300;          // conversations looked at for quotes
constexpr std::size_t kQuoteTokens = 14;      // shown on each side where no sentence ends sooner
constexpr std::size_t kGoodQuote = 90;        // code points: what is nearest to it is told first

}  // namespace

template <class Visit>
void ThemeFinder::Impl::each_place(const std::vector<Rising>& phrases, const Group& group, const Kept& conversation, Visit&& visit) const {
    std::unordered_map<Phrase, std::size_t, PhraseHash> wanted;
    for (std::size_t g = 0; g < group.size(); ++g) wanted.emplace(phrases[group[g]].found.phrase, g);
    ReadTheme read;
    for (const auto& [turn, text] : conversation.turns) {
        const language::Text tokens = tokens_of(text, conversation.english);
        read_for_themes(tokens, left_out(conversation.english), numbers, read);
        for (std::size_t k = 0; k < read.ids.size(); ++k) {
            Phrase phrase;
            for (std::size_t n = 0; n < Phrase::kLongest && k + n < read.ids.size() && read.ids[k + n] != ReadTheme::kBreak; ++n) {
                phrase.words[n] = read.ids[k + n];
                const auto found = wanted.find(phrase);
                if (found != wanted.end()) visit(found->second, turn, text, tokens, read.tokens[k], read.tokens[k + n]);
            }
        }
    }
}

// Each phrase as most often written; one that mostly stands inside a longer one of the label is left out.
void ThemeFinder::Impl::label(const std::vector<Rising>& phrases, const Group& group, const std::vector<std::size_t>& conversations,
                              Theme& out) const {
    std::vector<std::map<std::string, std::size_t>> written(group.size());
    for (std::size_t c = 0; c < std::min(conversations.size(), kLooked); ++c) {
        each_place(phrases, group, kept[conversations[c]],
                   [&](std::size_t g, std::size_t, const std::string& whole, const language::Text& text, std::uint32_t first, std::uint32_t last) {
                       const std::size_t begin = text.tokens[first].begin_byte;
                       ++written[g][whole.substr(begin, text.tokens[last].end_byte - begin)];
                   });
    }
    for (std::size_t g = 0; g < group.size() && out.words.size() < kMostWords; ++g) {
        const PhraseCount& own = phrases[group[g]].found;
        const bool inside = std::ranges::any_of(group, [&](std::size_t other) {
            const PhraseCount& longer = phrases[other].found;
            return holds(longer.phrase, own.phrase) && static_cast<double>(longer.counts.now) >= kSameAs * static_cast<double>(own.counts.now);
        });
        // Of two phrases with the same words, one says enough.
        const bool repeats = std::ranges::any_of(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(g), [&](std::size_t other) {
            return holds(phrases[other].found.phrase, own.phrase);
        });
        if (inside || repeats || written[g].empty()) continue;
        out.words.push_back(std::ranges::max_element(written[g], {}, [](const auto& entry) { return entry.second; })->first);
    }
}

std::vector<double> ThemeFinder::Impl::topic_shares() const {
    std::vector<double> out(topic_names.size(), 0);
    for (const Kept& conversation : kept) {
        for (const std::uint16_t t : conversation.topics) out[t] += 1 / static_cast<double>(kept.size());
    }
    return out;
}

void ThemeFinder::Impl::topics(const std::vector<std::size_t>& conversations, std::span<const double> shares, Theme& out) const {
    std::vector<std::size_t> count(topic_names.size(), 0);
    for (const std::size_t c : conversations) {
        for (const std::uint16_t t : kept[c].topics) ++count[t];
    }
    std::vector<std::size_t> order;
    for (std::size_t t = 0; t < count.size(); ++t) {
        if (count[t] > 0) order.push_back(t);
    }
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t t) { return count[t]; });
    for (const std::size_t t : order) {
        const double share = static_cast<double>(count[t]) / static_cast<double>(conversations.size());
        if (!out.covered_by && share >= config.covered && share >= kOftenerThanElsewhere * shares[t]) out.covered_by = topic_names[t];
        if (out.topics.size() < kMostTopics) out.topics.push_back({topic_names[t], count[t]});
    }
}

namespace {

// The sentence around two tokens, or some words on each side where it is long.
Span quote_around(const language::Text& text, std::uint32_t first, std::uint32_t last, std::size_t& begin_byte, std::size_t& end_byte) {
    std::uint32_t begin = first;
    while (begin > 0 && first - begin < kQuoteTokens && !text.tokens[begin].starts_sentence) --begin;
    std::uint32_t end = last;
    while (end + 1 < text.tokens.size() && end - last < kQuoteTokens && !text.tokens[end + 1].starts_sentence) ++end;
    begin_byte = text.tokens[begin].begin_byte;
    end_byte = text.tokens[end].end_byte;
    return {text.tokens[begin].begin, text.tokens[end].end};
}

struct Candidate {
    ThemeQuote quote;
    std::size_t phrases = 0;  // of the theme, in the conversation
    std::size_t off = 0;      // code points longer or shorter than a good one
};

}  // namespace

// Conversations that bear many of the theme's phrases first; one quote of each, no two the same.
void ThemeFinder::Impl::quotes(const std::vector<Rising>& phrases, const Group& group, const std::vector<std::size_t>& conversations,
                               Theme& out) const {
    std::vector<Candidate> candidates;
    for (std::size_t c = 0; c < std::min(conversations.size(), kLooked); ++c) {
        const Kept& conversation = kept[conversations[c]];
        Candidate best;
        std::set<std::size_t> borne;
        std::size_t strongest = group.size();
        each_place(phrases, group, conversation,
                   [&](std::size_t g, std::size_t turn, const std::string& text, const language::Text& tokens, std::uint32_t first, std::uint32_t last) {
                       borne.insert(g);
                       if (g >= strongest) return;
                       strongest = g;
                       std::size_t begin = 0, end = 0;
                       const Span span = quote_around(tokens, first, last, begin, end);
                       best.quote = {conversation.id, turn, span, text.substr(begin, end - begin)};
                       const std::size_t length = span.end - span.begin;
                       best.off = length > kGoodQuote ? length - kGoodQuote : kGoodQuote - length;
                   });
        best.phrases = borne.size();
        if (!borne.empty()) candidates.push_back(std::move(best));
    }
    std::ranges::stable_sort(candidates, [](const Candidate& a, const Candidate& b) {
        return a.phrases != b.phrases ? a.phrases > b.phrases : a.off < b.off;
    });
    std::set<std::string> told;
    for (Candidate& candidate : candidates) {
        if (out.quotes.size() == config.quotes) return;
        if (told.insert(language::fold(candidate.quote.text)).second) out.quotes.push_back(std::move(candidate.quote));
    }
}

}  // namespace repere::insight
