#include "signals/cues.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "core/yaml_reader.hpp"
#include "signals/matcher.hpp"
#include "signals/word_classes.hpp"
#include "signals/word_lists.hpp"

namespace repere::signals {
namespace {

// Where the patterns of a cue are looked for.
enum Place { kCustomerTurns = 1, kAgentTurns = 2, kComplaints = 4, kPromises = 8 };

struct CueName {
    const char* key;
    Cue cue;
    Place place;
};
constexpr std::array kCustomerCues{CueName{"thanks", Cue::kThanks, kCustomerTurns},
                                   CueName{"accepts", Cue::kAccepts, kCustomerTurns},
                                   CueName{"doubts", Cue::kDoubts, kCustomerTurns},
                                   CueName{"given_up", Cue::kGivenUp, kCustomerTurns},
                                   CueName{"works_now", Cue::kWorksNow, kCustomerTurns},
                                   CueName{"still_broken", Cue::kStillBroken, kCustomerTurns},
                                   CueName{"told_before", Cue::kToldBefore, kCustomerTurns},
                                   CueName{"promise_broken", Cue::kPromiseBroken, kCustomerTurns},
                                   CueName{"promise_kept", Cue::kPromiseKept, kCustomerTurns},
                                   CueName{"no_answer", Cue::kNoAnswer, kCustomerTurns}};
constexpr std::array kAgentCues{CueName{"done", Cue::kDone, kAgentTurns},
                                CueName{"cannot", Cue::kCannot, kAgentTurns},
                                CueName{"vague_promise", Cue::kVaguePromise, kAgentTurns},
                                CueName{"owner_self", Cue::kOwnerSelf, kPromises},
                                CueName{"owner_named", Cue::kOwnerNamed, kPromises},
                                CueName{"again_please", Cue::kAgainPlease, kAgentTurns}};

struct Meaning {
    Cue cue = Cue::kThanks;
    std::uint16_t detail = 0;
    double weight = 1;
};

struct Pattern : Meaning {
    Program program;
};

struct Measure {  // of a delay: a word and what it counts
    Unit unit;
    double value = 0;
};

bool is_form_of(const Unit& unit, const language::Token& token) {
    if (unit.kind == Unit::Kind::kLemma) {
        return std::find(token.lemmas.begin(), token.lemmas.end(), unit.hash) != token.lemmas.end();
    }
    return token.form == unit.hash;
}

std::optional<double> value_of(const std::vector<Measure>& measures, const language::Token& token) {
    const auto found = std::find_if(measures.begin(), measures.end(),
                                    [&](const Measure& m) { return is_form_of(m.unit, token); });
    return found == measures.end() ? std::nullopt : std::optional(found->value);
}

}  // namespace

std::optional<Cue> customer_cue(std::string_view key) {
    const auto found = std::find_if(kCustomerCues.begin(), kCustomerCues.end(),
                                    [&](const CueName& n) { return key == n.key; });
    return found == kCustomerCues.end() ? std::nullopt : std::optional(found->cue);
}

struct CueBook::Impl {
    explicit Impl(WordClasses word_classes) : classes(std::move(word_classes)) {}

    WordClasses classes;
    std::vector<Pattern> patterns;
    PatternIndex customer, agent;
    PatternIndex complaint;  // in the customer's turns that complain
    PatternIndex promise;    // in the agent's turns that promise
    std::vector<Ask> asks;
    std::vector<std::string> causes;
    std::vector<Measure> units, numbers;

    void read_words(YamlReader& yaml, const PatternContext& context);
    void read_causes(YamlReader& yaml, const PatternContext& context);

