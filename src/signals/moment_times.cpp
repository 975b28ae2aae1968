#include "signals/moment_times.hpp"

#include <string_view>

namespace repere::signals {
namespace {

constexpr std::size_t kLookAhead = 80;  // bytes of punctuation or rewriting there may be between two words

}  // namespace

void set_times(Moment& moment, const Turn& turn, std::size_t from, std::size_t to) {
    moment.start = turn.start;
    moment.end = turn.end;
    const std::string_view text = turn.text;
    std::size_t cursor = 0;
    bool begun = false;
    for (const Word& word : turn.words) {
        if (word.text.empty()) continue;
        const std::size_t reach = cursor + word.text.size() + kLookAhead;
        const std::size_t found = text.substr(0, reach).find(word.text, cursor);
        if (found == std::string_view::npos) continue;
        cursor = found + word.text.size();
        if (found >= to) break;
        if (cursor <= from) continue;
        if (!begun) moment.start = word.start;
        begun = true;
        moment.end = word.end;
    }
}

}  // namespace repere::signals
