#include "privacy/dictation.hpp"

#include <string_view>

namespace repere::privacy {
namespace {

// Capitals glued or spelled into a number: "FR", "CMD", "RT".
bool letters_of(const Item& item) {
    return item.letter() || (item.word() && item.all_capitals && item.folded.size() <= 5);
}

}  // namespace

std::size_t Dictation::item_at(std::size_t length) const {
    for (const auto& step : steps) {
        if (step.length == length) return step.item;
    }
    return kNone;
}

Dictation dictation(const Reading& reading, std::size_t first, std::size_t limit, Letters letters) {
    Dictation out;
    std::size_t i = first;
    while (i < reading.size() && out.text.size() < limit) {
        const Item& item = reading[i];
        if (item.number()) {
            if (item.value.size() > 64) break;
            out.text += item.value;
            out.digits += item.value.size();
            out.said = out.said || item.said;
        } else if (letters == Letters::kAny && letters_of(item)) {
            out.text += item.letter() ? item.value : std::string(item.folded);
            out.said = out.said || item.said;
        } else if (item.letter() && item.value == "o" && !out.text.empty()) {
            out.text += '0';
            ++out.digits;
        } else {
            break;
        }
        out.steps.push_back({i, out.text.size()});
        const Link& link = reading.links[i];
        if (link.next != kNone) {
            // A capital word between two pieces would break the link, so the next piece is the link's.
            out.hesitant = out.hesitant || link.hesitant;
            i = link.next;
        } else if (letters == Letters::kAny && i + 1 < reading.size() && letters_of(reading[i + 1]) &&
                   !reading[i + 1].line_start) {
            ++i;
        } else if (letters == Letters::kAny && item.word() && i + 1 < reading.size() &&
                   (reading[i + 1].number() || letters_of(reading[i + 1])) && !reading[i + 1].line_start) {
            ++i;
        } else if (letters == Letters::kAny && i + 2 < reading.size() && reading[i + 1].kind == ItemKind::kMark &&
                   std::string_view("-/._").find(reading[i + 1].mark) != std::string_view::npos &&
                   (reading[i + 2].number() || letters_of(reading[i + 2])) && !reading[i + 2].line_start &&
                   (!reading[i + 2].space_before || reading[i + 1].said)) {
            i += 2;
        } else {
            break;
        }
    }
    return out;
}

bool inside_run(const Reading& reading, std::size_t i) {
    if (i > 0 && reading[i - 1].letter() && reading[i - 1].said) return reading.links[i - 1].next == i;
    if (i == 0 || !reading[i - 1].number()) return false;
    const Link& link = reading.links[i - 1];
    return link.next == i && reading[i - 1].said == reading[i].said;
}

bool glued_before(const Reading& reading, std::size_t i) {
    if (i == 0 || reading[i].space_before) return false;
    const Item& before = reading[i - 1];
    if (before.kind != ItemKind::kMark) return true;
    if (std::string_view("-/.:_@#").find(before.mark) == std::string_view::npos || i < 2) return false;
    return !before.space_before && reading[i - 2].kind != ItemKind::kMark;
}

}  // namespace repere::privacy
