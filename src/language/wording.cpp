#include "language/wording.hpp"

#include <algorithm>
#include <array>

namespace repere::language {

FoundWording find_wording(const std::vector<Text>& texts, const LanguageKnowledge& knowledge) {
    FoundWording out;
    out.first_.reserve(texts.size() + 1);
    for (const Text& text : texts) {
        out.first_.push_back(out.hits_.size());
        std::array<std::size_t, kWordings> taken{};  // token up to which a list has its hit
        for (std::size_t at = 0; at < text.tokens.size(); ++at) {
            std::array<std::size_t, kWordings> longest;
            bool any = false;
            knowledge.wording.matches_at(text, at, [&](std::size_t end, std::uint32_t list) {
                if (taken[list] > at) return;
                if (!any) longest.fill(0);
                any = true;
                longest[list] = std::max(longest[list], end);
            });
            if (!any) continue;
            for (std::size_t list = 0; list < kWordings; ++list) {
                if (longest[list] == 0) continue;
                taken[list] = longest[list];
                out.hits_.push_back({static_cast<Wording>(list), static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(longest[list])});
            }
        }
    }
    out.first_.push_back(out.hits_.size());
    return out;
}

const WordingHit* first_hit(std::span<const WordingHit> hits, Wording wording, std::size_t begin, std::size_t end) {
    const auto found = std::find_if(hits.begin(), hits.end(), [&](const WordingHit& hit) {
        return hit.wording == wording && hit.begin >= begin && hit.begin < end;
    });
    return found == hits.end() ? nullptr : &*found;
}

}  // namespace repere::language
