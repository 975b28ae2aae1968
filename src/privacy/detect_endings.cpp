// The first or last figures that stand for a number: "la carte qui finit par 4412", "chart number ending four seven two".
#include <algorithm>
#include <array>
#include <utility>

#include "privacy/candidates.hpp"
#include "privacy/dictation.hpp"

namespace repere::privacy {
namespace {

constexpr std::size_t kNear = 8;        // items between "finit par" and the figures
constexpr std::size_t kOwnerReach = 14; // and between them and the word for what they end
constexpr std::size_t kLongest = 6;     // figures; more are a number of their own

constexpr std::array<std::pair<std::uint32_t, DataType>, 5> kOwners{{
    {kTopicCard, DataType::kCard},
    {kTopicIban, DataType::kIban},
    {kTopicNir, DataType::kNir},
    {kTopicPhone, DataType::kPhone},
    {kTopicCustomer, DataType::kCustomerNumber},
}};

struct Owner {
    DataType type = DataType::kCard;
    bool named = false;
};

// "je l'ai dans le téléphone": where a number is kept, not whose it is.
bool kept_there(const Reading& r, std::size_t i) {
    const auto away = r.distance(i, kTopicPhone, kOwnerReach);
    if (away == kNone || away + 2 > i) return false;
    return r[i - away - 1].is(kArticle) && (r[i - away - 2].folded == "dans" || r[i - away - 2].folded == "in");
}

// Whose figures they are: of the word said nearest before, else just after.
Owner owner_of(const Reading& r, std::size_t i, std::size_t last) {
    Owner owner;
    std::size_t nearest = kNone;
    for (const auto& [topic, type] : kOwners) {
        const auto away = topic == kTopicPhone && kept_there(r, i) ? kNone : r.distance(i, topic, kOwnerReach);
        if (away == kNone || (nearest != kNone && away >= nearest)) continue;
        nearest = away;
        owner = {type, true};
    }
    if (owner.named) return owner;
    for (const auto& [topic, type] : kOwners) {
        if ((r.after(last, 8) & topic) != 0) return {type, true};
    }
    return owner;
}

// "oh seven seven … and he's got yours ending three eight": of the same kind as the number given before.
Owner given_before(const Candidates& found, std::size_t i) {
    for (auto c = found.rbegin(); c != found.rend(); ++c) {
        const bool owns = std::any_of(kOwners.begin(), kOwners.end(), [&](const auto& row) { return row.second == c->type; });
        if (owns && c->score >= 0.5 && c->last < i) return {c->type, true};
    }
    return {};
}

bool alternative(const Reading& r, std::size_t i) { return i > 0 && r[i - 1].is(kOr); }

}  // namespace

void find_endings(const Reading& r, Candidates& out) {
    if ((r.topics & kTopicPart) == 0) return;
    Owner owner;
    std::size_t end = kNone;  // of the ending just found
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (!r[i].number() || inside_run(r, i)) continue;
        const auto d = dictation(r, i, kLongest + 1, Letters::kFew);
        if (d.steps.empty() || d.text.size() < 2 || d.text.size() > kLongest || (r.classes_after(d.last()) & (kUnit | kTimes)) != 0) continue;
        const bool another = end != kNone && i == end + 2 && alternative(r, i);  // "four seven two or four two seven"
        if (!another) {
            const auto part = r.distance(i, kTopicPart, kNear);
            if (part == kNone || part > kNear || (r.after(i, 1) & kTopicPart) != 0) continue;
            owner = owner_of(r, i, d.last());
            if (!owner.named) owner = given_before(out, i);
        }
        if (!owner.named && d.text.size() != 4) continue;
        if (d.text.size() == 2 && owner.type != DataType::kCard && owner.type != DataType::kPhone) continue;
        out.push_back({owner.type, i, d.last(), owner.named ? (owner.type == DataType::kPhone ? 0.55 : 0.8) : 0.52, "context:part", d.text});
        end = d.last();
    }
}

}  // namespace repere::privacy
