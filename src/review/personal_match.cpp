#include "review/personal_match.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/utf8.hpp"

namespace repere::review {
namespace {

// Every place of `words` in `text`, as code points.
std::vector<Span> places_of(std::string_view words, std::string_view text) {
    std::vector<Span> places;
    if (words.empty()) return places;
    const utf8::Offsets offsets(text);
    for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, at + words.size())) {
        places.push_back({offsets.to_code_points(at), offsets.to_code_points(at + words.size())});
    }
    return places;
}

// The personal data of one turn: labels, each with the places where its words stand, and findings.
struct PersonalTurn {
    struct Label {
        const LabelledSpan* span;
        std::vector<Span> places;
        bool exact = false, overlap = false;
    };
    struct Found {
        const privacy::Finding* finding;
        std::string_view words;
    };
    std::vector<Label> labels;
    std::vector<Found> found;
};

bool overlaps(const Span& a, const Span& b) { return a.begin < b.end && b.begin < a.end; }

// A finding takes the first free label that fits; one that fits only a label already taken repeats it, and is no error.
template <class Fits>
void match(PersonalTurn& turn, bool PersonalTurn::Label::*taken, Counts PersonalCounts::*into,
           std::map<std::string, PersonalCounts>& rows, Fits fits) {
    for (const auto& found : turn.found) {
        PersonalTurn::Label* free = nullptr;
        bool repeats = false;
        for (auto& label : turn.labels) {
            if (label.span->type != found.finding->type || !fits(label, found)) continue;
            if (label.*taken) {
                repeats = true;
            } else {
                free = &label;
                break;
            }
        }
        Counts& counts = rows[found.finding->type].*into;
        if (free != nullptr) {
            free->*taken = true;
            ++counts.right;
        } else if (!repeats) {
            ++counts.wrong;
        }
    }
    for (const auto& label : turn.labels) {
        if (!(label.*taken)) ++(rows[label.span->type].*into).missed;
    }
}

bool covered(const PersonalTurn::Label& label, const PersonalTurn& turn) {
    return std::any_of(label.places.begin(), label.places.end(), [&](const Span& place) {
        std::size_t reached = place.begin;
        for (const auto& found : turn.found) {  // in reading order
            const Span& span = found.finding->span;
            if (span.begin <= reached) reached = std::max(reached, span.end);
        }
        return reached >= place.end;
    });
}

}  // namespace

std::map<std::string, PersonalCounts> match_personal_data(const LabelledInteraction& reference,
                                                          const analysis::Analysis& analysis) {
    std::map<std::string, PersonalCounts> rows;
    std::map<std::size_t, PersonalTurn> turns;
    for (std::size_t t = 0; t < reference.labels.turns.size(); ++t) {
        for (const auto& span : reference.labels.turns[t].pii) {
            turns[t].labels.push_back({&span, places_of(span.text, reference.interaction.turns[t].text)});
        }
    }
    for (const auto& finding : analysis.pii) {
        if (finding.turn >= reference.interaction.turns.size()) continue;
        const auto words =
            utf8::substring(reference.interaction.turns[finding.turn].text, finding.span.begin, finding.span.end);
        turns[finding.turn].found.push_back({&finding, words});
    }
    for (auto& [t, turn] : turns) {
        match(turn, &PersonalTurn::Label::exact, &PersonalCounts::exact, rows,
              [](const auto& label, const auto& found) { return label.span->text == found.words; });
        match(turn, &PersonalTurn::Label::overlap, &PersonalCounts::overlap, rows,
              [](const auto& label, const auto& found) {
                  return std::any_of(label.places.begin(), label.places.end(),
                                     [&](const Span& place) { return overlaps(place, found.finding->span); });
              });
        for (const auto& label : turn.labels) {
            if (covered(label, turn)) ++rows[label.span->type].covered;
        }
    }
    return rows;
}

}  // namespace repere::review
