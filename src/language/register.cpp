#include "language/register.hpp"

#include <algorithm>

namespace repere::language {

std::string_view to_string(Register value) {
    switch (value) {
        case Register::kFormal: return "formal";
        case Register::kCasual: return "casual";
        case Register::kMixed: break;
    }
    return "mixed";
}

bool is_said(const Token& token, const Text& text, bool french) {
    if (token.filler || (token.kind != TokenKind::kWord && token.kind != TokenKind::kNumber)) return false;
    const auto folded = text.folded_form(token);
    return !folded.empty() && folded.back() != '\'' && (french || folded.find('\'') == std::string_view::npos);
}

bool is_contracted(const Token& token, const Text& text, bool french) {
    return !french && token.kind == TokenKind::kWord && text.folded_form(token).find('\'') != std::string_view::npos;
}

// A dropped "ne" was tried as a mark and told nothing: agents whom people call formal drop it as often on the phone.
std::optional<Register> register_from(const RegisterCounts& counts, bool french, const Thresholds& t) {
    if (counts.words < t.register_words) return std::nullopt;
    const double familiar_share = static_cast<double>(counts.familiar) / static_cast<double>(counts.words);
    const bool many_familiar = counts.familiar >= t.familiar_least && familiar_share > t.familiar_share;
    const auto tu = static_cast<double>(counts.tu);
    const auto vous = static_cast<double>(counts.vous);
    if (french && tu > 0) {
        if (vous == 0 || tu >= t.casual_tu * vous) return Register::kCasual;
        if (vous >= t.formal_vous * tu && !many_familiar) return Register::kFormal;
        return Register::kMixed;
    }
    if (!many_familiar) return Register::kFormal;
    // English has no polite pronoun: there the share alone parts mixed from casual.
    return (vous > 0 || !french) && familiar_share < t.familiar_casual ? Register::kMixed : Register::kCasual;
}

std::optional<Register> register_of(const Interaction& interaction, const std::vector<Text>& texts, Speaker speaker,
                                    bool french, const Thresholds& thresholds) {
    RegisterCounts counts;
    for (std::size_t i = 0; i < std::min(interaction.turns.size(), texts.size()); ++i) {
        if (interaction.turns[i].speaker != speaker) continue;
        for (const Token& token : texts[i].tokens) counts.add(token, is_said(token, texts[i], french), is_contracted(token, texts[i], french));
    }
    return register_from(counts, french, thresholds);
}

}  // namespace repere::language
