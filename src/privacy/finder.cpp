#include <algorithm>
#include <deque>
#include <iterator>
#include <utility>

#include "privacy/candidates.hpp"
#include "privacy/personal_data.hpp"
#include "privacy/resolve.hpp"

namespace repere::privacy {

struct Finder::Impl {
    Words french;
    Words english;
};

Finder::Finder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Finder::Finder(Finder&&) noexcept = default;
Finder& Finder::operator=(Finder&&) noexcept = default;
Finder::~Finder() = default;

Result<Finder> Finder::load(const std::filesystem::path& knowledge) {
    auto impl = std::make_unique<Impl>();
    for (const auto& [language, words] : {std::pair{"fr", &impl->french}, std::pair{"en", &impl->english}}) {
        auto loaded = Words::load(knowledge / "privacy" / language, language);
        if (!loaded) return fail(std::move(loaded.error()));
        *words = std::move(*loaded);
    }
    return Finder(std::move(impl));
}

namespace {

Candidates detect(const Reading& reading) {
    Candidates found;
    find_addresses(reading, found);
    if (reading.numbers || reading.addresses) find_network(reading, found);
    if (reading.numbers) {
        find_postcodes(reading, found);  // reads the addresses
        find_cards(reading, found);
        find_ibans(reading, found);
        find_nirs(reading, found);
        find_phones(reading, found);
        find_birth_dates(reading, found);
        find_plates(reading, found);
        find_references(reading, found);
        find_endings(reading, found);
    }
    find_people(reading, found);
    return found;
}

// "et au dos c'est deux huit sept" speaks of a card's code where a card was spoken of in the turns before.
void place_code_behind(std::deque<Reading>& readings, std::size_t t) {
    constexpr std::size_t kTurnsBack = 6;
    Reading& reading = readings[t];
    if ((reading.topics & kTopicBehind) == 0) return;
    std::uint32_t spoken = 0;
    for (std::size_t k = t + 1; k > 0 && t + 1 - k <= kTurnsBack; --k) spoken |= readings[k - 1].topics;
    if (!reading.numbers && (spoken & (kTopicCard | kTopicCvv | kTopicExpiry)) == 0) return;  // "c'est écrit derrière"
    reading.topics |= kTopicCvv;
    for (Item& item : reading.items) {
        if ((item.topics & kTopicBehind) != 0) item.topics |= kTopicCvv;
    }
}

// Names and numbers are linked among so many turns. No conversation of people comes near; a longer record is read piece by
// piece, so that its readings need not be in memory all at once.
constexpr std::size_t kWindow = 4096;

struct WindowFindings {
    std::vector<TurnFindings> turns;
    std::vector<std::vector<Span>> spans;  // of each turn's findings
};

WindowFindings find_in(const Interaction& interaction, const std::vector<language::Text>& texts, const Words& words,
                       std::size_t begin, std::size_t end) {
    std::deque<Reading> readings;
    WindowFindings out;
    out.turns.reserve(end - begin);
    std::vector<Atom> atoms;
    for (std::size_t t = begin; t < end; ++t) {
        const Turn& turn = interaction.turns[t];
        Reading& reading = readings.emplace_back();
        read(turn, t < texts.size() ? &texts[t] : nullptr, interaction.channel, words, atoms, reading);
        // What the other side said last, back to the speaker's own turn before.
        const std::size_t at = t - begin;
        for (std::size_t k = at; k > 0 && at - k < 3 && readings[k - 1].speaker != turn.speaker; --k) {
            reading.expected |= readings[k - 1].topics;
        }
        place_code_behind(readings, at);
        out.turns.push_back(resolve(reading, detect(reading)));
    }
    join_dictations(readings, out.turns);
    link_keys(readings, out.turns);
    link_numbers(readings, out.turns);
    link_mails(readings, out.turns);
    link_streets(readings, out.turns);
    link_people(readings, out.turns);
    for (std::size_t k = 0; k < out.turns.size(); ++k) {
        auto& spans = out.spans.emplace_back();
        for (const Candidate& c : out.turns[k].kept) spans.push_back({readings[k][c.first].begin, readings[k][c.last].end});
    }
    return out;
}

}  // namespace

std::vector<Finding> Finder::find(const Interaction& interaction, const std::vector<language::Text>& texts,
                                  std::string_view language) const {
    const Words& words = language.starts_with("en") ? impl_->english : impl_->french;
    std::vector<TurnFindings> turns;
    std::vector<std::vector<Span>> spans;
    const std::size_t count = interaction.turns.size();
    for (std::size_t begin = 0; begin < count; begin += kWindow) {
        auto window = find_in(interaction, texts, words, begin, std::min(count, begin + kWindow));
        std::ranges::move(window.turns, std::back_inserter(turns));
        std::ranges::move(window.spans, std::back_inserter(spans));
    }
    const auto entities = number_entities(turns);
    std::vector<Finding> findings;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        for (std::size_t k = 0; k < turns[t].kept.size(); ++k) {
            const Candidate& c = turns[t].kept[k];
            findings.push_back({.turn = t,
                                .type = std::string(name_of(c.type)),
                                .span = spans[t][k],
                                .source = std::string(c.source),
                                .entity = entities[t][k]});
        }
    }
    return findings;
}

}  // namespace repere::privacy
