#include "conversation/times.hpp"

#include <string_view>

#include "core/utf8.hpp"

namespace repere {
namespace {

constexpr std::size_t kLookAhead = 80;  // bytes of punctuation or rewriting there may be between two words

}  // namespace

std::optional<TimeRange> times_of(const Turn& turn, Span span) {
    const std::string_view text = turn.text;
    const utf8::Offsets offsets(text);
    const std::size_t from = offsets.to_bytes(span.begin);
    const std::size_t to = offsets.to_bytes(span.end);
    std::optional<TimeRange> range;
    std::size_t cursor = 0;
    for (const Word& word : turn.words) {
        if (word.text.empty()) continue;
        const std::size_t reach = cursor + word.text.size() + kLookAhead;
        const std::size_t found = text.substr(0, reach).find(word.text, cursor);
        if (found == std::string_view::npos) continue;
        cursor = found + word.text.size();
        if (found >= to) break;
        if (cursor <= from) continue;
        if (!range) range = TimeRange{word.start, word.end};
        range->end = word.end;
    }
    if (!range && turn.start && turn.end) range = TimeRange{*turn.start, *turn.end};
    return range;
}

}  // namespace repere
