// How one side addresses the other: formal, casual, or both.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "language/knowledge.hpp"
#include "language/tokens.hpp"

namespace repere::language {

enum class Register { kFormal, kCasual, kMixed };
std::string_view to_string(Register value);  // "formal", "casual", "mixed"

// Is the token a word or number said? Hesitations and elided letters ("j'") are not, pronouns after a hyphen are.
bool is_said(const Token& token, const Text& text, bool french);
bool is_contracted(const Token& token, const Text& text, bool french);

struct RegisterCounts {
    std::size_t words = 0, tu = 0, vous = 0, familiar = 0;
    std::size_t contractions = 0;  // English: "we'll", "don't"

    void add(const Token& token, bool said, bool contracted) {
        words += said;
        contractions += contracted;
        if (token.kind != TokenKind::kWord && token.kind != TokenKind::kNumber) return;
        tu += (token.traits & kTutoiement) != 0;
        vous += (token.traits & kVouvoiement) != 0;
        familiar += (token.traits & kFamiliar) != 0;
    }
};

// French: how the person is addressed (tu or vous) and the share of familiar words; English: familiar words alone.
// Nothing under Thresholds::register_words.
std::optional<Register> register_from(const RegisterCounts& counts, bool french, const Thresholds& thresholds);

// Of all turns of one speaker. Linear.
std::optional<Register> register_of(const Interaction& interaction, const std::vector<Text>& texts, Speaker speaker,
                                    bool french, const Thresholds& thresholds);

}  // namespace repere::language
