// Who is who: a name met once is known in the whole conversation, and equal numbers are one.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "privacy/dictation.hpp"
#include "privacy/names.hpp"
#include "privacy/resolve.hpp"

namespace repere::privacy {
namespace {

std::vector<std::string_view> words_of(std::string_view key) {
    std::vector<std::string_view> words;
    while (!key.empty()) {
        const auto end = std::min(key.find(' '), key.size());
        if (end > 0) words.push_back(key.substr(0, end));
        key.remove_prefix(std::min(end + 1, key.size()));
    }
    return words;
}

// Where one calls somebody by name: at either end of a turn, after a greeting, before "you".
bool calls_out(const Reading& r, std::size_t i) {
    if (i == 0 || i + 1 >= r.size() || r[i - 1].is(kGreeting)) return true;
    const auto next = r[i + 1].folded;
    return next == "you" || next == "i" || next == "tu" || next == "vous" || next == "je";
}

bool known_word(const std::unordered_set<std::string_view>& known, const Reading& r, std::size_t i) {
    const Item& item = r[i];
    if (!item.word() || item.elided || item.is(kTitle | kStop) || item.folded.size() < 3) return false;
    if (!item.capitalised && item.is(kCommon) && item.is(kFirstName) && calls_out(r, i)) return known.find(item.folded) != known.end();  // "carol", "lee"
    if (!item.capitalised && (item.is(kCommon) || (item.is(kDictionary) && !item.is(kFamilyName | kFirstName)))) return false;
    return known.find(item.folded) != known.end();
}

// +33 6 … and 0033 6 … are 06 …, and so with +44, +32 and +41; one may also dictate (0).
std::string phone_key(std::string_view digits) {
    if (digits.starts_with("00")) digits.remove_prefix(2);
    for (const std::string_view country : {"33", "44", "32", "41"}) {
        if (!digits.starts_with(country) || digits.size() < 10) continue;
        digits.remove_prefix(2);
        if (digits.starts_with("0")) digits.remove_prefix(1);
        return "0" + std::string(digits);
    }
    return std::string(digits);
}

// The figures of "CT-77120", which may be said without the letters.
std::string figures_of(const std::string& key) {
    std::string figures;
    for (const char c : key) {
        if (c >= '0' && c <= '9') figures += c;
    }
    return figures.size() >= 5 ? figures : key;
}

constexpr std::size_t kShortestPart = 3;  // characters of a number that stand for the whole: "se termine par 412"
constexpr std::size_t kLongestPart = 6;

// Entities of one type; the latest first when several fit.
class Entities {
  public:
    std::size_t number_of(DataType type, const std::string& key) {
        if (type == DataType::kPerson) return of_person(key);
        const std::string normal = type == DataType::kPhone ? phone_key(key) : type == DataType::kCustomerNumber ? figures_of(key) : key;
        if (const auto at = by_key_.find(normal); at != by_key_.end()) return at->second;
        if (type == DataType::kAddress) return by_key_[normal] = of_address(normal);
        if (type != DataType::kCard && type != DataType::kIban) return by_key_[normal] = ++count_;
        return by_key_[normal] = of_account(normal);
    }

  private:
    // A street is named without its number after it was given with it.
    std::size_t of_address(const std::string& key) {
        std::string names;
        for (const auto word : words_of(key)) {
            if (word.front() < '0' || word.front() > '9') names.append(names.empty() ? "" : " ").append(word);
        }
        const auto known = by_part_.find(names);
        if (names == key && known != by_part_.end()) return known->second;
        return by_part_[names] = ++count_;
    }

    // A card or an account may be named by its first or last figures, before or after the whole.
    std::size_t of_account(const std::string& key) {
        if (key.size() <= kLongestPart) {
            const auto whole = by_part_.find(key);
            return whole != by_part_.end() ? whole->second : ++count_;
        }
        std::size_t number = 0;
        for (std::size_t length = kShortestPart; length <= kLongestPart && number == 0; ++length) {
            const auto end = by_key_.find(key.substr(key.size() - length));
            if (end != by_key_.end()) number = end->second;
        }
        if (number == 0) number = ++count_;
        for (std::size_t length = kShortestPart; length <= kLongestPart; ++length) {
            by_part_[key.substr(0, length)] = number;
            by_part_[key.substr(key.size() - length)] = number;
        }
        return number;
    }

