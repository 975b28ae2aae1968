// Numbers, pictures and signs, and where a sign ends a sentence.
#include "language/scanner.hpp"

namespace repere::language {

void Scanner::scan_number() {
    const Mark begin = here();
    bool digit = false;
    while (at_.byte < text_.size()) {
        const Character c = decode(text_, at_.byte);
        const CharClass kind = class_of(c.code);
        const bool separator = digit && (c.code == '.' || c.code == ',' || c.code == ':' || c.code == '/') &&
                               class_at(at_.byte + 1) == CharClass::kDigit;
        if (!separator && kind != CharClass::kDigit && kind != CharClass::kLetter && kind != CharClass::kMark) break;
        digit = kind == CharClass::kDigit;
        take(c);
    }
    finish(begin, here(), TokenKind::kNumber);
}

// A picture with its skin tones, and pictures joined to it; two letters of a flag are one.
void Scanner::scan_emoji(Character c) {
    const auto is_flag_letter = [](char32_t code) { return code >= 0x1F1E6 && code <= 0x1F1FF; };
    const Mark begin = here();
    const bool over = sentence_over_;
    sentence_over_ = over && line_broke_since_last();  // a smiley closes the sentence before it
    take(c);
    bool flag = is_flag_letter(c.code);
    while (at_.byte < text_.size()) {
        const Character next = decode(text_, at_.byte);
        if (flag && is_flag_letter(next.code)) {
            flag = false;
        } else if (next.code == 0x200D) {
            advance(next);
            if (class_at(at_.byte) != CharClass::kEmoji) break;
            take(decode(text_, at_.byte));
            continue;
        } else if (class_of(next.code) != CharClass::kEmojiPart) {
            break;
        }
        take(next);
    }
    const Token& token = finish(begin, here(), TokenKind::kEmoji);
    sentence_over_ = over && !token.starts_sentence;
}

bool Scanner::line_broke_since_last() const {
    const std::size_t from = out_.tokens.empty() ? 0 : out_.tokens.back().end_byte;
    return text_.substr(from, at_.byte - from).find('\n') != std::string_view::npos;
}

void Scanner::scan_sign(TokenKind kind, Character c) {
    const bool over = sentence_over_;
    const bool space = space_before_;
    // More end marks and closing quotes stay in the sentence that they end.
    const bool closes = c.code == '.' || c.code == '!' || c.code == '?' || c.code == ')' || c.code == 0x2026 ||
                        c.code == 0xBB || c.code == 0x201D || (c.code == '"' && !space);
    if (closes && !line_broke_since_last()) sentence_over_ = false;
    const Mark begin = here();
    take(c);
    std::size_t dots = c.code == '.' ? 1 : 0;
    while (dots > 0 && at_.byte < text_.size() && text_[at_.byte] == '.') {
        take({'.', 1});
        ++dots;
    }
    const bool before_is_word = !out_.tokens.empty() && !space;
    const bool ends = c.code == '!' || c.code == '?' ||
                      (c.code == '.' && dots == 1 && !(before_is_word && is_abbreviation(out_.tokens.back()))) ||
                      ((dots > 1 || c.code == 0x2026) && next_is_capital());
    const Token& token = finish(begin, here(), kind);
    sentence_over_ = ends || (over && closes && !token.starts_sentence);
}

// "Mme.", and the initial of a name: "J. Dupont".
bool Scanner::is_abbreviation(const Token& token) const {
    if (token.kind != TokenKind::kWord) return false;
    if (token.end - token.begin == 1 && token.capitalised) {
        const bool name_before = out_.tokens.size() > 1 && out_.tokens[out_.tokens.size() - 2].capitalised;
        if ((name_before || token.starts_sentence) && next_is_capital()) return true;
    }
    const auto* entry = words_.find(token.form);
    return entry != nullptr && (entry->flags & kAbbreviation) != 0;
}

bool Scanner::next_is_capital() const {
    std::size_t i = at_.byte;
    while (i < text_.size() && text_[i] == ' ' && i < at_.byte + 4) ++i;
    return i < text_.size() && is_upper(decode(text_, i).code);
}

}  // namespace repere::language
