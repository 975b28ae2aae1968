// The key of an account or a social security number, said apart: "et la clé c'est douze ou vingt et un", and read back.
#include <algorithm>
#include <string>
#include <vector>

#include "privacy/dictation.hpp"
#include "privacy/resolve.hpp"

namespace repere::privacy {
namespace {

constexpr std::size_t kTurnsBack = 6;   // since the account or number was spoken of
constexpr std::size_t kEchoTurns = 4;   // a key is read back so soon
constexpr std::size_t kMostWords = 3;   // between the word for the key and the key
constexpr std::size_t kMostKeys = 16;   // a conversation names few; more would cost time in proportion

struct Key {
    DataType type = DataType::kIban;
    std::string figures;
    std::size_t turn = 0;
};

bool key_sized(const Item& item) { return item.number() && item.value.size() == 2; }

// The first item after `word` that may be a key, or kNone.
std::size_t key_after(const Reading& r, std::size_t word) {
    for (std::size_t i = word + 1; i < r.size() && i <= word + kMostWords + 1 && !r[i].line_start; ++i) {
        if (r[i].number()) return key_sized(r[i]) && (r.classes_after(i) & kUnit) == 0 ? i : kNone;
        if (!r[i].is(kStop | kFiller | kLeadIn) && r[i].kind != ItemKind::kMark) return kNone;
    }
    return kNone;
}

class Keys {
  public:
    Keys(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) : readings_(readings), turns_(turns) {}

    void turn(std::size_t t) {
        const Reading& r = readings_[t];
        remember_owner(t);
        if (!r.numbers || !owned_ || t - owner_turn_ > kTurnsBack) return;
        const auto before = turns_[t].kept.size();
        if ((r.topics & kTopicKey) != 0) find(t);
        find_again(t);
        if (turns_[t].kept.size() == before) return;
        std::sort(turns_[t].kept.begin(), turns_[t].kept.end(), [](const Candidate& a, const Candidate& b) { return a.first < b.first; });
    }

  private:
    void remember_owner(std::size_t t) {
        for (const Candidate& c : turns_[t].kept) {
            if (c.type == DataType::kIban || c.type == DataType::kNir) own(c.type, t);
        }
        if ((readings_[t].topics & kTopicNir) != 0) own(DataType::kNir, t);
        else if ((readings_[t].topics & kTopicIban) != 0) own(DataType::kIban, t);
    }

    void own(DataType type, std::size_t t) {
        owner_ = type;
        owner_turn_ = t;
        owned_ = true;
    }

    void find(std::size_t t) {
        const Reading& r = readings_[t];
        for (std::size_t word = 0; word < r.size(); ++word) {
            if ((r[word].topics & kTopicKey) == 0) continue;
            const std::size_t i = key_after(r, word);
            if (i == kNone || !turns_[t].free(i, i)) continue;
            std::size_t last = i;
            note(r[i].value, t);
            if (i + 2 < r.size() && r[i + 1].is(kOr) && key_sized(r[i + 2]) && turns_[t].free(i, i + 2)) {  // "douze ou vingt et un"
                last = i + 2;
                note(r[last].value, t);
            }
            const bool with_word = owner_ == DataType::kNir && i == word + 1 && turns_[t].free(word, word);
            turns_[t].add({owner_, with_word ? word : i, last, 0.7, "context:key", r[i].value});
            word = last;
        }
    }

    void note(const std::string& figures, std::size_t t) {
        if (known_.size() < kMostKeys) known_.push_back({owner_, figures, t});
    }

    void find_again(std::size_t t) {
        if (known_.empty()) return;
        const Reading& r = readings_[t];
        for (std::size_t i = 0; i < r.size(); ++i) {
            if (!key_sized(r[i]) || turns_[t].taken[i] || inside_run(r, i) || r.links[i].next == i + 1 || (r.classes_after(i) & kUnit) != 0) continue;
            for (const Key& key : known_) {
                if (t - key.turn > kEchoTurns || key.figures != r[i].value) continue;
                turns_[t].add({key.type, i, i, 0.6, "entity:part", key.figures});
                break;
            }
        }
    }

    const std::deque<Reading>& readings_;
    std::vector<TurnFindings>& turns_;
    std::vector<Key> known_;
    DataType owner_ = DataType::kIban;
    std::size_t owner_turn_ = 0;
    bool owned_ = false;
};

}  // namespace

void link_keys(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) {
    Keys keys(readings, turns);
    for (std::size_t t = 0; t < turns.size(); ++t) keys.turn(t);
}

}  // namespace repere::privacy
