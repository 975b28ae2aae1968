// An e-mail address given once is found again where only what stands before its at sign is said: "franck tiret du bas mai, je corrige".
#include <algorithm>
#include <string_view>
#include <vector>

#include "privacy/resolve.hpp"

namespace repere::privacy {
namespace {

constexpr std::size_t kMostMails = 16;  // a conversation names few; more would cost time in proportion
constexpr std::size_t kShortest = 3;    // items of a first half that stands for the whole: "franck", "_", "mai"

using Half = std::vector<std::string_view>;

std::string_view said_form(const Item& item) {
    return item.kind == ItemKind::kMark ? std::string_view(&item.mark, 1) : (item.word() ? item.folded : std::string_view(item.value));
}

Half first_half(const Reading& r, const Candidate& mail) {
    Half half;
    for (std::size_t i = mail.first; i <= mail.last && !r[i].is_mark('@'); ++i) half.push_back(said_form(r[i]));
    return half;
}

bool stands_at(const Reading& r, std::size_t i, const Half& half) {
    if (i + half.size() > r.size()) return false;
    for (std::size_t k = 0; k < half.size(); ++k) {
        if (said_form(r[i + k]) != half[k]) return false;
        if (k > 0 && r[i + k].space_before && !r[i + k].said && !r[i + k - 1].said) return false;  // "S. Bachelet"
    }
    return true;
}

bool has_mark(const Half& half) {
    return std::any_of(half.begin(), half.end(), [](std::string_view piece) { return piece.size() == 1 && std::string_view("._-+").find(piece[0]) != std::string_view::npos; });
}

struct Mail {
    Half half;
    std::string key;
};

}  // namespace

void link_mails(const std::deque<Reading>& readings, std::vector<TurnFindings>& turns) {
    std::vector<Mail> mails;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        for (const Candidate& c : turns[t].kept) {
            if (c.type != DataType::kEmail || mails.size() >= kMostMails) continue;
            Mail mail{first_half(readings[t], c), c.key};
            if (mail.half.size() >= kShortest && has_mark(mail.half)) mails.push_back(std::move(mail));
        }
    }
    if (mails.empty()) return;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        const Reading& r = readings[t];
        const auto before = turns[t].kept.size();
        for (std::size_t i = 0; i < r.size(); ++i) {
            for (const Mail& mail : mails) {
                if (!stands_at(r, i, mail.half)) continue;
                const std::size_t last = i + mail.half.size() - 1;
                const bool inside = std::any_of(turns[t].kept.begin(), turns[t].kept.end(), [&](const Candidate& c) {
                    return c.first <= last && c.last >= i && (c.type == DataType::kEmail || c.type == DataType::kUrl);
                });
                if (inside) continue;
                turns[t].remove_overlapping(i, last);
                turns[t].add({DataType::kEmail, i, last, 0.7, "entity:email", mail.key});
                break;
            }
        }
        if (turns[t].kept.size() != before) {
            std::sort(turns[t].kept.begin(), turns[t].kept.end(), [](const Candidate& a, const Candidate& b) { return a.first < b.first; });
        }
    }
}

}  // namespace repere::privacy
