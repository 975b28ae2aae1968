// Customer numbers in the widest sense: contract, order, claim, file, account, meter numbers.
#include <algorithm>
#include <cstdlib>
#include <string>

#include "privacy/candidates.hpp"
#include "privacy/dictation.hpp"

namespace repere::privacy {
namespace {

bool capitals(const Item& item) { return item.word() && item.all_capitals && item.folded.size() <= 6; }

bool starts(const Reading& r, std::size_t i) {
    return r[i].number() || capitals(r[i]) || (r[i].letter() && (r[i].capitalised || i + 1 < r.size()));
}

// A typed code with letters and figures glued: "BV-88213", "NX/448-20317".
bool code_like(const Reading& r, std::size_t i, const Dictation& d) {
    if (d.said || d.steps.size() < 2 || !(capitals(r[i]) || (r[i].letter() && r[i].capitalised))) return false;
    const bool glued = !r[d.steps[1].item].space_before;
    // "GC-7719-QX"; "TRX 5561 8820"
    if (glued) return d.digits >= 5 || (d.digits == 4 && d.text.size() >= 6);
    return r[i].word() && !r[i].is(kStop | kCommon | kUnit | kCompany) && r[i].topics == 0 && d.digits >= 7;
}

// Figures alone, in groups parted by spaces: no date, no version, no amount.
bool plain_groups(const Reading& r, const Dictation& d, std::size_t steps) {
    for (std::size_t k = 0; k < steps; ++k) {
        const std::size_t item = d.steps[k].item;
        if (!r[item].number() || (k + 1 < steps && r.links[item].mark != 0)) return false;
    }
    return true;
}

// "12/03/2025", "vingt-deux zéro huit quatre-vingt-quatre": a day rather than a number of somebody's.
bool typed_date(const Reading& r, const Dictation& d) {
    if (d.said || d.steps.size() != 3 || d.digits != d.text.size()) return false;
    const std::size_t a = d.steps[0].length;
    const std::size_t b = d.steps[1].length - a;
    const std::size_t c = d.text.size() - a - b;
    const char mark = r.links[d.steps[0].item].mark;
    return (mark == '/' || mark == '.') && a <= 2 && b <= 2 && (c == 2 || c == 4) && std::atoi(d.text.substr(0, a).c_str()) <= 31 && std::atoi(d.text.substr(a, b).c_str()) <= 12;
}

// "client depuis 2014"
bool lone_year(const Reading& r, std::size_t i, const Dictation& d) {
    if (d.steps.size() != 1 || d.text.size() != 4 || (!d.text.starts_with("19") && !d.text.starts_with("20")) || i == 0) return false;
    if (!r.about(i, kTopicNumber | kTopicReference, 3) && !r[i - 1].is_mark('#') && r.links[i].next == kNone && (r.expected & kTopicCustomer) == 0 && !d.said) return true;
    return r[i - 1].is(kPlaceBefore) || r[i - 1].folded == "since" || r[i - 1].folded == "de" || (r[i - 1].info != nullptr && r[i - 1].info->month != 0);
}

// "c'est cent trente cent quarante": more or less.
bool about_so_much(const Reading& r, const Dictation& d) {
    if (!d.said || d.steps.size() != 2) return false;
    const auto& one = r[d.steps[0].item].value;
    const auto& two = r[d.steps[1].item].value;
    return one.size() == two.size() && one.size() >= 2 && one.ends_with('0') && two.ends_with('0') && one < two && one[0] == two[0];
}

// "booking QX7RTL", "six lettres, Q T R V 8 L": letters and figures, after a word for it.
bool mixed_code(const Reading& r, std::size_t i, const Dictation& d) {
    if (d.text.size() < 5 || d.text.size() > 8 || d.digits == 0 || d.digits == d.text.size()) return false;
    if (r[i].word() && d.steps.size() > 1 && r[d.steps[1].item].space_before) return false;  // "SLA N2"
    return (capitals(r[i]) || (r[i].letter() && r[i].capitalised)) && (!r[d.steps.back().item].space_before || r[i].letter()) &&
           r.about(i, kTopicCustomer, r[i].letter() ? 8 : 3);
}

// "la pièce, référence 00265958": the goods', where nothing speaks of an order or a file.
bool of_goods(const Reading& r, std::size_t i) {
    constexpr std::size_t kReach = 9;
    if ((r.topics & kTopicProduct) == 0 || !r.about(i, kTopicProduct, kReach)) return false;
    for (std::size_t k = i; k > 0 && i - k < kReach; --k) {
        const Item& item = r[k - 1];
        if ((item.topics & kTopicCustomer) != 0 && (item.topics & kTopicReference) == 0) return false;
    }
    return true;
}

// "10:42"
bool typed_hour(const Reading& r, const Dictation& d) {
    if (d.said || d.steps.size() != 2 || r.links[d.steps[0].item].mark != ':') return false;
    return d.text.size() <= 4 && std::atoi(d.text.substr(0, d.steps[0].length).c_str()) < 25;
}

// "QX7P4M": capitals and figures by turns, glued, as booking systems give them out.
bool locator(const Reading& r, const Dictation& d) {
    if (d.said || d.text.size() < 5 || d.text.size() > 8 || d.digits < 2 || d.text.size() - d.digits < 2 || d.steps.size() < 4) return false;
    for (std::size_t k = 0; k < d.steps.size(); ++k) {
        const Item& item = r[d.steps[k].item];
        if ((k > 0 && item.space_before) || !(item.number() || item.all_capitals || (item.letter() && item.capitalised))) return false;
    }
    return true;
}

// "cent cinquante mille", "mille deux cents": said in one breath and round, so a sum.
bool round_sum(const Reading& r, const Dictation& d) {
    return d.said && d.steps.size() == 1 && d.text.size() >= 4 && d.text.ends_with("00") && r[d.last()].value.size() >= 4;
}

// "16-18 June", "du 16 au 18"
bool days_of_month(const Reading& r, const Dictation& d) {
    const std::size_t last = d.last();
    return d.steps.size() == 2 && d.text.size() <= 4 && last + 1 < r.size() && r[last + 1].info != nullptr && r[last + 1].info->month != 0;
}

// "quatorze quatre-vingt-dix par mois"
bool price(const Reading& r, const Dictation& d) {
    const std::size_t last = d.last();
    return d.text.size() <= 5 && last + 2 < r.size() && (r[last + 1].folded == "par" || r[last + 1].folded == "a") && r[last + 2].is(kUnit);
}

// The customer answers what was asked: "votre numéro de bail ?" - "g deux zéro sept quatre un"; "numéro" alone asks too.
bool answers(const Reading& r) {
    constexpr std::uint32_t kElse = kTopicPhone | kTopicCard | kTopicCvv | kTopicIban | kTopicNir | kTopicPostcode | kTopicPlate | kTopicIp | kTopicBirth;
    return r.speaker == Speaker::kCustomer && (r.expected & (kTopicCustomer | kTopicNumber)) != 0 && (r.expected & kElse) == 0;
}

// "pe double four one nine": letters that a recogniser glued, before the figures of item i.
std::size_t with_letters_before(const Reading& r, std::size_t i) {
    if (i == 0 || r.written() || r[i].line_start || !r[i].number()) return i;
    // "OX, trois trois un"
    if (i > 1 && r[i - 1].is_mark(',') && !r[i - 2].line_start && ((r[i - 2].word() && r[i - 2].all_capitals && r[i - 2].folded.size() <= 4) || (r[i - 2].letter() && r[i - 2].capitalised))) return i - 2;
    const Item& before = r[i - 1];
    return before.word() && !before.elided && before.folded.size() <= 3 && before.info == nullptr && !before.is(kDictionary) ? i - 1 : i;
}

// "ws-40921": small letters glued to the figures of item i, in an answer.
std::size_t small_letters_before(const Reading& r, std::size_t i) {
    if (i < 2 || !r[i].number() || r[i].said || r[i].value.size() < 3 || r[i].space_before) return i;
    const Item& mark = r[i - 1];
    const Item& head = r[i - 2];
    const bool glue = mark.kind == ItemKind::kMark && !mark.said && !mark.space_before && std::string_view("-/_.").find(mark.mark) != std::string_view::npos;
    return glue && !head.capitalised && head.kind != ItemKind::kNumber && head.folded.size() <= 5 ? i - 2 : i;
}

// "0227-B-31": figures and capitals glued by dashes.
bool dashed_code(const Reading& r, const Dictation& d) {
    if (d.said || d.steps.size() < 3 || d.digits < 4 || d.digits == d.text.size() || d.text.size() > 14) return false;
    for (std::size_t k = 0; k < d.steps.size(); ++k) {
        const std::size_t item = d.steps[k].item;
        if (k > 0 && (r[item].space_before || !r[item - 1].is_mark('-'))) return false;
        if (!r[item].number() && !r[item].capitalised) return false;
    }
    return true;
}

// "c l deux zéro sept neuf neuf un quatre": letters, then figures, all spelled out.
bool spelled_code(const Reading& r, const Dictation& d) {
    if (!d.said || r.written()) return false;
    std::size_t letters = 0;
    while (letters < d.steps.size() && r[d.steps[letters].item].letter()) ++letters;
    return letters >= 2 && letters <= 4 && d.digits >= 5 && d.digits + letters == d.text.size();
}

// "carte 2909 4471": a card that is nobody's payment card, by its length.
bool other_card(const Reading& r, std::size_t i, std::size_t length, bool said) {
    if (!r.about(i, kTopicCard, 3) || r.about(i, kTopicPart | kTopicExpiry | kTopicCvv, 9)) return false;
    if (said) return length >= 7 && length <= 11 && length % 2 == 1;
    return length >= 7 && length <= 10 && (r.expected & kTopicCard) == 0;
}

// Figures that are a date, an hour, a sum or a count.
bool measures(const Reading& r, std::size_t i, const Dictation& d) {
    if (d.digits <= 4 && r.links[i].mark == '/' && d.steps.size() == 2) return true;  // a day
    return typed_date(r, d) || lone_year(r, i, d) || about_so_much(r, d) || typed_hour(r, d) || days_of_month(r, d) || price(r, d) || round_sum(r, d);
}

// How many steps of the run belong to the number: words and articles that look like letters or figures come after it.
std::size_t own_steps(const Reading& r, const Dictation& d, bool answer) {
    std::size_t steps = d.steps.size();
    const auto last = [&]() -> const Item& { return r[d.steps[steps - 1].item]; };
    // A letter at the end is a word of what follows ("… a expiré", "c").
    while (steps > 1 && last().letter() && last().space_before && !last().capitalised && (r.written() || !d.said)) --steps;
    // What is typed does not go on in words: "quote Q-5518 and one harmonium".
    for (std::size_t k = 1; k < steps; ++k) {
        const Item& step = r[d.steps[k].item];
        if (step.number() && step.said && r.written() && r[d.steps[k - 1].item].number() && !r[d.steps[k - 1].item].said) steps = k;
    }
    // A count, or a pause in typed text, ends it.
    for (std::size_t k = 0; k + 1 < steps; ++k) {
        const Link& link = r.links[d.steps[k].item];
        if (link.next != kNone && (link.mark == ',' || link.mark == ')') && !d.said && !(answer && !r.written())) steps = k + 1;
    }
    while (steps > 1 && last().letter() && last().space_before && last().is(kStop) && !(r.written() && last().capitalised)) --steps;
    // "… quatre deux, un lave-linge": an article.
    const std::size_t end = d.steps[steps - 1].item;
    const bool article = steps > 1 && d.said && last().value == "1" && r[end - 1].is_mark(',') && (last().folded == "un" || last().folded == "une");
    return article && end + 1 < r.size() && r[end + 1].word() ? steps - 1 : steps;
}

struct Verdict {
    double score = 0;
    std::string_view source = "context:customer_number";
};

constexpr std::size_t kReach = 9;  // items between a number and the words that speak of it
constexpr std::uint32_t kRivals = kTopicPhone | kTopicCard | kTopicCvv | kTopicIban | kTopicNir | kTopicBirth | kTopicPostcode | kTopicPlate | kTopicIp;

// A number that is called a customer's, `near` items after the word for it.
double called(const Reading& r, std::size_t i, const Dictation& d, std::size_t near, bool answer) {
    const auto away = r.distance(i, kTopicOther | kTopicPublic, kReach);
    const auto rival = r.distance(i, kRivals, kReach);
    double score = near <= 3 ? 0.8 : (near <= 6 ? 0.7 : 0.55);
    if (d.digits < 5) score -= near <= 3 ? 0.15 : 0.25;
    if (mixed_code(r, i, d) || (answer && code_like(r, i, d))) score = std::max(score, 0.6);
    const bool elsewhere = (away != kNone && away <= near && (r.topics & (kTopicOther | kTopicPublic)) != 0) || of_goods(r, i);
    if (elsewhere) score -= 0.4;
    if (rival != kNone && rival < near) score -= 0.25;
    if (answer && !elsewhere && (rival == kNone || rival > 3)) score = std::max(score, 0.55);
    return score;
}

// A number that nothing names, by its form alone.
Verdict by_shape(const Reading& r, std::size_t i, const Dictation& d, std::size_t steps) {
    const auto away = r.distance(i, kTopicOther | kTopicPublic, kReach);
    const auto rival = r.distance(i, kRivals, kReach);
    const std::size_t last = d.steps[steps - 1].item;
    const std::size_t length = d.steps[steps - 1].length;
    const bool free = away == kNone && !r.about(i, kTopicProduct, kReach);
    if (other_card(r, i, length, d.said)) return {0.55, "form:code"};
    if (code_like(r, i, d) || dashed_code(r, d)) return {free ? 0.55 : 0.2, "form:code"};
    if (locator(r, d) || spelled_code(r, d)) return {free && rival == kNone ? 0.52 : 0.2, "form:code"};
    if (i > 0 && r[i - 1].is_mark('#') && !r[i].space_before && length >= 4) return {free ? 0.55 : 0.2, "form:number"};
    const bool lone = !d.said || (i <= 2 && last + 3 >= r.size());
    // A long number, and nothing says what it is.
    if (plain_groups(r, d, steps) && !inside_run(r, i) && length >= 7 && length <= 13 && d.text[0] != '0' && rival == kNone && away == kNone && lone) return {0.5, "form:number"};
    return {};
}

}  // namespace

void find_references(const Reading& r, Candidates& out) {
    std::size_t done = 0;  // items already inside a reference
    const bool answer = answers(r);
    const std::uint32_t named = kTopicCustomer | (answer ? kTopicNumber | kTopicReference : 0U);
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (i < done || !starts(r, i)) continue;
        const std::size_t prefixed = answer ? small_letters_before(r, i) : i;
        if (prefixed == i && glued_before(r, i)) continue;
        const Dictation d = dictation(r, i, 26, Letters::kAny);
        if (d.steps.empty() || (d.digits < 3 && !mixed_code(r, i, d) && !locator(r, d)) || measures(r, i, d)) continue;
        const std::size_t steps = own_steps(r, d, answer);
        const std::size_t last = d.steps[steps - 1].item;
        const std::size_t length = d.steps[steps - 1].length;
        const std::size_t lettered = std::min(prefixed, with_letters_before(r, i));
        if ((length < 4 && !(answer && length == 3 && lettered < i)) || (r.classes_after(last) & kUnit) != 0) continue;  // "mlk sept zéro deux"
        if (last + 1 < r.size() && (r[last + 1].is_mark('%') || r[last + 1].is_mark('?')) && d.digits < 5 && !r[last + 1].space_before) continue;
        const auto near = r.distance(i, named, kReach);
        const Verdict verdict = near != kNone ? Verdict{called(r, i, d, near, answer)} : by_shape(r, i, d, steps);
        if (verdict.score < 0.45) continue;
        const std::size_t from = i > 0 && r[i - 1].is_mark('#') && !r[i].space_before ? i - 1 : lettered;
        out.push_back({DataType::kCustomerNumber, from, last, verdict.score, verdict.source, d.text.substr(0, length)});
        done = last + 1;
    }
}

}  // namespace repere::privacy