    std::size_t of_person(const std::string& key) {
        if (const auto at = by_key_.find(key); at != by_key_.end()) return at->second;
        const auto words = words_of(key);
        std::size_t found = 0;
        for (const auto word : words) {
            if (word.size() < 2) continue;
            const auto at = by_word_.find(std::string(word));
            if (at == by_word_.end()) continue;
            // "Curtis Oyelaran" is not "Jasmine Oyelaran": both bring a word of their own.
            const auto& members = words_[at->second];
            const bool extra = std::any_of(words.begin(), words.end(), [&](std::string_view w) {
                return w.size() > 1 && members.find(std::string(w)) == members.end();
            });
            if (extra && members.size() > 1) continue;
            found = at->second;
        }
        if (found == 0) {
            std::string joined;
            for (const auto word : words) joined += word;
            const auto at = by_word_.find(joined);  // spelled letters
            found = at != by_word_.end() ? at->second : ++count_;
        }
        by_key_[key] = found;
        for (const auto word : words) {
            if (word.size() < 2) continue;
            by_word_[std::string(word)] = found;
            words_[found].insert(std::string(word));
        }
        return found;
    }

    std::size_t count_ = 0;
    std::unordered_map<std::string, std::size_t> by_key_, by_word_, by_part_;
    std::unordered_map<std::size_t, std::unordered_set<std::string>> words_;
};

}  // namespace

namespace {

// "… cathy du financement", "… cathy financement", "… seán here"
bool presents_self_next(const Reading& r, std::size_t last) {
    if (last + 1 >= r.size()) return false;
    return r[last + 1].is(kWorksFor | kSpeaking | kCompany) || (r[last + 1].is(kDictionary) && !r[last + 1].is(kStop | kRole | kCommon | kStreet | kBuilding));
}

// An agent who calls a customer by a name known from elsewhere, and then says their own: "monsieur teixeira cathy du financement".
void part_two_people(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) {
    std::unordered_map<std::string_view, std::unordered_set<std::string_view>> company;  // the words seen beside each
    std::unordered_map<std::string_view, std::size_t> alone;                             // how often without others
    const auto pair = [](const Candidate& c) { return c.type == DataType::kPerson && c.last == c.first + 1; };
    bool any = false;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        for (const Candidate& c : turns[t].kept) {
            if (c.type != DataType::kPerson || !readings[t][c.first].word()) continue;
            any = any || pair(c);
            if (c.first == c.last) ++alone[readings[t][c.first].folded];
            else if (pair(c)) company[readings[t][c.first].folded].insert(readings[t][c.last].folded);
        }
    }
    if (!any) return;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        const Reading& r = readings[t];
        if (r.written() || r.speaker != Speaker::kAgent) continue;
        auto& kept = turns[t].kept;
        for (std::size_t k = 0; k < kept.size(); ++k) {
            if (!pair(kept[k]) || !first_name(r, kept[k].last)) continue;
            const std::size_t at = kept[k].first;
            if (kept[k].source == "context:title" && !presents_self_next(r, kept[k].last)) continue;  // "madame tellier geneviève"
            const bool known = company[r[at].folded].size() > 1 || alone.find(r[at].folded) != alone.end();
            if (!known) continue;
            const double score = kept[k].score;
            const std::string_view source = kept[k].source;
            kept[k] = person(r, at, at, score, source);
            kept.insert(kept.begin() + static_cast<std::ptrdiff_t>(k) + 1, person(r, at + 1, at + 1, score, source));
            ++k;
        }
    }
}

