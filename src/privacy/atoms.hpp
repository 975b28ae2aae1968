// The smallest pieces of a turn: letter runs, digit runs, single marks. Finer than tokens, as "GK482RV" or
// "AB-123-CD" must be seen inside.
#pragma once

#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

#include "language/tokens.hpp"

namespace repere::privacy {

enum class AtomKind : std::uint8_t { kLetters, kDigits, kMark };

struct Atom {
    AtomKind kind = AtomKind::kMark;
    char mark = 0;
    bool space_before = true;
    bool line_start = false;
    bool capitalised = false;
    bool all_capitals = false;  // two letters or more
    std::uint32_t begin_byte = 0, end_byte = 0;
    std::uint32_t begin = 0, end = 0;
    std::string_view folded;  // of letters
    language::WordHash hash = 0;  // of `folded`
    std::uint8_t traits = 0;  // language::WordTrait, where a token is the same letters
};

// Folded forms come from `tokens` where a token is the same letters, else they are put into `store`.
void cut_atoms(std::string_view text, const language::Text* tokens, std::forward_list<std::string>& store,
               std::vector<Atom>& out);

}  // namespace repere::privacy
