#include "signals/cause.hpp"

#include <algorithm>
#include <cmath>

#include "signals/promises.hpp"

namespace repere::signals {
namespace {

struct Weighed {
    double weight = 0;
    const CueHit* strongest = nullptr;
    std::uint32_t last_turn = 0;  // from 1: a cause is weighed once a turn
};

}  // namespace

void find_causes(const Story& story, std::span<const language::Text> texts, const CueBook& book,
                 const CueHits& hits, const OutcomeSettings::Causes& settings, std::vector<Cause>& out) {
    const SignalSet complaint = complaint_signals();
    if (!story.has(complaint)) return;
    std::vector<Weighed> causes(book.causes().size());
    for (const std::size_t turn : story.customer()) {
        if (!story.has(turn, complaint)) continue;
        const double sure = story.strength(turn, complaint);
        for (const CueHit& hit : hits.in(turn)) {
            if (hit.cue != Cue::kCause) continue;
            Weighed& cause = causes[hit.detail];
            const bool again = cause.last_turn == turn + 1;
            cause.weight += hit.weight * sure * (again ? settings.repeated : 1);
            cause.last_turn = static_cast<std::uint32_t>(turn) + 1;
            if (cause.strongest == nullptr || hit.weight > cause.strongest->weight) cause.strongest = &hit;
        }
    }
    double most = 0;
    for (const Weighed& cause : causes) most = std::max(most, cause.weight);
    for (std::size_t c = 0; c < causes.size(); ++c) {
        const Weighed& cause = causes[c];
        if (cause.strongest == nullptr || cause.weight < settings.enough ||
            cause.weight < settings.beside * most)
            continue;
        const CueHit& hit = *cause.strongest;
        out.push_back({book.causes()[c], 1 - std::exp(-cause.weight / 2),
                       words_at(story.interaction(), texts, hit.turn, hit.begin, hit.end)});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Cause& a, const Cause& b) { return a.score > b.score; });
    if (out.size() > settings.most) out.resize(settings.most);
}

}  // namespace repere::signals
