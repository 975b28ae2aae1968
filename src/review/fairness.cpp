#include "review/fairness.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "core/utf8.hpp"
#include "signals/moment.hpp"

namespace repere::review {
namespace {

using Mark = std::pair<std::size_t, std::string_view>;  // turn, signal

std::map<Mark, const signals::Moment*> marks_of(const analysis::Analysis& analysis) {
    std::map<Mark, const signals::Moment*> marks;
    for (const auto& moment : analysis.moments) marks.try_emplace({moment.turn, moment.signal}, &moment);
    return marks;
}

std::string answer_of(const grid::CriterionResult& result) {
    return result.value ? fmt::format("{:g}", *result.value) : std::string(grid::to_string(result.answer));
}

std::array<std::pair<const char*, std::string>, 6> labels_of(const signals::Outcome& outcome) {
    return {{{"resolved", outcome.resolved},
             {"escalation", outcome.escalation},
             {"opportunity", outcome.opportunity},
             {"register", outcome.register_ ? std::string(language::to_string(*outcome.register_)) : std::string()},
             {"customer_start", std::to_string(outcome.customer_start)},
             {"customer_end", std::to_string(outcome.customer_end)}}};
}

constexpr std::size_t kAround = 60;  // code points on either side

struct Words {
    std::size_t turn = 0;
    Span span;
    std::string quote;
};

Words words_of(const signals::Moment& moment) { return {moment.turn, moment.span, moment.quote}; }

// The first words an answer rests on.
std::optional<Words> words_of(const grid::CriterionResult& result, const analysis::Analysis& analysis) {
    if (!result.quotes.empty()) {
        const auto& first = result.quotes.front();
        return Words{first.turn, first.span, first.text};
    }
    for (const std::size_t index : result.evidence) {
        if (index < analysis.moments.size()) return words_of(analysis.moments[index]);
    }
    return {};
}

// The swapped words and some on either side; a swap moves words by little.
std::string place_of(const Words& words, const analysis::Analysis& swapped) {
    if (words.turn >= swapped.interaction.turns.size()) return {};
    const std::size_t begin = words.span.begin > kAround ? words.span.begin - kAround : 0;
    return std::string(utf8::substring(swapped.interaction.turns[words.turn].text, begin, words.span.end + kAround));
}

void tell_words(Flip& flip, const Words& words, const analysis::Analysis& swapped) {
    flip.turn = words.turn;
    flip.quote = words.quote;
    flip.swapped = place_of(words, swapped);
}

// Everything compared of one conversation, told flip by flip.
class Comparison {
  public:
    Comparison(const FairnessAudit::Result& before, const FairnessAudit::Result& after, SwapRow& row,
               FairnessReport& report)
        : before_(before), after_(after), row_(row), report_(report) {}

    std::vector<Flip> run() {
        criteria();
        signals();
        labels();
        return std::move(flips_);
    }

  private:
    void count(Flips SwapRow::*kind, Flips& all, Flips& one, bool flip) {
        (row_.*kind).count(flip);
        all.count(flip);
        one.count(flip);
    }

    Flip flip(Judged what, std::string name, std::string before, std::string after) const {
        return {.swap = row_.id,
                .language = row_.language,
                .conversation = before_.analysis.interaction.id,
                .what = what,
                .name = std::move(name),
                .before = std::move(before),
                .after = std::move(after)};
    }

    void criteria() {
        const auto& old = before_.evaluation.criteria;
        const auto& now = after_.evaluation.criteria;
        for (std::size_t c = 0; c < std::min(old.size(), now.size()); ++c) {
            const std::string was = answer_of(old[c]), is = answer_of(now[c]);
            count(&SwapRow::criteria, report_.criteria, report_.by_criterion[old[c].id], was != is);
            if (was == is) continue;
            Flip one = flip(Judged::kCriterion, old[c].id, was, is);
            auto words = words_of(old[c], before_.analysis);
            if (!words) words = words_of(now[c], after_.analysis);
            if (words) tell_words(one, *words, after_.analysis);
            flips_.push_back(std::move(one));
        }
    }

    void signals() {
        const auto old = marks_of(before_.analysis), now = marks_of(after_.analysis);
        const auto tell = [&](const Mark& mark, const signals::Moment* moment, bool flipped, bool was) {
            const std::string name(mark.second);
            count(&SwapRow::signals, report_.signals, report_.by_signal[name], flipped);
            if (!flipped) return;
            Flip one = flip(Judged::kSignal, name, was ? "marked" : "absent", was ? "absent" : "marked");
            tell_words(one, words_of(*moment), after_.analysis);
            flips_.push_back(std::move(one));
        };
        for (const auto& [mark, moment] : old) tell(mark, moment, !now.contains(mark), true);
        for (const auto& [mark, moment] : now) {
            if (!old.contains(mark)) tell(mark, moment, true, false);
        }
    }

    void labels() {
        const auto old = labels_of(before_.analysis.outcome), now = labels_of(after_.analysis.outcome);
        for (std::size_t l = 0; l < old.size(); ++l) {
            const bool flipped = old[l].second != now[l].second;
            count(&SwapRow::labels, report_.labels, report_.by_label[old[l].first], flipped);
            if (flipped) flips_.push_back(flip(Judged::kLabel, old[l].first, old[l].second, now[l].second));
        }
    }

    const FairnessAudit::Result& before_;
    const FairnessAudit::Result& after_;
    SwapRow& row_;
    FairnessReport& report_;
    std::vector<Flip> flips_;
};

}  // namespace

std::optional<double> Flips::share() const {
    if (compared == 0) return {};
    return static_cast<double>(flipped) / static_cast<double>(compared);
}

void FairnessAudit::add_swaps(const Swaps& swaps) {
    for (const auto& swap : swaps.all()) row_of(swap);
}

std::size_t FairnessAudit::row_of(const Swap& swap) {
    auto& rows = report_.swaps;
    const auto at = std::find_if(rows.begin(), rows.end(), [&](const SwapRow& row) {
        return row.id == swap.id && row.language == swap.language;
    });
    if (at != rows.end()) return static_cast<std::size_t>(at - rows.begin());
    rows.push_back({.id = swap.id, .language = swap.language, .title = swap.title});
    return rows.size() - 1;
}

void FairnessAudit::compare(const Swap& swap, const Result& before, const Result& after) {
    SwapRow& row = report_.swaps[row_of(swap)];
    ++row.conversations;
    for (auto& flip : Comparison(before, after, row, report_).run()) {
        if (row.examples == kExamples) break;
        ++row.examples;
        report_.flips.push_back(std::move(flip));
    }
}

}  // namespace repere::review
