#include "speech/formats.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace repere::speech {
namespace {

constexpr std::size_t kCueCharacters = 84;  // two lines of 42, what players show without covering the picture
constexpr double kCueSeconds = 7;

struct Cue {
    double start = 0;
    double end = 0;
    std::string text;
};

// One line: control characters and line ends become one space.
std::string one_line(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        if (!control) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    return out;
}

std::string joined(const std::vector<Word>& words) {
    std::string out;
    for (const Word& w : words) {
        if (!out.empty()) out += ' ';
        out += w.text;
    }
    return out;
}

// A long turn becomes several cues where its words have times; a turn without times has none.
std::vector<Cue> cues_of(const Turn& turn) {
    if (!turn.start || !turn.end || !std::isfinite(*turn.start) || !std::isfinite(*turn.end)) return {};
    if (turn.words.empty() || joined(turn.words) != turn.text) {
        return {{std::max(0.0, *turn.start), std::max(*turn.start, *turn.end), one_line(turn.text)}};
    }
    std::vector<Cue> cues;
    for (const Word& w : turn.words) {
        const bool full = cues.empty() || cues.back().text.size() + w.text.size() + 1 > kCueCharacters ||
                          w.end - cues.back().start > kCueSeconds;
        if (full) {
            cues.push_back({std::max(0.0, w.start), w.end, one_line(w.text)});
        } else {
            cues.back().text += ' ' + one_line(w.text);
            cues.back().end = std::max(cues.back().end, w.end);
        }
    }
    return cues;
}

struct Clock {
    long long hours, minutes, seconds, milliseconds;
};

Clock clock_of(double time) {
    const long long ms = std::llround(std::clamp(time, 0.0, 1e9) * 1000);
    return {ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000};
}

std::string stamp(double time, char decimal) {
    const Clock c = clock_of(time);
    return fmt::format("{:02}:{:02}:{:02}{}{:03}", c.hours, c.minutes, c.seconds, decimal, c.milliseconds);
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            default: out += c;
        }
    }
    return out;
}

// SubRip has no escape: players take <…> for markup and --> for a time line.
std::string without_markup(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (c == '<') {
            out += "‹";
        } else if (c == '>') {
            out += "›";
        } else {
            out += c;
        }
    }
    return out;
}

struct TurnCue {
    Cue cue;
    Speaker speaker;
};

std::vector<TurnCue> cues_in_order(const Interaction& interaction) {
    std::vector<TurnCue> out;
    for (const Turn& turn : interaction.turns) {
        for (Cue& cue : cues_of(turn)) out.push_back({std::move(cue), turn.speaker});
    }
    std::stable_sort(out.begin(), out.end(), [](const TurnCue& a, const TurnCue& b) { return a.cue.start < b.cue.start; });
    return out;
}

}  // namespace

std::string to_text(const Interaction& interaction) {
    std::string out;
    for (const Turn& turn : interaction.turns) {
        if (turn.start && std::isfinite(*turn.start)) {
            const Clock c = clock_of(std::floor(*turn.start));
            out += c.hours > 0 ? fmt::format("[{}:{:02}:{:02}] ", c.hours, c.minutes, c.seconds)
                               : fmt::format("[{:02}:{:02}] ", c.minutes, c.seconds);
        }
        out += fmt::format("{}: {}\n", to_string(turn.speaker), one_line(turn.text));
    }
    return out;
}

std::string to_webvtt(const Interaction& interaction) {
    std::string out = "WEBVTT\n";
    for (const auto& [cue, speaker] : cues_in_order(interaction)) {
        out += fmt::format("\n{} --> {}\n<v {}>{}\n", stamp(cue.start, '.'), stamp(cue.end, '.'), to_string(speaker),
                           escaped(cue.text));
    }
    return out;
}

std::string to_srt(const Interaction& interaction) {
    std::string out;
    std::size_t number = 0;
    for (const auto& [cue, speaker] : cues_in_order(interaction)) {
        out += fmt::format("{}{}\n{} --> {}\n{}: {}\n", number ? "\n" : "", number + 1, stamp(cue.start, ','),
                           stamp(cue.end, ','), to_string(speaker), without_markup(cue.text));
        ++number;
    }
    return out;
}

}  // namespace repere::speech
