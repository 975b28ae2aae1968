// A number that is dictated in pieces: "quarante-neuf soixante-dix" - "oui" - "quarante quarante-huit" - …
#include <algorithm>
#include <array>
#include <utility>

#include "privacy/checksums.hpp"
#include "privacy/dictation.hpp"
#include "privacy/resolve.hpp"

namespace repere::privacy {
namespace {

struct Piece {
    std::size_t turn = 0;
    std::size_t first = 0;
    std::size_t last = 0;
};

struct Dictated {
    DataType type = DataType::kPhone;
    Speaker speaker = Speaker::kUnknown;
    std::string text;
    std::vector<Piece> pieces;
    std::size_t taken_back = 0;  // characters that may have been, where the speaker hesitated
    std::size_t idle = 0;  // turns without a figure since the last piece
    bool asked = false;    // the other side has just asked for it
};

constexpr std::array<std::pair<std::uint32_t, DataType>, 5> kDictated{{
    {kTopicCard, DataType::kCard},
    {kTopicIban, DataType::kIban},
    {kTopicNir, DataType::kNir},
    {kTopicPhone, DataType::kPhone},
    {kTopicCustomer, DataType::kCustomerNumber},
}};

std::size_t full_length(const Dictated& d, bool french) {
    switch (d.type) {
        case DataType::kCard: return 16;
        case DataType::kNir: return 15;
        case DataType::kPhone: return french ? 10 : 11;
        case DataType::kIban: return d.text.size() >= 2 && iban_length(d.text.substr(0, 2)) != 0 ? iban_length(d.text.substr(0, 2)) : 27;
        default: return 12;
    }
}

// What is masked from the request on, even where one piece is all that is given.
bool guarded(DataType type) { return type == DataType::kCard || type == DataType::kIban || type == DataType::kNir; }

constexpr std::uint32_t kOfTheCardToo = kTopicExpiry | kTopicCvv;  // asked for after its number, and named with it
constexpr std::uint32_t kAsksElse = kTopicPostcode | kTopicBirth | kTopicPlate;

std::uint32_t topic_of(DataType type) {
    const auto row = std::find_if(kDictated.begin(), kDictated.end(), [&](const auto& one) { return one.second == type; });
    return row == kDictated.end() ? 0 : row->first;
}

bool dictatable(DataType type) {
    return std::any_of(kDictated.begin(), kDictated.end(), [&](const auto& row) { return row.second == type; });
}

// A run of figures in a turn.
struct Run {
    std::size_t first = kNone;
    std::size_t last = 0;
    std::string text;
    std::size_t before = 0;  // plain words between it and the run before it, or the start of the turn
    bool hesitant = false;
};

// All runs of two figures or more, in order; `plain` gets the plain words of the turn outside of them.
std::vector<Run> runs_of(const Reading& r, Letters letters, std::size_t& plain) {
    std::vector<Run> runs;
    std::size_t before = 0;
    plain = 0;
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (r[i].number() || (letters == Letters::kAny && r[i].letter())) {
            auto d = dictation(r, i, 40, letters);
            if (!d.steps.empty() && d.digits >= 1 && d.text.size() >= 2) {
                runs.push_back({i, d.last(), std::move(d.text), before, d.hesitant});
                i = runs.back().last;
                before = 0;
                continue;
            }
        }
        if (r[i].word() && !r[i].is(kFiller)) {
            ++before;
            ++plain;
        }
    }
    return runs;
}

// The one run that a turn is about, when little else is said in it.
const Run* only_run(const std::vector<Run>& runs, std::size_t plain) {
    const Run* longest = nullptr;
    for (const Run& run : runs) {
        if (longest == nullptr || run.text.size() > longest->text.size()) longest = &run;
    }
    return longest != nullptr && plain <= longest->last + 1 - longest->first + 3 ? longest : nullptr;
}

constexpr std::size_t kPart = 3;       // characters of a first piece at the end of a turn that says much else
constexpr std::size_t kNearTopic = 6;  // items between it and the word for what it is
constexpr double kSure = 0.75;         // a finding of another type that is no piece of what is dictated
constexpr std::size_t kLead = 3;  // plain words that may stand before a piece: "et puis c'est"

// A finding of this turn that is another thing than the number dictated: the code behind the card, a date, an address.
bool foreign(const TurnFindings& turn, const Run& run, DataType type) {
    return std::any_of(turn.kept.begin(), turn.kept.end(), [&](const Candidate& c) {
        return c.last >= run.first && c.first <= run.last && c.type != type && c.type != DataType::kPostcode && !dictatable(c.type);
    });
}

// "septante et un ou septante-deux": how many of the figures stand for others.
std::size_t figures_taken_back(const Reading& r, const std::vector<Run>& runs) {
    std::size_t all = 0;
    for (const Run& run : runs) all += run.text.size();
    if (runs.size() < 2) return runs.empty() || !runs.front().hesitant ? 0 : 2 * all / 3;
    const auto from = r.items.begin() + static_cast<std::ptrdiff_t>(runs.front().first);
    const auto to = r.items.begin() + static_cast<std::ptrdiff_t>(runs.back().last);
    return std::any_of(from, to, [](const Item& item) { return item.is(kOr | kFiller); }) ? 2 * all / 3 : 0;
}

void mark(const Dictated& done, std::vector<TurnFindings>& turns) {
    const bool whole_answer = done.asked && guarded(done.type);
    if (done.pieces.size() < 2 && !whole_answer) return;
    for (const Piece& piece : done.pieces) {
        turns[piece.turn].remove_overlapping(piece.first, piece.last);
        turns[piece.turn].add({done.type, piece.first, piece.last, 0.8, "context:dictated", done.text});
    }
}

bool figures_in(const Reading& r) {
    return r.numbers && std::any_of(r.items.begin(), r.items.end(), [](const Item& item) { return item.number(); });
}

// Follows one dictation at a time through the turns of a call.
class Follower {
  public:
    Follower(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) : readings_(readings), turns_(turns) {}

