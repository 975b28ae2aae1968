#include "language/tokens.hpp"

#include "language/addresses.hpp"
#include "language/characters.hpp"
#include "language/lexicon.hpp"

namespace repere::language {
namespace {

// A stretch of letters between two joining signs, with its offsets in all three counts.
struct Mark {
    std::uint32_t byte = 0;
    std::uint32_t point = 0;
    std::uint32_t folded = 0;
};

struct Part {
    Mark begin;
    Mark end;
    char joiner = 0;  // the sign after it: ' or - or none
    bool capitalised = false;
    bool has_lower = false;
    std::uint16_t letters = 0;
};

constexpr std::size_t kMostParts = 12;  // longer chains are cut, so that hostile text costs no more than any other

constexpr bool is_vowel_or_h(char c) { return std::string_view("aeiouyh").find(c) != std::string_view::npos; }

class Scanner {
  public:
    Scanner(std::string_view text, bool french, const LexiconTable& words) : text_(text), french_(french), words_(words) {
        out_.folded.reserve(text.size() + 16);
        out_.tokens.reserve(text.size() / 5 + 8);
    }

    Text run() {
        while (at_.byte < text_.size()) step();
        return std::move(out_);
    }

  private:
    void step() {
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

    // --- moving on -------------------------------------------------------------------------------------------------

    Mark here() const { return {at_.byte, at_.point, static_cast<std::uint32_t>(out_.folded.size())}; }

    void advance(Character c) {
        at_.byte += c.bytes;
        ++at_.point;
    }

    void take(Character c) {
        append_folded(out_.folded, c.code);
        advance(c);
    }

    CharClass class_at(std::size_t byte) const {
        return byte < text_.size() ? class_of(decode(text_, byte).code) : CharClass::kSpace;
    }

    void take_until(std::size_t end, TokenKind kind) {
        const Mark begin = here();
        while (at_.byte < end) take(decode(text_, at_.byte));
        finish(begin, here(), kind);
    }

    // --- tokens ----------------------------------------------------------------------------------------------------

    Token& finish(const Mark& begin, const Mark& end, TokenKind kind) {
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

    Token& finish_word(const Mark& begin, const Mark& end, const Part& first, bool all_capitals) {
        Token& token = finish(begin, end, TokenKind::kWord);
        token.capitalised = first.capitalised;
        token.all_capitals = all_capitals;
        learn(token);
        return token;
    }

    void learn(Token& token) {
        last_entry_ = words_.find(token.form);
        if (last_entry_ == nullptr) return;
        token.lemmas = last_entry_->lemmas;
        token.traits = static_cast<std::uint8_t>(last_entry_->flags);
        token.filler = (last_entry_->flags & kFillerWord) != 0;
    }

    // Replaces the folded form of a token that is written otherwise than it counts ("wo" in "won't" is "will").
    void refold(Token& token, std::string_view folded) {
        token.folded_begin = static_cast<std::uint32_t>(out_.folded.size());
        out_.folded += folded;
        token.folded_end = static_cast<std::uint32_t>(out_.folded.size());
        token.form = hash_of(folded);
        token.lemmas = {token.form};
        learn(token);
    }

    // --- words -----------------------------------------------------------------------------------------------------

    std::string_view folded(const Part& first, const Part& last) const {
        return std::string_view(out_.folded).substr(first.begin.folded, last.end.folded - first.begin.folded);
    }

    const LexiconEntry* entry_of(std::string_view form) const { return words_.find(hash_of(form)); }

    bool stays_whole(std::size_t first, std::size_t last) const {
        const auto* entry = entry_of(folded(parts_[first], parts_[last]));
        return entry != nullptr && (entry->flags & kCompound) != 0;
    }

    void read_part(Part& part) {
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

    bool joins_next(const Character& c, CharClass kind) const {
        if (kind != CharClass::kApostrophe && kind != CharClass::kHyphen) return false;
        const CharClass next = class_at(at_.byte + c.bytes);
        return next == CharClass::kLetter || next == CharClass::kDigit;
    }

    void scan_word() {
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
    bool scan_initials() {
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

    void emit_alone(const Part& part) {
        Token& token = finish_word(part.begin, part.end, part, part.letters > 1 && !part.has_lower);
        if (last_entry_ == nullptr && french_) split_missing_apostrophe(token);
    }

    void emit(std::size_t first, std::size_t last) {
        if (first == last) return emit_alone(parts_[first]);
        bool has_lower = false;
        for (std::size_t k = first; k <= last; ++k) has_lower = has_lower || parts_[k].has_lower;
        finish_word(parts_[first].begin, parts_[last].end, parts_[first], !has_lower);
    }

    // --- French ----------------------------------------------------------------------------------------------------

    // Parts `first`… to the end: compounds that are known, elisions, clitics, and what is left word by word.
    void split_french(std::size_t first) {
        for (;;) {
            const std::size_t last = count_ - 1;
            if (first == last) return emit_alone(parts_[first]);
            if (stays_whole(first, last)) return emit(first, last);
            if (parts_[first].joiner != '\'') break;
            const auto with_sign = folded(parts_[first], parts_[first]).size() + 1;
            const auto* entry = entry_of(std::string_view(out_.folded).substr(parts_[first].begin.folded, with_sign));
            if (entry == nullptr || (entry->flags & kElision) == 0) break;
            finish_word(parts_[first].begin, parts_[first + 1].begin, parts_[first], false);
            ++first;
        }
        split_hyphens(first);
    }

    void split_hyphens(std::size_t first) {
        // An apostrophe that marks no elision belongs to its word ("O'Brien", "prud'homme-là"); what follows the next
        // hyphen is looked at on its own.
        std::size_t stem = first;
        while (stem + 1 < count_ && parts_[stem].joiner == '\'') ++stem;
        if (stem > first) {
            emit(first, stem);
            return stem + 1 < count_ ? split_french(stem + 1) : void();
        }
        std::size_t clitics = count_;  // index of the first clitic
        while (clitics > first + 1 && parts_[clitics - 2].joiner == '-' && is_clitic(clitics - 1)) --clitics;
        if (clitics < count_ && clitics > first && !takes_clitics(clitics - 1)) clitics = count_;
        // The first part stands alone unless it and the next ones make a known compound ("peut-être-vous").
        std::size_t next = first;
        while (next < clitics) {
            std::size_t last = next;
            for (std::size_t k = clitics - 1; k > next; --k) {
                if (stays_whole(next, k)) {
                    last = k;
                    break;
                }
            }
            if (last == next && parts_[next].joiner == '\'') return split_french(next);
            emit(next, last);
            next = last + 1;
        }
        for (std::size_t k = clitics; k < count_; ++k) emit_clitic(k);
    }

    bool is_clitic(std::size_t k) const {
        const auto* entry = entry_of(folded(parts_[k], parts_[k]));
        return (entry != nullptr && (entry->flags & kClitic) != 0) || is_linking_t(k);
    }

    bool is_linking_t(std::size_t k) const {
        return folded(parts_[k], parts_[k]) == "t" && k + 1 < count_ && is_clitic_pronoun(k + 1);
    }

    bool is_clitic_pronoun(std::size_t k) const {
        const auto form = folded(parts_[k], parts_[k]);
        return form == "il" || form == "elle" || form == "on" || form == "ils" || form == "elles";
    }

    bool takes_clitics(std::size_t k) const {
        const auto* entry = entry_of(folded(parts_[k], parts_[k]));
        return entry == nullptr || (entry->flags & kVerbForm) != 0;
    }

    void emit_clitic(std::size_t& k) {
        const std::size_t first = k;
        if (is_linking_t(k)) ++k;
        finish_word(parts_[first - 1].end, parts_[k].end, parts_[first], false).capitalised = false;
    }

    // "jai", "cest", "quil", "jveux": the apostrophe that quick typing leaves out.
    void split_missing_apostrophe(Token& token) {
        const std::string form(out_.folded, token.folded_begin, token.folded_end - token.folded_begin);
        if (form.size() < 3 || form.size() > 24 || (token.capitalised && !token.starts_sentence)) return;
        const std::size_t head = form.starts_with("qu") ? 2 : 1;
        const bool noun_may_follow = form[0] == 'd' || form[0] == 'l';
        if (head == 1 && std::string_view("jcnmtsdl").find(form[0]) == std::string_view::npos) return;
        for (std::size_t k = 0; k < head; ++k) {
            if (static_cast<unsigned char>(text_[token.begin_byte + k]) >= 0x80) return;  // "ç"
        }
        const auto rest = std::string_view(form).substr(head);
        const bool elides = is_vowel_or_h(rest[0]);
        if (!elides && !(form[0] == 'j' && rest.size() >= 4)) return;
        const auto* entry = entry_of(rest);
        const std::uint32_t grammatical = std::uint32_t{kVerbForm} | kFunctionWord;
        const std::uint32_t wanted = noun_may_follow && rest.size() >= 5 ? grammatical | kCommonWord : grammatical;
        if (entry == nullptr || (entry->flags & wanted) == 0) return;

        Token after = token;
        after.begin_byte += static_cast<std::uint32_t>(head);
        after.begin += static_cast<std::uint32_t>(head);
        after.folded_begin += static_cast<std::uint32_t>(head);
        after.form = hash_of(rest);
        after.lemmas = entry->lemmas;
        after.traits = static_cast<std::uint8_t>(entry->flags);
        after.filler = false;
        after.capitalised = after.starts_sentence = after.space_before = false;
        token.end_byte = after.begin_byte;
        token.end = after.begin;
        token.all_capitals = false;
        refold(token, form.substr(0, head) + "'");
        out_.tokens.push_back(after);
        last_entry_ = entry;
    }

    // --- English ---------------------------------------------------------------------------------------------------

    void split_english() {
        std::size_t first = 0;
        while (first < count_) {
            std::size_t last = count_ - 1;
            while (last > first && !stays_whole(first, last)) --last;
            if (last > first || parts_[first].joiner != '\'') {
                emit(first, last);
                first = last + 1;
                continue;
            }
            const auto ending = folded(parts_[first + 1], parts_[first + 1]);
            const auto stem = folded(parts_[first], parts_[first]);
            if (ending == "t" && stem.size() > 1 && stem.back() == 'n') {
                split_negation(first, stem);
            } else if (is_contraction(ending)) {
                emit_alone(parts_[first]);
                emit_contraction(first + 1);
            } else {  // O'Neill
                emit(first, first + 1);
            }
            first += 2;
            while (first < count_ && parts_[first - 1].joiner == '\'' && is_contraction(folded(parts_[first], parts_[first]))) {
                emit_contraction(first++);
            }
        }
    }

    static bool is_contraction(std::string_view ending) {
        return ending == "m" || ending == "re" || ending == "ve" || ending == "ll" || ending == "d" || ending == "s";
    }

    void emit_contraction(std::size_t k) {
        finish_word(parts_[k - 1].end, parts_[k].end, parts_[k], false).capitalised = false;
    }

    void split_negation(std::size_t k, std::string_view stem) {
        const bool can = stem == "can";
        const std::string_view other = stem == "won" ? "will" : stem == "shan" ? "shall" : "";
        Mark cut = parts_[k].end;
        --cut.byte;
        --cut.point;
        --cut.folded;
        Token& verb = finish_word(parts_[k].begin, cut, parts_[k], false);
        if (can) {
            refold(verb, "can");
        } else if (!other.empty()) {
            refold(verb, other);
        }
        finish_word(cut, parts_[k + 1].end, parts_[k + 1], false).capitalised = false;
    }

    // --- numbers, emoji, signs -------------------------------------------------------------------------------------

    void scan_number() {
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
    void scan_emoji(Character c) {
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

    bool line_broke_since_last() const {
        const std::size_t from = out_.tokens.empty() ? 0 : out_.tokens.back().end_byte;
        return text_.substr(from, at_.byte - from).find('\n') != std::string_view::npos;
    }

    void scan_sign(TokenKind kind, Character c) {
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
    bool is_abbreviation(const Token& token) const {
        if (token.kind != TokenKind::kWord) return false;
        if (token.end - token.begin == 1 && token.capitalised) {
            const bool name_before = out_.tokens.size() > 1 && out_.tokens[out_.tokens.size() - 2].capitalised;
            if ((name_before || token.starts_sentence) && next_is_capital()) return true;
        }
        const auto* entry = words_.find(token.form);
        return entry != nullptr && (entry->flags & kAbbreviation) != 0;
    }

    bool next_is_capital() const {
        std::size_t i = at_.byte;
        while (i < text_.size() && text_[i] == ' ' && i < at_.byte + 4) ++i;
        return i < text_.size() && is_upper(decode(text_, i).code);
    }

    std::string_view text_;
    bool french_;
    const LexiconTable& words_;
    Text out_;
    Mark at_;
    std::size_t chunk_end_ = 0;  // of the stretch without blanks in which we are
    bool may_hold_address_ = false;
    bool space_before_ = true;
    bool sentence_over_ = false;
    const LexiconEntry* last_entry_ = nullptr;
    std::array<Part, kMostParts> parts_;
    std::size_t count_ = 0;
};

}  // namespace

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
