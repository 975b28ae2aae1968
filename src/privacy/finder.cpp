#include <deque>
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
    }
    find_people(reading, found);
    return found;
}

}  // namespace

std::vector<Finding> Finder::find(const Interaction& interaction, const std::vector<language::Text>& texts,
                                  std::string_view language) const {
    const Words& words = language.starts_with("en") ? impl_->english : impl_->french;
    std::deque<Reading> readings;
    std::vector<TurnFindings> turns;
    turns.reserve(interaction.turns.size());
    std::vector<Atom> atoms;
    for (std::size_t t = 0; t < interaction.turns.size(); ++t) {
        const Turn& turn = interaction.turns[t];
        Reading& reading = readings.emplace_back();
        read(turn, t < texts.size() ? &texts[t] : nullptr, interaction.channel, words, atoms, reading);
        // What the other side said last, back to the speaker's own turn before.
        for (std::size_t k = t; k > 0 && t - k < 3 && readings[k - 1].speaker != turn.speaker; --k) {
            reading.expected |= readings[k - 1].topics;
        }
        turns.push_back(resolve(reading, detect(reading)));
    }
    join_dictations(readings, turns);
    link_numbers(readings, turns);
    link_streets(readings, turns);
    link_people(readings, turns);
    const auto entities = number_entities(turns);
    std::vector<Finding> findings;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        for (std::size_t k = 0; k < turns[t].kept.size(); ++k) {
            const Candidate& c = turns[t].kept[k];
            findings.push_back({.turn = t,
                                .type = std::string(name_of(c.type)),
                                .span = {readings[t][c.first].begin, readings[t][c.last].end},
                                .source = std::string(c.source),
                                .entity = entities[t][k]});
        }
    }
    return findings;
}

}  // namespace repere::privacy
