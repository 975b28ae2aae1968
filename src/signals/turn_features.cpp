#include "signals/turn_features.hpp"

#include <algorithm>
#include <cmath>

#include "language/sentiment.hpp"
#include "signals/moment.hpp"
#include "signals/stretch.hpp"

namespace repere::signals {
namespace {

using learning::feature_id;
using learning::FeatureId;
using learning::mix;

// Kinds of features, hashed into their names.
enum Kind : std::uint64_t {
    kForm = 1, kLemma, kLetters, kPair, kTriple, kSkip, kOpening, kEnding, kWordBefore, kPairBefore, kWordAfter, kRule,
    kRuleSignal, kRuleStrength, kSignalBefore, kSignalAfter, kSignalSeen, kOwnSignalBefore, kOwnPlace,
    kOwnPlaceInChannel, kPlaceFromEnd, kPlaceFromEndInChannel, kFirstOrLast, kChannel, kLanguage, kLength, kAsks,
    kNumbered, kExcerpt, kPleased, kDispleased, kMood, kWording, kSynonym
};

constexpr std::uint64_t kNumberForm = 11;
constexpr std::uint64_t kNameForm = 17;  // whose name it is must not weigh
constexpr std::uint64_t kEdge = 13;
constexpr std::size_t kShortestPart = 4;  // words
constexpr float kMarked = 0.5F;           // strength from which the rules would mark
constexpr float kWordWeight = 12;         // of a turn's words against its circumstances, chosen on the training side
constexpr std::size_t kFewWordFeatures = 40;
constexpr float kSureRule = 3;            // log odds beyond which a rule's strength counts no more
constexpr std::size_t kRepeatReach = 64;  // words looked back for the same form
constexpr float kValenceWeight = 2;       // of the sentiment's score, −1 … 1
constexpr float kStrongValence = 0.5F;

constexpr std::uint64_t key(char mark) { return static_cast<std::uint64_t>(mark); }

// "?" or "!" where the token holds one, 0 elsewhere.
char asking_mark(const language::Text& text, const language::Token& t) {
    if (t.kind != language::TokenKind::kPunctuation) return 0;
    const std::string_view form = text.folded_form(t);
    if (form.find('?') != std::string_view::npos) return '?';
    return form.find('!') != std::string_view::npos ? '!' : '\0';
}

std::size_t length_class(std::size_t words) {
    constexpr std::array<std::size_t, 8> kUpTo{0, 1, 2, 3, 6, 12, 25, 60};
    return static_cast<std::size_t>(std::ranges::lower_bound(kUpTo, words) - kUpTo.begin());
}

}  // namespace

ReadTurn read_turn(const language::Text& text) {
    ReadTurn out;
    out.words.reserve(text.tokens.size());
    std::uint32_t part = 0;
    std::size_t in_part = 0;
    std::size_t part_begin = 0;
    for (std::uint32_t k = 0; k < text.tokens.size(); ++k) {
        const language::Token& t = text.tokens[k];
        if (t.starts_sentence && in_part >= kShortestPart) {
            ++part;
            in_part = 0;
            part_begin = out.words.size();
        }
        ReadWord word{.form = t.form, .lemma = t.lemmas[0], .token = k, .part = part};
        if (const char mark = asking_mark(text, t)) {
            word.form = word.lemma = key(mark);
        } else if (t.filler || t.kind == language::TokenKind::kPunctuation || t.kind == language::TokenKind::kSymbol) {
            continue;
        } else if (t.kind == language::TokenKind::kNumber || (t.traits & language::kNumberWord) != 0) {
            word.form = word.lemma = kNumberForm;
        } else if ((t.traits & (language::kFirstName | language::kFamilyName)) != 0 && (t.traits & language::kCommonWord) == 0) {
            word.form = word.lemma = kNameForm;
        } else {
            word.spelled = t.kind == language::TokenKind::kWord;
        }
        if (!out.words.empty() && out.words.back().form == word.form) continue;
        ++in_part;
        const std::size_t nearest = out.words.size() - std::min(out.words.size() - part_begin, kRepeatReach);
        for (std::size_t w = nearest; w < out.words.size() && word.first; ++w) word.first = out.words[w].form != word.form;
        out.words.push_back(word);
    }
    out.parts = part + 1;
    return out;
}

void word_features(const ReadWord& word, std::string_view form, std::vector<FeatureId>& out) {
    out.clear();
    out.push_back(feature_id(mix(kForm, word.form)));
    out.push_back(feature_id(mix(kLemma, word.lemma)));
    if (!word.spelled) return;
    std::array<char, 40> padded{};
    const std::size_t length = std::min(form.size(), padded.size() - 2);
    padded[0] = '^';
    std::copy_n(form.begin(), length, padded.begin() + 1);
    padded[length + 1] = '$';
    const std::size_t whole = length + 2;
    for (std::size_t at = 0; at + 3 <= whole; ++at) {
        std::uint64_t letters = 0;
        for (std::size_t c = 0; c < 5 && at + c < whole; ++c) {
            letters = letters << 8U | static_cast<unsigned char>(padded[at + c]);
            if (c >= 2 && c + 1 < whole) out.push_back(feature_id(mix(kLetters, letters)));
        }
    }
}

float word_value(std::size_t count) {
    return kWordWeight / std::sqrt(static_cast<float>(std::max(kFewWordFeatures, count)));
}

TurnFeatures::TurnFeatures(const ReadConversation& conversation, bool excerpt)
    : interaction_(conversation.interaction), hits_(conversation.hits), excerpt_(excerpt), texts_(conversation.texts),
      wording_(conversation.wording), knowledge_(conversation.knowledge), kept_(std::min(texts_.size(), 2 * kReach + 1)) {
    weigh_rules();
    std::array<std::uint32_t, 3> count{};
    SignalSet seen = 0;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        own_before_.push_back(count[static_cast<std::size_t>(interaction_.turns[i].speaker)]++);
        seen_before_.push_back(seen);
        seen |= strong_[i];
    }
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        own_total_.push_back(count[static_cast<std::size_t>(interaction_.turns[i].speaker)]);
    }
}

