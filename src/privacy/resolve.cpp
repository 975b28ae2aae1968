#include "privacy/resolve.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace repere::privacy {
namespace {

constexpr double kKeep = 0.5;

// A number's length speaks for it: the IBAN wins over the card, phone and postcode that one may see inside.
double strength(const Candidate& c) {
    const bool number = c.type != DataType::kPerson && c.type != DataType::kAddress && c.type != DataType::kUrl &&
                        c.type != DataType::kEmail;
    double bonus = number ? 0.012 * static_cast<double>(std::min<std::size_t>(c.key.size(), 24)) : 0;
    if (c.type == DataType::kCustomerNumber) bonus /= 3;
    if (c.type == DataType::kEmail || c.type == DataType::kUrl) bonus = 0.3;
    if (c.type == DataType::kAddress) bonus = 0.1;
    if (c.type == DataType::kPerson) bonus = 0.004 * static_cast<double>(std::min<std::size_t>(c.last - c.first, 8));
    return c.score + bonus;
}

}  // namespace

bool TurnFindings::free(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i <= last; ++i) {
        if (taken[i]) return false;
    }
    return true;
}

void TurnFindings::add(Candidate candidate) {
    for (std::size_t i = candidate.first; i <= candidate.last; ++i) taken[i] = true;
    kept.push_back(std::move(candidate));
}

void TurnFindings::remove_overlapping(std::size_t first, std::size_t last) {
    std::erase_if(kept, [&](const Candidate& c) {
        if (c.last < first || c.first > last) return false;
        for (std::size_t i = c.first; i <= c.last; ++i) taken[i] = false;
        return true;
    });
}

std::string said_key(const Reading& reading, const Candidate& c) {
    std::string key;
    for (std::size_t i = c.first; i <= c.last; ++i) {
        const Item& item = reading[i];
        if (item.kind == ItemKind::kMark || item.is(kStreet | kParticle | kFiller) || item.elided) continue;
        std::string_view word = item.word() ? item.folded : std::string_view(item.value);
        const std::string month = item.info != nullptr && item.info->month != 0 && c.type == DataType::kBirthDate ? std::to_string(item.info->month) : "";
        if (!month.empty()) word = month;
        if (c.type == DataType::kBirthDate && word.size() == 4 && (word.starts_with("19") || word.starts_with("20"))) word.remove_prefix(2);
        while (word.size() > 1 && word.front() == '0') word.remove_prefix(1);
        key.append(key.empty() ? "" : " ").append(word);
    }
    return key;
}

TurnFindings resolve(const Reading& reading, Candidates candidates) {
    TurnFindings out;
    out.taken.assign(reading.size(), false);
    std::erase_if(candidates, [](const Candidate& c) { return c.score < kKeep; });
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return strength(a) > strength(b); });
    for (auto& candidate : candidates) {
        if (!out.free(candidate.first, candidate.last)) continue;
        if (candidate.key.empty()) candidate.key = said_key(reading, candidate);
        out.add(std::move(candidate));
    }
    std::sort(out.kept.begin(), out.kept.end(), [](const Candidate& a, const Candidate& b) { return a.first < b.first; });
    return out;
}

}  // namespace repere::privacy
