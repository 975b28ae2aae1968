#include "language/tokens.hpp"

#include "language/scanner.hpp"

namespace repere::language {

Text Scanner::run() {
    while (at_.byte < text_.size()) step();
    return std::move(out_);
}

void Scanner::step() {
    const Character c = decode(text_, at_.byte);
    const CharClass kind = class_of(c.code);
    if (kind == CharClass::kSpace || kind == CharClass::kLineEnd) {
        space_before_ = true;
        if (kind == CharClass::kLineEnd) sentence_over_ = true;
        advance(c);
        return;
    }
    if (at_.byte >= chunk_end_) may_hold_address_ = may_hold_address(text_, at_.byte, chunk_end_);
    if (may_hold_address_) {
        if (const auto end = match_address(text_, at_.byte); end != at_.byte) {
            return take_until(end, TokenKind::kAddress);
        }
    }
    switch (kind) {
        case CharClass::kLetter: return scan_word();
        case CharClass::kDigit: return scan_number();
        case CharClass::kEmoji: return scan_emoji(c);
        case CharClass::kMark: return advance(c);
        default: break;
    }
    if (const auto end = match_smiley(text_, at_.byte); end != at_.byte) return take_until(end, TokenKind::kEmoji);
    const bool symbol = kind == CharClass::kSymbol || kind == CharClass::kEmojiPart;
    scan_sign(symbol ? TokenKind::kSymbol : TokenKind::kPunctuation, c);
}

void Scanner::take_until(std::size_t end, TokenKind kind) {
    const Mark begin = here();
    while (at_.byte < end) take(decode(text_, at_.byte));
    finish(begin, here(), kind);
}

Token& Scanner::finish(const Mark& begin, const Mark& end, TokenKind kind) {
    Token token{.begin_byte = begin.byte, .end_byte = end.byte, .begin = begin.point, .end = end.point,
                .folded_begin = begin.folded, .folded_end = end.folded, .kind = kind};
    token.form = hash_of(std::string_view(out_.folded).substr(begin.folded, end.folded - begin.folded));
    token.lemmas[0] = token.form;
    token.starts_sentence = out_.tokens.empty() || sentence_over_;
    token.space_before = space_before_;
    sentence_over_ = false;
    space_before_ = false;
    out_.tokens.push_back(token);
    return out_.tokens.back();
}

Token& Scanner::finish_word(const Mark& begin, const Mark& end, const Part& first, bool all_capitals) {
    Token& token = finish(begin, end, TokenKind::kWord);
    token.capitalised = first.capitalised;
    token.all_capitals = all_capitals;
    learn(token);
    return token;
}

void Scanner::learn(Token& token) {
    last_entry_ = words_.find(token.form);
    if (last_entry_ == nullptr) return;
    token.lemmas = last_entry_->lemmas;
    token.traits = static_cast<std::uint8_t>(last_entry_->flags);
    token.filler = (last_entry_->flags & kFillerWord) != 0;
}

void Scanner::refold(Token& token, std::string_view folded) {
    token.folded_begin = static_cast<std::uint32_t>(out_.folded.size());
    out_.folded += folded;
    token.folded_end = static_cast<std::uint32_t>(out_.folded.size());
    token.form = hash_of(folded);
    token.lemmas = {token.form};
    learn(token);
}

Text tokenize(std::string_view text, std::string_view language, const Lexicon& lexicon) {
    return Scanner(text, language != "en", lexicon.table(language)).run();
}

std::vector<Span> sentences(const Text& text) {
    std::vector<Span> spans;
    for (const Token& token : text.tokens) {
        if (token.starts_sentence || spans.empty()) spans.push_back({token.begin, token.end});
        spans.back().end = token.end;
    }
    return spans;
}

}  // namespace repere::language
