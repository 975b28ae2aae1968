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
    std::size_t idle = 0;  // turns without a figure since the last piece
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

bool dictatable(DataType type) {
    return std::any_of(kDictated.begin(), kDictated.end(), [&](const auto& row) { return row.second == type; });
}

// The one run of figures that a turn is about, when little else is said in it.
struct Run {
    std::size_t first = kNone;
    std::size_t last = 0;
    std::string text;
};

Run only_run(const Reading& r, Letters letters) {
    Run run;
    std::size_t plain = 0;
    std::size_t inside = 0;
    for (std::size_t i = 0; i < r.size();) {
        if (r[i].number() || (letters == Letters::kAny && r[i].letter())) {
            const auto d = dictation(r, i, 40, letters);
            if (!d.steps.empty() && (run.first == kNone || d.text.size() > run.text.size()) && d.digits >= 1) {
                run = {i, d.last(), d.text};
                inside = d.last() + 1 - i;
            }
            if (!d.steps.empty()) {
                i = d.last() + 1;
                continue;
            }
        }
        if (r[i].word() && !r[i].is(kFiller)) ++plain;
        ++i;
    }
    if (run.first == kNone || run.text.size() < 2 || plain > inside + 3) return {};
    return run;
}

void mark(const Dictated& done, std::vector<TurnFindings>& turns) {
    if (done.pieces.size() < 2) return;
    for (const Piece& piece : done.pieces) {
        turns[piece.turn].remove_overlapping(piece.first, piece.last);
        turns[piece.turn].add({done.type, piece.first, piece.last, 0.8, "context:dictated", done.text});
    }
}

bool figures_in(const Reading& r) {
    return std::any_of(r.items.begin(), r.items.end(), [](const Item& item) { return item.number(); });
}

}  // namespace

void join_dictations(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) {
    Dictated open;
    bool is_open = false;
    const auto close = [&] {
        if (is_open) mark(open, turns);
        is_open = false;
    };
    for (std::size_t t = 0; t < readings.size(); ++t) {
        const Reading& r = readings[t];
        if (r.written()) return;
        const bool figures = figures_in(r);
        if (is_open && !figures) {
            if (++open.idle > 2) close();
            continue;
        }
        if (!figures) continue;
        const bool with_letters = is_open && (open.type == DataType::kIban || open.type == DataType::kCustomerNumber);
        const Run run = only_run(r, with_letters ? Letters::kAny : Letters::kFew);
        if (run.first == kNone) {
            close();
        } else if (is_open) {
            const bool echo = open.text.find(run.text) != std::string::npos;
            const auto full = full_length(open, r.french());
            if (r.speaker != open.speaker || echo) {
                if (!echo) {
                    close();
                    continue;
                }
                open.pieces.push_back({t, run.first, run.last});
            } else if (open.text.size() + run.text.size() <= full + 2) {
                open.text += run.text;
                open.pieces.push_back({t, run.first, run.last});
            } else {
                close();
            }
            open.idle = 0;
            continue;
        }
        if (is_open || run.first == kNone) continue;
        // Does a dictation open here? Its type is found already, or was asked for.
        Dictated start;
        bool known = false;
        bool foreign = false;  // the figures are a date's or an address's
        for (const Candidate& c : turns[t].kept) {
            if (c.last < run.first || c.first > run.last) continue;
            foreign = foreign || !dictatable(c.type);
            if (!dictatable(c.type)) continue;
            start.type = c.type;
            start.text = c.key;
            start.pieces = {{t, std::min(c.first, run.first), std::max(c.last, run.last)}};
            known = true;
        }
        for (const auto& [topic, type] : kDictated) {
            if (known || ((r.expected | r.topics) & topic) == 0) continue;
            start.type = type;
            start.text = run.text;
            start.pieces = {{t, run.first, run.last}};
            known = true;
        }
        if (!known || foreign || start.text.size() >= full_length(start, r.french())) continue;
        start.speaker = r.speaker;
        open = std::move(start);
        is_open = true;
    }
    close();
    for (auto& turn : turns) {
        std::sort(turn.kept.begin(), turn.kept.end(), [](const Candidate& a, const Candidate& b) { return a.first < b.first; });
    }
}

}  // namespace repere::privacy
