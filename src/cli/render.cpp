#include "cli/render.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/render_outcome.hpp"
#include "core/utf8.hpp"

namespace repere::cli {
namespace {

using Json = nlohmann::ordered_json;

enum class Tint { kNone, kDim, kBold, kGood, kBad, kWarn };

class Paint {
  public:
    explicit Paint(bool on) : on_(on) {}
    std::string operator()(Tint tint, std::string text) const {
        static constexpr const char* kCodes[] = {"", "2", "1", "32", "31", "33"};
        if (!on_ || tint == Tint::kNone) return text;
        return fmt::format("\033[{}m{}\033[0m", kCodes[static_cast<int>(tint)], text);
    }

  private:
    bool on_;
};

// Cut or filled to `width` columns; one code point is one column, which holds for our languages.
std::string fitted(std::string_view text, std::size_t width) {
    const std::size_t length = utf8::length(text);
    if (length > width) return std::string(utf8::substring(text, 0, width - 1)) + "…";
    return std::string(text) + std::string(width - length, ' ');
}

// One line, however many the quote had.
std::string one_line(std::string_view text, std::size_t most) {
    std::string flat;
    for (const char c : text) {
        const bool space = static_cast<unsigned char>(c) <= ' ';
        if (space && (flat.empty() || flat.back() == ' ')) continue;
        flat += space ? ' ' : c;
    }
    while (flat.ends_with(' ')) flat.pop_back();
    if (utf8::length(flat) <= most) return flat;
    return std::string(utf8::substring(flat, 0, most - 1)) + "…";
}

Tint tint_of_score(double score) { return score >= 75 ? Tint::kGood : score >= 50 ? Tint::kWarn : Tint::kBad; }

Tint tint_of_outcome(const std::string& value) {
    if (value == "yes" || value == "timely" || value == "seized") return Tint::kGood;
    if (value == "no" || value == "late" || value == "missed" || value == "forced") return Tint::kBad;
    return Tint::kDim;
}

std::string mood(int value) {
    if (value == 0) return "0";
    return (value > 0 ? "+" : "−") + std::to_string(std::abs(value));
}

// "résolu : non · escalade : manquée · humeur : −1 → −2"
std::string outcome_line(const signals::Outcome& outcome, const Messages& messages, const Paint& paint) {
    std::string line;
    const auto add = [&](const char* label, const std::string& value) {
        if (!line.empty()) line += " · ";
        line += messages.text(fmt::format("render.{}", label)) + " " +
                paint(tint_of_outcome(value), messages.text(fmt::format("render.{}.{}", label, value)));
    };
    add("resolved", outcome.resolved);
    if (outcome.escalation != "none") add("escalation", outcome.escalation);
    if (outcome.opportunity != "none") add("opportunity", outcome.opportunity);
    return line + " · " + messages.text("render.mood") + " " + mood(outcome.customer_start) + " → " +
           mood(outcome.customer_end);
}

// The quote with the words around it, as far as its sentence goes and `most` columns allow: "… je veux «résilier» …".
std::string in_context(const Turn& turn, const signals::Moment& moment, std::size_t most, const Paint& paint) {
    const std::string quote = one_line(moment.quote, most);
    const utf8::Offsets offsets(turn.text);
    const std::string_view text = turn.text;
    const std::size_t from = offsets.to_bytes(moment.span.begin);
    const std::size_t to = offsets.to_bytes(moment.span.end);
    constexpr std::string_view kEnds = ".!?\n";
    const std::size_t before = text.substr(0, from).find_last_of(kEnds);
    const std::size_t after = text.find_first_of(kEnds, to);
    const std::size_t sentence_end = after == std::string_view::npos ? text.size() : after + 1;
    std::string head = one_line(text.substr(before == std::string_view::npos ? 0 : before + 1,
                                            from - (before == std::string_view::npos ? 0 : before + 1)), text.size() + 1);
    std::string tail = one_line(text.substr(to, sentence_end - to), text.size() + 1);
    std::size_t room = most - std::min(most, utf8::length(quote));
    const std::size_t head_length = utf8::length(head);
    if (head_length > room / 2) {
        const std::size_t kept = std::max(room / 2, room - std::min(room, utf8::length(tail)));
        if (head_length > kept) {
            const std::string_view end = utf8::substring(head, head_length - kept, head_length);
            head = "…" + std::string(end.substr(std::min(end.size(), end.find_first_not_of(' '))));
        }
    }
    room -= std::min(room, utf8::length(head));
    if (utf8::length(tail) > room) tail = std::string(utf8::substring(tail, 0, room)) + "…";
    const bool glued = to < text.size() && text[to] != ' ' && text[to] != '\n';
    return head + (from > 0 && text[from - 1] == ' ' && !head.empty() && head.back() != ' ' ? " " : "") +
           paint(Tint::kBold, quote) + (tail.empty() || glued ? "" : " ") + tail;
}

std::string moment_line(const analysis::Analysis& analysis, const signals::Moment& moment, const Messages& messages,
                        const Paint& paint, std::size_t width) {
    const Turn& turn = analysis.interaction.turns[moment.turn];
    const bool timed = moment.start && analysis.interaction.channel == Channel::kPhone;
    const std::string where = timed ? clock_text(*moment.start) : fmt::format("#{}", moment.turn + 1);
    const std::string who = messages.text(fmt::format("render.speaker.{}", to_string(turn.speaker)));
    return fmt::format("      {} {} {} « {} »", paint(Tint::kDim, fitted(where, 6)),
                       paint(Tint::kBold, fitted(messages.text("signal." + moment.signal), 22)), fitted(who, 8),
                       in_context(turn, moment, width, paint));
}

std::string speaker_label(const Turn& turn, const Messages& messages) {
    return messages.text(fmt::format("render.speaker.{}", to_string(turn.speaker)));
}

void add_transcript(std::string& out, const analysis::Analysis& analysis, const Messages& messages, const Paint& paint) {
    auto moment = analysis.moments.begin();  // they are in order of turn
    for (std::size_t i = 0; i < analysis.interaction.turns.size(); ++i) {
        const Turn& turn = analysis.interaction.turns[i];
        const bool timed = turn.start && analysis.interaction.channel == Channel::kPhone;
        const std::string when = timed ? clock_text(*turn.start) : "";
        out += fmt::format("{} {} {}\n", paint(Tint::kDim, fmt::format("{:>4} {:>6}", i + 1, when)),
                           paint(Tint::kBold, fitted(speaker_label(turn, messages), 9)), turn.text);
        for (; moment != analysis.moments.end() && moment->turn == i; ++moment) {
            out += paint(Tint::kDim, fmt::format("                      ▸ {} ({:.2f}) « {} »\n",
                                                 messages.text("signal." + moment->signal), moment->confidence,
                                                 one_line(moment->quote, 70)));
        }
    }
}

void add_grid(std::string& out, const analysis::Analysis& analysis, const Json& evaluation,
              const std::optional<grid::Grid>& grid, const Messages& messages, const Paint& paint) {
    for (const auto& criterion : evaluation["criteria"]) {
        const auto answer = criterion["answer"].is_string() ? criterion["answer"].get<std::string>()
                                                            : criterion["answer"].dump();
        const Tint tint = answer == "yes" ? Tint::kGood : answer == "no" ? Tint::kBad : Tint::kDim;
        out += fmt::format("  {} {} {}\n", paint(tint, fitted(messages.text("render.answer." + answer), 8)),
                           paint(Tint::kBold, fitted(title_of(grid, criterion["id"], messages), 34)),
                           criterion.value("why", ""));
        for (const auto& index : criterion.value("evidence", Json::array())) {
            const auto& moment = analysis.moments.at(index.get<std::size_t>());
            out += paint(Tint::kDim, fmt::format("           #{} « {} »\n", moment.turn + 1, one_line(moment.quote, 84)));
        }
        for (const auto& quote : criterion.value("quotes", Json::array())) {
            out += paint(Tint::kDim, fmt::format("           #{} « {} »\n", quote["turn"].get<std::size_t>() + 1,
                                                 one_line(quote["quote"].get<std::string>(), 84)));
        }
    }
}

// "niveau A2 · formel · écoute 18 % · questions 2/3 · fautes 1": what was measured of the agent's words.
std::string language_line(const analysis::Analysis& analysis, const Messages& messages) {
    std::string line;
    const auto add = [&](const char* key, Details details) {
        line += (line.empty() ? "" : " · ") + messages.text(fmt::format("render.language.{}", key), details);
    };
    if (const auto& text = analysis.agent_text) {
        if (text->level) add("level", {{"level", *text->level}});
        if (text->register_) add(fmt::format("register.{}", to_string(*text->register_)).c_str(), {});
        if (!text->jargon.empty()) add("jargon", {{"count", std::to_string(text->jargon.size())}});
        if (!text->empty_formulas.empty()) add("empty", {{"count", std::to_string(text->empty_formulas.size())}});
        if (text->slips && !text->slips->empty()) add("slips", {{"count", std::to_string(text->slips->size())}});
    }
    if (const auto& listening = analysis.listening) {
        if (listening->uptake) add("uptake", {{"percent", fmt::format("{:.0f}", *listening->uptake * 100)}});
        const auto answered = std::ranges::count_if(listening->questions, [](const auto& q) { return q.answer.has_value(); });
        if (!listening->questions.empty()) {
            add("questions", {{"answered", std::to_string(answered)}, {"asked", std::to_string(listening->questions.size())}});
        }
    }
    if (const auto& sentiment = analysis.sentiment) {
        add("sentiment", {{"start", fmt::format("{:+.1f}", sentiment->start)}, {"end", fmt::format("{:+.1f}", sentiment->end)}});
    }
    return line;
}

}  // namespace

std::string title_of(const std::optional<grid::Grid>& grid, const std::string& id, const Messages& messages) {
    const grid::Criterion* criterion = grid ? grid->find(id) : nullptr;
    if (criterion == nullptr) return id;
    const auto title = criterion->title.find(messages.language() == UiLanguage::kFrench ? "fr" : "en");
    return title == criterion->title.end() ? id : title->second;
}

bool wants_colours() { return ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr; }

std::string clock_text(double seconds) {
    const auto whole = static_cast<long>(std::floor(seconds));
    if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string summary_table(const std::vector<SummaryRow>& rows, const coaching::KeyMomentWeights& weights,
                          const Messages& messages, bool colours) {
    const Paint paint(colours);
    std::string out;
    for (const SummaryRow& row : rows) {
        const Interaction& interaction = row.analysis.interaction;
        const std::string score = row.score ? fmt::format("{:>3.0f}", *row.score) : "  –";
        const auto duration = interaction.channel == Channel::kPhone ? duration_of(interaction) : std::nullopt;
        out += fmt::format("{} {} {} {}  {}\n", paint(Tint::kBold, fitted(interaction.id, 28)),
                           paint(Tint::kDim, fitted(fmt::format("{} {}", messages.text(fmt::format("render.channel.{}", to_string(interaction.channel))),
                                              duration ? clock_text(*duration) : ""), 16)),
                           fitted(row.agent, 16),
                           row.score ? paint(tint_of_score(*row.score), score) : score,
                           outcome_line(row.analysis.outcome, messages, paint));
        if (const auto line = language_line(row.analysis, messages); !line.empty()) out += "      " + paint(Tint::kDim, line) + "\n";
        for (const auto& id : row.critical_errors) {
            out += "      " + paint(Tint::kBad, messages.text("render.critical", {{"criterion", id}})) + "\n";
        }
        for (const std::size_t index : coaching::key_moments(row.analysis, weights)) {
            out += moment_line(row.analysis, row.analysis.moments[index], messages, paint, 64) + "\n";
        }
    }
    return out;
}

std::string full_view(const analysis::Analysis& analysis, const Json& evaluation, const std::optional<grid::Grid>& grid,
                      const Messages& messages, bool colours) {
    const Paint paint(colours);
    const Interaction& interaction = analysis.interaction;
    std::string out = paint(Tint::kBold, interaction.id) + "  " +
                      messages.text(fmt::format("render.channel.{}", to_string(interaction.channel))) + "  " +
                      interaction.language + "\n" + outcome_line(analysis.outcome, messages, paint) + "\n";
    std::string topics;
    for (const auto& topic : analysis.topics) topics += (topics.empty() ? "" : ", ") + messages.text("topic." + topic.id);
    for (const auto& own : analysis.company_topics) {
        const auto name = own.names.find(messages.language() == UiLanguage::kEnglish ? "en" : "fr");
        topics += (topics.empty() ? "" : ", ") + (name == own.names.end() ? own.topic.id : name->second);
    }
    if (!topics.empty()) out += messages.text("render.topics") + " " + topics + "\n";
    out += outcome_view(analysis, messages);
    if (const auto line = language_line(analysis, messages); !line.empty()) out += line + "\n";
    for (const auto& warning : analysis.warnings) out += paint(Tint::kWarn, messages.text(warning)) + "\n";
    out += "\n";
    add_transcript(out, analysis, messages, paint);
    if (evaluation.is_object()) {
        const std::string score = evaluation.contains("score") ? fmt::format("{:.0f} / 100", evaluation["score"].get<double>())
                                                               : messages.text("render.no_score");
        out += "\n" + paint(Tint::kBold, messages.text("render.grid", {{"grid", evaluation.value("grid", "")}, {"score", score}})) + "\n";
        add_grid(out, analysis, evaluation, grid, messages, paint);
    }
    return out;
}

}  // namespace repere::cli
