#include "analysis/json_text.hpp"

#include "analysis/json_outcome.hpp"
#include "core/utf8.hpp"

namespace repere::analysis {
namespace {

using Json = nlohmann::ordered_json;

// Places with the words that stand there.
class Quoter {
  public:
    explicit Quoter(const Interaction& interaction) : interaction_(interaction) {}

    Json operator()(const language::Passage& place) const {
        const auto& text = interaction_.turns[place.turn].text;
        return {{"turn", place.turn}, {"begin", place.span.begin}, {"end", place.span.end},
                {"quote", utf8::substring(text, place.span.begin, place.span.end)}};
    }

    Json operator()(const std::vector<language::Passage>& places) const {
        Json list = Json::array();
        for (const auto& place : places) list.push_back((*this)(place));
        return list;
    }

  private:
    const Interaction& interaction_;
};

void add_places(Json& j, const char* key, const std::vector<language::Passage>& places, const Quoter& quoted) {
    if (!places.empty()) j[key] = quoted(places);
}

Json json_of(const language::TextMeasures& text) {
    Json j{{"words", text.words}, {"sentences", text.sentences}};
    if (text.words > 0) j["sentence_basis"] = language::to_string(text.sentence_basis);
    if (text.words_per_sentence) j["words_per_sentence"] = number(*text.words_per_sentence);
    if (text.readability) j["readability"] = number(*text.readability);
    if (text.level) j["level"] = *text.level;
    if (text.lix) j["lix"] = number(*text.lix);
    if (text.school_years) j["school_years"] = number(*text.school_years);
    if (text.subordination) j["subordination"] = number(*text.subordination);
    if (text.register_) j["register"] = language::to_string(*text.register_);
    return j;
}

// What is counted in the agent's words alone, with its places.
void add_wording(Json& j, const language::TextMeasures& text, const Quoter& quoted) {
    j["jargon"] = text.jargon.size();
    j["politeness"] = text.polite.size();
    j["negative_wording"] = text.negative.size();
    j["empty_formulas"] = text.empty_formulas.size();
    j["rare_words"] = text.rare_words.size();
    if (text.slips) j["spelling_errors"] = text.slips->size();
    Json places = Json::object();
    add_places(places, "jargon", text.jargon, quoted);
    add_places(places, "politeness", text.polite, quoted);
    add_places(places, "negative_wording", text.negative, quoted);
    add_places(places, "empty_formulas", text.empty_formulas, quoted);
    add_places(places, "rare_words", text.rare_words, quoted);
    add_places(places, "long_sentences", text.long_sentences, quoted);
    if (text.slips && !text.slips->empty()) {
        Json& list = places["spelling_errors"] = Json::array();
        for (const auto& slip : *text.slips) {
            list.push_back(quoted(slip.place));
            list.back()["kind"] = language::to_string(slip.kind);
        }
    }
    if (!places.empty()) j["places"] = std::move(places);
}

Json json_of(const language::Listening& listening, const Quoter& quoted) {
    Json j = Json::object();
    if (listening.uptake) j["uptake"] = number(*listening.uptake);
    j["turns"] = Json::array();
    for (const auto& turn : listening.turns) {
        j["turns"].push_back({{"turn", turn.turn}, {"share", number(turn.share)}, {"words", quoted(turn.words)}});
    }
    j["questions"] = Json::array();
    for (const auto& question : listening.questions) {
        Json q = quoted(question.place);
        q["answered"] = question.answer.has_value();
        if (question.answer) {
            q["answer"] = quoted(question.answer->place);
            q["answer"]["kind"] = language::to_string(question.answer->kind);
        }
        j["questions"].push_back(std::move(q));
    }
    if (listening.need) {
        const auto& need = *listening.need;
        j["need_understood"] = {{"customer_turn", need.customer_turn}, {"agent_turn", need.agent_turn}, {"turns", need.turns}};
        if (need.seconds) j["need_understood"]["seconds"] = number(*need.seconds);
    }
    return j;
}

Json json_of(const language::EmailChecks& email, const Quoter& quoted) {
    Json j{{"turn", email.turn}, {"clarity", number(email.clarity)}, {"questions", email.questions}, {"answered", email.answered}};
    for (const auto& [key, place] : {std::pair{"greeting", &email.greeting}, {"next_step", &email.next_step}, {"signature", &email.signature}}) {
        j[key] = *place ? quoted(**place) : Json(false);
    }
    return j;
}

void add_sentiment(Json& j, const language::Sentiment& sentiment, const Quoter& quoted) {
    j["sentiment"] = number(sentiment.mean);
    j["sentiment_start"] = number(sentiment.start);
    j["sentiment_end"] = number(sentiment.end);
    const auto json_of_point = [&](const language::SentimentPoint& point) {
        Json p{{"turn", point.turn}, {"level", number(point.level)}};
        if (point.score) p["score"] = number(*point.score);
        if (!point.words.empty()) p["words"] = quoted(point.words);
        return p;
    };
    j["sentiment_low"] = json_of_point(sentiment.points[sentiment.low]);
    if (sentiment.turning) {
        j["sentiment_turning"] = {{"agent", quoted(sentiment.turning->agent)},
                                  {"customer_turn", sentiment.turning->customer_turn},
                                  {"rise", number(sentiment.turning->rise)}};
    }
    j["sentiment_curve"] = Json::array();
    for (const auto& point : sentiment.points) j["sentiment_curve"].push_back(json_of_point(point));
}

}  // namespace

Json text_json(const Analysis& analysis) {
    const Quoter quoted(analysis.interaction);
    Json text = Json::object();
    if (analysis.agent_text) {
        Json& agent = text["agent"] = json_of(*analysis.agent_text);
        add_wording(agent, *analysis.agent_text, quoted);
        if (analysis.listening) agent["listening"] = json_of(*analysis.listening, quoted);
        for (const auto& email : analysis.emails) agent["emails"].push_back(json_of(email, quoted));
    }
    if (analysis.customer_text) {
        Json& customer = text["customer"] = json_of(*analysis.customer_text);
        if (analysis.sentiment) add_sentiment(customer, *analysis.sentiment, quoted);
    }
    return text;
}

}  // namespace repere::analysis
