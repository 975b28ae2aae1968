#include "signals/outcome_features.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "learning/choice_model.hpp"

namespace repere::signals {
namespace {

// A figure's name and its id, which is made once.
struct Name {
    std::string_view text;
    learning::FeatureId id;

    constexpr Name(std::string_view name) : text(name), id(learning::figure_id(name)) {}
    consteval Name(const char* name) : Name(std::string_view(name)) {}
};

struct CuePlace {
    Name name;
    Cue cue;
};

struct Answer {
    Name name;
    std::string_view value;
};

struct ChannelName {
    Name name;
    Channel channel;
};

// Names with a prefix, by signal. They outlive every analysis.
class PrefixedNames {
  public:
    explicit PrefixedNames(std::string_view prefix) {
        for (const SignalInfo& info : all_signals()) texts_.push_back(std::string(prefix) + std::string(info.id));
        for (const std::string& text : texts_) names_.emplace_back(std::string_view(text));
    }
    const Name& operator[](std::size_t signal) const { return names_[signal]; }

  private:
    std::vector<std::string> texts_;
    std::vector<Name> names_;
};

class Features {
  public:
    Features(const Story& story, const CueHits& hits, const OutcomeSettings& settings, const language::RegisterCounts& counts,
             const Outcome& outcome)
        : story_(story), hits_(hits), settings_(settings), counts_(counts), outcome_(outcome) {}

    std::vector<OutcomeFeature> run() {
        out_.reserve(160);
        signals();
        order();
        words();
        answers();
        address();
        course();
        return std::move(out_);
    }

  private:
    void add(const Name& name, double value) { out_.push_back({name.text, name.id, value}); }
    void add(const Name& name, bool value) { add(name, value ? 1.0 : 0.0); }

    // The first or last of the customer's turns that make a mood.
    std::span<const std::size_t> opening() const {
        const auto& turns = story_.customer();
        const std::size_t count =
            turns.size() <= settings_.mood.opening_turns ? 1 : settings_.mood.opening_turns;
        return std::span(turns).first(std::min(count, turns.size()));
    }
    std::span<const std::size_t> closing() const {
        const auto& turns = story_.customer();
        const std::size_t count =
            turns.size() <= settings_.mood.opening_turns ? 1 : settings_.mood.closing_turns;
        return std::span(turns).last(std::min(count, turns.size()));
    }

    void strongest(const PrefixedNames& names, std::span<const std::size_t> turns,
                   Speaker speaker) {
        std::array<double, kSignals> most{};
        for (const std::size_t turn : turns) {
            for (const std::size_t k : story_.moments_of(turn)) {
                double& value = most[index_of(*find_signal(story_.moments()[k].signal))];
                value = std::max(value, story_.moments()[k].confidence);
            }
        }
        for (std::size_t s = 0; s < kSignals; ++s) {
            if (all_signals()[s].speaker == speaker) add(names[s], most[s]);
        }
    }

    void signals() {
        static const PrefixedNames any("any.");
        static const PrefixedNames start("start.");
        static const PrefixedNames end("end.");
        strongest(any, story_.agent(), Speaker::kAgent);
        strongest(any, story_.customer(), Speaker::kCustomer);
        strongest(start, opening(), Speaker::kCustomer);
        strongest(end, closing(), Speaker::kCustomer);
        const auto& agent = story_.agent();
        strongest(end, std::span(agent).last(std::min<std::size_t>(2, agent.size())), Speaker::kAgent);
        static const SignalSet anger = set_of({"anger"});
        static const SignalSet pressure = set_of({"pressure"});
        static const SignalSet unhappy =
            set_of({"dissatisfaction", "anger", "threat", "churn", "escalation_request"});
        add("count.anger", count(anger));
        add("count.pressure", count(pressure));
        add("count.unhappy", count(unhappy));
    }

    // Turns that bear one of these, to the root: the third says less than the first.
    double count(SignalSet any) const {
        std::size_t turns = 0;
        for (std::size_t i = 0; i < story_.size(); ++i) turns += story_.has(i, any) ? 1 : 0;
        return std::sqrt(static_cast<double>(turns));
    }

    static bool after(std::size_t later, std::size_t earlier) {
        return later != Story::kNone && earlier != Story::kNone && later > earlier;
    }

