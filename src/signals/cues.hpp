// The words of knowledge/outcome/{words,causes}.<language>.yaml, found in the turns. Internal to the room.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "language/lexicon.hpp"
#include "language/tokens.hpp"
#include "signals/pattern.hpp"
#include "signals/story.hpp"

namespace repere::signals {

enum class Cue : std::uint8_t {
    // the customer's
    kThanks,
    kAccepts,
    kDoubts,
    kGivenUp,
    kWorksNow,
    kStillBroken,
    kToldBefore,
    kPromiseBroken,
    kPromiseKept,
    kNoAnswer,
    // the agent's
    kDone,
    kCannot,
    kVaguePromise,
    kOwnerSelf,
    kOwnerNamed,
    kAgainPlease,
    kDate,
    kDelay,  // the word classes, in the agent's turns
    kAsk,    // detail: which of asks(). In the customer's turns: names that datum
    kCause,  // detail: which of causes()
};
inline constexpr std::size_t kCues = static_cast<std::size_t>(Cue::kCause) + 1;

// The customer's cue of this key, "thanks"; nothing for another word.
std::optional<Cue> customer_cue(std::string_view key);

struct CueHit {
    std::uint32_t turn = 0;
    Cue cue = Cue::kThanks;
    std::uint16_t detail = 0;
    double weight = 1;
    std::uint32_t begin = 0;  // tokens [begin, end) of the turn
    std::uint32_t end = 0;
};

// The hits of one conversation, by turn and then by place.
class CueHits {
  public:
    CueHits(std::vector<CueHit> hits, std::size_t turns);
    std::span<const CueHit> in(std::size_t turn) const;
    std::span<const CueHit> all() const { return hits_; }
    bool has(std::size_t turn, Cue cue) const {
        return (found_[turn] >> static_cast<unsigned>(cue) & 1U) != 0;
    }
    const CueHit* first(std::size_t turn, Cue cue) const;  // nullptr where there is none

  private:
    std::vector<CueHit> hits_;
    std::vector<std::uint32_t> begin_;
    std::vector<std::uint32_t> found_;  // a bit per Cue
};

class CueBook {
  public:
    static Result<CueBook> load(const std::filesystem::path& knowledge, std::string_view language,
                                const language::Lexicon& lexicon);
    CueBook(CueBook&&) noexcept;
    CueBook& operator=(CueBook&&) noexcept;
    ~CueBook();

    // Linear. `texts[i]` is the tokenised turn i, of every turn.
    CueHits find(const Story& story, std::span<const language::Text> texts) const;

    // A datum's type of personal data and which one of that type: "customer_number" and "order".
    struct Ask {
        std::string name;  // "customer_number.order"
        std::string type;  // "customer_number"
    };
    const std::vector<Ask>& asks() const;
    const std::vector<std::string>& causes() const;

    // Hours of a delay such as "48 heures" or "deux jours"; nothing where its words say no number or no unit.
    std::optional<double> hours_of(const language::Text& text, std::uint32_t begin, std::uint32_t end) const;

    struct Impl;

  private:
    explicit CueBook(std::unique_ptr<const Impl> impl);
    std::unique_ptr<const Impl> impl_;
};

}  // namespace repere::signals
