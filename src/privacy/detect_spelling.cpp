// Names spelled letter by letter, and names that sign a message.
#include <algorithm>

#include "privacy/dictation.hpp"
#include "privacy/names.hpp"

namespace repere::privacy {
namespace {

struct Spelling {
    std::string letters;
    std::size_t last = kNone;
    std::size_t pieces = 0;
    bool helped = false;  // "B comme Bernard", "accent aigu"
};

bool letter_like(const Reading& r, std::size_t i) { return i < r.size() && r[i].letter(); }

// "accent aigu", "tréma", "plus loin": what may follow or part the letters. The item after it, or i.
std::size_t aside(const Reading& r, std::size_t i) {
    std::size_t end = i;
    for (std::size_t k = i; k < r.size() && k < i + 3 && r[k].word() && !r[k].line_start; ++k) {
        if (r[k].is(kAside)) end = k + 1;
    }
    return end;
}

Spelling spelled(const Reading& r, std::size_t first) {
    Spelling out;
    std::size_t i = first;
    while (i < r.size()) {
        if (r[i].letter()) {
            if (r[i].said && out.pieces >= 3 && !out.helped) break;  // "k o w a l s k i, k comme kilo …" begins again
            out.letters += r[i].value;
            out.helped = out.helped || r[i].said;
        } else if (r[i].number() && r[i].said && r[i].value == "2" && letter_like(r, i + 1)) {
            out.letters += r[++i].value;  // "deux l"
            out.letters += r[i].value;
        } else if (out.pieces >= 3 && r[i].word() && i > 0 && r[i - 1].is_mark('-') && r[i - 1].said) {
            out.letters += r[i].folded;
        } else {
            break;
        }
        ++out.pieces;
        out.last = i++;
        if (const auto end = aside(r, i); end != i) {
            out.last = end - 1;
            out.helped = true;
            i = end;
        }
        while (i < r.size() && i - out.last <= 2 && r[i].kind == ItemKind::kMark && (r[i].mark == ',' || r[i].mark == '-' || r[i].mark == '.')) ++i;
        if (i < r.size() && r[i].line_start) break;
    }
    return out;
}

// The word near a spelling that it spells: "auzolle ça s'écrit a u z o deux l e".
std::size_t same_word(const Reading& r, std::size_t first, const Spelling& s) {
    const std::size_t begin = first > 10 ? first - 10 : 0;
    for (std::size_t i = begin; i < std::min(s.last + 6, r.size()); ++i) {
        if (r[i].word() && r[i].folded == s.letters) return i;
    }
    return kNone;
}

bool sign_off_line(const Reading& r, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        if (r[i].is(kSignOff)) return true;
    }
    return false;
}

bool any_dictionary(const Reading& r, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i <= last; ++i) {
        if (r[i].is(kDictionary) && !r[i].is(kFamilyName | kParticle)) return true;
    }
    return false;
}

}  // namespace

void find_spelled_names(const Reading& r, Candidates& out) {
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (!r[i].letter() || glued_before(r, i)) continue;
        // "pas avec un D": spoken of, not spelled.
        if (i > 0 && r[i - 1].kind == ItemKind::kNumber && r[i - 1].value == "2" && r[i - 1].said) continue;
        if (!r.french() && r[i].value == "a" && !r[i].capitalised && i + 1 < r.size() && r[i + 1].capitalised) continue;
        if (i > 0 && (r[i - 1].folded == "un" || r[i - 1].folded == "du" || r[i - 1].folded == "a") && !r[i].said) continue;
        const Spelling s = spelled(r, i);
        if (s.last == kNone) continue;
        if (s.pieces >= 3 && s.letters.size() >= 3) {
            double score = s.letters.size() >= 4 ? 0.6 : 0.45;
            if (s.helped) score += 0.1;
            if (r.about(i, kTopicName, 12)) score += 0.2;
            // A number goes on: it is a reference or a plate. A town may be spelled too.
            const bool number_after = s.last + 1 < r.size() && r[s.last + 1].number();
            const bool number_before = i > 0 && (r[i - 1].number() || (i > 1 && r[i - 1].kind == ItemKind::kMark && r[i - 2].number()));
            if (number_after || number_before) score -= 0.4;
            if (r.about(i, kTopicPostcode, 12) || r.about(i, kTopicOther | kTopicIban, 4)) score -= 0.3;
            if (r[i].is(kAnd)) score -= 0.3;
            const bool vowel = s.letters.find_first_of("aeiouy") != std::string::npos;
            if (!vowel && s.pieces <= 4 && !s.helped && !r.about(i, kTopicName, 12)) score -= 0.3;  // "t p m c"
            if (const auto word = same_word(r, i, s); word != kNone && score >= 0.45) {
                out.push_back(person(r, word, word, 0.6, "form:spelled"));
                score += 0.2;
            }
            out.push_back({DataType::kPerson, i, s.last, score, "form:spelled", s.letters});
        }
        i = s.last;
    }
}

// The last lines of a message: "Cordialement,\nEstelle Maupoint", "N. Bourdon", "Laure Brémontier, client 8 204".
void find_signatures(const Reading& r, Candidates& out) {
    bool signed_off = false;
    std::size_t begin = 0;
    while (begin < r.size()) {
        std::size_t end = begin + 1;
        while (end < r.size() && !r[end].line_start) ++end;
        const bool closing = sign_off_line(r, begin, end);
        std::size_t start = begin;
        if (start + 1 < end && r[start].is(kTitle) && !r[start].elided && !r[start + 1].is_mark('\'')) ++start;  // not "M'barek"
        std::size_t words = 0;
        const std::size_t last = begin > 0 ? name_end(r, start, signed_off, words) : kNone;
        if (last != kNone && r[start].capitalised && !r[start].is(kCompany)) {
            const bool line_ends = last + 1 == end;
            const bool comma = !line_ends && r[last + 1].kind == ItemKind::kMark && std::string_view(",-|/(").find(r[last + 1].mark) != std::string_view::npos;
            bool any_first = r[start].letter();
            bool plain = true;
            for (std::size_t k = start; k <= last; ++k) {
                any_first = any_first || first_name(r, k);
                plain = plain && !(r[k].word() && !r[k].elided && r[k].is(kCommon | kCompany) && !r[k].is(kFirstName | kParticle));
            }
            if (!any_first && r.speaker == Speaker::kAgent && (any_dictionary(r, start, last) || (words == 1 && !r[start].is(kFamilyName)))) plain = false;  // "Isère Toits"
            double score = 0;
            if (any_first && (line_ends || comma)) score = words >= 2 ? 0.85 : (line_ends ? 0.6 : 0.4);
            else if (plain && signed_off && line_ends) score = words >= 2 ? 0.7 : 0.55;
            else if (plain && line_ends && end == r.size() && words >= 1) score = words >= 2 ? 0.6 : 0.45;
            if (signed_off && words == 1 && any_first) score += 0.15;
            if (score >= 0.45) out.push_back(person(r, start, last, score, "form:signature"));
            signed_off = false;
        }
        signed_off = signed_off || closing;
        begin = end;
    }
}

}  // namespace repere::privacy
