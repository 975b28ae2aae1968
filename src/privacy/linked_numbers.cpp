// A number that was found once is found again: whole wherever it stands, and in part near where it was given, as the other
// side reads back "quarante et un douze" or its last figures.
#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "privacy/dictation.hpp"
#include "privacy/resolve.hpp"

namespace repere::privacy {
namespace {

constexpr std::size_t kWhole = 6;      // characters of a number that is found again anywhere
constexpr std::size_t kEchoTurns = 4;  // a part of it is, so many turns away
constexpr std::size_t kPart = 4;       // and so long
constexpr std::size_t kShortKey = 3;   // "418" is read back whole, at once
constexpr std::size_t kShortEchoTurns = 2;
constexpr std::size_t kShortEnd = 2;   // figures that answer at once what was given in part: "ending three eight?" - "three eight"
constexpr std::size_t kMostGiven = 16; // numbers of one turn; more would cost time in proportion
constexpr std::size_t kPlates = 64;    // a conversation names few; more would cost time in proportion

bool numbered(DataType type) {
    return type == DataType::kPhone || type == DataType::kCard || type == DataType::kIban || type == DataType::kNir ||
           type == DataType::kCustomerNumber || type == DataType::kPlate;
}

// Numbers are given in groups, and read back from the first or to the last of them; a long piece may be any.
bool part_of(std::string_view key, std::string_view piece) {
    if (piece.size() >= key.size()) return piece == key;
    if (piece.size() < kPart) return false;
    if (key.ends_with(piece) || key.starts_with(piece)) return true;
    return piece.size() >= kWhole && key.find(piece) != std::string_view::npos;
}

struct Given {
    DataType type = DataType::kCard;
    std::string key;
};

// The numbers that each turn gives.
using GivenTurns = std::vector<std::vector<Given>>;

GivenTurns numbers_given(const std::vector<TurnFindings>& turns) {
    GivenTurns out(turns.size());
    for (std::size_t t = 0; t < turns.size(); ++t) {
        for (const Candidate& c : turns[t].kept) {
            if (numbered(c.type) && c.key.size() >= (c.source == "context:part" ? kShortEnd : kShortKey) && out[t].size() < kMostGiven) out[t].push_back({c.type, c.key});
        }
    }
    return out;
}

// Does a number of the turns around say `piece`?
const Given* given_near(const GivenTurns& given, std::size_t t, std::string_view piece, bool opens_turn) {
    const std::size_t begin = t > kEchoTurns ? t - kEchoTurns : 0;
    for (std::size_t k = begin; k < std::min(given.size(), t + kEchoTurns + 1); ++k) {
        for (const Given& one : given[k]) {
            const bool answered = k < t && t - k == 1 && opens_turn && piece.size() >= kShortEnd && one.key.size() >= piece.size() && one.key.ends_with(piece);
            if (answered && (piece.size() >= kShortKey || one.key == piece)) return &one;  // "four one four that's me"
            const bool short_echo = one.key.size() < kPart && k < t && t - k <= kShortEchoTurns && one.key == piece;
            if (short_echo || (one.key.size() >= kPart && part_of(one.key, piece))) return &one;
        }
    }
    return nullptr;
}

bool digits_only(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What the words around say to be something else: a sum, a date, a product's number.
bool spoken_of_otherwise(const Reading& r, std::size_t i, std::size_t last) {
    return (r.classes_after(last) & (kUnit | kTimes)) != 0 || r.about(i, kTopicOther | kTopicExpiry, 3);
}

bool begins_run(const Reading& r, std::size_t i) {
    return i == 0 || !(r[i - 1].number() || r[i - 1].letter()) || r.links[i - 1].next != i;
}

using Known = std::unordered_map<std::string, DataType>;

// The number that starts at item i, known whole or in part; its last item is put into `found`.
bool said_again(const Reading& r, std::size_t i, std::size_t t, const Known& known, const GivenTurns& given_turns, const TurnFindings& turn, Candidate& found) {
    const Dictation d = dictation(r, i, 27, Letters::kAny);
    for (auto step = d.steps.rbegin(); step != d.steps.rend(); ++step) {
        const std::string piece = d.text.substr(0, step->length);
        if (!turn.free(i, step->item)) continue;
        if (const auto at = known.find(piece); at != known.end()) {
            found = {at->second, i, step->item, 0.7, "entity:number", at->first};
            return true;
        }
        // A part is all that is said in one run.
        const bool whole_run = step == d.steps.rbegin();
        if (!whole_run || !begins_run(r, i) || !digits_only(piece) || spoken_of_otherwise(r, i, step->item)) continue;
        const Given* given = given_near(given_turns, t, piece, i == 0);
        if (given == nullptr) continue;
        found = {given->type, i, step->item, 0.7, "entity:part", given->key};
        return true;
    }
    return false;
}

// "kp one nine vxr" after "kilo papa one nine victor xray romeo": the characters, however they are cut. The last item, or kNone.
std::size_t characters_at(const Reading& r, std::size_t i, std::string_view key) {
    std::size_t skipped = 0;
    for (std::size_t k = i; k < r.size(); ++k) {
        const Item& item = r[k];
        if (item.line_start && k > i) return kNone;
        if (item.kind == ItemKind::kMark || item.is(kFiller)) {
            if (k == i || ++skipped > 3) return kNone;
            continue;
        }
        skipped = 0;
        const char letter = item.info != nullptr ? item.info->letter : '\0';
        const std::string_view said = item.word() ? (letter != 0 ? std::string_view(&letter, 1) : item.folded) : std::string_view(item.value);
        if (said.empty() || !key.starts_with(said)) return kNone;
        key.remove_prefix(said.size());
        if (key.empty()) return k;
    }
    return kNone;
}

bool plate_again(const Reading& r, std::size_t i, const std::vector<std::string>& plates, const TurnFindings& turn, Candidate& found) {
    for (const std::string& plate : plates) {
        const std::size_t last = characters_at(r, i, plate);
        if (last == kNone || !turn.free(i, last)) continue;
        found = {DataType::kPlate, i, last, 0.7, "entity:number", plate};
        return true;
    }
    return false;
}

void sort_kept(TurnFindings& turn) {
    std::sort(turn.kept.begin(), turn.kept.end(), [](const Candidate& a, const Candidate& b) { return a.first < b.first; });
}

}  // namespace

void link_numbers(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) {
    Known known;
    std::vector<std::string> plates;
    bool any = false;
    for (const auto& turn : turns) {
        for (const Candidate& c : turn.kept) {
            if (!numbered(c.type)) continue;
            any = true;
            if (c.key.size() >= kWhole) known.emplace(c.key, c.type);
            if (c.type == DataType::kPlate && plates.size() < kPlates && std::find(plates.begin(), plates.end(), c.key) == plates.end()) plates.push_back(c.key);
        }
    }
    if (!any) return;
    const GivenTurns given = numbers_given(turns);
    for (std::size_t t = 0; t < turns.size(); ++t) {
        const Reading& r = readings[t];
        if (!r.numbers) continue;
        const auto before = turns[t].kept.size();
        for (std::size_t i = 0; i < r.size(); ++i) {
            if (turns[t].taken[i]) continue;
            Candidate found;
            const bool starts = r[i].number() || r[i].letter() || (r[i].word() && r[i].all_capitals && r[i].folded.size() <= 4);
            if (plate_again(r, i, plates, turns[t], found) || (starts && said_again(r, i, t, known, given, turns[t], found))) {
                const std::size_t last = found.last;
                turns[t].add(std::move(found));
                i = last;
            }
        }
        if (turns[t].kept.size() > before) sort_kept(turns[t]);
    }
}

}  // namespace repere::privacy
