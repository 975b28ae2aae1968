#include "grid/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace repere::grid {
namespace {

using analysis::Analysis;
using Value = std::optional<double>;

std::size_t turns_of(const Analysis& a, Speaker speaker) {
    return static_cast<std::size_t>(std::count_if(a.interaction.turns.begin(), a.interaction.turns.end(),
                                                  [&](const Turn& t) { return t.speaker == speaker; }));
}

// A share of the call's length; nothing where the length is unknown.
Value share(const Analysis& a, double seconds) {
    const auto length = duration_of(a.interaction);
    if (!length || *length <= 0) return {};
    return seconds / *length;
}

Value talk_share(const Analysis& a) {
    if (!a.voice) return {};
    const double both = a.voice->agent.talk + a.voice->customer.talk;
    if (both <= 0) return {};
    return a.voice->agent.talk / both;
}

template <auto Member, auto Field>
Value text_field(const Analysis& a) {
    const auto& side = a.*Member;
    if (!side) return {};
    return Value(static_cast<double>((*side).*Field));
}

// A measure that may be absent.
template <auto Member, auto Field>
Value text_value(const Analysis& a) {
    const auto& side = a.*Member;
    return side ? (*side).*Field : Value{};
}

constexpr std::array kMeasures{
    Measure{"turns", "", false, [](const Analysis& a) -> Value { return double(a.interaction.turns.size()); }},
    Measure{"agent.turns", "", false, [](const Analysis& a) -> Value { return double(turns_of(a, Speaker::kAgent)); }},
    Measure{"customer.turns", "", false,
            [](const Analysis& a) -> Value { return double(turns_of(a, Speaker::kCustomer)); }},
    Measure{"duration", "s", false, [](const Analysis& a) { return duration_of(a.interaction); }},
    Measure{"wait_seconds", "s", false, [](const Analysis& a) { return a.interaction.metadata.wait_seconds; }},
    Measure{"agent.words", "words", true, text_field<&Analysis::agent_text, &language::TextMeasures::words>},
    Measure{"customer.words", "words", true, text_field<&Analysis::customer_text, &language::TextMeasures::words>},
    Measure{"agent.words_per_sentence", "words", true,
            text_value<&Analysis::agent_text, &language::TextMeasures::words_per_sentence>},
    Measure{"agent.readability", "", true, text_value<&Analysis::agent_text, &language::TextMeasures::readability>},
    Measure{"customer.readability", "", true, text_value<&Analysis::customer_text, &language::TextMeasures::readability>},
    Measure{"voice.silence", "s", false,
            [](const Analysis& a) -> Value { return a.voice ? Value(a.voice->silence) : Value{}; }},
    Measure{"voice.silence_share", "", false,
            [](const Analysis& a) -> Value { return a.voice ? share(a, a.voice->silence) : Value{}; }},
    Measure{"voice.overlap", "s", false,
            [](const Analysis& a) -> Value { return a.voice ? Value(a.voice->overlap) : Value{}; }},
    Measure{"voice.overlap_share", "", false,
            [](const Analysis& a) -> Value { return a.voice ? share(a, a.voice->overlap) : Value{}; }},
    Measure{"voice.interruptions", "", false,
            [](const Analysis& a) -> Value { return a.voice ? Value(double(a.voice->interruptions)) : Value{}; }},
    Measure{"voice.agent.rate_wpm", "words/min", false,
            [](const Analysis& a) -> Value { return a.voice ? a.voice->agent.rate_wpm : Value{}; }},
    Measure{"voice.agent.talk_share", "", false, talk_share},
    Measure{"customer_start", "", true, [](const Analysis& a) -> Value { return a.outcome.customer_start; }},
    Measure{"customer_end", "", true, [](const Analysis& a) -> Value { return a.outcome.customer_end; }},
    Measure{"customer_change", "", true,
            [](const Analysis& a) -> Value { return a.outcome.customer_end - a.outcome.customer_start; }},
};

const std::vector<LabelInfo>& labels() {
    static const std::vector<LabelInfo> table{
        {"channel", Label::kChannel, {"phone", "chat", "email", "sms", "social"}, false},
        {"direction", Label::kDirection, {"inbound", "outbound", "unknown"}, false},
        {"language", Label::kLanguage, {"fr", "en"}, false},
        {"resolved", Label::kResolved, {"yes", "no", "unknown"}, true},
        {"escalation", Label::kEscalation, {"none", "timely", "late", "missed"}, true},
        {"opportunity", Label::kOpportunity, {"none", "seized", "missed", "forced"}, true},
        {"register", Label::kRegister, {"formal", "casual", "mixed"}, true},
        {"topic", Label::kTopic, {}, true},
    };
    return table;
}

// Damerau–Levenshtein with adjacent swaps (optimal string alignment), on bytes.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = std::min(now[j], before[j - 2] + 1);
            }
        }
        before.swap(last);
        last.swap(now);
    }
    return last[b.size()];
}

}  // namespace

std::span<const Measure> all_measures() { return kMeasures; }

const Measure* find_measure(std::string_view name) {
    const auto at = std::find_if(kMeasures.begin(), kMeasures.end(), [&](const Measure& m) { return m.name == name; });
    return at == kMeasures.end() ? nullptr : &*at;
}

std::span<const LabelInfo> all_labels() { return labels(); }

const LabelInfo* find_label(std::string_view key) {
    const auto at = std::find_if(labels().begin(), labels().end(), [&](const LabelInfo& l) { return l.key == key; });
    return at == labels().end() ? nullptr : &*at;
}

const LabelInfo& info(Label label) {
    return *std::find_if(labels().begin(), labels().end(), [&](const LabelInfo& l) { return l.label == label; });
}

std::optional<std::string> closest(std::string_view word, std::span<const std::string_view> candidates) {
    constexpr std::size_t kLongest = 64;  // a longer word is no slip of any of ours
    if (word.size() > kLongest) return {};
    std::optional<std::string> best;
    std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto candidate : candidates) {
        const std::size_t n = edits(word, candidate);
        if (n < fewest && n < candidate.size()) {
            fewest = n;
            best = std::string(candidate);
        }
    }
    return best;
}

std::string joined(std::span<const std::string_view> words) {
    std::string text;
    for (const auto word : words) {
        if (!text.empty()) text += ", ";
        text += word;
    }
    return text;
}

}  // namespace repere::grid
