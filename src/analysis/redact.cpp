#include "analysis/redact.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace repere::analysis {
namespace {

// Where a place of the original text lies in the masked one. Inside a finding it is the mask's own edge.
std::size_t moved(std::size_t place, bool is_end, const std::vector<const privacy::Finding*>& findings) {
    std::ptrdiff_t shift = 0;
    for (const auto* finding : findings) {
        const auto mask = static_cast<std::ptrdiff_t>(utf8::length(privacy::mask_of(*finding)));
        const auto [begin, end] = finding->span;
        if (place >= end) {
            shift += mask - static_cast<std::ptrdiff_t>(end - begin);
        } else if (place > begin) {
            const auto edge = static_cast<std::ptrdiff_t>(begin) + shift;
            return static_cast<std::size_t>(is_end ? edge + mask : edge);
        } else {
            break;
        }
    }
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(place) + shift);
}

}  // namespace

Span moved(Span span, std::size_t turn, const std::vector<privacy::Finding>& findings) {
    std::vector<const privacy::Finding*> here;
    for (const auto& finding : findings) {
        if (finding.turn == turn) here.push_back(&finding);
    }
    return {moved(span.begin, false, here), moved(span.end, true, here)};
}

Analysis redacted(const Analysis& analysis) {
    Analysis out = analysis;
    out.interaction = privacy::masked(analysis.interaction, analysis.pii);
    std::vector<std::vector<const privacy::Finding*>> by_turn(analysis.interaction.turns.size());
    for (const auto& finding : analysis.pii) by_turn[finding.turn].push_back(&finding);
    for (auto& moment : out.moments) {
        moment.span = {moved(moment.span.begin, false, by_turn[moment.turn]),
                       moved(moment.span.end, true, by_turn[moment.turn])};
        moment.quote = utf8::substring(out.interaction.turns[moment.turn].text, moment.span.begin, moment.span.end);
    }
    const auto mask = [&](signals::Words& words) {
        words.span = {moved(words.span.begin, false, by_turn[words.turn]), moved(words.span.end, true, by_turn[words.turn])};
        words.quote = utf8::substring(out.interaction.turns[words.turn].text, words.span.begin, words.span.end);
    };
    signals::each_quote(out.outcome, mask);
    for (auto& topic : out.topics) std::ranges::for_each(topic.evidence, mask);
    for (auto& own : out.company_topics) std::ranges::for_each(own.topic.evidence, mask);
    for (std::size_t i = 0; i < out.pii.size(); ++i) {
        const auto& before = analysis.pii[i];
        out.pii[i].span = {moved(before.span.begin, false, by_turn[before.turn]),
                           moved(before.span.end, true, by_turn[before.turn])};
    }
    const auto move = [&](language::Passage& place) {
        place.span = {moved(place.span.begin, false, by_turn[place.turn]), moved(place.span.end, true, by_turn[place.turn])};
    };
    if (out.agent_text) language::each_passage(*out.agent_text, move);
    if (out.customer_text) language::each_passage(*out.customer_text, move);
    if (out.sentiment) language::each_passage(*out.sentiment, move);
    if (out.listening) language::each_passage(*out.listening, move);
    language::each_passage(out.emails, move);
    return out;
}

}  // namespace repere::analysis