  private:
    void read_patterns(YamlReader& yaml, const YAML::Node& list, const PatternContext& context, Meaning meaning,
                       int places);
    template <class Names>
    void read_side(YamlReader& yaml, const YAML::Node& node, const PatternContext& context,
                   const Names& names);
    void read_asks(YamlReader& yaml, const YAML::Node& node, const PatternContext& context);
    static void read_measures(YamlReader& yaml, const YAML::Node& node, const PatternContext& context,
                              std::vector<Measure>& into);
};

void CueBook::Impl::read_patterns(YamlReader& yaml, const YAML::Node& list, const PatternContext& context,
                                  Meaning meaning, int places) {
    yaml.each_text(list, [&](const YAML::Node& at, const std::string& text) {
        auto program = compile_pattern(text, context);
        if (!program)
            return yaml.mistake(at, program.error().key, program.error().details, program.error().at);
        const auto index = static_cast<std::uint32_t>(patterns.size());
        if ((places & kCustomerTurns) != 0) customer.add(index, *program);
        if ((places & kAgentTurns) != 0) agent.add(index, *program);
        if ((places & kComplaints) != 0) complaint.add(index, *program);
        if ((places & kPromises) != 0) promise.add(index, *program);
        patterns.push_back({meaning, std::move(*program)});
    });
}

template <class Names>
void CueBook::Impl::read_side(YamlReader& yaml, const YAML::Node& node, const PatternContext& context,
                              const Names& names) {
    if (!yaml.expect_map(node)) return;
    for (const auto& row : node) {
        const auto known = std::find_if(names.begin(), names.end(),
                                        [&](const CueName& n) { return row.first.Scalar() == n.key; });
        if (known == names.end()) {
            yaml.mistake(row.first, "signals.outcome.cue_unknown", {{"name", row.first.Scalar()}});
        } else {
            read_patterns(yaml, row.second, context, {.cue = known->cue}, known->place);
        }
    }
}

void CueBook::Impl::read_asks(YamlReader& yaml, const YAML::Node& node, const PatternContext& context) {
    if (!yaml.expect_map(node)) return;
    for (const auto& row : node) {
        const std::string name = row.first.Scalar();
        const auto detail = static_cast<std::uint16_t>(asks.size());
        asks.push_back({name, name.substr(0, name.find('.'))});
        read_patterns(yaml, row.second, context, {.cue = Cue::kAsk, .detail = detail},
                      kCustomerTurns | kAgentTurns);
    }
}

void CueBook::Impl::read_measures(YamlReader& yaml, const YAML::Node& node, const PatternContext& context,
                                  std::vector<Measure>& into) {
    if (!yaml.expect_map(node)) return;
    for (const auto& row : node) {
        auto units = compile_entry(row.first.Scalar(), context);
        const auto value = yaml.number_of(row.second, 0, 100'000);
        if (!units) {
            yaml.mistake(row.first, units.error().key, units.error().details, units.error().at);
        } else if (value && units->size() == 1) {
            into.push_back({std::move(units->front()), *value});
        }
    }
}

void CueBook::Impl::read_words(YamlReader& yaml, const PatternContext& context) {
    const YAML::Node& root = yaml.root();
    if (!yaml.expect_map(root, {"customer", "agent", "asks", "units", "numbers"})) return;
    for (const char* key : {"customer", "agent", "asks", "units", "numbers"}) {
        if (!root[key]) return yaml.mistake(root, "core.yaml.key_missing", {{"key", key}});
    }
    read_side(yaml, root["customer"], context, kCustomerCues);
    read_side(yaml, root["agent"], context, kAgentCues);
    read_asks(yaml, root["asks"], context);
    read_measures(yaml, root["units"], context, units);
    read_measures(yaml, root["numbers"], context, numbers);
}

void CueBook::Impl::read_causes(YamlReader& yaml, const PatternContext& context) {
    if (!yaml.expect_map(yaml.root())) return;
    for (const auto& row : yaml.root()) {
        const auto detail = static_cast<std::uint16_t>(causes.size());
        causes.push_back(row.first.Scalar());
        if (!yaml.expect_list(row.second)) continue;
        for (const auto& entry : row.second) {
            if (!yaml.expect_map(entry, {"weight", "any"})) continue;
            for (const char* key : {"weight", "any"}) {
                if (!entry[key]) yaml.mistake(entry, "core.yaml.key_missing", {{"key", key}});
            }
            if (!entry["weight"] || !entry["any"]) continue;
            const double weight = yaml.number_of(entry["weight"], 0, 10).value_or(0);
            read_patterns(yaml, entry["any"], context,
                          {.cue = Cue::kCause, .detail = detail, .weight = weight}, kComplaints);
        }
    }
}

CueBook::CueBook(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
CueBook::CueBook(CueBook&&) noexcept = default;
CueBook& CueBook::operator=(CueBook&&) noexcept = default;
CueBook::~CueBook() = default;

const std::vector<CueBook::Ask>& CueBook::asks() const {
    return impl_->asks;
}
const std::vector<std::string>& CueBook::causes() const {
    return impl_->causes;
}

Result<CueBook> CueBook::load(const std::filesystem::path& knowledge, std::string_view language,
                              const language::Lexicon& lexicon) {
    auto classes = WordClasses::load(knowledge, language, lexicon);
    if (!classes) return fail(std::move(classes.error()));
    auto impl = std::make_unique<Impl>(std::move(*classes));
    const PatternContext bare{language, &lexicon, &impl->classes.elisions(), {}};
    SharedLists shared(knowledge, bare);
    PatternContext context = bare;
    context.list = [&](std::string_view name) { return shared.find(name); };
    for (const char* name : {"words", "causes"}) {
        auto yaml =
            open_yaml(knowledge / "outcome" / (std::string(name) + "." + std::string(language) + ".yaml"));
        if (!yaml) return fail(std::move(yaml.error()));
        if (std::string_view(name) == "words") {
            impl->read_words(*yaml, context);
        } else {
            impl->read_causes(*yaml, context);
        }
        if (!yaml->errors.empty()) return fail(yaml->errors.front());
    }
    if (!shared.errors().empty()) return fail(shared.errors().front());
    impl->customer.finish();
    impl->agent.finish();
    impl->complaint.finish();
    impl->promise.finish();
    return CueBook(std::move(impl));
}

// One pass over a conversation. Word classes are looked for only where a pattern or a promise may need them.
class CueSearch {
  public:
    CueSearch(const CueBook::Impl& book, const Story& story, std::span<const language::Text> texts)
        : book_(book), story_(story), texts_(texts) {}

    std::vector<CueHit> run() {
        for (std::uint32_t i = 0; i < story_.size(); ++i) {
            const Speaker speaker = story_.interaction().turns[i].speaker;
            if (speaker == Speaker::kAgent) agent_turn(i);
            if (speaker == Speaker::kCustomer) customer_turn(i);
        }
        return std::move(hits_);
    }

  private:
    void agent_turn(std::uint32_t turn) {
        const std::size_t first = hits_.size();
        TurnView view = look_at(turn);
        match(book_.agent, view, turn);
        const bool promises = story_.has(turn, commitment_) ||
                              std::any_of(hits_.begin() + static_cast<std::ptrdiff_t>(first), hits_.end(),
                                          [](const CueHit& hit) { return hit.cue == Cue::kVaguePromise; });
        if (!promises) return;
        book_.classes.annotate(view);
        match(book_.promise, view, turn);
        for (std::uint32_t at = 0; at < view.size(); ++at) {
            add_class(view, turn, at, WordClass::kDate, Cue::kDate);
            add_class(view, turn, at, WordClass::kDelay, Cue::kDelay);
        }
    }

    void customer_turn(std::uint32_t turn) {
        TurnView view = look_at(turn);
        const bool complains = story_.has(turn, complaint_);
        if (complains) book_.classes.annotate(view);
        match(book_.customer, view, turn);
        if (complains) match(book_.complaint, view, turn);
    }

    TurnView look_at(std::uint32_t turn) {
        const std::size_t size = texts_[turn].tokens.size();
        cells_.resize(std::max(cells_.size(), size));
        return view_of(texts_[turn], std::span(cells_).first(size));
    }

    void match(const PatternIndex& index, const TurnView& view, std::uint32_t turn) {
        const auto any = [](std::uint32_t) { return true; };
        index.matches(view, any, [&](std::uint32_t p, TokenRange range) {
            const Pattern& pattern = book_.patterns[p];
            hits_.push_back({turn, pattern.cue, pattern.detail, pattern.weight, range.begin, range.end});
        });
    }

    void add_class(const TurnView& view, std::uint32_t turn, std::uint32_t at, WordClass which, Cue cue) {
        const std::uint32_t length = view.cells[at].span[static_cast<std::size_t>(which)];
        if (length > 0) hits_.push_back({turn, cue, 0, 1, at, at + length});
    }

    const CueBook::Impl& book_;
    const Story& story_;
    std::span<const language::Text> texts_;
    SignalSet commitment_ = set_of({"commitment"});
    SignalSet complaint_ = complaint_signals();
    std::vector<Cell> cells_;
    std::vector<CueHit> hits_;
};

CueHits CueBook::find(const Story& story, std::span<const language::Text> texts) const {
    return {CueSearch(*impl_, story, texts).run(), story.size()};
}

std::optional<double> CueBook::hours_of(const language::Text& text, std::uint32_t begin,
                                        std::uint32_t end) const {
    double number = 0;
    double smallest = std::numeric_limits<double>::infinity();
    for (std::uint32_t i = begin; i < end && i < text.tokens.size(); ++i) {
        const language::Token& token = text.tokens[i];
        if (const auto hours = value_of(impl_->units, token); hours && number > 0) return number * *hours;
        std::optional<double> value = value_of(impl_->numbers, token);
        if (token.kind == language::TokenKind::kNumber) {
            const std::string_view digits = text.folded_form(token);
            double read = 0;
            if (std::from_chars(digits.data(), digits.data() + digits.size(), read).ec == std::errc())
                value = read;
        }
        const bool is_number =
            token.kind == language::TokenKind::kNumber || (token.traits & language::kNumberWord) != 0;
        if (!value && !is_number) continue;
        if (!value || *value >= smallest)
            return std::nullopt;  // "cent mille", "quatre vingt", "two to three"
        number += *value;
        smallest = *value;
    }
    return std::nullopt;
}

CueHits::CueHits(std::vector<CueHit> hits, std::size_t turns)
    : hits_(std::move(hits)), begin_(turns + 1, 0), found_(turns, 0) {
    for (const CueHit& hit : hits_) {
        ++begin_[hit.turn + 1];
        found_[hit.turn] |= 1U << static_cast<unsigned>(hit.cue);
    }
    for (std::size_t i = 0; i < turns; ++i) begin_[i + 1] += begin_[i];
}

std::span<const CueHit> CueHits::in(std::size_t turn) const {
    return std::span(hits_).subspan(begin_[turn], begin_[turn + 1] - begin_[turn]);
}

const CueHit* CueHits::first(std::size_t turn, Cue cue) const {
    if (!has(turn, cue)) return nullptr;
    const auto here = in(turn);
    return &*std::find_if(here.begin(), here.end(), [&](const CueHit& hit) { return hit.cue == cue; });
}

}  // namespace repere::signals
