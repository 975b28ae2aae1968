#include "review/turn_rows.hpp"

#include <algorithm>
#include <map>

#include "language/wording.hpp"

namespace repere::review {
namespace {

using learning::FeatureId;

constexpr unsigned kFewestTurns = 3;  // that bear a feature, for it to be learned
constexpr std::uint64_t kMaterial = 0x6d6174657269616c;

RawTurn raw_turn(const signals::TurnFeatures& features, const language::Text& text, std::size_t turn) {
    RawTurn out;
    const signals::ReadTurn& read = features.read(turn);
    out.parts = read.parts;
    std::vector<FeatureId> ids;
    for (const signals::ReadWord& word : read.words) {
        if (!word.first) continue;
        signals::word_features(word, text.folded_form(text.tokens[word.token]), ids);
        for (const FeatureId id : ids) out.words.push_back({id, static_cast<std::int32_t>(word.part)});
    }
    std::vector<signals::Phrase> phrases;
    features.phrases(turn, phrases);
    for (const signals::Phrase& p : phrases) {
        const std::uint32_t part = read.words[p.first].part;
        out.words.push_back({p.id, part == read.words[p.last].part ? static_cast<std::int32_t>(part) : -1});
    }
    features.circumstances(turn, out.others);
    return out;
}

}  // namespace

void Side::make_rows() {
    number_features();
    for (RawTurn& turn : raw_) {
        turns_.push_back(rows_of(turn));
        turn.words = {};
        turn.others = {};
    }
}

void Side::number_features() {
    std::unordered_map<FeatureId, std::pair<unsigned, bool>> seen;  // turns that bear it, of words
    std::vector<FeatureId> ids;
    for (const RawTurn& turn : raw_) {
        ids.clear();
        for (const auto& w : turn.words) ids.push_back(w.id);
        const std::size_t of_words = ids.size();
        for (const auto& c : turn.others) ids.push_back(c.id);
        for (std::size_t k = 0; k < ids.size(); ++k) seen.try_emplace(ids[k], 0, k < of_words);
        std::ranges::sort(ids);
        for (const FeatureId id : std::ranges::subrange(ids.begin(), std::unique(ids.begin(), ids.end()))) ++seen[id].first;
    }
    for (const auto& [id, entry] : seen) {
        if (entry.first >= kFewestTurns) ids_.push_back(id);
    }
    std::ranges::sort(ids_);
    of_words_.resize(ids_.size());
    for (std::size_t k = 0; k < ids_.size(); ++k) {
        index_.emplace(ids_[k], static_cast<std::uint32_t>(k));
        of_words_[k] = seen[ids_[k]].second;
    }
}

TurnRows Side::rows_of(const RawTurn& turn) {
    TurnRows out;
    out.whole = add_row(turn, -1);
    if (turn.parts > 1) {
        for (std::size_t p = 0; p < turn.parts; ++p) out.parts.push_back(add_row(turn, static_cast<std::int32_t>(p)));
    }
    return out;
}

std::uint32_t Side::add_row(const RawTurn& turn, std::int32_t part) {
    std::map<std::uint32_t, float> values;
    std::size_t count = 0;
    for (const auto& w : turn.words) {
        if (part >= 0 && w.part != part) continue;
        const auto found = index_.find(w.id);
        if (found == index_.end()) continue;
        values[found->second] += 1;
        ++count;
    }
    const float value = signals::word_value(count);
    std::vector<learning::Value> row;
    for (auto& [index, times] : values) times *= value;
    for (const auto& c : turn.others) {
        const auto found = index_.find(c.id);
        if (found != index_.end()) values[found->second] += c.value;
    }
    for (const auto& [index, v] : values) row.push_back({index, v});
    return static_cast<std::uint32_t>(rows_.add(row));
}

template <class Visit>
void Sides::read(const Interaction& interaction, bool excerpt, Visit&& visit) const {
    std::vector<language::Text> texts;
    for (const Turn& t : interaction.turns) texts.push_back(language::tokenize(t.text, interaction.language, lexicon_));
    const auto hits = marker_.hits(interaction, texts, interaction.language, excerpt);
    const auto& knowledge = knowledge_.of(interaction.language);
    const auto wording = language::find_wording(texts, knowledge);
    visit(signals::TurnFeatures({interaction, texts, hits, wording, knowledge}, excerpt), texts);
}

Talk Sides::add_turns(const LabelledInteraction& item, std::size_t file, bool natural) {
    const Interaction& interaction = item.interaction;
    Talk out{&interaction, file, natural, {}};
    read(interaction, false, [&](const signals::TurnFeatures& features, const std::vector<language::Text>& texts) {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const Speaker speaker = interaction.turns[i].speaker;
            if (speaker == Speaker::kUnknown) {
                out.numbers.push_back(Talk::kNone);
                continue;
            }
            RawTurn raw = raw_turn(features, texts[i], i);
            raw.labels = signals::signal_set_of(item.labels.turns[i].signals);
            out.numbers.push_back(add(std::move(raw), speaker, file, natural));
        }
    });
    return out;
}

void Sides::add(const LabelledInteraction& item, std::size_t file, bool natural) { talks_.push_back(add_turns(item, file, natural)); }

void Sides::add_heard(LabelledInteraction item, const Noise& noise, std::size_t file) {
    for (Turn& turn : item.interaction.turns) turn.text = noise(turn.text);
    add_turns(item, file, false);
}

void Sides::add(const signals::LabelledTurn& item, std::size_t file) {
    Interaction excerpt = signals::excerpt_of(item.turn);
    excerpt.language = item.language;
    read(excerpt, true, [&](const signals::TurnFeatures& features, const std::vector<language::Text>& texts) {
        RawTurn raw = raw_turn(features, texts.back(), texts.size() - 1);
        raw.labels = signals::signal_set_of(item.signals);
        add(std::move(raw), item.turn.speaker, file, false);
    });
}

std::size_t Sides::add(RawTurn raw, Speaker speaker, std::size_t file, bool natural) {
    raw.file = file;
    raw.natural = natural;
    if (!natural) raw.others.push_back({material_feature(file), 1});
    Side& side = of(speaker);
    side.add(std::move(raw));
    return side.size() - 1;
}

learning::FeatureId material_feature(std::size_t file) { return learning::feature_id(learning::mix(kMaterial, file)); }

}  // namespace repere::review
