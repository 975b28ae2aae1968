// Phone numbers: national (0 and nine more), international, with a zero typed as O, hesitant or cut short.
#include "privacy/candidates.hpp"
#include "privacy/dictation.hpp"

namespace repere::privacy {
namespace {

bool is_unit_after(const Reading& r, std::size_t last) { return (r.classes_after(last) & kUnit) != 0; }

void international(const Reading& r, std::size_t i, std::size_t first, Candidates& out) {
    auto d = dictation(r, i, 18, Letters::kFew);
    // "(0)2": the bracketed zero is in the chain as it stands.
    if (d.digits < (r[i].value.size() > 6 ? 11U : 8U)) return;
    // "0044 1287 A" is somebody's number, not their telephone.
    if (r[first].value.starts_with("00") && d.digits < 11 && r.about(first, kTopicCustomer, 6)) return;
    if (r[first].value.starts_with("00") && d.hesitant && !d.said) return;  // "0094… non, 0049, 6182"
    out.push_back({DataType::kPhone, first, d.last(), 0.99, "form:international", d.text});
}

// "zéro six douze" and no more, at the end or before a pause: the start of a mobile number.
bool half_number(const Reading& r, std::size_t i, const Dictation& d) {
    const bool mobile = r.french() && d.said && (d.text[1] == '6' || d.text[1] == '7') && d.item_at(2) != kNone && d.steps.size() >= 3;
    return mobile && d.text.size() % 2 == 0 && (r.classes_after(d.last()) & kUnit) == 0 && !r.about(i, kTopicOther | kTopicProduct | kTopicBirth | kTopicExpiry, 6);
}

// Nine or ten figures in three groups or more, where a telephone number was asked for: "soixante-dix-sept, quatre cent douze, …".
bool asked_in_rhythm(const Reading& r, const Dictation& d) {
    return (r.expected & kTopicPhone) != 0 && r.speaker == Speaker::kCustomer && (d.text.size() == 9 || d.text.size() == 10) && d.steps.size() >= 3 && d.item_at(d.text[0] == '7' ? 2 : 3) != kNone;
}

// Ten figures as North America writes and says them: 514-555-0187, (555) 217-4409; and what is called a phone number.
void without_zero(const Reading& r, std::size_t i, Candidates& out) {
    const auto d = dictation(r, i, 13, Letters::kFew);
    if (d.text.size() < 8 || d.text.size() > 12 || d.digits != d.text.size() || r.links[i].mark == '/' || r.links[i].mark == '.') return;
    if (!d.said && d.hesitant) return;  // "4471 et 9038"
    const auto near = r.distance(i, kTopicPhone, 6);
    const auto other = r.distance(i, kTopicCustomer | kTopicNir | kTopicCard | kTopicIban | kTopicOther | kTopicProduct | kTopicBirth, 10);
    const bool bracket = i > 0 && r[i - 1].is_mark('(') && i + 1 < r.size() && r[i + 1].is_mark(')');
    const bool grouped = d.steps.size() == 3 && d.item_at(3) != kNone && d.item_at(6) != kNone && d.text.size() == 10 &&
                         r.links[d.steps[1].item].mark == '-' && (bracket || r.links[i].mark == '-' || r.links[i].mark == 0) && !d.said;
    const bool area = d.text.size() == 10 && d.text[0] >= '2' && d.text[3] >= '2';
    double score = 0;
    if (grouped && area) score = other == kNone || near != kNone ? 0.8 : 0.45;
    else if (near != kNone && asked_in_rhythm(r, d)) score = 0.9;
    else if (near != kNone && (other == kNone || near < other)) score = area ? 0.75 : (d.said || d.steps.size() > 1 ? 0.55 : 0.45);
    if (is_unit_after(r, d.last())) score = 0;
    if (score > 0) out.push_back({DataType::kPhone, bracket ? i - 1 : i, d.last(), score, near != kNone ? "context:phone" : "form:phone", d.text});
}

// "zéro quatre septante-huit euh soixante-deux non zéro quatre septante-huit vingt-six …": begun twice, the second time whole.
bool begun_twice(const Reading& r, std::size_t i, const Dictation& d, std::size_t want, Candidates& out) {
    for (std::size_t k = 0; d.hesitant && k + 1 < d.steps.size(); ++k) {
        const auto [item, length] = d.steps[k];
        const std::string_view again = std::string_view(d.text).substr(length);
        if (!r.links[item].hesitant || length < 4 || again.size() != want || again.substr(0, 2) != std::string_view(d.text).substr(0, 2)) continue;
        out.push_back({DataType::kPhone, i, item, 0.97, "form:phone", d.text.substr(0, length)});
        out.push_back({DataType::kPhone, r.links[item].next, d.last(), 0.97, "form:phone", std::string(again)});
        return true;
    }
    return false;
}

void national(const Reading& r, std::size_t i, Candidates& out) {
    const auto d = dictation(r, i, 26, Letters::kFew);
    if (d.text.size() < 2 || d.text[0] != '0' || d.text[1] == '0') return;
    if (d.text.size() < 9 && r.links[i].mark == '/') return;  // a date
    // Freephone and premium lines are a company's: 0800, 0820, 0890; 0800 in Britain too.
    if (d.text.starts_with("08") && (r.french() || d.text.starts_with("0800"))) return;
    const auto near = r.distance(i, kTopicPhone);
    const auto other = r.distance(i, kTopicCustomer | kTopicNir | kTopicCard | kTopicIban);
    const bool phone = near != kNone && (other == kNone || near <= other);
    const std::size_t want = r.french() ? 10 : 11;
    if (begun_twice(r, i, d, want, out)) return;
    std::size_t last = d.item_at(want);
    if (last == kNone && !r.french()) last = d.item_at(10);
    double score = 0.9;
    if (last == kNone || (d.hesitant && d.text.size() <= 20)) {
        last = d.last();
        if (d.text.size() > 20 && !d.hesitant) return;
        if (d.text.size() >= want) score = 0.9;
        else if (d.text.size() >= want - 2) score = 0.75;
        else if (d.text.size() >= 4) score = half_number(r, i, d) ? 0.5 : 0.45;
        else if (d.text.size() == 3 && d.said && near != kNone && near <= 9) score = 0.45;  // "oh seven nine, hang on"
        else return;
        if (!d.said && !d.hesitant && !phone) score -= 0.3;
    }
    if (is_unit_after(r, last) && d.text.size() < want) return;
    if (other != kNone && !phone && d.text.size() != want) score -= 0.3;
    if (phone) score += 0.08;
    out.push_back({DataType::kPhone, i, last, score, phone ? "context:phone" : "form:phone", d.text});
}

// "quatre-vingt-trois, zéro six, dix-sept, …": figures before the comma, and no ten of them after it.
bool goes_on(const Reading& r, std::size_t i) {
    if (i < 2 || !r[i].said || !r[i - 1].is_mark(',') || !r[i - 2].number() || r.links[i - 2].next != i) return false;
    return dictation(r, i, 26, Letters::kFew).text.size() != (r.french() ? 10U : 11U);
}

}  // namespace

void find_phones(const Reading& r, Candidates& out) {
    for (std::size_t i = 0; i < r.size(); ++i) {
        const Item& item = r[i];
        if (item.is_mark('+') && i + 1 < r.size() && r[i + 1].number()) {
            const bool bracket = i > 0 && r[i - 1].is_mark('(');
            international(r, i + 1, bracket ? i - 1 : i, out);
            continue;
        }
        if (item.word() && item.folded == "plus" && i + 1 < r.size() && r[i + 1].number() && r[i + 1].value.size() <= 3) {
            international(r, i + 1, i, out);
            continue;
        }
        if (item.is_mark('(') && i + 2 < r.size() && r[i + 1].value == "0" && r[i + 2].is_mark(')') &&
            !(i > 0 && r[i - 1].number())) {
            auto d = dictation(r, i + 1, 16, Letters::kFew);
            if (d.digits >= 9) out.push_back({DataType::kPhone, i, d.last(), 0.85, "form:phone", d.text});
            continue;
        }
        if (item.letter() && item.value == "o" && item.capitalised && i + 1 < r.size() && r[i + 1].number() &&
            !r[i + 1].space_before) {
            auto d = dictation(r, i + 1, 9, Letters::kFew);
            if (d.text.size() == 9) out.push_back({DataType::kPhone, i, d.last(), 0.85, "form:phone", "0" + d.text});
            continue;
        }
        if (!item.number() || glued_before(r, i) || inside_run(r, i)) continue;
        if (item.value == "00" && item.said && i + 1 < r.size() && r[i + 1].number() && r[i + 1].value[0] != '0' && r[i + 1].value.size() == 2) {
            international(r, i, i, out);
        } else if (item.value.starts_with("00") && item.value.size() > 3 && item.value[2] != '0' && !item.said) {
            international(r, i, i, out);
        } else if (item.value[0] == '0') {
            if (!goes_on(r, i)) national(r, i, out);
        } else {
            without_zero(r, i, out);
        }
    }
}

}  // namespace repere::privacy
