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

std::vector<Marker::ExampleFailure> Marker::check_examples(const language::Lexicon& lexicon) const {
    std::vector<ExampleFailure> out;
    for (std::size_t b = 0; b < impl_->books.size(); ++b) {
        for (const Rule& rule : impl_->books[b].rules()) {
            for (const RuleExample& example : rule.examples) {
                TurnContext turn;
                turn.speaker = all_signals()[rule.signal].speaker;
                turn.channel = example.channel.value_or(first_channel(rule.where));
                turn.text = example.text;
                turn.previous = example.previous;
                for (std::size_t s = 0; s < all_signals().size(); ++s) {
                    if ((example.previous_signals >> s & 1U) != 0) turn.previous_signals.emplace_back(all_signals()[s].id);
                }
                std::vector<RuleHit> hits;
                mark_turn(turn, kLanguages[b], lexicon, &hits);
                const bool matched = std::any_of(hits.begin(), hits.end(),
                                                 [&](const RuleHit& h) { return h.source == rule.source; });
                if (matched != example.should_match) {
                    out.push_back({rule.source, example.text, example.should_match, example.place});
                }
            }
        }
    }
    return out;
}

}  // namespace repere::signals
