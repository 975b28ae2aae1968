#include "privacy/reading_steps.hpp"

#include <algorithm>
#include <string_view>

namespace repere::privacy {
namespace {

constexpr std::size_t kMaxGap = 6;  // items between two pieces of a dictation

// A full stop that ends a sentence, not "06. 12", "5... 5" or "n. r".
bool ends_sentence(const Reading& out, std::size_t mark, std::size_t next) {
    const auto& items = out.items;
    if (items[mark].said || items[mark].mark != '.' || !items[next].space_before) return false;
    if (items[mark].end_byte - items[mark].begin_byte > 1 || (mark > 0 && items[mark - 1].is_mark('.'))) return false;
    if (items[next].kind != ItemKind::kNumber) return true;
    // "Or 7 4 1 1. One of those."
    return mark > 0 && items[mark - 1].number() && !items[mark - 1].said && (items[mark - 1].value.size() > 2 || items[next].said);
}

bool joins(const Item& item) {
    if (item.kind == ItemKind::kMark) {
        return item.said ? item.mark != '@' : std::string_view("-./,:;'()·_…").find(item.mark) != std::string_view::npos;
    }
    return item.is(kFiller);
}

// A word that may say whose number it is: "bail", "waybill"; not one that speaks of something else already.
bool names_number(const Item& item) {
    return item.word() && !item.elided && item.folded.size() > 2 && (item.topics & ~(kTopicCustomer | kTopicReference)) == 0 &&
           !item.is(kStop | kStreet | kBuilding | kUnit | kArticle | kDay | kFiller);
}

// "numéro de bail", "waybill number": a customer's number, whatever the thing is called.
void mark_named_numbers(Reading& out) {
    auto& items = out.items;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if ((items[i].topics & kTopicNumber) == 0) continue;
        std::size_t name = kNone;
        if (out.french()) {
            const bool of = i + 2 < items.size() && (items[i + 1].folded == "de" || items[i + 1].folded == "d" || items[i + 1].folded == "du");
            if (of) name = i + 2;
        } else if (i > 0) {
            name = i - 1;
        }
        if (name == kNone) continue;
        if ((items[name].topics & kTopicCard) != 0) items[i].topics &= ~static_cast<std::uint32_t>(kTopicPhone);  // "votre numéro de carte"
        if (!names_number(items[name])) continue;
        items[i].topics &= ~static_cast<std::uint32_t>(kTopicPhone);  // "votre numéro" alone asks for a telephone
        items[std::max(i, name)].topics |= kTopicCustomer;
    }
}

}  // namespace

void mark_phrases(Reading& out) {
    auto& items = out.items;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].info == nullptr) continue;
        items[i].topics |= items[i].info->topics;
        for (int p = items[i].info->phrases; p >= 0; p = out.words->phrase(p).next) {
            const Phrase& phrase = out.words->phrase(p);
            std::size_t j = i;
            bool all = true;
            for (const auto& word : phrase.rest) {
                ++j;
                while (j < items.size() && items[j].kind == ItemKind::kMark && !items[j].said && !items[j].line_start &&
                       (items[j].mark == '\'' || items[j].mark == '-' || items[j].mark == '.')) {
                    ++j;
                }
                if (j >= items.size() || items[j].folded != word) {
                    all = false;
                    break;
                }
            }
            if (!all) continue;
            items[j].topics |= phrase.topics;
            items[j].classes |= phrase.classes;
        }
    }
    mark_named_numbers(out);
    for (const Item& item : items) out.topics |= item.topics;
}

void mark_quantities(Reading& out) {
    auto& items = out.items;
    const auto digits = [&](std::size_t i, std::size_t most) {
        return i < items.size() && items[i].kind == ItemKind::kNumber && items[i].value.size() <= most;
    };
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].kind != ItemKind::kNumber || items[i].value.size() > 7) continue;
        const bool more = i + 1 < items.size() && !items[i + 1].line_start;
        bool quantity = more && (items[i + 1].is(kUnit) || items[i + 1].is_mark('%') || items[i + 1].is_mark('$') ||
                                 (items[i + 1].letter() && items[i + 1].value == "h"));
        quantity = quantity || (out.french() && more && items[i + 1].folded == "pour" && i + 2 < items.size() && items[i + 2].value == "100");  // "douze pour cent"
        if (i > 0 && items[i - 1].is_mark('$')) quantity = true;
        if (!items[i].said && i + 2 < items.size() && items[i + 1].is_mark(',') && !items[i + 1].space_before &&
            digits(i + 2, 2) && !items[i + 2].space_before) {
            items[i + 2].quantity = quantity = true;
        }
        quantity = quantity || (items[i].said && (items[i].topics & kTopicPart) != 0);  // "last four, 1147"
        if (!quantity) continue;
        items[i].quantity = true;
        // "£4,212.60"
        for (std::size_t k = i; i > 0 && items[i - 1].is_mark('$') && k + 2 < items.size() && !items[k + 1].space_before &&
                                !items[k + 2].space_before && (items[k + 1].is_mark(',') || items[k + 1].is_mark('.')) && digits(k + 2, 3);) {
            items[k += 2].quantity = true;
        }
        if (i > 0 && items[i - 1].is_mark('$') && i + 2 < items.size() && items[i + 1].is_mark('.') && digits(i + 2, 2)) {
            items[i + 2].quantity = true;
        }
        // "1 204,50", "12 000 abonnés"
        std::size_t k = i;
        while (!items[k].said && items[k].value.size() == 3 && k > 0 && digits(k - 1, 3) && items[k].space_before && !items[k].line_start) {
            items[--k].quantity = true;
        }
        if (i > 1 && (items[i - 1].is_mark('.') || items[i - 1].is_mark(',')) && !items[i].space_before && digits(i - 2, 4)) {
            items[i - 2].quantity = true;
        }
    }
}

void link_dictation(Reading& out) {
    const auto& items = out.items;
    out.links.assign(items.size(), {});
    std::size_t last = kNone;
    for (std::size_t i = 0; i < items.size(); ++i) {
        out.numbers = out.numbers || items[i].kind == ItemKind::kNumber;
        out.addresses = out.addresses || (items[i].kind == ItemKind::kMark && (items[i].said || items[i].mark == '@' || items[i].mark == '/' ||
                                                                                         (items[i].mark == '.' && i + 1 < items.size() && !items[i + 1].space_before)));
        if (items[i].line_start || (last != kNone && i > 0 && ends_sentence(out, i - 1, i))) last = kNone;
        if (items[i].number() || items[i].letter()) {
            if (last != kNone) out.links[last].next = i;
            last = i;
        } else if (last != kNone) {
            if (!joins(items[i]) || i - last > kMaxGap) {
                last = kNone;
            } else if (items[i].kind == ItemKind::kMark) {
                if (out.links[last].mark == 0) out.links[last].mark = items[i].mark;
            } else {
                out.links[last].hesitant = true;
            }
        }
    }
}

}  // namespace repere::privacy
