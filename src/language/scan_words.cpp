// Words with what apostrophes and hyphens join to them.
#include "language/scanner.hpp"

namespace repere::language {

bool Scanner::stays_whole(std::size_t first, std::size_t last) const {
    const auto* entry = entry_of(folded(parts_[first], parts_[last]));
    return entry != nullptr && (entry->flags & kCompound) != 0;
}

void Scanner::read_part(Part& part) {
    part = {.begin = here()};
    while (at_.byte < text_.size()) {
        const auto byte = static_cast<unsigned char>(text_[at_.byte]);
        if (byte >= 'a' && byte <= 'z') {  // most of any text
            out_.folded += static_cast<char>(byte);
            ++at_.byte;
            ++at_.point;
            ++part.letters;
            part.has_lower = true;
            continue;
        }
        const Character c = decode(text_, at_.byte);
        const CharClass kind = class_of(c.code);
        if (kind == CharClass::kLetter) {
            const bool upper = is_upper(c.code);
            part.capitalised = part.capitalised || (upper && part.letters == 0);
            part.has_lower = part.has_lower || !upper;
            ++part.letters;
        } else if (kind != CharClass::kDigit && kind != CharClass::kMark) {
            break;
        }
        take(c);
    }
    part.end = here();
}

bool Scanner::joins_next(const Character& c, CharClass kind) const {
    if (kind != CharClass::kApostrophe && kind != CharClass::kHyphen) return false;
    const CharClass next = class_at(at_.byte + c.bytes);
    return next == CharClass::kLetter || next == CharClass::kDigit;
}

void Scanner::scan_word() {
    if (scan_initials()) return;
    count_ = 0;
    for (;;) {
        Part& part = parts_[count_++];
        read_part(part);
        if (count_ == kMostParts || at_.byte >= text_.size()) break;
        const Character c = decode(text_, at_.byte);
        const CharClass kind = class_of(c.code);
        if (!joins_next(c, kind)) {
            // "j' ai", as rules write it: the apostrophe still belongs to its article or pronoun.
            if (kind == CharClass::kApostrophe && french_) {
                out_.folded += '\'';
                const auto* entry = entry_of(std::string_view(out_.folded).substr(part.begin.folded));
                if (entry != nullptr && (entry->flags & kElision) != 0) {
                    advance(c);
                    part.end = here();
                } else {
                    out_.folded.pop_back();
                }
            }
            break;
        }
        part.joiner = kind == CharClass::kApostrophe ? '\'' : '-';
        take(c);
    }
    if (count_ == 1) return emit_alone(parts_[0]);
    french_ ? split_french(0) : split_english();
}

// "S.A.V.", "p.m.": single letters with dots are one word, folded without them.
bool Scanner::scan_initials() {
    std::size_t end = at_.byte;
    std::size_t letters = 0;
    while (class_at(end) == CharClass::kLetter && letters < 10) {
        const std::size_t dot = end + decode(text_, end).bytes;
        if (dot >= text_.size() || text_[dot] != '.') {
            const CharClass after = class_at(dot);
            if (letters < 1 || after == CharClass::kLetter || after == CharClass::kDigit) return false;
            end = dot;
            ++letters;
            break;
        }
        end = dot + 1;
        ++letters;
    }
    if (letters < 2) return false;
    Part part{.begin = here()};
    while (at_.byte < end) {
        const Character c = decode(text_, at_.byte);
        if (c.code == '.') {
            advance(c);
            continue;
        }
        part.capitalised = part.capitalised || (part.letters == 0 && is_upper(c.code));
        part.has_lower = part.has_lower || !is_upper(c.code);
        ++part.letters;
        take(c);
    }
    finish_word(part.begin, here(), part, !part.has_lower);
    return true;
}

void Scanner::emit_alone(const Part& part) {
    Token& token = finish_word(part.begin, part.end, part, part.letters > 1 && !part.has_lower);
    if (last_entry_ == nullptr && french_) split_missing_apostrophe(token);
}

void Scanner::emit(std::size_t first, std::size_t last) {
    if (first == last) return emit_alone(parts_[first]);
    bool has_lower = false;
    for (std::size_t k = first; k <= last; ++k) has_lower = has_lower || parts_[k].has_lower;
    finish_word(parts_[first].begin, parts_[last].end, parts_[first], !has_lower);
}

}  // namespace repere::language
