// What the discovery of themes keeps, and its steps. Internal to the room.
#pragma once

#include <map>
#include <span>

#include "insight/themes.hpp"
#include "insight/themes_phrases.hpp"

namespace repere::insight {

// What is kept of a conversation of the period, to quote from.
struct Kept {
    std::string id;
    bool english = false;
    std::vector<std::pair<std::size_t, std::string>> turns;  // index, masked text
    std::vector<std::uint16_t> topics;
};

struct Rising {
    PhraseCount found;
    double strength = 0;
    double chance = 1;
    std::vector<std::size_t> conversations;  // of the period
};

// Phrases of one theme, the strongest first: indexes of rising phrases.
using Group = std::vector<std::size_t>;

struct ThemeFinder::Impl {
    const language::Lexicon& lexicon;
    LeftOut french, english;
    ThemeConfig config;
    mutable WordNumbers numbers;
    WordStore now, before;
    std::vector<Kept> kept;
    std::map<std::string, std::uint16_t> topic_numbers;
    std::vector<std::string> topic_names;

    const LeftOut& left_out(bool is_english) const { return is_english ? english : french; }
    language::Text tokens_of(const std::string& text, bool is_english) const {
        return language::tokenize(text, is_english ? "en" : "fr", lexicon);
    }
    std::uint16_t topic_number(const std::string& id) {
        const auto [at, fresh] = topic_numbers.try_emplace(id, static_cast<std::uint16_t>(topic_names.size()));
        if (fresh) topic_names.push_back(id);
        return at->second;
    }

    std::vector<Rising> rising(std::size_t& tested) const;
    void find_conversations(std::vector<Rising>& phrases) const;
    std::vector<Group> groups(const std::vector<Rising>& phrases) const;
    Theme theme(const std::vector<Rising>& phrases, const Group& group, std::size_t before_count, std::span<const double> topic_shares) const;
    std::vector<std::size_t> before_counts(const std::vector<Rising>& phrases, const std::vector<Group>& groups) const;
    void label(const std::vector<Rising>& phrases, const Group& group, const std::vector<std::size_t>& conversations, Theme& out) const;
    void topics(const std::vector<std::size_t>& conversations, std::span<const double> shares, Theme& out) const;
    void quotes(const std::vector<Rising>& phrases, const Group& group, const std::vector<std::size_t>& conversations, Theme& out) const;
    std::vector<double> topic_shares() const;
    // Calls visit(phrase index in `group`, turn, tokens, first, last) for each place where a phrase of the group stands.
    template <class Visit>
    void each_place(const std::vector<Rising>& phrases, const Group& group, const Kept& conversation, Visit&& visit) const;
};

}  // namespace repere::insight
