// What French joins to a word: elisions, clitics, compounds, and the apostrophe that quick typing leaves out.
#include "language/scanner.hpp"

namespace repere::language {
namespace {

constexpr bool is_vowel_or_h(char c) { return std::string_view("aeiouyh").find(c) != std::string_view::npos; }

}  // namespace

// Parts `first`… to the end: compounds that are known, elisions, clitics, and what is left word by word.
void Scanner::split_french(std::size_t first) {
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

void Scanner::split_hyphens(std::size_t first) {
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

bool Scanner::is_clitic(std::size_t k) const {
    const auto* entry = entry_of(folded(parts_[k], parts_[k]));
    return (entry != nullptr && (entry->flags & kClitic) != 0) || is_linking_t(k);
}

bool Scanner::is_linking_t(std::size_t k) const {
    return folded(parts_[k], parts_[k]) == "t" && k + 1 < count_ && is_clitic_pronoun(k + 1);
}

bool Scanner::is_clitic_pronoun(std::size_t k) const {
    const auto form = folded(parts_[k], parts_[k]);
    return form == "il" || form == "elle" || form == "on" || form == "ils" || form == "elles";
}

bool Scanner::takes_clitics(std::size_t k) const {
    const auto* entry = entry_of(folded(parts_[k], parts_[k]));
    return entry == nullptr || (entry->flags & kVerbForm) != 0;
}

void Scanner::emit_clitic(std::size_t& k) {
    const std::size_t first = k;
    if (is_linking_t(k)) ++k;
    finish_word(parts_[first - 1].end, parts_[k].end, parts_[first], false).capitalised = false;
}

// "jai", "cest", "quil", "jveux": the apostrophe that quick typing leaves out.
void Scanner::split_missing_apostrophe(Token& token) {
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

}  // namespace repere::language
