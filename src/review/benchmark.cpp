#include "review/benchmark.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include "core/utf8.hpp"
#include "signals/moment.hpp"

namespace repere::review {
namespace {

constexpr std::array kLabels{"resolved", "escalation", "opportunity", "register"};
constexpr std::array kMoods{"customer_start", "customer_end"};
constexpr std::string_view kUnknown = "unknown";

std::optional<std::size_t> signal_index(std::string_view id) {
    const auto all = signals::all_signals();
    const auto at = std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.id == id; });
    if (at == all.end()) return {};
    return static_cast<std::size_t>(at - all.begin());
}

struct Mean {
    double sum = 0;
    std::size_t count = 0;
    void add(std::optional<double> value) {
        if (!value) return;
        sum += *value;
        ++count;
    }
    std::optional<double> value() const {
        if (count == 0) return {};
        return sum / static_cast<double>(count);
    }
};

Averages averages(const std::vector<Counts>& rows) {
    Averages out;
    Mean precision, recall, f1;
    for (const auto& row : rows) {
        out.micro += row;
        if (row.support() == 0) continue;
        precision.add(row.precision().value_or(0));
        recall.add(row.recall());
        f1.add(row.f1());
    }
    out.macro = {precision.value(), recall.value(), f1.value(), f1.count};
    return out;
}

template <class Row>
Averages averages_of(const std::vector<Row>& rows, Counts Row::*member) {
    std::vector<Counts> counts;
    for (const auto& row : rows) counts.push_back(row.*member);
    return averages(counts);
}

LabelRow label_row(const std::string& name, const Pairs& pairs) {
    LabelRow row{.name = name, .count = pairs.size()};
    Pairs answered;
    for (const auto& pair : pairs) {
        // "unknown" is a class of its own where the reference may say it, and an abstention where it may not.
        if (name == "resolved" || pair.second != kUnknown) answered.push_back(pair);
    }
    row.answered = answered.size();
    row.agreement = agreement(answered);
    row.kappa = cohen_kappa(answered);
    return row;
}

MoodRow mood_row(const std::string& name, const std::vector<std::pair<int, int>>& pairs) {
    MoodRow row{.name = name, .count = pairs.size()};
    Mean error, exact, near;
    for (const auto& [labelled, found] : pairs) {
        const int distance = std::abs(labelled - found);
        error.add(distance);
        exact.add(distance == 0 ? 1 : 0);
        near.add(distance <= 1 ? 1 : 0);
    }
    row.mean_error = error.value();
    row.exact = exact.value();
    row.within_one = near.value();
    row.kappa = weighted_kappa(pairs);
    return row;
}

// Every place of `words` in `text`, as code points.
std::vector<Span> places_of(std::string_view words, std::string_view text) {
    std::vector<Span> places;
    if (words.empty()) return places;
    const utf8::Offsets offsets(text);
    for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, at + words.size())) {
        places.push_back({offsets.to_code_points(at), offsets.to_code_points(at + words.size())});
    }
    return places;
}

// The personal data of one turn: labels, each with the places where its words stand, and findings.
struct PersonalTurn {
    struct Label {
        const LabelledSpan* span;
        std::vector<Span> places;
        bool exact = false, overlap = false;
    };
    struct Found {
        const privacy::Finding* finding;
        std::string_view words;
    };
    std::vector<Label> labels;
    std::vector<Found> found;
};

bool overlaps(const Span& a, const Span& b) { return a.begin < b.end && b.begin < a.end; }

// A finding takes the first free label that fits; one that fits only a label already taken repeats it, and is no error.
template <class Fits>
void match(PersonalTurn& turn, bool PersonalTurn::Label::*taken, Counts PersonalDataRow::*into,
           std::map<std::string, PersonalDataRow>& rows, Fits fits) {
    for (const auto& found : turn.found) {
        PersonalTurn::Label* free = nullptr;
        bool repeats = false;
        for (auto& label : turn.labels) {
            if (label.span->type != found.finding->type || !fits(label, found)) continue;
            if (label.*taken) {
                repeats = true;
            } else {
                free = &label;
                break;
            }
        }
        Counts& counts = rows[found.finding->type].*into;
        if (free != nullptr) {
            free->*taken = true;
            ++counts.right;
        } else if (!repeats) {
            ++counts.wrong;
        }
    }
    for (const auto& label : turn.labels) {
        if (!(label.*taken)) ++(rows[label.span->type].*into).missed;
    }
}

