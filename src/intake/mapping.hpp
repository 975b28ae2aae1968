// A declared mapping from the columns of a CSV export, or the keys of a JSON one, to conversations.
// The YAML form is described in docs/formats.md, "Mappings".
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"

namespace repere::intake {

// Where a value stands: the first of these that is there. In JSON "assignee.name" goes down, "tags[0]" into a list;
// in CSV it is a column's name, whatever its case.
using Paths = std::vector<std::string>;

struct Mapping {
    enum class Format { kTable, kJson };
    enum class Side { kAgent, kCustomer, kUnknown, kIgnore };

    std::string name;
    Format format = Format::kTable;
    Paths recognise;                            // all of these make a file this mapping's
    Paths records;                              // JSON: where the list of records is; "" is the document itself
    std::map<std::string, Channel> channels;    // by the value at channel_from
    Paths channel_from;
    Channel channel = Channel::kChat;           // else this
    std::string id_prefix;
    Paths id, started_at, subject, language;
    std::map<std::string, Paths> metadata;
    Paths messages;                             // the list in a record; empty: a record is one message
    Paths first_message;                        // one more message, before the list
    Paths text, html, time, author;
    Paths speaker_from;
    std::map<std::string, Side> sides;          // by the value at speaker_from, in lower case
    Paths same_as;                              // of the record: an author equal to this value …
    Side same = Side::kCustomer;                // … is this side,
    Side other = Side::kUnknown;                // and any other this one; also for values that `sides` has not
    std::map<std::string, std::vector<std::string>> skip;  // messages with one of these values are left out
    std::vector<std::string> time_formats;      // besides RFC 3339 and seconds or milliseconds since 1970
};

Result<Mapping> load_mapping(const std::filesystem::path& file);

// Every *.yaml of the folder, by name.
Result<std::vector<Mapping>> load_mappings(const std::filesystem::path& folder);

}  // namespace repere::intake
