#include "language/sentiment.hpp"

#include <algorithm>
#include <cmath>

namespace repere::language {
namespace {

struct Weighed {
    std::size_t token = 0;
    double value = 0;
};

// One turn, read from left to right. What modifies a word stands before it: its distance is counted in words.
class TurnReader {
  public:
    TurnReader(std::size_t turn, const Text& text, const LanguageKnowledge& knowledge)
        : turn_(turn), text_(text), knowledge_(knowledge), t_(knowledge.thresholds) {}

    SentimentPoint run() {
        for (std::size_t at = 0; at < text_.tokens.size();) {
            const Token& token = text_.tokens[at];
            if (token.starts_sentence) begin_sentence();
            const auto found = knowledge_.valence.longest_at(text_, at);
            if (found.end == 0) {
                pass(token);
                ++at;
                continue;
            }
            take(at, found.end, knowledge_.valence_entries[found.value]);
            at = found.end;
        }
        begin_sentence();
        if (!point_.words.empty()) point_.score = sum_ / std::sqrt(sum_ * sum_ + t_.softness);
        return std::move(point_);
    }

  private:
    static constexpr std::size_t kNever = 1000;

    void begin_sentence() {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const double place = !contrast_ ? 1 : i < before_contrast_ ? t_.before_but : t_.after_but;
            sum_ += words_[i].value * place;
        }
        words_.clear();
        contrast_ = false;
        negation_ = factor_at_ = kNever;
        factor_ = 1;
    }

    void pass(const Token& token) {
        if (token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber) {
            if (!token.filler) step();
        } else if (text_.folded_form(token).starts_with("!") && !words_.empty()) {
            Weighed& last = words_.back();
            last.value += std::copysign(t_.exclamation, last.value);
        }
    }

    void step() {
        if (negation_ < kNever) ++negation_;
        if (factor_at_ < kNever) ++factor_at_;
    }

    void take(std::size_t begin, std::size_t end, const ValenceEntry& entry) {
        switch (entry.role) {
            case ValenceRole::kNegator:
                negation_ = 0;
                step();
                return;
            case ValenceRole::kFactor:
                factor_ = factor_at_ <= t_.intensity_reach ? factor_ * entry.value : entry.value;
                factor_at_ = 0;
                step();
                if (negation_ < kNever) ++negation_;
                return;
            case ValenceRole::kContrast:
                contrast_ = true;
                before_contrast_ = words_.size();
                negation_ = factor_at_ = kNever;
                return;
            case ValenceRole::kValence: break;
        }
        double value = entry.value;
        if (factor_at_ <= t_.intensity_reach) value *= factor_;
        if (negation_ <= t_.negation_reach) value *= value < 0 ? t_.negated_bad : t_.negated_good;
        if (text_.tokens[begin].all_capitals) value *= t_.capitals;
        words_.push_back({begin, value});
        point_.words.push_back(passage_of(turn_, text_, begin, end));
        factor_at_ = kNever;
        step();
    }

    std::size_t turn_;
    const Text& text_;
    const LanguageKnowledge& knowledge_;
    const Thresholds& t_;
    std::vector<Weighed> words_;  // of the sentence
    bool contrast_ = false;
    std::size_t before_contrast_ = 0;
    std::size_t negation_ = kNever;   // words since the last negator
    std::size_t factor_at_ = kNever;  // and since the last factor
    double factor_ = 1;
    double sum_ = 0;
    SentimentPoint point_{.turn = turn_};
};

// The first rise after the low point that is a turn, else the highest one; and the agent's turn before it.
std::optional<SentimentTurning> turning_of(const Sentiment& sentiment, const Interaction& interaction,
                                           const std::vector<Text>& texts, double least) {
    double best = 0;
    std::size_t where = 0;
    for (std::size_t i = sentiment.low + 1; i < sentiment.points.size(); ++i) {
        const double rise = sentiment.points[i].level - sentiment.points[i - 1].level;
        if (!sentiment.points[i].score || *sentiment.points[i].score <= 0 || rise <= best) continue;
        best = rise;
        where = i;
    }
    if (best < least) return std::nullopt;
    const std::size_t customer = sentiment.points[where].turn;
    for (std::size_t i = customer; i-- > sentiment.points[where - 1].turn;) {
        if (interaction.turns[i].speaker == Speaker::kAgent && !texts[i].tokens.empty()) {
            return SentimentTurning{passage_of(i, texts[i], 0, texts[i].tokens.size()), customer, best};
        }
    }
    return std::nullopt;
}

}  // namespace

SentimentPoint sentiment_of(std::size_t turn, const Text& text, const LanguageKnowledge& knowledge) {
    return TurnReader(turn, text, knowledge).run();
}

std::optional<Sentiment> measure_sentiment(const Interaction& interaction, const std::vector<Text>& texts,
                                           const LanguageKnowledge& knowledge) {
    const Thresholds& t = knowledge.thresholds;
    Sentiment out;
    double level = 0;
    double sum = 0;
    std::size_t scored = 0;
    for (std::size_t i = 0; i < std::min(interaction.turns.size(), texts.size()); ++i) {
        if (interaction.turns[i].speaker != Speaker::kCustomer) continue;
        SentimentPoint point = sentiment_of(i, texts[i], knowledge);
        if (!point.score) {
            level *= 1 - t.fading;
        } else {
            // The first turn with a word sets the level; nothing came before it that it could be smoothed with.
            level = scored == 0 ? *point.score : level + t.smoothing * (*point.score - level);
            sum += *point.score;
            if (scored++ == 0) out.start = level;
            out.end = level;
        }
        point.level = level;
        if (out.points.empty() || level < out.points[out.low].level) out.low = out.points.size();
        out.points.push_back(std::move(point));
    }
    if (scored == 0) return std::nullopt;
    out.mean = sum / static_cast<double>(scored);
    out.turning = turning_of(out, interaction, texts, t.turning);
    return out;
}

}  // namespace repere::language