bool covered(const PersonalTurn::Label& label, const PersonalTurn& turn) {
    return std::any_of(label.places.begin(), label.places.end(), [&](const Span& place) {
        std::size_t reached = place.begin;
        for (const auto& found : turn.found) {  // in reading order
            const Span& span = found.finding->span;
            if (span.begin <= reached) reached = std::max(reached, span.end);
        }
        return reached >= place.end;
    });
}

}  // namespace

std::optional<double> Counts::precision() const {
    if (right + wrong == 0) return {};
    return static_cast<double>(right) / static_cast<double>(right + wrong);
}

std::optional<double> Counts::recall() const {
    if (support() == 0) return {};
    return static_cast<double>(right) / static_cast<double>(support());
}

std::optional<double> Counts::f1() const {
    if (right + wrong + missed == 0) return {};
    return 2.0 * static_cast<double>(right) / static_cast<double>(2 * right + wrong + missed);
}

Counts& Counts::operator+=(const Counts& other) {
    right += other.right;
    wrong += other.wrong;
    missed += other.missed;
    return *this;
}

std::optional<double> LabelRow::coverage() const {
    if (count == 0) return {};
    return static_cast<double>(answered) / static_cast<double>(count);
}

void Benchmark::add(const LabelledInteraction& reference, const analysis::Analysis& analysis,
                    const grid::Evaluation& evaluation) {
    ++conversations_;
    turns_ += reference.interaction.turns.size();
    add_signals(reference, analysis);
    add_labels(reference, analysis);
    add_grid(reference, evaluation);
    add_personal_data(reference, analysis);
}

void Benchmark::add_signals(const LabelledInteraction& reference, const analysis::Analysis& analysis) {
    using Mark = std::pair<std::size_t, std::size_t>;  // signal, turn
    std::set<Mark> labelled, found;
    for (std::size_t t = 0; t < reference.labels.turns.size(); ++t) {
        for (const auto& signal : reference.labels.turns[t].signals) {
            if (const auto s = signal_index(signal)) labelled.emplace(*s, t);
        }
    }
    for (const auto& moment : analysis.moments) {
        if (const auto s = signal_index(moment.signal)) found.emplace(*s, moment.turn);
    }
    auto& language = by_language_[reference.interaction.language];
    auto& channel = by_channel_[std::string(to_string(reference.interaction.channel))];
    const auto count = [&](std::size_t signal, std::size_t Counts::*member) {
        for (SignalCounts* into : {&signals_, &language, &channel}) ++((*into)[signal].*member);
    };
    for (const auto& mark : found) {
        count(mark.first, labelled.contains(mark) ? &Counts::right : &Counts::wrong);
    }
    for (const auto& mark : labelled) {
        if (!found.contains(mark)) count(mark.first, &Counts::missed);
    }
}

void Benchmark::add_labels(const LabelledInteraction& reference, const analysis::Analysis& analysis) {
    const auto& labels = reference.labels;
    const auto& outcome = analysis.outcome;
    const auto pair = [&](const char* name, const std::string& labelled, std::string found) {
        if (!labelled.empty()) labels_[name].emplace_back(labelled, found.empty() ? std::string(kUnknown) : found);
    };
    pair("resolved", labels.resolved, outcome.resolved);
    pair("escalation", labels.escalation, outcome.escalation);
    pair("opportunity", labels.opportunity, outcome.opportunity);
    pair("register", labels.register_,
         outcome.register_ ? std::string(language::to_string(*outcome.register_)) : std::string());
    if (labels.customer_start) moods_["customer_start"].emplace_back(*labels.customer_start, outcome.customer_start);
    if (labels.customer_end) moods_["customer_end"].emplace_back(*labels.customer_end, outcome.customer_end);
    if (labels.topics.empty()) return;
    const std::set<std::string> labelled(labels.topics.begin(), labels.topics.end());
    std::set<std::string> found;
    for (const auto& topic : analysis.topics) found.insert(topic.id);
    for (const auto& topic : found) ++(labelled.contains(topic) ? topics_[topic].right : topics_[topic].wrong);
    for (const auto& topic : labelled) {
        if (!found.contains(topic)) ++topics_[topic].missed;
    }
}