    void order() {
        static const SignalSet good = set_of({"resolution_confirmed", "satisfaction"});
        static const SignalSet bad =
            set_of({"dissatisfaction", "anger", "threat", "churn", "escalation_request", "repeated_info"});
        static const SignalSet deed = set_of({"solution", "goodwill"});
        static const SignalSet promise = set_of({"commitment"});
        static const SignalSet warm = set_of({"empathy", "apology"});
        static const SignalSet sign = set_of({"escalation_request", "threat"});
        static const SignalSet buying = set_of({"buying_signal"});
        static const SignalSet offer = set_of({"offer"});
        static const SignalSet refusal = set_of({"refusal"});
        static const SignalSet pressure = set_of({"pressure"});
        const std::size_t last_bad = story_.last(bad);
        const std::size_t last_deed = story_.last(deed);
        add("order.good_after_bad", after(story_.last(good), last_bad));
        add("order.bad_after_good", after(last_bad, story_.last(good)));
        add("order.deed_after_bad", after(last_deed, last_bad));
        add("order.bad_after_deed", after(last_bad, last_deed));
        add("order.promise_after_bad", after(story_.last(promise), last_bad));
        add("order.promise_after_deed", after(story_.last(promise), last_deed));
        add("order.good_after_deed", after(story_.last(good), story_.first(deed)));
        add("order.warm_after_sign", after(story_.last(warm), story_.first(sign)));
        add("order.deed_after_sign", after(last_deed, story_.first(sign)));
        add("order.offer_after_need", after(story_.last(offer), story_.first(buying)));
        add("order.offer_before_deed", after(story_.first(deed), story_.first(offer)));
        add("order.offer_after_bad", after(story_.first(offer), story_.first(bad)));
        add("order.pressure_after_offer", after(story_.last(pressure), story_.first(offer)));
        add("order.refusal_after_offer", after(story_.last(refusal), story_.first(offer)));
    }

    bool among(std::span<const std::size_t> turns, Cue cue) const {
        return std::ranges::any_of(turns, [&](std::size_t i) { return hits_.has(i, cue); });
    }

    void words() {
        static constexpr CuePlace customer_end[] = {
            {"words.end.thanks", Cue::kThanks},      {"words.end.accepts", Cue::kAccepts},
            {"words.end.doubts", Cue::kDoubts},      {"words.end.given_up", Cue::kGivenUp},
            {"words.end.works_now", Cue::kWorksNow}, {"words.end.still_broken", Cue::kStillBroken}};
        static constexpr CuePlace customer_any[] = {{"words.told_before", Cue::kToldBefore},
                                                    {"words.promise_broken", Cue::kPromiseBroken},
                                                    {"words.given_up", Cue::kGivenUp}};
        static constexpr CuePlace agent_end[] = {{"words.end.done", Cue::kDone},
                                                 {"words.end.cannot", Cue::kCannot},
                                                 {"words.end.vague_promise", Cue::kVaguePromise},
                                                 {"words.end.delay", Cue::kDelay}};
        const auto& agent = story_.agent();
        const auto& customer = story_.customer();
        for (const CuePlace& place : customer_end) add(place.name, among(closing(), place.cue));
        for (const CuePlace& place : customer_any) add(place.name, among(customer, place.cue));
        const auto last_agent = std::span(agent).last(std::min<std::size_t>(3, agent.size()));
        for (const CuePlace& place : agent_end) add(place.name, among(last_agent, place.cue));
        const std::size_t last_deed = story_.last(set_of({"solution", "goodwill", "commitment"}));
        const auto from = last_deed == Story::kNone
                              ? customer.end()
                              : std::upper_bound(customer.begin(), customer.end(), last_deed);
        const std::span<const std::size_t> since(from, customer.end());
        add("words.doubts_after_deed", among(since, Cue::kDoubts));
        add("words.thanks_after_deed", among(since, Cue::kThanks));
        add("words.accepts_after_deed", among(since, Cue::kAccepts));
        add("words.works_after_deed", among(since, Cue::kWorksNow));
    }

