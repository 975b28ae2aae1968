// A street given once with its number is found again where it stands alone: "nothing carried over to Orchard Lane?".
#include <algorithm>
#include <string_view>
#include <vector>

#include "privacy/places.hpp"
#include "privacy/resolve.hpp"

namespace repere::privacy {
namespace {

constexpr std::size_t kMostStreets = 64;  // a conversation names few; more would cost time in proportion

using Street = std::vector<std::string_view>;  // folded words, the word for street included

Street words_of(const Reading& r, std::size_t first, std::size_t last) {
    Street words;
    for (std::size_t i = first; i <= last && i < r.size(); ++i) {
        if (r[i].kind != ItemKind::kMark) words.push_back(r[i].word() ? r[i].folded : std::string_view(r[i].value));
    }
    return words;
}

// The street inside an address, without number, building and flat. Empty where there is none, or only a bare word.
Street street_of(const Reading& r, const Candidate& address) {
    for (std::size_t i = address.first; i <= address.last; ++i) {
        if (!r[i].is(kStreet) || r[i].is(kBuilding)) continue;
        if (r.french()) {
            const std::size_t last = std::min(street_name(r, i), address.last);
            return last > i ? words_of(r, i, last) : Street{};
        }
        std::size_t first = i;
        while (first > address.first && r[first - 1].word() && !r[first - 1].is(kBuilding)) --first;
        return first < i ? words_of(r, first, i) : Street{};
    }
    return {};
}

// The last item of `street` said from item i on, or kNone.
std::size_t said_at(const Reading& r, std::size_t i, const Street& street) {
    std::size_t word = 0;
    std::size_t k = i;
    for (; k < r.size() && word < street.size(); ++k) {
        if (r[k].kind == ItemKind::kMark && word > 0) continue;
        if ((r[k].word() ? r[k].folded : std::string_view(r[k].value)) != street[word]) return kNone;
        ++word;
    }
    return word == street.size() ? k - 1 : kNone;
}

bool gives_address(const TurnFindings& turn) {
    return std::any_of(turn.kept.begin(), turn.kept.end(), [](const Candidate& c) { return c.type == DataType::kAddress; });
}

// "c'est bien rue du barry ?" - "oui, porte douze": where to find the door of the address that was just spoken of.
void mark_units(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) {
    constexpr std::size_t kOpening = 4;  // items
    for (std::size_t t = 1; t < turns.size(); ++t) {
        const Reading& r = readings[t];
        if (!r.numbers || !gives_address(turns[t - 1])) continue;
        for (std::size_t i = 0; i < std::min(kOpening, r.size()); ++i) {
            const std::size_t last = unit_end(r, i);
            if (last == kNone || !r[i].is(kBuilding) || !turns[t].free(i, last)) continue;
            Candidate unit{DataType::kAddress, i, last, 0.6, "context:address", ""};
            unit.key = said_key(r, unit);
            turns[t].kept.insert(turns[t].kept.begin(), unit);
            for (std::size_t k = i; k <= last; ++k) turns[t].taken[k] = true;
            break;
        }
    }
}

}  // namespace

void link_streets(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) {
    std::vector<Street> known;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        for (const Candidate& c : turns[t].kept) {
            if (c.type != DataType::kAddress || known.size() >= kMostStreets) continue;
            Street street = street_of(readings[t], c);
            if (!street.empty() && std::find(known.begin(), known.end(), street) == known.end()) known.push_back(std::move(street));
        }
    }
    mark_units(readings, turns);
    if (known.empty()) return;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        const Reading& r = readings[t];
        const auto before = turns[t].kept.size();
        for (std::size_t i = 0; i < r.size(); ++i) {
            if (turns[t].taken[i] || !(r[i].word() || r[i].number())) continue;
            for (const Street& street : known) {
                const std::size_t last = said_at(r, i, street);
                if (last == kNone || !turns[t].free(i, last)) continue;
                Candidate alone{DataType::kAddress, i, last, 0.7, "entity:address", ""};
                alone.key = said_key(r, alone);
                turns[t].add(std::move(alone));
                break;
            }
        }
        if (turns[t].kept.size() > before) {
            std::sort(turns[t].kept.begin(), turns[t].kept.end(), [](const Candidate& a, const Candidate& b) { return a.first < b.first; });
        }
    }
}

}  // namespace repere::privacy