void Benchmark::add_grid(const LabelledInteraction& reference, const grid::Evaluation& evaluation) {
    for (const auto& result : evaluation.criteria) {
        const auto labelled = reference.labels.grid.find(result.id);
        if (labelled == reference.labels.grid.end() || result.answer == grid::Answer::kValue) continue;
        auto& pairs = criteria_[result.id];
        if (pairs.empty()) criteria_order_.push_back(result.id);
        pairs.emplace_back(labelled->second, std::string(grid::to_string(result.answer)));
    }
}

void Benchmark::add_personal_data(const LabelledInteraction& reference, const analysis::Analysis& analysis) {
    std::map<std::size_t, PersonalTurn> turns;
    for (std::size_t t = 0; t < reference.labels.turns.size(); ++t) {
        for (const auto& span : reference.labels.turns[t].pii) {
            turns[t].labels.push_back({&span, places_of(span.text, reference.interaction.turns[t].text)});
        }
    }
    for (const auto& finding : analysis.pii) {
        if (finding.turn >= reference.interaction.turns.size()) continue;
        const auto words =
            utf8::substring(reference.interaction.turns[finding.turn].text, finding.span.begin, finding.span.end);
        turns[finding.turn].found.push_back({&finding, words});
    }
    for (auto& [t, turn] : turns) {
        match(turn, &PersonalTurn::Label::exact, &PersonalDataRow::exact, personal_data_,
              [](const auto& label, const auto& found) { return label.span->text == found.words; });
        match(turn, &PersonalTurn::Label::overlap, &PersonalDataRow::overlap, personal_data_,
              [](const auto& label, const auto& found) {
                  return std::any_of(label.places.begin(), label.places.end(),
                                     [&](const Span& place) { return overlaps(place, found.finding->span); });
              });
        for (const auto& label : turn.labels) {
            if (covered(label, turn)) ++personal_data_[label.span->type].covered;
        }
    }
}

Report Benchmark::report() const {
    Report out{.conversations = conversations_, .turns = turns_};
    const auto all = signals::all_signals();
    std::map<std::string, std::vector<Counts>> speakers;
    for (std::size_t s = 0; s < all.size() && s < kSignals; ++s) {
        out.signals.push_back({std::string(all[s].id), signals_[s]});
        speakers[std::string(to_string(all[s].speaker))].push_back(signals_[s]);
    }
    out.overall = averages_of(out.signals, &NamedCounts::counts);
    for (const auto& [name, rows] : speakers) out.by_speaker[name] = averages(rows);
    for (const auto& [name, rows] : by_language_) out.by_language[name] = averages({rows.begin(), rows.end()});
    for (const auto& [name, rows] : by_channel_) out.by_channel[name] = averages({rows.begin(), rows.end()});
    std::vector<Counts> topics;
    for (const auto& [name, counts] : topics_) topics.push_back(counts);
    out.topics = averages(topics);
    for (const char* name : kLabels) {
        if (const auto found = labels_.find(name); found != labels_.end()) {
            out.labels.push_back(label_row(name, found->second));
        }
    }
    for (const char* name : kMoods) {
        if (const auto found = moods_.find(name); found != moods_.end()) {
            out.moods.push_back(mood_row(name, found->second));
        }
    }
    Mean agreements, kappas, coverages;
    for (const auto& id : criteria_order_) {
        out.criteria.push_back(label_row(id, criteria_.at(id)));
        agreements.add(out.criteria.back().agreement);
        kappas.add(out.criteria.back().kappa);
        coverages.add(out.criteria.back().coverage());
    }
    out.mean_agreement = agreements.value();
    out.mean_kappa = kappas.value();
    out.mean_coverage = coverages.value();
    out.kappa_criteria = kappas.count;
    std::size_t hidden = 0, labelled = 0;
    for (const auto& [type, row] : personal_data_) {
        out.personal_data.push_back(row);
        out.personal_data.back().type = type;
        hidden += row.covered;
        labelled += row.exact.support();
    }
    out.pii_exact = averages_of(out.personal_data, &PersonalDataRow::exact);
    out.pii_overlap = averages_of(out.personal_data, &PersonalDataRow::overlap);
    if (labelled > 0) out.pii_covered = static_cast<double>(hidden) / static_cast<double>(labelled);
    return out;
}

}  // namespace repere::review