    void answers() {
        static constexpr Answer resolved[] = {
            {"rule.resolved.yes", "yes"}, {"rule.resolved.no", "no"}, {"rule.resolved.unknown", "unknown"}};
        static constexpr Answer escalation[] = {
            {"rule.escalation.none", "none"},
            {"rule.escalation.timely", "timely"},
            {"rule.escalation.late", "late"},
            {"rule.escalation.missed", "missed"}};
        static constexpr Answer opportunity[] = {
            {"rule.opportunity.none", "none"},
            {"rule.opportunity.seized", "seized"},
            {"rule.opportunity.missed", "missed"},
            {"rule.opportunity.forced", "forced"}};
        static constexpr Answer registers[] = {
            {"rule.register.formal", "formal"},
            {"rule.register.casual", "casual"},
            {"rule.register.mixed", "mixed"}};
        for (const auto& [name, value] : resolved) add(name, outcome_.resolved == value);
        for (const auto& [name, value] : escalation) add(name, outcome_.escalation == value);
        for (const auto& [name, value] : opportunity) add(name, outcome_.opportunity == value);
        const std::string_view spoken = outcome_.register_ ? language::to_string(*outcome_.register_) : "";
        for (const auto& [name, value] : registers) add(name, spoken == value);
        add("rule.customer_start", outcome_.customer_start / 2.0);
        add("rule.customer_end", outcome_.customer_end / 2.0);
        add("escalation.wait", outcome_.escalation_delay
                                   ? std::sqrt(static_cast<double>(outcome_.escalation_delay->agent_turns))
                                   : 0.0);
        add("promise.broken", std::ranges::any_of(outcome_.promises, [](const Promise& p) {
                return p.state == Promise::State::kBroken;
            }));
        add("promise.vague", std::ranges::any_of(outcome_.promises, [](const Promise& p) {
                return p.state == Promise::State::kVague;
            }));
        add("asked_twice", !outcome_.asked_twice.empty());
    }

    // How the agent addresses the customer, as shares of the agent's words.
    void address() {
        constexpr double kScale = 20;  // brings shares of a few hundredths near 1, where the other figures are
        const double words = std::max(1.0, static_cast<double>(counts_.words));
        const auto share = [&](std::size_t count) { return kScale * static_cast<double>(count) / words; };
        const bool english = story_.interaction().language == "en";
        add("address.english", english);
        add("address.familiar", english ? 0 : share(counts_.familiar));
        add("address.familiar.english", english ? share(counts_.familiar) : 0);
        add("address.polite", english ? 0 : share(counts_.vous));
        add("address.polite.english", english ? share(counts_.vous) : 0);
        add("address.tu", share(counts_.tu));
        add("address.contractions", share(counts_.contractions));
    }

    void course() {
        const auto& points = outcome_.mood.points;
        add("mood.first", points.empty() ? 0 : points.front().value / 2);
        add("mood.last", points.empty() ? 0 : points.back().value / 2);
        add("mood.lowest", outcome_.mood.low ? points[*outcome_.mood.low].value / 2 : 0);
        add("mood.rose", outcome_.mood.turned_by.has_value());
        const Interaction& talk = story_.interaction();
        static constexpr ChannelName channels[] = {{"channel.phone", Channel::kPhone},
                                                                       {"channel.chat", Channel::kChat},
                                                                       {"channel.email", Channel::kEmail},
                                                                       {"channel.sms", Channel::kSms},
                                                                       {"channel.social", Channel::kSocial}};
        for (const auto& [name, channel] : channels) add(name, talk.channel == channel);
        add("length.turns", std::log1p(static_cast<double>(story_.size())));
        add("length.customer_turns", std::log1p(static_cast<double>(story_.customer().size())));
        add("last.customer", !talk.turns.empty() && talk.turns.back().speaker == Speaker::kCustomer);
    }

    const Story& story_;
    const CueHits& hits_;
    const OutcomeSettings& settings_;
    const language::RegisterCounts& counts_;
    const Outcome& outcome_;
    std::vector<OutcomeFeature> out_;
};

}  // namespace

std::vector<OutcomeFeature> outcome_features(const Story& story, const CueHits& hits,
                                             const OutcomeSettings& settings, const language::RegisterCounts& counts,
                                             const Outcome& outcome) {
    return Features(story, hits, settings, counts, outcome).run();
}

}  // namespace repere::signals