void TurnFeatures::weigh_rules() {
    const std::size_t n = texts_.size();
    hits_begin_.assign(n + 1, static_cast<std::uint32_t>(hits_.size()));
    strengths_.assign(n, {});
    strong_.assign(n, 0);
    std::size_t h = 0;
    for (std::size_t i = 0; i < n; ++i) {
        hits_begin_[i] = static_cast<std::uint32_t>(h);
        SignalSet vetoed = 0;
        SignalSet hit = 0;
        for (; h < hits_.size() && hits_[h].turn == i; ++h) {
            const auto s = static_cast<std::size_t>(hits_[h].signal_index);
            (hits_[h].veto ? vetoed : hit) |= SignalSet{1} << s;
            if (hits_[h].veto) continue;
            strengths_[i][s] = static_cast<float>(1 - (1 - strengths_[i][s]) * (1 - hits_[h].confidence));
        }
        for (std::size_t s = 0; hit != 0 && s < all_signals().size(); ++s) {
            if ((vetoed >> s & 1U) != 0) strengths_[i][s] = 0;
            if (strengths_[i][s] >= kMarked) strong_[i] |= SignalSet{1} << s;
        }
    }
}

const ReadTurn& TurnFeatures::read(std::size_t turn) const {
    Kept& kept = kept_[turn % kept_.size()];
    if (kept.turn != turn) kept = {turn, read_turn(texts_[turn])};
    return kept.read;
}

float TurnFeatures::rule_strength(std::size_t turn, std::size_t signal) const { return strengths_[turn][signal]; }

std::span<const RuleHit> TurnFeatures::hits(std::size_t turn) const {
    return hits_.subspan(hits_begin_[turn], hits_begin_[turn + 1] - hits_begin_[turn]);
}

