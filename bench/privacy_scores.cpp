// How well personal data are found: recall and precision by type, on labelled turns (*.jsonl) and conversations (*.json).
//
//   privacy_scores [--show] KNOWLEDGE FILE…
//
// A finding is exact when its words are those of a label of its type, and touching when they share a word with one.
// A name that the label of the same turn gives once counts wherever it stands in that turn.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <time.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "language/lexicon.hpp"
#include "privacy/personal_data.hpp"

namespace {

using nlohmann::json;
using repere::Interaction;
using repere::privacy::Finding;

// Of this thread alone, so that a busy machine does not count.
double thread_milliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

struct Label {
    std::string type;
    std::string text;
};

struct Case {
    Interaction interaction;
    std::vector<std::vector<Label>> labels;  // by turn
};

struct Score {
    std::size_t labels = 0, exact = 0, touched = 0;
    std::size_t findings = 0, right = 0, touching = 0;
};

void add_turn(Case& into, const json& turn) {
    repere::Turn out;
    out.speaker = repere::speaker_from(turn.at("speaker").get<std::string>()).value_or(repere::Speaker::kUnknown);
    out.text = turn.at("text").get<std::string>();
    into.interaction.turns.push_back(std::move(out));
    auto& labels = into.labels.emplace_back();
    for (const auto& row : turn.value("pii", json::array())) {
        labels.push_back({row.at("type").get<std::string>(), row.at("text").get<std::string>()});
    }
}

Case head_of(const json& document) {
    Case out;
    out.interaction.channel = repere::channel_from(document.value("channel", "phone")).value_or(repere::Channel::kPhone);
    out.interaction.language = document.value("language", "fr");
    return out;
}

void read(const std::string& file, std::vector<Case>& cases) {
    std::ifstream in(file);
    if (file.ends_with(".jsonl")) {
        for (std::string line; std::getline(in, line);) {
            const json row = json::parse(line);
            cases.push_back(head_of(row));
            add_turn(cases.back(), row);
        }
        return;
    }
    for (const auto& row : json::parse(in)) {
        cases.push_back(head_of(row));
        for (const auto& turn : row.at("turns")) add_turn(cases.back(), turn);
    }
}

// Byte ranges of every place where `what` stands in `text`.
std::vector<std::pair<std::size_t, std::size_t>> places(std::string_view text, std::string_view what) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (auto at = text.find(what); at != std::string_view::npos && !what.empty(); at = text.find(what, at + 1)) {
        out.emplace_back(at, at + what.size());
    }
    return out;
}

struct Found {
    std::string type;
    std::string text;
    std::string source;
    std::size_t begin = 0, end = 0;
    bool exact = false, touching = false;
};

void score_turn(const std::string& text, const std::vector<Label>& labels, std::vector<Found>& found, bool show,
                std::map<std::string, Score>& scores) {
    for (const Label& label : labels) {
        auto& score = scores[label.type];
        ++score.labels;
        bool exact = false;
        bool touched = false;
        for (auto& f : found) {
            if (f.type != label.type) continue;
            for (const auto& [begin, end] : places(text, label.text)) {
                if (f.begin == begin && f.end == end) exact = f.exact = true;
                if (f.begin < end && begin < f.end) touched = f.touching = true;
            }
        }
        score.exact += exact;
        score.touched += touched;
        if (show && !exact) fmt::print("{} {:<16} {}\n     in: {}\n", touched ? "PART" : "MISS", label.type, label.text, text);
    }
    for (const auto& f : found) {
        auto& score = scores[f.type];
        ++score.findings;
        score.right += f.exact;
        score.touching += f.touching;
        if (show && !f.exact) fmt::print("{} {:<16} {} ({})\n     in: {}\n", f.touching ? "part" : "FALSE", f.type, f.text, f.source, text);
    }
}

double percent(std::size_t part, std::size_t whole) {
    return whole == 0 ? 100.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

void print_row(std::string_view name, const Score& s) {
    fmt::print("{:<16} {:>5}  {:>6.1f} {:>6.1f}   {:>6.1f} {:>6.1f}\n", name, s.labels, percent(s.exact, s.labels),
               percent(s.right, s.findings), percent(s.touched, s.labels), percent(s.touching, s.findings));
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const bool show = std::erase(arguments, "--show") > 0;
    if (arguments.size() < 2) {
        fmt::print(stderr, "privacy_scores [--show] KNOWLEDGE FILE…\n");
        return 2;
    }
    const auto finder = repere::privacy::Finder::load(arguments.front());
    if (!finder) {
        fmt::print(stderr, "{}: {}\n", finder.error().key, to_string(finder.error().place));
        return 2;
    }
    const auto lexicon = repere::language::Lexicon::open(repere::language::default_lexicon_folder());
    if (!lexicon) {
        fmt::print(stderr, "{}\n", lexicon.error().key);
        return 2;
    }
    std::vector<Case> cases;
    for (std::size_t k = 1; k < arguments.size(); ++k) read(arguments[k], cases);
    std::map<std::string, Score> scores;
    double spent = 0;
    std::size_t turns = 0;
    for (const Case& one : cases) {
        std::vector<repere::language::Text> texts;
        for (const auto& turn : one.interaction.turns) {
            texts.push_back(repere::language::tokenize(turn.text, one.interaction.language, *lexicon));
        }
        std::vector<Finding> findings;
        double best = 1e9;
        for (int round = 0; round < 5; ++round) {
            const double start = thread_milliseconds();
            findings = finder->find(one.interaction, texts, one.interaction.language);
            best = std::min(best, thread_milliseconds() - start);
        }
        spent += best;
        turns += one.interaction.turns.size();
        for (std::size_t t = 0; t < one.labels.size(); ++t) {
            const auto& text = one.interaction.turns[t].text;
            const repere::utf8::Offsets offsets(text);
            std::vector<Found> found;
            for (const Finding& f : findings) {
                if (f.turn != t) continue;
                const auto begin = offsets.to_bytes(f.span.begin);
                const auto end = offsets.to_bytes(f.span.end);
                found.push_back({f.type, text.substr(begin, end - begin), f.source, begin, end});
            }
            score_turn(text, one.labels[t], found, show, scores);
        }
    }
    Score all;
    fmt::print("\n{:<16} {:>5}  {:>6} {:>6}   {:>6} {:>6}\n", "type", "n", "recall", "prec.", "touch", "prec.");
    for (const auto& [name, score] : scores) {
        print_row(name, score);
        all.labels += score.labels, all.exact += score.exact, all.touched += score.touched;
        all.findings += score.findings, all.right += score.right, all.touching += score.touching;
    }
    print_row("all", all);
    fmt::print("{} texts of {} turns, {:.4f} ms each, the best of five\n", cases.size(), turns, spent / static_cast<double>(cases.size()));
    fmt::print("RESULT {}\n", json{{"recall", percent(all.exact, all.labels)}, {"precision", percent(all.right, all.findings)},
                                   {"touch_recall", percent(all.touched, all.labels)},
                                   {"ms", spent / static_cast<double>(cases.size())}}
                                  .dump());
    return 0;
}
