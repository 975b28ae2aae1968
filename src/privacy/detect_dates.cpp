// Birth dates: a date in any dress, where the words say that somebody was born on it.
#include <algorithm>
#include <cstdlib>

#include "privacy/candidates.hpp"
#include "privacy/dictation.hpp"

namespace repere::privacy {
namespace {

struct Date {
    std::size_t last = kNone;
    int year = 0;      // 0: none said
    bool month_name = false;
};

int number_at(const Reading& r, std::size_t i) {
    if (i >= r.size() || !r[i].number() || r[i].value.size() > 4) return -1;
    return std::atoi(r[i].value.c_str());
}

bool is_and_of(const Item& item) {
    return item.word() && (item.folded == "of" || item.folded == "the" || item.folded == "du" || item.folded == "de");
}

int month_at(const Reading& r, std::size_t i) {
    return i < r.size() && r[i].info != nullptr && r[i].word() ? r[i].info->month : 0;
}

// Day or month said as an ordinal: "premier", "second", "twenty-sixth", "1er", "2nd". Moves past it.
int ordinal_at(const Reading& r, std::size_t& i) {
    if (i < r.size() && r[i].word() && r[i].info != nullptr && r[i].info->ordinal > 0) return r[i++].info->ordinal;
    int value = number_at(r, i);
    if (value < 0) return -1;
    ++i;
    if (i < r.size() && r[i].word() && !r[i].space_before &&
        (r[i].folded == "st" || r[i].folded == "nd" || r[i].folded == "rd" || r[i].folded == "th" ||
         r[i].folded == "er" || r[i].folded == "e")) {
        ++i;
    } else if ((value == 20 || value == 30) && r[i - 1].said) {
        std::size_t j = i;
        if (j < r.size() && r[j].is_mark('-')) ++j;
        if (j < r.size() && r[j].word() && r[j].info != nullptr && r[j].info->ordinal > 0 && r[j].info->ordinal < 10) {
            value += r[j].info->ordinal;
            i = j + 1;
        }
    }
    return value;
}

// The year at item i: four figures, "soixante-douze", "mille neuf cent quarante et un", "nineteen sixty four". Moves past it.
int year_at(const Reading& r, std::size_t& i) {
    const int first = number_at(r, i);
    if (first < 0) return 0;
    if (r[i].value.size() == 4 && first > 1900 && first < 2030) {
        ++i;
        return first;
    }
    if (r[i].value.size() > 2 || (!r[i].said && r[i].value.size() < 2)) return 0;
    const int second = number_at(r, i + 1);
    if ((first == 19 || first == 20) && r[i].said && second >= 0 && r[i + 1].value.size() <= 2 && r.links[i].mark == 0) {
        i += 2;
        if (second == 0 && number_at(r, i) >= 0 && number_at(r, i) < 10) return first * 100 + number_at(r, i++);
        return first * 100 + second;
    }
    if (first == 0 && second >= 0 && second < 10 && r[i].said && r[i].value == "0") {
        i += 2;
        return 2000 + second;
    }
    if (first < 10) return 0;
    ++i;
    return first < 30 ? 2000 + first : 1900 + first;
}

void skip_joins(const Reading& r, std::size_t& i) {
    while (i < r.size() && !r[i].line_start &&
           ((r[i].kind == ItemKind::kMark && std::string_view("/.-,").find(r[i].mark) != std::string_view::npos) ||
            is_and_of(r[i]) || (!r.french() && r[i].folded == "the") || (r[i].is(kFiller) && r[i].folded != "et" && r[i].folded != "and"))) {
        ++i;
    }
}

Date date_at(const Reading& r, std::size_t start) {
    Date date;
    std::size_t i = start;
    // "160879"
    if (r[i].number() && !r[i].said && (r[i].value.size() == 6 || r[i].value.size() == 8)) {
        const int day = std::atoi(r[i].value.substr(0, 2).c_str());
        const int month = std::atoi(r[i].value.substr(2, 2).c_str());
        if (day < 1 || day > 31 || month < 1 || month > 12) return date;
        date.last = i;
        const int year = std::atoi(r[i].value.substr(4).c_str());
        date.year = year > 100 ? year : 1900 + year;
        return date;
    }
    // "2000-01-31"
    const int first = number_at(r, i);
    if (first > 1900 && first < 2030 && i + 4 < r.size() && r[i + 1].is_mark('-') && r[i + 3].is_mark('-') &&
        number_at(r, i + 2) >= 1 && number_at(r, i + 2) <= 12 && number_at(r, i + 4) >= 1) {
        return {i + 4, first, false};
    }
    int month = month_at(r, i);  // "March 4th 1971"
    if (month > 0 && !r.french()) {
        ++i;
        const int day = ordinal_at(r, i);
        if (day < 1 || day > 31) return date;
        date = {i - 1, 0, true};
    } else {
        const int zero = number_at(r, i);
        if (zero == 0 && r[i].said) ++i;  // "zéro deux zéro trois soixante"
        const int day = ordinal_at(r, i);
        if (day < 1 || day > 31) return date;
        if (r[i - 1].value.size() > 2) return date;
        skip_joins(r, i);
        month = month_at(r, i);
        if (month > 0) {
            ++i;
            date.month_name = true;
        } else {
            if (number_at(r, i) == 0 && r[i].said) ++i;
            const bool worded = i < r.size() && r[i].word();
            month = ordinal_at(r, i);
            date.month_name = worded && !r.french();  // "the second of the second"
            const bool month_first = !r.french() && !worded && month > 12 && month <= 31 && day <= 12;  // "11-30-1992"
            if (month < 1 || (month > 12 && !month_first) || (worded && r.french())) return date;
        }
        date.last = i - 1;
    }
    std::size_t j = i;
    skip_joins(r, j);
    if (date.month_name && j + 1 < r.size() && r[j].is_mark('\'') && r[j + 1].number() && !r[j + 1].space_before) ++j;  // "6th of January '82"
    const int year = year_at(r, j);
    if (year > 0) {
        date.year = year;
        date.last = j - 1;
    } else if (!date.month_name) {
        date.last = kNone;  // two numbers are no date
    }
    return date;
}

// "Gerald Ashby, the sixth of February 1951": the article belongs to a date that stands alone.
std::size_t with_article(const Reading& r, std::size_t i) {
    if (i > 1 && r[i - 1].is(kFiller) && r[i - 2].number() && r[i - 2].value == r[i].value && !r[i].line_start) return i - 2;  // "vingt-neuf euh vingt-neuf février"
    if (i == 0 || r.french() || r[i].line_start || r[i - 1].folded != "the") return i;
    const bool alone = i == 1 || r[i - 2].kind == ItemKind::kMark || !(r[i - 2].is(kDictionary | kCommon | kStop) || r[i - 2].topics != 0);
    return alone ? i - 1 : i;
}

bool followed_by_hour(const Reading& r, std::size_t last) {
    return last + 1 < r.size() && (r[last + 1].is_mark(':') || r[last + 1].is_mark('%'));
}

}  // namespace

void find_birth_dates(const Reading& r, Candidates& out) {
    for (std::size_t i = 0; i < r.size(); ++i) {
        const bool opens = r[i].number() || month_at(r, i) > 0 || (r[i].info != nullptr && r[i].info->ordinal > 0);
        if (!opens || glued_before(r, i) || (i > 0 && r[i - 1].is_mark('-') && r[i - 1].said)) continue;
        const Date date = date_at(r, i);
        if (date.last == kNone || followed_by_hour(r, date.last)) continue;
        // Figures that run on before or after are a longer number.
        const Link& on = r.links[date.last];
        if (!date.month_name && (inside_run(r, i) || (r[date.last].said && on.next != kNone && on.mark == 0 && !on.hesitant && r[on.next].number()))) continue;
        const auto near = r.distance(i, kTopicBirth, 9);
        const bool born = near != kNone && (date.year != 0 || near <= 6);
        // "le 12 décembre, trente euros"
        if (near == kNone && date.month_name && r[date.last].said && r[date.last].value.size() <= 2 && r[date.last - 1].is_mark(',')) continue;
        const bool old = date.year >= 1915 && date.year <= 2012;
        double score = 0;
        if (born) score = old || date.year == 0 ? 0.9 : 0.6;
        else if (old) score = date.year <= 2004 ? 0.5 : 0.3;
        // "moi je suis du quinze douze cinquante-quatre"
        const bool of = i > 1 && r[i - 1].folded == "du" && (r[i - 2].folded == "suis" || r[i - 2].folded == "est" || r[i - 2].is_mark(','));
        if (!born && of && date.year >= 1915 && date.year <= 2020) score = 0.75;
        if (!born && date.year == 0) score = 0;
        // A whole turn that is nothing but a date of long ago answers a question.
        if (!born && i == 0 && date.last + 1 >= r.size() && date.year >= 1915 && date.year <= 2008) score = 0.75;
        // "née le 2 mars 1931, décédée le 7 juillet"
        if (const auto away = r.distance(i, kTopicOther | kTopicExpiry, 6); away != kNone && near != kNone && away <= near) score -= 0.5;
        if (r.about(i, kTopicExpiry | kTopicOther, 4)) score -= 0.4;
        if (score >= 0.45) out.push_back({DataType::kBirthDate, with_article(r, i), date.last, score, born ? "context:birth_date" : "form:birth_date", ""});
    }
}

}  // namespace repere::privacy