void TurnFeatures::phrases(std::size_t turn, std::vector<Phrase>& out) const {
    out.clear();
    const auto& words = read(turn).words;
    const std::size_t n = words.size();
    const auto add = [&](std::uint64_t kind, std::uint64_t value, std::size_t first, std::size_t last) {
        out.push_back({feature_id(mix(kind, value)), static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
    };
    for (std::size_t k = 0; k + 1 < n; ++k) {
        const std::uint64_t pair = mix(words[k].lemma, words[k + 1].lemma);
        add(kPair, pair, k, k + 1);
        if (k + 2 == n) break;
        add(kTriple, mix(pair, words[k + 2].lemma), k, k + 2);
        add(kSkip, mix(words[k].lemma, words[k + 2].lemma), k, k + 2);
    }
    std::uint64_t opening = kEdge;
    std::uint64_t ending = kEdge;
    for (std::size_t k = 0; k < std::min<std::size_t>(n, 3); ++k) {
        opening = mix(opening, words[k].lemma);
        add(kOpening, opening, 0, k);
        ending = mix(ending, words[n - 1 - k].lemma);
        add(kEnding, ending, n - 1 - k, n - 1);
    }
}

void TurnFeatures::circumstances(std::size_t turn, std::vector<Circumstance>& out) const {
    out.clear();
    const auto& words = read(turn).words;
    out.push_back({feature_id(mix(kLength, length_class(words.size())))});
    const auto holds = [&](std::uint64_t form) { return std::ranges::any_of(words, [&](const ReadWord& w) { return w.form == form; }); };
    if (holds(key('?'))) out.push_back({feature_id(mix(kAsks, 1))});
    if (holds(kNumberForm)) out.push_back({feature_id(mix(kNumbered, 1))});
    meaning(turn, out);
    neighbours(turn, out);
    rules(turn, out);
    place(turn, out);
}

void TurnFeatures::meaning(std::size_t turn, std::vector<Circumstance>& out) const {
    if (interaction_.turns[turn].speaker == Speaker::kCustomer) sentiment(turn, out);
    for (const language::WordingHit& hit : wording_.in(turn)) {
        out.push_back({feature_id(mix(kWording, static_cast<std::uint64_t>(hit.wording)))});
    }
    const std::uint64_t language = knowledge_.french ? 0 : 1;
    const language::Text& text = texts_[turn];
    for (std::size_t at = 0; at < text.tokens.size();) {
        const auto found = knowledge_.synonyms.longest_at(text, at);
        if (found.end != 0) out.push_back({feature_id(mix(kSynonym, found.value * 2 + language))});
        at = std::max(at + 1, found.end);
    }
}

void TurnFeatures::sentiment(std::size_t turn, std::vector<Circumstance>& out) const {
    const auto measured = language::sentiment_of(turn, texts_[turn], knowledge_).score;
    if (!measured) {
        out.push_back({feature_id(mix(kMood, 0))});
        return;
    }
    const auto score = static_cast<float>(*measured);
    out.push_back({feature_id(mix(score > 0 ? kPleased : kDispleased, 0)), kValenceWeight * std::abs(score)});
    if (std::abs(score) > kStrongValence) out.push_back({feature_id(mix(kMood, score > 0 ? 1 : 2))});
}

void TurnFeatures::neighbours(std::size_t turn, std::vector<Circumstance>& out) const {
    const auto signals_of = [&](Stretch stretch, Kind kind) {
        SignalSet found = 0;
        for (std::size_t i = stretch.begin; i < stretch.end; ++i) found |= strong_[i];
        for (std::size_t s = 0; found >> s != 0; ++s) {
            if ((found >> s & 1U) != 0) out.push_back({feature_id(mix(kind, s))});
        }
    };
    const Stretch earlier = stretch_before(interaction_, turn);
    if (earlier.begin == earlier.end) {
        out.push_back({feature_id(mix(kWordBefore, kEdge))});
    } else {
        const auto& words = read(earlier.end - 1).words;
        for (std::size_t k = 0; k < words.size(); ++k) {
            if (words[k].first) out.push_back({feature_id(mix(kWordBefore, words[k].lemma))});
            if (k + 1 < words.size()) out.push_back({feature_id(mix(kPairBefore, mix(words[k].lemma, words[k + 1].lemma)))});
        }
        signals_of(earlier, kSignalBefore);
    }
    if (excerpt_) return;
    const Stretch later = stretch_after(interaction_, turn);
    if (later.begin == later.end) {
        out.push_back({feature_id(mix(kWordAfter, kEdge))});
        return;
    }
    for (const ReadWord& word : read(later.begin).words) {
        if (word.first) out.push_back({feature_id(mix(kWordAfter, word.lemma))});
    }
    signals_of(later, kSignalAfter);
}

void TurnFeatures::rules(std::size_t turn, std::vector<Circumstance>& out) const {
    for (const RuleHit& hit : hits(turn)) out.push_back({feature_id(mix(kRule, language::hash_of(hit.source)))});
    for (std::size_t s = 0; s < all_signals().size(); ++s) {
        const float strength = strengths_[turn][s];
        if (strength <= 0) continue;
        out.push_back({feature_id(mix(kRuleSignal, s))});
        out.push_back({feature_id(mix(kRuleStrength, s)), std::min(kSureRule, -std::log(1.02F - strength))});
    }
    if (excerpt_) return;
    for (std::size_t s = 0; seen_before_[turn] >> s != 0; ++s) {
        if ((seen_before_[turn] >> s & 1U) != 0) out.push_back({feature_id(mix(kSignalSeen, s))});
    }
    if (turn == 0 || interaction_.turns[turn - 1].speaker != interaction_.turns[turn].speaker) return;
    for (std::size_t s = 0; strong_[turn - 1] >> s != 0; ++s) {
        if ((strong_[turn - 1] >> s & 1U) != 0) out.push_back({feature_id(mix(kOwnSignalBefore, s))});
    }
}

void TurnFeatures::place(std::size_t turn, std::vector<Circumstance>& out) const {
    const auto channel = static_cast<std::uint64_t>(interaction_.channel);
    out.push_back({feature_id(mix(kChannel, channel))});
    out.push_back({feature_id(mix(kLanguage, interaction_.language == "en" ? 1 : 0))});
    if (excerpt_) {
        out.push_back({feature_id(mix(kExcerpt, 1))});
        return;
    }
    const std::uint64_t at = std::min<std::uint32_t>(own_before_[turn], 3);
    const std::uint64_t from_end = std::min<std::uint32_t>(own_total_[turn] - own_before_[turn] - 1, 3);
    out.push_back({feature_id(mix(kOwnPlace, at))});
    out.push_back({feature_id(mix(kOwnPlaceInChannel, at * 10 + channel))});
    out.push_back({feature_id(mix(kPlaceFromEnd, from_end))});
    out.push_back({feature_id(mix(kPlaceFromEndInChannel, from_end * 10 + channel))});
    if (turn == 0) out.push_back({feature_id(mix(kFirstOrLast, 0))});
    if (turn + 1 == texts_.size()) out.push_back({feature_id(mix(kFirstOrLast, 1))});
}

}  // namespace repere::signals
