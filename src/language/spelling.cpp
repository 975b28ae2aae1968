#include "language/spelling.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "language/characters.hpp"
#include "language/lexicon.hpp"

namespace repere::language {
namespace {

bool has_digit_or_mark(std::string_view written) {
    for (std::size_t i = 0; i < written.size();) {
        const Character c = decode(written, i);
        const CharClass kind = class_of(c.code);
        if (kind == CharClass::kDigit || kind == CharClass::kMark) return true;
        i += c.bytes;
    }
    return false;
}

class SlipFinder {
  public:
    SlipFinder(std::string_view written, const Text& text, const LanguageKnowledge& knowledge)
        : written_(written), text_(text), knowledge_(knowledge) {}

    std::optional<SlipKind> slip_of(std::size_t at) const {
        const Token& token = text_.tokens[at];
        const auto word = written_.substr(token.begin_byte, token.end_byte - token.begin_byte);
        const auto folded = text_.folded_form(token);
        if (folded.size() < 2 || folded[0] == '-' || token.all_capitals) return std::nullopt;
        if (knowledge_.french && folded.back() == '\'') {
            return ends_in_letter(word) ? std::optional(SlipKind::kApostrophe) : std::nullopt;
        }
        if (!knowledge_.french && (folded.find('\'') != std::string_view::npos || follows_directly(at))) return std::nullopt;
        if (knowledge_.own_words.has(token.form) || has_digit_or_mark(word)) return std::nullopt;
        if (token.capitalised && !token.starts_sentence) return std::nullopt;
        if (knowledge_.words->spells(hash_of(spelled_form(word)))) return std::nullopt;
        const LexiconEntry* entry = knowledge_.words->find(token.form);
        if (entry != nullptr) {
            // "A bientôt", "Etat": capitals may go without accents; "O'Neill" and joined pieces are nobody's slip.
            const bool joined = folded.find_first_of("-'") != std::string_view::npos;
            const bool plain = (entry->flags & (std::uint32_t{kCommonWord} | kVerbForm)) != 0;
            return token.capitalised || joined || !plain ? std::nullopt : std::optional(SlipKind::kAccent);
        }
        if (token.capitalised || knowledge_.foreign->find(token.form) != nullptr) return std::nullopt;
        return parts_known(folded) ? std::nullopt : std::optional(SlipKind::kSpelling);
    }

    // "vous avez envoyer", "vous pouvez envoyé".
    bool confuses_endings(std::size_t at, bool before_participle, bool before_infinitive) const {
        if (!knowledge_.french || at + 1 >= text_.tokens.size()) return false;
        const Token& next = text_.tokens[at + 1];
        if (next.kind != TokenKind::kWord || next.starts_sentence || next.capitalised) return false;
        const auto folded = text_.folded_form(next);
        const LexiconEntry* entry = knowledge_.words->find(next.form);
        if (entry == nullptr || (entry->flags & kVerbForm) == 0) return false;
        if (before_participle && folded.size() > 3 && folded.ends_with("er") && next.lemmas[0] == next.form) return true;
        const auto word = written_.substr(next.begin_byte, next.end_byte - next.begin_byte);
        return before_infinitive && next.lemmas[0] != next.form &&
               (word.ends_with("é") || word.ends_with("ée") || word.ends_with("és") || word.ends_with("ées"));
    }

  private:
    static bool ends_in_letter(std::string_view word) {
        const char last = word.back();
        return (last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z');
    }

    bool follows_directly(std::size_t at) const {
        return at > 0 && !text_.tokens[at].space_before && text_.tokens[at - 1].kind == TokenKind::kWord;
    }

    // "pré-remplissage", "pick-up": no slip where each part is a word.
    bool parts_known(std::string_view folded) const {
        if (folded.find('-') == std::string_view::npos) return false;
        for (std::size_t i = 0; i < folded.size();) {
            const std::size_t end = std::min(folded.find('-', i), folded.size());
            const WordHash part = hash_of(folded.substr(i, end - i));
            if (knowledge_.words->find(part) == nullptr && knowledge_.foreign->find(part) == nullptr) return false;
            i = end + 1;
        }
        return true;
    }

    std::string_view written_;
    const Text& text_;
    const LanguageKnowledge& knowledge_;
};

}  // namespace

std::string_view to_string(SlipKind kind) {
    switch (kind) {
        case SlipKind::kSpelling: return "spelling";
        case SlipKind::kAccent: return "accent";
        case SlipKind::kApostrophe: return "apostrophe";
        case SlipKind::kGrammar: break;
    }
    return "grammar";
}

void find_slips(std::vector<Slip>& out, std::size_t turn, std::string_view written, const Text& text,
                std::span<const WordingHit> wording, std::span<const Passage> masked, const LanguageKnowledge& knowledge) {
    const SlipFinder finder(written, text, knowledge);
    auto hit = wording.begin();
    std::size_t next_masked = 0;
    for (std::size_t at = 0; at < text.tokens.size(); ++at) {
        const Token& token = text.tokens[at];
        while (next_masked < masked.size() && masked[next_masked].span.end <= token.begin) ++next_masked;
        bool before_participle = false;
        bool before_infinitive = false;
        for (; hit != wording.end() && hit->begin == at; ++hit) {
            if (hit->wording == Wording::kSlip) out.push_back({SlipKind::kGrammar, passage_of(turn, text, at, hit->end)});
            before_participle |= hit->wording == Wording::kBeforeParticiple;
            before_infinitive |= hit->wording == Wording::kBeforeInfinitive;
        }
        const bool is_masked = next_masked < masked.size() && masked[next_masked].span.begin < token.end;
        if (token.kind != TokenKind::kWord || is_masked) continue;
        if (const auto kind = finder.slip_of(at)) {
            // "jai" is cut in two: the slip is the whole word as written.
            const std::size_t end = *kind == SlipKind::kApostrophe && at + 1 < text.tokens.size() ? at + 2 : at + 1;
            out.push_back({*kind, passage_of(turn, text, at, end)});
        }
        if (finder.confuses_endings(at, before_participle, before_infinitive)) {
            out.push_back({SlipKind::kGrammar, passage_of(turn, text, at, at + 2)});
        }
    }
}

}  // namespace repere::language