    void turn(std::size_t t) {
        const Reading& r = readings_[t];
        if (!figures_in(r)) {
            if (is_open_ && (++open_.idle > 2 || !leaves_open(r))) close();
            return;
        }
        std::size_t plain = 0;
        const bool lettered = is_open_ && (open_.type == DataType::kIban || open_.type == DataType::kCustomerNumber);
        const auto runs = runs_of(r, lettered ? Letters::kAny : Letters::kFew, plain);
        if (is_open_ && runs.empty() && ++open_.idle <= 2) return;  // "et les quatre derniers"
        if (is_open_ && goes_on(t, runs, plain)) {
            open_.idle = 0;
            if (runs.size() == 1 || !begins_another(t, runs.back(), 0)) return;
        }
        close();
        open_at(t, runs, plain);
    }

    void close() {
        if (is_open_) mark(open_, turns_);
        is_open_ = false;
    }

  private:
    // "oui", "je vous suis": little is said between two pieces of a number whose length nobody knows.
    bool leaves_open(const Reading& r) const {
        if (open_.type != DataType::kCustomerNumber) return true;
        return std::count_if(r.items.begin(), r.items.end(), [](const Item& item) { return item.word() && !item.is(kFiller); }) <= 6;
    }

    bool goes_on(std::size_t t, const std::vector<Run>& runs, std::size_t plain) {
        const Reading& r = readings_[t];
        if (r.speaker == open_.speaker && asks_else(r)) return false;
        if (runs.empty() || (runs.front().before > kLead && only_run(runs, plain) != &runs.front()) || foreign(turns_[t], runs.front(), open_.type)) return false;
        if (open_.text.find(runs.front().text) != std::string::npos) {
            open_.pieces.push_back({t, runs.front().first, runs.front().last});
            return true;
        }
        if (r.speaker != open_.speaker && !completes(runs, r.french())) return false;
        return !begins_another(t, runs.front(), kSure) && take_pieces(t, runs);
    }

    // Something else was asked for than the number that was begun.
    bool asks_else(const Reading& r) const {
        if ((r.expected & kOfTheCardToo) != 0) return true;
        return (r.expected & kAsksElse) != 0 && (r.expected & topic_of(open_.type)) == 0;
    }

    // "j'ai deux cent trente-six à l'écran": the other side has the rest of what was begun.
    bool completes(const std::vector<Run>& runs, bool french) const {
        std::size_t all = 0;
        for (const Run& run : runs) all += run.text.size();
        return guarded(open_.type) && all >= kPart && open_.text.size() + all <= full_length(open_, french);
    }

