#include "review/benchmark.hpp"

#include <algorithm>
#include <set>

#include "review/personal_match.hpp"
#include "signals/moment.hpp"

namespace repere::review {
namespace {

constexpr std::string_view kUnknown = "unknown";
constexpr std::size_t kCounts = 3;  // right, wrong, missed
enum CountCell : std::size_t { kRight, kWrong, kMissed };

std::optional<std::size_t> signal_index(std::string_view id) {
    const auto all = signals::all_signals();
    const auto at = std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.id == id; });
    if (at == all.end()) return {};
    return static_cast<std::size_t>(at - all.begin());
}

using Mark = std::pair<std::size_t, std::size_t>;  // signal, turn

std::set<Mark> labelled_marks(const Labels& labels) {
    std::set<Mark> marks;
    for (std::size_t t = 0; t < labels.turns.size(); ++t) {
        for (const auto& signal : labels.turns[t].signals) {
            if (const auto s = signal_index(signal)) marks.emplace(*s, t);
        }
    }
    return marks;
}

// Each with the confidence of its surest moment.
std::map<Mark, double> found_marks(const std::vector<signals::Moment>& moments) {
    std::map<Mark, double> marks;
    for (const auto& moment : moments) {
        const auto s = signal_index(moment.signal);
        if (!s) continue;
        double& confidence = marks[{*s, moment.turn}];
        confidence = std::max(confidence, moment.confidence);
    }
    return marks;
}

}  // namespace

void Benchmark::add(const LabelledInteraction& reference, const analysis::Analysis& analysis,
                    const grid::Evaluation& evaluation) {
    ledger_.next_conversation();
    const Interaction& interaction = reference.interaction;
    ledger_.add(conversation_cell_);
    ledger_.add(conversation_cell_ + 1, static_cast<double>(interaction.turns.size()));
    ledger_.add(row(languages_, interaction.language, 1));
    ledger_.add(row(channels_, std::string(to_string(interaction.channel)), 1));
    for (const auto& version : analysis.versions) versions_.insert(version);
    add_signals(reference, analysis);
    add_labels(reference, analysis);
    add_topics(reference, analysis);
    add_grid(reference, evaluation);
    add_personal_data(reference, analysis);
}

void Benchmark::add_signals(const LabelledInteraction& reference, const analysis::Analysis& analysis) {
    const std::size_t width = kCounts * signals::all_signals().size();
    const std::size_t slices[] = {
        row(all_signals_, "", width), row(signals_by_language_, reference.interaction.language, width),
        row(signals_by_channel_, std::string(to_string(reference.interaction.channel)), width)};
    const auto count = [&](std::size_t signal, CountCell cell) {
        for (const std::size_t first : slices) ledger_.add(first + kCounts * signal + cell);
    };
    const auto labelled = labelled_marks(reference.labels);
    const auto found = found_marks(analysis.moments);
    for (const auto& [mark, confidence] : found) {
        const bool right = labelled.contains(mark);
        count(mark.first, right ? kRight : kWrong);
        bin(mark_bins_, confidence, right);
    }
    for (const auto& mark : labelled) {
        if (!found.contains(mark)) count(mark.first, kMissed);
    }
}

void Benchmark::add_labels(const LabelledInteraction& reference, const analysis::Analysis& analysis) {
    const auto& labels = reference.labels;
    const auto& outcome = analysis.outcome;
    const auto label = [&](const char* name, const std::string& labelled, std::string_view found) {
        if (labelled.empty()) return;
        pair(labels_[name], class_number(labelled), class_number(found.empty() ? kUnknown : found));
    };
    label("resolved", labels.resolved, outcome.resolved);
    label("escalation", labels.escalation, outcome.escalation);
    label("opportunity", labels.opportunity, outcome.opportunity);
    label("register", labels.register_,
          outcome.register_ ? language::to_string(*outcome.register_) : std::string_view());
    if (labels.customer_start) pair(moods_["customer_start"], *labels.customer_start, outcome.customer_start);
    if (labels.customer_end) pair(moods_["customer_end"], *labels.customer_end, outcome.customer_end);
}

void Benchmark::add_topics(const LabelledInteraction& reference, const analysis::Analysis& analysis) {
    const std::set<std::string> labelled(reference.labels.topics.begin(), reference.labels.topics.end());
    std::set<std::string> found;
    for (const auto& topic : analysis.topics) found.insert(topic.id);
    for (const auto& topic : found) {
        ledger_.add(row(topics_, topic, kCounts) + (labelled.contains(topic) ? kRight : kWrong));
    }
    for (const auto& topic : labelled) {
        if (!found.contains(topic)) ledger_.add(row(topics_, topic, kCounts) + kMissed);
    }
}

void Benchmark::add_grid(const LabelledInteraction& reference, const grid::Evaluation& evaluation) {
    const std::size_t conversation = ledger_.conversations() - 1;
    for (const auto& result : evaluation.criteria) {
        const auto labelled = reference.labels.grid.find(result.id);
        if (labelled == reference.labels.grid.end() || result.answer == grid::Answer::kValue) continue;
        const auto [table, added] = criteria_.try_emplace(result.id);
        if (added) criteria_order_.push_back(result.id);
        const std::string_view answer = grid::to_string(result.answer);
        pair(table->second, class_number(labelled->second), class_number(answer));
        if (result.answer == grid::Answer::kUnknown) continue;
        const bool right = labelled->second == answer;
        bin(answer_bins_, result.confidence, right);
        curves_[result.id].add(conversation, result.confidence, right);
        pooled_.add(conversation, result.confidence, right);
    }
}

void Benchmark::add_personal_data(const LabelledInteraction& reference, const analysis::Analysis& analysis) {
    for (const auto& [type, counts] : match_personal_data(reference, analysis)) {
        const std::size_t first = row(personal_data_, type, 2 * kCounts + 1);
        const std::size_t amounts[] = {counts.exact.right,    counts.exact.wrong,    counts.exact.missed, counts.overlap.right,
                                       counts.overlap.wrong, counts.overlap.missed, counts.covered};
        for (std::size_t c = 0; c < std::size(amounts); ++c) ledger_.add(first + c, static_cast<double>(amounts[c]));
    }
}

std::size_t Benchmark::row(Cells& cells, const std::string& name, std::size_t width) {
    const auto found = cells.find(name);
    return found != cells.end() ? found->second : cells[name] = ledger_.reserve(width);
}

void Benchmark::pair(Together& table, int labelled, int found) {
    const auto [at, added] = table.try_emplace({labelled, found});
    if (added) at->second = ledger_.reserve(1);
    ledger_.add(at->second);
}

int Benchmark::class_number(std::string_view name) {
    return classes_.emplace(name, static_cast<int>(classes_.size())).first->second;
}

void Benchmark::bin(std::size_t first, double confidence, bool right) {
    const auto at = std::min(kBins - 1, static_cast<std::size_t>(std::clamp(confidence, 0.0, 1.0) * kBins));
    ledger_.add(first + 3 * at);
    if (right) ledger_.add(first + 3 * at + 1);
    ledger_.add(first + 3 * at + 2, confidence);
}

}  // namespace repere::review
