#include "language/measures.hpp"

#include <algorithm>

#include "language/readability.hpp"
#include "language/sentence_length.hpp"
#include "language/syllables.hpp"

namespace repere::language {
namespace {

constexpr std::size_t kLongWord = 6;  // letters that a long word of LIX has more than
constexpr std::size_t kLongestAcronym = 5;

struct Counts {
    RegisterCounts register_;
    std::size_t spelt_words = 0;  // those whose syllables can be counted: no digits
    std::size_t syllables = 0;
    std::size_t long_words = 0;
    std::size_t subordinating = 0;
};

bool is_rare(const Token& token, const Text& text, const LanguageKnowledge& knowledge) {
    if (text.folded_form(token).find_first_of("-'") != std::string_view::npos) return false;
    if (token.end - token.begin < knowledge.thresholds.rare_letters || (token.traits & kCommonWord) == 0) return false;
    if (token.capitalised && !token.starts_sentence) return false;
    if ((token.traits & (kFamiliar | kFunctionWord | kNumberWord)) != 0 || knowledge.own_words.has(token.form)) return false;
    if (knowledge.everyday.has(token.form)) return false;
    return std::ranges::none_of(token.lemmas, [&](WordHash lemma) { return lemma != 0 && knowledge.everyday.has(lemma); });
}

// "ont", "pm": an acronym that is spelled like an ordinary word is one only in capitals.
bool is_plain_word(const WordingHit& hit, const Text& text) {
    const Token& token = text.tokens[hit.begin];
    return hit.end == hit.begin + 1 && token.end - token.begin <= kLongestAcronym && !token.all_capitals &&
           (token.traits & (kCommonWord | kFunctionWord | kNumberWord)) != 0;
}

class Measurer {
  public:
    Measurer(const MeasureInput& input, Speaker speaker)
        : input_(input), speaker_(speaker), french_(input.knowledge.french), lengths_(input.knowledge.thresholds) {}

    TextMeasures run() {
        if (is_written(input_.interaction.channel)) out_.slips.emplace();
        std::size_t masked = 0;
        for (std::size_t i = 0; i < std::min(input_.interaction.turns.size(), input_.texts.size()); ++i) {
            const std::size_t first = masked;
            while (masked < input_.masked.size() && input_.masked[masked].turn == i) ++masked;
            if (input_.interaction.turns[i].speaker != speaker_) continue;
            read_turn(i, std::span(input_.masked).subspan(first, masked - first));
        }
        out_.words = counts_.register_.words;
        lengths_.finish(out_);
        judge_readability();
        out_.register_counts = counts_.register_;
        out_.register_ = register_from(counts_.register_, french_, input_.knowledge.thresholds);
        return std::move(out_);
    }

  private:
    void read_turn(std::size_t turn, std::span<const Passage> masked) {
        const Turn& said = input_.interaction.turns[turn];
        const Text& text = input_.texts[turn];
        lengths_.begin_turn(turn, said);
        std::size_t next_masked = 0;
        for (const Token& token : text.tokens) {
            while (next_masked < masked.size() && masked[next_masked].span.end <= token.begin) ++next_masked;
            const bool is_masked = next_masked < masked.size() && masked[next_masked].span.begin < token.end;
            const bool counts = count(token, said.text, text);
            lengths_.add(token, counts, text);
            if (counts && !is_masked && is_rare(token, text, input_.knowledge)) out_.rare_words.push_back({turn, {token.begin, token.end}});
        }
        lengths_.end_turn();
        collect(turn, text, masked);
        if (out_.slips) find_slips(*out_.slips, turn, said.text, text, input_.wording.in(turn), masked, input_.knowledge);
    }

    // True for what counts as a word.
    bool count(const Token& token, std::string_view written, const Text& text) {
        const bool said = is_said(token, text, french_);
        counts_.register_.add(token, said, is_contracted(token, text, french_));
        if (!said) return false;
        if (token.kind == TokenKind::kNumber) return true;
        ++counts_.spelt_words;
        const auto word = written.substr(token.begin_byte, token.end_byte - token.begin_byte);
        counts_.syllables += french_ ? french_syllables(word, token.lemmas[0] != token.form) : english_syllables(word);
        counts_.long_words += token.end - token.begin > kLongWord;
        return true;
    }

    void collect(std::size_t turn, const Text& text, std::span<const Passage> masked) {
        for (const WordingHit& hit : input_.wording.in(turn)) {
            std::vector<Passage>* into = nullptr;
            switch (hit.wording) {
                case Wording::kPolite: into = &out_.polite; break;
                case Wording::kNegative: into = &out_.negative; break;
                case Wording::kEmptyFormula: into = &out_.empty_formulas; break;
                case Wording::kJargon: into = &out_.jargon; break;
                case Wording::kSubordinating: ++counts_.subordinating; break;
                default: break;
            }
            if (into == nullptr) continue;
            const Passage place = passage_of(turn, text, hit.begin, hit.end);
            const bool is_masked = std::ranges::any_of(masked, [&](const Passage& m) {
                return m.span.begin < place.span.end && m.span.end > place.span.begin;
            });
            if (hit.wording == Wording::kJargon && (is_masked || is_plain_word(hit, text))) continue;
            into->push_back(place);
        }
    }

    void judge_readability() {
        const Thresholds& thresholds = input_.knowledge.thresholds;
        if (out_.words < thresholds.readability_words || counts_.spelt_words == 0) return;
        const auto share = [](std::size_t part, std::size_t whole) { return static_cast<double>(part) / static_cast<double>(whole); };
        const TextMeans means{.words_per_sentence = out_.words_per_sentence.value_or(thresholds.spoken_sentence),
                              .syllables_per_word = share(counts_.syllables, counts_.spelt_words),
                              .long_word_share = share(counts_.long_words, counts_.spelt_words)};
        out_.readability = reading_ease(means, french_);
        out_.level = level_of(*out_.readability, thresholds.levels);
        out_.lix = lix(means);
        out_.school_years = school_years(means, french_);
        out_.subordination = 100 * share(counts_.subordinating, out_.words);
    }

    const MeasureInput& input_;
    Speaker speaker_;
    bool french_;
    SentenceLengths lengths_;
    Counts counts_;
    TextMeasures out_;
};

}  // namespace

std::string_view to_string(SentenceBasis basis) {
    switch (basis) {
        case SentenceBasis::kMarks: return "marks";
        case SentenceBasis::kPauses: return "pauses";
        case SentenceBasis::kNothing: break;
    }
    return "none";
}

TextMeasures measure(const MeasureInput& input, Speaker speaker) { return Measurer(input, speaker).run(); }

}  // namespace repere::language