    // "trois cent douze mille, et son numéro de sécu c'est bien un quarante et un …"
    bool begins_another(std::size_t t, const Run& run, double least) const {
        return std::any_of(turns_[t].kept.begin(), turns_[t].kept.end(), [&](const Candidate& c) {
            return c.last >= run.first && c.first <= run.last && dictatable(c.type) && c.type != open_.type && c.score >= least;
        });
    }

    // "zéro huit huit un", "… et pour finir zéro huit": as many runs as the number has room for.
    bool take_pieces(std::size_t t, const std::vector<Run>& runs) {
        bool taken = false;
        const std::size_t full = full_length(open_, readings_[t].french()) + 2;
        open_.taken_back += figures_taken_back(readings_[t], runs);
        for (const Run& run : runs) {
            if (open_.text.size() + run.text.size() > full + open_.taken_back || foreign(turns_[t], run, open_.type)) break;
            const bool same_breath = taken && run.before <= kLead;
            if (taken && !same_breath && (open_.type == DataType::kPhone || !readings_[t][run.last].said)) break;
            open_.text += run.text;
            if (same_breath) open_.pieces.back().last = run.last;
            else open_.pieces.push_back({t, run.first, run.last});
            taken = true;
        }
        return taken;
    }

    // Does a dictation open here? Its type is found already, or was asked for.
    void open_at(std::size_t t, const std::vector<Run>& runs, std::size_t plain) {
        if (runs.empty()) return;
        const Reading& r = readings_[t];
        const Run* run = only_run(runs, plain);
        const bool ends = runs.back().last + 3 >= r.size();
        if (run == nullptr && ends) run = &runs.back();
        if (run == nullptr) return;
        Dictated start;
        bool known = false;
        for (const Candidate& c : turns_[t].kept) {
            if (c.last < run->first || c.first > run->last) continue;
            if (!dictatable(c.type)) return;  // a date's figures, an address's
            start = {.type = c.type, .text = c.key, .pieces = {{t, std::min(c.first, run->first), std::max(c.last, run->last)}}};
            known = true;
        }
        const bool much_said = only_run(runs, plain) == nullptr;
        if (!known && much_said && (r.speaker != Speaker::kCustomer || run->text.size() < kPart)) return;
        std::size_t nearest = kNone;
        const std::uint32_t last_asked = asked_last(t);
        for (const auto& [topic, type] : kDictated) {
            if (known || ((r.expected | r.topics) & topic) == 0 || (much_said && type == DataType::kCustomerNumber)) continue;
            const std::size_t away = much_said ? r.distance(run->first, topic, kNearTopic) : (topic == last_asked ? 0 : 1);
            if (away == kNone || (nearest != kNone && away >= nearest)) continue;
            start = {.type = type, .text = run->text, .pieces = {{t, run->first, run->last}}};
            nearest = away;
        }
        known = known || nearest != kNone;
        if (!known || start.text.size() >= full_length(start, r.french())) return;
        start.speaker = r.speaker;
        start.asked = !much_said && r.speaker == Speaker::kCustomer && start.text.size() >= kPart && topic_of(start.type) == last_asked;
        open_ = std::move(start);
        is_open_ = true;
    }

    // What the other side named last in the turn before.
    std::uint32_t asked_last(std::size_t t) const {
        if (t == 0 || readings_[t - 1].speaker == readings_[t].speaker) return 0;
        const Reading& before = readings_[t - 1];
        for (auto item = before.items.rbegin(); item != before.items.rend() && before.topics != 0; ++item) {
            for (const auto& [topic, type] : kDictated) {
                if ((item->topics & topic) != 0) return topic;
            }
        }
        return 0;
    }

    const std::deque<Reading>& readings_;
    std::vector<TurnFindings>& turns_;
    Dictated open_;
    bool is_open_ = false;
};

}  // namespace

void join_dictations(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) {
    Follower follower(readings, turns);
    for (std::size_t t = 0; t < readings.size(); ++t) {
        if (readings[t].written()) return;
        follower.turn(t);
    }
    follower.close();
    for (auto& turn : turns) {
        std::sort(turn.kept.begin(), turn.kept.end(), [](const Candidate& a, const Candidate& b) { return a.first < b.first; });
    }
}

}  // namespace repere::privacy
