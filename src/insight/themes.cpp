#include "insight/themes.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "insight/themes_finder.hpp"

namespace repere::insight {
namespace {

constexpr std::size_t kMostRising = 400;  // phrases looked at for themes, the strongest

}  // namespace

Status ThemeConfig::validate() const {
    const bool good = least >= 2 && false_rate > 0 && false_rate < 1 && least_rise >= 1 && together > 0 && together <= 1 &&
                      covered > 0 && covered <= 1 && fewest >= 1 && most_phrases >= 1000;
    if (!good) return fail(ErrorCode::kUsage, "insight.themes.config");
    return {};
}

ThemeFinder::ThemeFinder(const language::Lexicon& lexicon, LeftOut french, LeftOut english, ThemeConfig config)
    : impl_(new Impl{lexicon, std::move(french), std::move(english), config, {}, {}, {}, {}, {}, {}}) {}
ThemeFinder::ThemeFinder(ThemeFinder&&) noexcept = default;
ThemeFinder::~ThemeFinder() = default;

void ThemeFinder::add(const Interaction& masked, const std::vector<std::string>& topics, Period period) {
    Kept conversation{.id = masked.id, .english = masked.language == "en"};
    WordStore& store = period == Period::kNow ? impl_->now : impl_->before;
    ReadTheme read;
    bool speaks = false;
    for (std::size_t i = 0; i < masked.turns.size(); ++i) {
        const Turn& turn = masked.turns[i];
        if (turn.speaker != Speaker::kCustomer) continue;
        read_for_themes(impl_->tokens_of(turn.text, conversation.english), impl_->left_out(conversation.english), impl_->numbers, read);
        if (read.ids.empty()) continue;
        speaks = true;
        read.ids.push_back(ReadTheme::kBreak);
        store.add(read.ids);
        if (period == Period::kNow) conversation.turns.emplace_back(i, turn.text);
    }
    if (!speaks) return;
    store.end_conversation();
    if (period == Period::kBefore) return;
    for (const auto& id : topics) conversation.topics.push_back(impl_->topic_number(id));
    impl_->kept.push_back(std::move(conversation));
}

// The phrases whose rise chance does not explain, strongest first.
std::vector<Rising> ThemeFinder::Impl::rising(std::size_t& tested) const {
    const auto counted = count_phrases(now, before, numbers, config.least, config.most_phrases);
    tested = counted.size();
    std::vector<double> chances;
    chances.reserve(counted.size());
    for (const PhraseCount& c : counted) chances.push_back(chance_of_rise(c.counts));
    const double limit = largest_kept(chances, config.false_rate);
    std::vector<Rising> out;
    for (std::size_t k = 0; k < counted.size(); ++k) {
        const TwoPeriods& c = counted[k].counts;
        if (chances[k] > limit || c.now < config.least || c.share_now() < config.least_rise * c.share_before()) continue;
        out.push_back({counted[k], log_likelihood_ratio(c), chances[k], {}});
    }
    std::ranges::stable_sort(out, std::greater{}, &Rising::strength);
    if (out.size() > kMostRising) out.resize(kMostRising);
    return out;
}

void ThemeFinder::Impl::find_conversations(std::vector<Rising>& phrases) const {
    std::unordered_map<Phrase, std::size_t, PhraseHash> index;
    std::vector<bool> wanted(numbers.size(), false);
    for (std::size_t k = 0; k < phrases.size(); ++k) {
        index.emplace(phrases[k].found.phrase, k);
        wanted[phrases[k].found.phrase.words[0]] = true;
    }
    for (std::size_t i = 0; i < now.size(); ++i) {
        for (std::size_t length = 1; length <= Phrase::kLongest; ++length) {
            each_phrase(now.conversation(i), length, numbers, [&](const Phrase& phrase) {
                if (!wanted[phrase.words[0]]) return;
                const auto found = index.find(phrase);
                if (found == index.end()) return;
                auto& list = phrases[found->second].conversations;
                if (list.empty() || list.back() != i) list.push_back(i);
            });
        }
    }
}

// A phrase joins the first theme whose strongest phrase it keeps company with, or begins one.
std::vector<Group> ThemeFinder::Impl::groups(const std::vector<Rising>& phrases) const {
    std::vector<Group> out;
    for (std::size_t k = 0; k < phrases.size(); ++k) {
        const auto joined = std::ranges::find_if(out, [&](const Group& group) {
            const Rising& first = phrases[group.front()];
            return holds(phrases[k].found.phrase, first.found.phrase) || holds(first.found.phrase, phrases[k].found.phrase) ||
                   ochiai(first.conversations, phrases[k].conversations) >= config.together;
        });
        if (joined != out.end()) joined->push_back(k);
        else out.push_back({k});
    }
    return out;
}

// How many conversations before the period bear any phrase of each theme.
std::vector<std::size_t> ThemeFinder::Impl::before_counts(const std::vector<Rising>& phrases, const std::vector<Group>& groups) const {
    std::unordered_map<Phrase, std::size_t, PhraseHash> theme_of;
    std::vector<bool> wanted(numbers.size(), false);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        for (const std::size_t k : groups[g]) {
            theme_of.emplace(phrases[k].found.phrase, g);
            wanted[phrases[k].found.phrase.words[0]] = true;
        }
    }
    std::vector<std::size_t> out(groups.size(), 0);
    std::vector<std::size_t> last(groups.size(), 0);  // conversation counted last, from 1
    for (std::size_t i = 0; i < before.size(); ++i) {
        for (std::size_t length = 1; length <= Phrase::kLongest; ++length) {
            each_phrase(before.conversation(i), length, numbers, [&](const Phrase& phrase) {
                if (!wanted[phrase.words[0]]) return;
                const auto found = theme_of.find(phrase);
                if (found == theme_of.end() || last[found->second] == i + 1) return;
                last[found->second] = i + 1;
                ++out[found->second];
            });
        }
    }
    return out;
}

Theme ThemeFinder::Impl::theme(const std::vector<Rising>& phrases, const Group& group, std::size_t before_count,
                               std::span<const double> shares) const {
    Theme out;
    std::set<std::size_t> bearing;
    for (const std::size_t k : group) bearing.insert(phrases[k].conversations.begin(), phrases[k].conversations.end());
    const std::vector<std::size_t> conversations(bearing.begin(), bearing.end());
    out.counts = {conversations.size(), now.size(), before_count, before.size()};
    out.strength = log_likelihood_ratio(out.counts);
    out.chance = phrases[group.front()].chance;
    label(phrases, group, conversations, out);
    topics(conversations, shares, out);
    quotes(phrases, group, conversations, out);
    return out;
}

ThemeReport ThemeFinder::report() const {
    ThemeReport out{.now = impl_->now.size(), .before = impl_->before.size()};
    out.enough = out.now >= impl_->config.fewest && out.before >= impl_->config.fewest;
    if (!out.enough) return out;
    auto phrases = impl_->rising(out.tested);
    impl_->find_conversations(phrases);
    auto groups = impl_->groups(phrases);
    if (groups.size() > impl_->config.most_themes) groups.resize(impl_->config.most_themes);
    const auto shares = impl_->topic_shares();
    const auto before = impl_->before_counts(phrases, groups);
    for (std::size_t g = 0; g < groups.size(); ++g) out.themes.push_back(impl_->theme(phrases, groups[g], before[g], shares));
    return out;
}

}  // namespace repere::insight
