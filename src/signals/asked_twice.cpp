#include "signals/asked_twice.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "signals/promises.hpp"

namespace repere::signals {
namespace {

// What is known of one datum of asks() while the turns go by.
struct Datum {
    bool asked = false;                       // by the agent, so that the next fitting words answer it
    const privacy::Finding* given = nullptr;  // the customer's words that gave it
};

Words words_of(const Interaction& interaction, const privacy::Finding& finding) {
    const auto quote =
        utf8::substring(interaction.turns[finding.turn].text, finding.span.begin, finding.span.end);
    return {finding.turn, finding.span, std::string(quote)};
}

class Finder {
  public:
    Finder(const Story& story, std::span<const language::Text> texts, const CueBook& book,
           const CueHits& hits, std::span<const privacy::Finding> known, std::vector<AskedTwice>& out)
        : story_(story),
          texts_(texts),
          book_(book),
          hits_(hits),
          known_(known),
          out_(out),
          data_(book.asks().size()) {}

    void run() {
        for (std::size_t i = 0; i < story_.size(); ++i) {
            const auto here = known_in(i);
            const Speaker speaker = story_.interaction().turns[i].speaker;
            if (speaker == Speaker::kAgent) agent_turn(i, here);
            if (speaker == Speaker::kCustomer) customer_turn(i, here);
        }
    }

  private:
    std::span<const privacy::Finding> known_in(std::size_t turn) {
        while (next_ < known_.size() && known_[next_].turn < turn) ++next_;
        std::size_t end = next_;
        while (end < known_.size() && known_[end].turn == turn) ++end;
        return known_.subspan(next_, end - next_);
    }

    void agent_turn(std::size_t turn, std::span<const privacy::Finding> here) {
        const CueHit* ask = hits_.first(turn, Cue::kAsk);
        if (ask == nullptr) return;
        if (hits_.has(turn, Cue::kAgainPlease)) return;  // misheard, not forgotten
        const CueBook::Ask& what = book_.asks()[ask->detail];
        const bool reads_back = std::ranges::any_of(here, [&](const auto& f) { return f.type == what.type; });
        if (reads_back) return;
        Datum& datum = data_[ask->detail];
        AskedTwice found{.what = what.type,
                         .again = words_at(story_.interaction(), texts_, turn, ask->begin, ask->end)};
        found.complaint = complaint_after(turn);
        if (datum.given != nullptr) found.given = words_of(story_.interaction(), *datum.given);
        if (found.given || found.complaint) out_.push_back(std::move(found));
        datum.asked = true;
    }

    // An unasked datum counts for the question that names it; an asked one for its question.
    void customer_turn(std::size_t turn, std::span<const privacy::Finding> here) {
        for (const privacy::Finding& finding : here) {
            for (std::size_t d = 0; d < data_.size(); ++d) {
                if (book_.asks()[d].type != finding.type || data_[d].given != nullptr) continue;
                if (data_[d].asked || names(turn, d)) data_[d].given = &finding;
            }
        }
        for (std::size_t d = 0; d < data_.size(); ++d)
            data_[d].asked = data_[d].asked && data_[d].given == nullptr;
    }

    bool names(std::size_t turn, std::size_t datum) const {
        return std::ranges::any_of(hits_.in(turn),
                                   [&](const CueHit& h) { return h.cue == Cue::kAsk && h.detail == datum; });
    }

    // In the customer's words that answer this turn.
    std::optional<Words> complaint_after(std::size_t turn) const {
        for (std::size_t i = turn + 1; i < story_.size(); ++i) {
            const Speaker speaker = story_.interaction().turns[i].speaker;
            if (speaker == Speaker::kAgent) return std::nullopt;
            if (speaker != Speaker::kCustomer) continue;
            if (const CueHit* told = hits_.first(i, Cue::kToldBefore)) {
                return words_at(story_.interaction(), texts_, i, told->begin, told->end);
            }
            const std::size_t moment = story_.surest(i, repeated_);
            return moment == Story::kNone ? std::nullopt
                                          : std::optional(signals::words_of(story_.moments()[moment]));
        }
        return std::nullopt;
    }

    const Story& story_;
    std::span<const language::Text> texts_;
    const CueBook& book_;
    const CueHits& hits_;
    std::span<const privacy::Finding> known_;
    std::vector<AskedTwice>& out_;
    std::vector<Datum> data_;
    std::size_t next_ = 0;
    SignalSet repeated_ = set_of({"repeated_info"});
};

}  // namespace

void find_asked_twice(const Story& story, std::span<const language::Text> texts, const CueBook& book,
                      const CueHits& hits, std::span<const privacy::Finding> known,
                      std::vector<AskedTwice>& out) {
    Finder(story, texts, book, hits, known, out).run();
}

}  // namespace repere::signals
