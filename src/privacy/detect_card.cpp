// Payment cards: whole, masked, or their last figures; and the code on the back.
#include <algorithm>

#include "privacy/candidates.hpp"
#include "privacy/checksums.hpp"
#include "privacy/dictation.hpp"

namespace repere::privacy {
namespace {

constexpr std::size_t kPayReach = 6;  // items between "régler le solde" and the card's first figures

// Four groups of four typed apart, or said two by two.
bool card_like(const Dictation& d) {
    if (d.steps.size() == 4) {
        for (std::size_t k = 0; k < 4; ++k) {
            if (d.steps[k].length != 4 * (k + 1)) return false;
        }
        return true;
    }
    return d.said && d.steps.size() >= 7;
}

void whole_card(const Reading& r, std::size_t i, Candidates& out) {
    const Item& item = r[i];
    if (item.value[0] == '0' || item.value.size() > 19) return;
    const auto d = dictation(r, i, 24, Letters::kFew);
    if (d.text.size() < 12) {
        // "le numéro de la carte ?" - "quarante-neuf soixante-quatorze euh attendez"
        const bool asked = (r.expected & kTopicCard) != 0 && (r.expected & (kTopicCvv | kTopicExpiry | kTopicPart)) == 0;
        const bool paying = d.text.size() == 8 && d.item_at(4) != kNone && item.value[0] >= '3' && item.value[0] <= '6' && r.distance(i, kTopicPay, kPayReach) <= kPayReach;
        if (paying && (r.topics & kTopicCustomer) == 0) out.push_back({DataType::kCard, i, d.last(), 0.7, "context:paying", d.text});
        const bool begun = d.said && i <= 4 && d.text.size() >= 4 && d.text.size() % 4 == 0 && item.value[0] >= '3' && item.value[0] <= '6';
        if (asked && begun && (r.classes_after(d.last()) & kUnit) == 0) out.push_back({DataType::kCard, i, d.last(), 0.6, "context:asked", d.text});
        return;
    }
    const bool card = r.about(i, kTopicCard, 14) || (r.after(d.last(), 6) & (kTopicExpiry | kTopicCard)) != 0;
    if (!card && inside_run(r, i) && r.about(i, kTopicIban, 40)) return;  // figures inside an account's
    const bool other = r.about(i, kTopicNir | kTopicCustomer | kTopicIban | kTopicPhone, 6);
    for (const std::size_t length : {16U, 15U, 19U, 14U, 13U}) {
        const auto last = d.item_at(length);
        if (last == kNone) continue;
        const std::string digits = d.text.substr(0, length);
        const bool issuer = digits[0] >= '2' && digits[0] <= '6';
        const bool luhn = luhn_holds(digits);
        double score = 0;
        if (length == 16 && issuer) score = card_like(d) ? 0.75 : 0.55;
        if (length == 15 && digits[0] == '3') score = 0.5;
        if (luhn && issuer) score += length >= 15 ? 0.2 : 0.1;
        if (card) score += length == 16 || luhn ? 0.3 : 0.45;
        if (other && !card && !luhn) score -= 0.35;
        if (score >= 0.5) {
            out.push_back({DataType::kCard, i, last, score, luhn ? "checksum:luhn" : "context:card", digits});
            return;
        }
    }
    // Miscounted, but said to be a card.
    if (card && d.text.size() >= 12 && d.text.size() <= 20) {
        out.push_back({DataType::kCard, i, d.last(), 0.6, "context:card", d.text});
    }
}

bool last_ones(const Reading& r, std::size_t i) {
    for (std::size_t k = i; k > 0 && i - k < 4; --k) {
        if (r[k - 1].folded == "derniers" || r[k - 1].folded == "last") return true;
    }
    return false;
}

// "les 4 derniers : 4417 (visa)", "la 4417".
void part_of_card(const Reading& r, std::size_t i, Candidates& out) {
    const auto d = dictation(r, i, 6, Letters::kFew);
    const auto last = d.item_at(4);
    if (last == kNone) return;
    if ((r.classes_after(last) & kUnit) != 0) return;
    const auto near_card = r.distance(i, kTopicCard, 14);
    const bool year = !d.said && d.steps.size() == 1 && (d.text.starts_with("19") || d.text.starts_with("20"));
    const bool named = d.text.size() == 4 && !year && (near_card == 1 || (near_card == 2 && r[i - 1].is(kLeadIn))) ;  // "member 118-40-2207, card 0046"
    if (named && !glued_before(r, i)) {
        out.push_back({DataType::kCard, i, last, 0.6, "context:card", d.text});
    } else if (last_ones(r, i) && (near_card != kNone || (r.after(last, 4) & kTopicCard) != 0)) {
        out.push_back({DataType::kCard, i, last, 0.7, "context:card", d.text.substr(0, 4)});
    } else if (i > 0 && r[i - 1].folded == "la" && (r.topics & kTopicCard) != 0 && !d.said && d.steps.size() == 1) {
        out.push_back({DataType::kCard, i, last, 0.55, "context:card", d.text.substr(0, 4)});
    }
}

bool star(const Reading& r, std::size_t i) {
    return r[i].is(kStar) || r[i].is_mark('*') || (r[i].letter() && r[i].value == "x");
}

// "4566 XXXX XXXX 4116", "**** 9701", "étoile étoile six mille sept cent onze".
std::size_t masked_card(const Reading& r, std::size_t i, Candidates& out) {
    std::size_t j = i;
    while (j < r.size() && star(r, j)) ++j;
    const bool said = r[i].word() && r[i].folded.starts_with("x") == false;
    if (j - i < 2 && !(j > i && r[i].word() && r[i].all_capitals)) return j;
    if (j + 1 < r.size() && r[j].is(kAnd)) ++j;
    if (j >= r.size() || !r[j].number()) return j;
    const auto d = dictation(r, j, 4, Letters::kFew);
    if (d.text.size() < 3) return j;
    std::size_t first = said ? j : i;
    if (!said && i > 0 && r[i - 1].number() && r[i - 1].value.size() >= 4) first = i - 1;
    out.push_back({DataType::kCard, first, d.last(), 0.8, "form:masked_card", d.text});
    return j;
}

// "…, cinq six, zéro": figures stand just before item i.
bool follows_figures(const Reading& r, std::size_t i) {
    std::size_t k = i;
    while (k > 0 && r[k - 1].is_mark(',')) --k;
    return k > 0 && r[k - 1].number() && r[k - 1].said;
}

// `card_end`: the last item of the whole card before item i, or kNone.
void code_on_the_back(const Reading& r, std::size_t i, std::size_t card_end, Candidates& out) {
    if (glued_before(r, i) && !(i > 1 && r[i - 1].is_mark('-'))) return;
    if (i + 1 < r.size() && r[i + 1].word() && !r[i + 1].space_before) return;  // "the 21st"
    const auto d = dictation(r, i, 5, Letters::kFew);
    // Asked for some while before, and a longer number follows: it is another's.
    const bool local = (r.topics & kTopicCvv) != 0;
    if (!local && (d.text.size() > 4 || follows_figures(r, i))) return;
    if (!local && r.speaker == Speaker::kAgent && i > 4) return;  // who asks for the code repeats it at once, or speaks of something else
    if (!local && d.text.size() == 4 && (r.expected & kTopicPart) != 0) return;  // the card's last four, read back
    std::size_t last = d.item_at(4);
    const auto near = r.distance(i, kTopicCvv, 9);
    const auto other = r.distance(i, kTopicCard | kTopicPart | kTopicExpiry | kTopicCustomer, 9);
    if (last == kNone || d.text.size() > 4 || (d.steps.size() > 1 && d.item_at(3) != kNone && d.hesitant)) last = d.item_at(3);
    if (d.item_at(3) != kNone && d.text.size() == 3) last = d.item_at(3);
    if (near != kNone && (other == kNone || near <= other || near <= 5)) {
        if (last == kNone && d.text.size() == 2 && (r.topics & kTopicCvv) != 0 && near <= 9) {
            // Only two of the figures can be read.
            if ((r.classes_after(d.last()) & (kUnit | kTimes)) == 0) {
                out.push_back({DataType::kCvv, i, d.last(), 0.52, "context:card_cvv", d.text});
            }
            return;
        }
        if (last == kNone || (r.classes_after(last) & kUnit) != 0) return;
        out.push_back({DataType::kCvv, i, last, 0.85, "context:card_cvv", d.text});
        return;
    }
    // "trois cent six, les chiffres derrière"
    if (i == 0 && last != kNone && d.text.size() == 3 && (r.after(last, 12) & kTopicCvv) != 0) {
        out.push_back({DataType::kCvv, i, last, 0.6, "context:card_cvv", d.text});
        return;
    }
    // Card, expiry, then three lone figures.
    if (last != kNone && card_end != kNone && card_end < i && i - card_end <= 6 && d.text.size() == 3 && d.steps.size() == 1) {
        out.push_back({DataType::kCvv, i, last, 0.7, "form:card_cvv", d.text});
    }
}

}  // namespace

void find_cards(const Reading& r, Candidates& out) {
    std::size_t card_end = kNone;
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (star(r, i)) {
            i = std::max(i, masked_card(r, i, out) - 1);
            continue;
        }
        if (!r[i].number()) continue;
        if (r[i].value.size() <= 4) code_on_the_back(r, i, card_end, out);
        if (glued_before(r, i) && !(i > 1 && r[i - 1].is_mark('-') && r[i - 2].number())) continue;
        const auto before = out.size();
        whole_card(r, i, out);
        if (out.size() > before) card_end = out.back().last;
        part_of_card(r, i, out);
    }
}

}  // namespace repere::privacy
