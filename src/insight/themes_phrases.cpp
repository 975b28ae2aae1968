#include "insight/themes_phrases.hpp"

#include <unordered_map>

namespace repere::insight {
namespace {

struct Seen {
    std::uint32_t now = 0, before = 0;
    std::uint32_t last = 0;  // conversation, from 1 over both periods
};

class Counter {
  public:
    explicit Counter(std::size_t most) : most_(most) {}

    void count(const Phrase& phrase, std::uint32_t conversation, bool now) {
        if (table_.size() >= most_) forget();
        Seen& seen = table_[phrase];
        if (seen.last == conversation) return;
        seen.last = conversation;
        ++(now ? seen.now : seen.before);
    }
    template <class Visit>
    void each(Visit&& visit) const {
        for (const auto& [phrase, seen] : table_) visit(phrase, seen);
    }

  private:
    void forget() {
        ++rarest_;
        std::erase_if(table_, [&](const auto& item) { return item.second.now + item.second.before <= rarest_; });
        if (table_.size() < most_ / 2) rarest_ = 0;
    }

    std::size_t most_;
    std::uint32_t rarest_ = 0;
    std::unordered_map<Phrase, Seen, PhraseHash> table_;
};

}  // namespace

bool holds(const Phrase& longer, const Phrase& shorter) {
    const std::size_t n = shorter.length();
    if (n >= longer.length()) return false;
    return !std::ranges::search(longer.words, std::span(shorter.words).first(n)).empty();
}

std::size_t PhraseHash::operator()(const Phrase& phrase) const {
    std::uint64_t h = 0;
    for (const std::uint32_t word : phrase.words) h = (h ^ word) * 0x9E3779B97F4A7C15ULL + (h >> 29U);
    return h ^ (h >> 32U);
}

std::vector<PhraseCount> count_phrases(const WordStore& now, const WordStore& before, const WordNumbers& numbers, std::size_t least,
                                       std::size_t most) {
    std::vector<PhraseCount> out;
    std::vector<bool> frequent(numbers.size(), true);
    for (std::size_t length = 1; length <= Phrase::kLongest; ++length) {
        Counter counter(most);
        std::uint32_t conversation = 0;
        for (const WordStore* store : {&now, &before}) {
            for (std::size_t i = 0; i < store->size(); ++i) {
                ++conversation;
                each_phrase(store->conversation(i), length, numbers, [&](const Phrase& phrase) {
                    for (const std::uint32_t word : phrase.words) {
                        if (!frequent[word]) return;
                    }
                    counter.count(phrase, conversation, store == &now);
                });
            }
        }
        if (length == 1) {
            for (std::size_t word = 1; word < frequent.size(); ++word) frequent[word] = numbers.left_out(static_cast<std::uint32_t>(word));
        }
        counter.each([&](const Phrase& phrase, const Seen& seen) {
            if (seen.now + seen.before < least) return;
            if (length == 1) frequent[phrase.words[0]] = true;
            out.push_back({phrase, {seen.now, now.size(), seen.before, before.size()}});
        });
    }
    // In an order that does not hang on the table's.
    std::ranges::sort(out, {}, [](const PhraseCount& p) { return p.phrase.words; });
    return out;
}

}  // namespace repere::insight