// A word that no list and no dictionary has, met in two turns and called out in one, as at the end of "bonne soirée nino".
void call_unheard(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) {
    std::unordered_map<std::string_view, std::size_t> last_turn;
    std::unordered_set<std::string_view> again;
    for (std::size_t t = 0; t < readings.size(); ++t) {
        const Reading& r = readings[t];
        if (r.written()) return;
        for (std::size_t i = 0; i < r.size(); ++i) {
            if (!unheard(r, i) || turns[t].taken[i]) continue;
            const auto [at, fresh] = last_turn.emplace(r[i].folded, t);
            if (!fresh && at->second != t) again.insert(r[i].folded);
        }
    }
    for (std::size_t t = 1; t < readings.size() && !again.empty(); ++t) {
        const Reading& r = readings[t];
        if (r.size() < 2) continue;
        const std::size_t i = r.size() - 1;
        const bool called = r[i - 1].is(kGreeting | kSignOff) && unheard(r, i) && !turns[t].taken[i] && again.count(r[i].folded) > 0;
        if (called) turns[t].add(person(r, i, i, 0.6, "context:greeting"));
    }
}

}  // namespace

namespace {

// "jacinthe ouellet": a first name that is a word too, beside a surname that is known and is none
bool first_before(const Reading& r, std::size_t i) {
    const Item& before = r[i - 1];
    return !r.written() && before.word() && !before.elided && before.is(kFirstName) && !before.is(kStop | kCommon | kTitle) && unheard(r, i);
}

// "Le Tallec"; in speech "van acker", "o grady", not "de tallec".
bool particle_before(const Reading& r, std::size_t i) {
    const Item& before = r[i - 1];
    if (!before.is(kParticle) || before.elided) return false;
    if (before.capitalised && r[i].capitalised) return true;
    return !r.written() && !before.is(kArticle | kWeakParticle) && (before.letter() || before.is(kSurnameParticle));
}

}  // namespace

void link_people(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) {
    call_unheard(readings, turns);
    part_two_people(readings, turns);
    std::unordered_set<std::string_view> known;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        for (const Candidate& c : turns[t].kept) {
            if (c.type != DataType::kPerson || c.score < 0.6 || (c.source == "form:spelled" && c.first != c.last)) continue;
            for (std::size_t i = c.first; i <= c.last; ++i) {
                const Item& item = readings[t][i];
                if (item.word() && item.folded.size() > 2 && !item.is(kParticle | kStop)) known.insert(item.folded);
            }
        }
    }
    if (known.empty()) return;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        const Reading& r = readings[t];
        bool added = false;
        for (std::size_t i = 0; i < r.size(); ++i) {
            if (turns[t].taken[i] || !known_word(known, r, i)) continue;
            if (i > 0 && !r[i].space_before && (r[i - 1].is_mark('@') || r[i - 1].is_mark('.') || r[i - 1].is_mark('/') || (r[i - 1].is_mark('-') && !r[i].capitalised))) continue;
            std::size_t words = 0;
            std::size_t last = name_end(r, i, true, words);
            if (last == kNone) last = i;
            std::size_t first = i;
            if (first > 0 && !turns[t].taken[first - 1] && !r[first].line_start && (particle_before(r, i) || first_before(r, i))) --first;
            while (last > i && !turns[t].free(first, last)) --last;
            if (!turns[t].free(first, last)) continue;
            turns[t].add(person(r, first, last, 0.7, "entity:person"));
            added = true;
            i = last;
        }
        if (added) {
            std::sort(turns[t].kept.begin(), turns[t].kept.end(), [](const Candidate& a, const Candidate& b) { return a.first < b.first; });
        }
    }
}

std::vector<std::vector<std::size_t>> number_entities(const std::vector<TurnFindings>& turns) {
    std::array<Entities, kTypeNames.size()> entities;
    std::vector<std::vector<std::size_t>> numbers(turns.size());
    for (std::size_t t = 0; t < turns.size(); ++t) {
        for (const Candidate& c : turns[t].kept) {
            numbers[t].push_back(entities[static_cast<std::size_t>(c.type)].number_of(c.type, c.key));
        }
    }
    return numbers;
}

}  // namespace repere::privacy
