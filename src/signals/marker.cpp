#include "signals/marker.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include <fmt/format.h>

#include "signals/marking.hpp"

namespace repere::signals {
namespace {

constexpr std::array<std::string_view, 2> kLanguages{"fr", "en"};

// Where an example that names no channel was said: where its rule applies.
Channel first_channel(const Conditions& where) {
    return where.channels == 0 ? Channel::kPhone : static_cast<Channel>(std::countr_zero(where.channels));
}

TurnContext turn_of(const Rule& rule, const RuleExample& example) {
    TurnContext out;
    out.speaker = all_signals()[rule.signal].speaker;
    out.channel = example.channel.value_or(first_channel(rule.where));
    out.text = example.text;
    out.previous = example.previous;
    for (std::size_t s = 0; s < all_signals().size(); ++s) {
        if ((example.previous_signals >> s & 1U) != 0) out.previous_signals.emplace_back(all_signals()[s].id);
    }
    return out;
}

}  // namespace

struct Marker::Impl {
    std::vector<RuleBook> books;  // in the order of kLanguages
    std::string version;

    const RuleBook& book(std::string_view language) const {
        return books[language == kLanguages[1] ? 1 : 0];
    }
};

Marker::Marker(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Marker::Marker(Marker&&) noexcept = default;
Marker& Marker::operator=(Marker&&) noexcept = default;
Marker::~Marker() = default;

Marker::Check Marker::check(const std::filesystem::path& knowledge, const language::Lexicon& lexicon) {
    Check out{Marker(std::make_unique<Impl>()), {}, {}};
    std::string content;
    for (const std::string_view language : kLanguages) {
        auto classes = WordClasses::load(knowledge, language, lexicon);
        if (!classes) {
            out.errors.push_back(std::move(classes.error()));
            classes = WordClasses();
        }
        RuleSet set = read_rules(knowledge, language, lexicon, *classes);
        out.errors.insert(out.errors.end(), set.errors.begin(), set.errors.end());
        out.warnings.insert(out.warnings.end(), set.warnings.begin(), set.warnings.end());
        content += set.content;
        out.marker.impl_->books.emplace_back(std::move(*classes), std::move(set.rules));
    }
    out.marker.impl_->version = fmt::format("{:016x}", language::hash_of(content));
    return out;
}

Result<Marker> Marker::load(const std::filesystem::path& knowledge, const language::Lexicon& lexicon) {
    Check checked = check(knowledge, lexicon);
    if (!checked.errors.empty()) return fail(std::move(checked.errors.front()));
    return std::move(checked.marker);
}

std::vector<Moment> Marker::mark(const Interaction& interaction, const std::vector<language::Text>& texts,
                                 std::string_view language) const {
    return mark_with(impl_->book(language), interaction, texts, {});
}

std::vector<Moment> Marker::mark(const Interaction& interaction, const std::vector<language::Text>& texts,
                                 std::string_view language, std::vector<RuleHit>& hits) const {
    return mark_with(impl_->book(language), interaction, texts, {.hits = &hits});
}

std::vector<RuleHit> Marker::hits(const Interaction& interaction, const std::vector<language::Text>& texts,
                                  std::string_view language, bool excerpt) const {
    std::vector<RuleHit> out;
    mark_with(impl_->book(language), interaction, texts, {.excerpt = excerpt, .hits = &out, .moments = false});
    return out;
}

std::vector<Moment> Marker::mark_turn(const TurnContext& turn, std::string_view language,
                                      const language::Lexicon& lexicon, std::vector<RuleHit>* hits) const {
    const Interaction excerpt = excerpt_of(turn);
    std::vector<language::Text> texts;
    for (const Turn& t : excerpt.turns) texts.push_back(language::tokenize(t.text, language, lexicon));
    std::vector<RuleHit> all;
    auto moments = mark_with(impl_->book(language), excerpt, texts,
                             {.excerpt = true, .given_before = signal_set_of(turn.previous_signals), .hits = &all});
    const std::size_t last = excerpt.turns.size() - 1;
    std::erase_if(moments, [&](const Moment& m) { return m.turn != last; });
    std::erase_if(all, [&](const RuleHit& h) { return h.turn != last; });
    for (Moment& m : moments) m.turn = 0;
    for (RuleHit& h : all) h.turn = 0;
    if (hits != nullptr) *hits = std::move(all);
    return moments;
}

const std::string& Marker::version() const { return impl_->version; }

std::vector<RuleHit> Marker::rules() const {
    std::vector<RuleHit> out;
    for (const RuleBook& book : impl_->books) {
        for (const Rule& rule : book.rules()) {
            out.push_back({rule.source, all_signals()[rule.signal].id, 0, {}, rule.confidence, rule.veto, rule.signal});
        }
    }
    return out;
}

Marker::ExampleTrial Marker::try_example(const Rule& rule, const RuleExample& example, const TurnContext& turn,
                                         std::string_view language, const language::Lexicon& lexicon) const {
    std::vector<RuleHit> hits;
    mark_turn(turn, language, lexicon, &hits);
    const bool matched = std::ranges::any_of(hits, [&](const RuleHit& h) { return h.source == rule.source; });
    return {rule.source, turn.text, example.should_match, matched, example.place};
}

std::vector<Marker::ExampleTrial> Marker::failing_examples(const language::Lexicon& lexicon) const {
    std::vector<ExampleTrial> out;
    for (std::size_t b = 0; b < impl_->books.size(); ++b) {
        for (const Rule& rule : impl_->books[b].rules()) {
            for (const RuleExample& example : rule.examples) {
                auto trial = try_example(rule, example, turn_of(rule, example), kLanguages[b], lexicon);
                if (trial.matched != trial.should_match) out.push_back(std::move(trial));
            }
        }
    }
    return out;
}

std::vector<Marker::ExampleTrial> Marker::try_examples_on_the_phone(const language::Lexicon& lexicon, const Heard& heard) const {
    std::vector<ExampleTrial> out;
    for (std::size_t b = 0; b < impl_->books.size(); ++b) {
        for (const Rule& rule : impl_->books[b].rules()) {
            for (const RuleExample& example : rule.examples) {
                TurnContext turn = turn_of(rule, example);
                if (turn.channel != Channel::kPhone) continue;
                turn.text = heard(turn.text, kLanguages[b]);
                turn.previous = heard(turn.previous, kLanguages[b]);
                out.push_back(try_example(rule, example, turn, kLanguages[b], lexicon));
            }
        }
    }
    return out;
}

}  // namespace repere::signals
