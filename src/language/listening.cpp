#include "language/listening.hpp"

#include <algorithm>

#include "language/content_words.hpp"
#include "language/questions.hpp"

namespace repere::language {
namespace {

// Keys of content words, each once, with a mark for those already taken up.
class Told {
  public:
    void add(const std::vector<ContentWord>& words) {
        for (const ContentWord& word : words) keys_.push_back(word.key);
        sorted_ = false;
    }

    std::size_t size() {
        sort();
        return keys_.size();
    }

    // Calls visit(word) for each of `words` that was told and was not met before; returns how many.
    template <class Visit>
    std::size_t taken_up(const std::vector<ContentWord>& words, Visit&& visit) {
        sort();
        met_.assign(keys_.size(), false);
        std::size_t taken = 0;
        for (const ContentWord& word : words) {
            const auto found = std::lower_bound(keys_.begin(), keys_.end(), word.key);
            if (found == keys_.end() || *found != word.key) continue;
            const auto place = static_cast<std::size_t>(found - keys_.begin());
            if (met_[place]) continue;
            met_[place] = true;
            ++taken;
            visit(word);
        }
        return taken;
    }

    void clear() { keys_.clear(); }

  private:
    void sort() {
        if (sorted_) return;
        std::sort(keys_.begin(), keys_.end());
        keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
        sorted_ = true;
    }

    std::vector<WordHash> keys_;
    std::vector<bool> met_;
    bool sorted_ = true;
};

class Listener {
  public:
    Listener(const Interaction& interaction, const std::vector<Text>& texts, const FoundWording& wording,
             const LanguageKnowledge& knowledge)
        : interaction_(interaction), texts_(texts), wording_(wording), knowledge_(knowledge) {}

    std::optional<Listening> run() {
        bool agent = false;
        bool customer = false;
        for (std::size_t i = 0; i < std::min(interaction_.turns.size(), texts_.size()); ++i) {
            const Speaker speaker = interaction_.turns[i].speaker;
            if (speaker == Speaker::kUnknown) continue;
            words_.clear();
            add_content_words(words_, texts_[i], 0, texts_[i].tokens.size(), wording_.in(i), knowledge_);
            if (speaker == Speaker::kCustomer) {
                customer = true;
                hear_customer(i);
            } else {
                agent = true;
                hear_agent(i);
            }
        }
        if (!agent || !customer) return std::nullopt;
        if (told_words_ > 0) out_.uptake = weighted_ / static_cast<double>(told_words_);
        out_.questions = find_questions(interaction_, texts_, wording_, knowledge_);
        return std::move(out_);
    }

  private:
    void hear_customer(std::size_t turn) {
        since_agent_.add(words_);
        if (need_turn_) return;
        need_.add(words_);
        if (need_.size() >= knowledge_.thresholds.need_words) need_turn_ = turn;
    }

    void hear_agent(std::size_t turn) {
        if (const std::size_t told = since_agent_.size(); told > 0) {
            Uptake uptake{.turn = turn};
            const std::size_t taken = since_agent_.taken_up(words_, [&](const ContentWord& word) {
                uptake.words.push_back(passage_of(turn, texts_[turn], word.begin, word.end));
            });
            uptake.share = static_cast<double>(taken) / static_cast<double>(told);
            weighted_ += static_cast<double>(taken);
            told_words_ += told;
            out_.turns.push_back(std::move(uptake));
            since_agent_.clear();
        }
        if (need_turn_ && !out_.need) look_for_need(turn);
    }

    void look_for_need(std::size_t turn) {
        const std::size_t taken = need_.taken_up(words_, [](const ContentWord&) {});
        const bool enough = taken >= knowledge_.thresholds.understood_words ||
                            static_cast<double>(taken) >= knowledge_.thresholds.understood_share * static_cast<double>(need_.size());
        if (!enough || taken == 0) return;
        out_.need = {.customer_turn = *need_turn_, .agent_turn = turn, .turns = turn - *need_turn_};
        const auto told = interaction_.turns[*need_turn_].end;
        const auto taken_at = interaction_.turns[turn].start;
        if (told && taken_at) out_.need->seconds = std::max(0.0, *taken_at - *told);
    }

    const Interaction& interaction_;
    const std::vector<Text>& texts_;
    const FoundWording& wording_;
    const LanguageKnowledge& knowledge_;
    std::vector<ContentWord> words_;  // of the turn at hand
    Told since_agent_, need_;
    std::optional<std::size_t> need_turn_;
    double weighted_ = 0;
    std::size_t told_words_ = 0;
    Listening out_;
};

}  // namespace

std::string_view to_string(AnswerKind kind) {
    switch (kind) {
        case AnswerKind::kYesNo: return "yes_no";
        case AnswerKind::kQuantity: return "quantity";
        case AnswerKind::kExplanation: return "explanation";
        case AnswerKind::kUptake: break;
    }
    return "uptake";
}

std::optional<Listening> measure_listening(const Interaction& interaction, const std::vector<Text>& texts,
                                           const FoundWording& wording, const LanguageKnowledge& knowledge) {
    return Listener(interaction, texts, wording, knowledge).run();
}

}  // namespace repere::language
