// The values everything speaks of: one customer interaction, its turns, words, people and recordings.
//
// Plain values: copy them, move them, compare them; nothing here opens a file or knows where it came from.
// Times inside an interaction are seconds from its start (double). Offsets in a turn count Unicode code points.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace repere {

enum class Channel { kPhone, kChat, kEmail, kSms, kSocial };
enum class Speaker { kAgent, kCustomer, kUnknown };  // kUnknown: one mixed voice, or a machine's announcement
enum class Direction { kInbound, kOutbound, kUnknown };

// "phone", "chat", … and back; nothing for another word.
std::string_view to_string(Channel channel);
std::string_view to_string(Speaker speaker);
std::string_view to_string(Direction direction);
std::optional<Channel> channel_from(std::string_view name);
std::optional<Speaker> speaker_from(std::string_view name);
std::optional<Direction> direction_from(std::string_view name);

constexpr bool is_written(Channel channel) { return channel != Channel::kPhone; }

// A half-open range of code points in one turn's text.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const Span&) const = default;
};

// One word as heard, with its time.
struct Word {
    std::string text;
    double start = 0;
    double end = 0;
    std::optional<double> confidence;        // 0…1, posterior of the recogniser
    std::optional<std::string> normalised;   // "douze" beside "12": what was said stays in `text`
    bool operator==(const Word&) const = default;
};

struct Turn {
    Speaker speaker = Speaker::kUnknown;
    std::string participant;  // "A1", "A2" after a transfer, "C"
    std::string text;         // UTF-8; an e-mail's first turn starts with its subject line
    std::optional<double> start;
    std::optional<double> end;
    std::vector<Word> words;  // may be empty, also where start and end are known
    bool operator==(const Turn&) const = default;
};

// A recording that belongs to the interaction. Either a file or the bytes themselves.
struct Media {
    std::string path;             // as found by intake; empty for inline bytes
    std::string type;             // MIME type where known: "audio/wav"
    std::string bytes;            // inline content, decoded
    std::optional<bool> agent_is_left;  // for two channels: is the agent on the left one?
    bool operator==(const Media&) const = default;
};

// What surrounds the words. Known keys have a name; everything else stays in `other`.
struct Metadata {
    std::optional<std::string> agent, team, site, queue, dialled_number, campaign, customer;
    std::optional<double> wait_seconds;
    std::optional<double> csat;  // as imported: 1…5 or 0…10, the company's own scale
    std::optional<double> nps;   // 0…10
    std::optional<double> ces;   // 1…7
    std::map<std::string, std::string> other;
    bool operator==(const Metadata&) const = default;
};

struct Interaction {
    std::string id;
    Channel channel = Channel::kPhone;
    std::string language;  // "fr", "en", or empty where nobody said
    Direction direction = Direction::kUnknown;
    std::string domain;
    std::optional<Instant> started_at;
    std::optional<std::string> subject;
    std::vector<Turn> turns;
    std::vector<Media> media;
    Metadata metadata;
    bool operator==(const Interaction&) const = default;
};

// Seconds from the first start to the last end; nothing where no turn has times.
std::optional<double> duration_of(const Interaction& interaction);

}  // namespace repere
