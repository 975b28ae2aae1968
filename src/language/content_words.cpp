#include "language/content_words.hpp"

#include <algorithm>

namespace repere::language {
namespace {

constexpr std::size_t kFewestLetters = 3;

bool is_courtesy(const WordingHit& hit) {
    return hit.wording == Wording::kPolite || hit.wording == Wording::kGreeting || hit.wording == Wording::kSignOff ||
           hit.wording == Wording::kEmptyFormula || hit.wording == Wording::kYesNo;
}

// A key that no lemma has.
constexpr WordHash key_of_group(std::uint32_t group) { return (WordHash{group} + 1) << 40 | 0x5359'4E4FU; }

bool may_tell(const Token& token, const Text& text, const LanguageKnowledge& knowledge) {
    if (token.kind != TokenKind::kWord || token.filler) return false;
    if ((token.traits & (kFunctionWord | kNumberWord | kTutoiement | kVouvoiement)) != 0) return false;
    if (token.end - token.begin < kFewestLetters || text.folded_form(token).front() == '-') return false;
    for (const WordHash lemma : token.lemmas) {
        if (lemma != 0 && knowledge.general.has(lemma)) return false;
    }
    return !knowledge.general.has(token.form);
}

}  // namespace

void add_content_words(std::vector<ContentWord>& out, const Text& text, std::size_t begin, std::size_t end,
                       std::span<const WordingHit> wording, const LanguageKnowledge& knowledge) {
    auto hit = wording.begin();
    for (std::size_t at = begin; at < end;) {
        std::size_t courtesy_end = 0;
        for (; hit != wording.end() && hit->begin <= at; ++hit) {
            if (is_courtesy(*hit) && hit->end > at) courtesy_end = std::max<std::size_t>(courtesy_end, hit->end);
        }
        if (courtesy_end > at) {
            at = courtesy_end;
            continue;
        }
        const auto group = knowledge.synonyms.longest_at(text, at);
        if (group.end != 0) {
            out.push_back({key_of_group(group.value), static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(group.end)});
            at = group.end;
            continue;
        }
        if (may_tell(text.tokens[at], text, knowledge)) {
            out.push_back({text.tokens[at].lemmas[0], static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)});
        }
        ++at;
    }
}

}  // namespace repere::language
