// Applies one mapping to records, which are JSON values whatever the file was.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "conversation/json.hpp"
#include "intake/mapping.hpp"
#include "intake/read.hpp"

namespace repere::intake {

// The value at a path of a record; nothing where it is not there or null.
const nlohmann::json* value_at(const nlohmann::json& record, const std::string& path, Mapping::Format format);

class Mapped {
  public:
    Mapped(const Mapping& mapping, const Limits& limits, Batch<Interaction>& batch)
        : mapping_(mapping), limits_(limits), batch_(batch) {}

    // A whole conversation with its messages.
    void take_conversation(const nlohmann::json& record, const Place& place);

    // One message of a conversation; `finish` makes the conversations, in the order of their first messages.
    void take_message(const nlohmann::json& record, const Place& place);
    void finish();

  private:
    struct Message {
        std::optional<Instant> time;
        Mapping::Side side;
        std::string author, text;
    };
    struct Draft {
        Interaction interaction;
        std::vector<Message> messages;
        Place place;
    };

    std::optional<std::string> text(const nlohmann::json& record, const Paths& paths) const;
    std::optional<Instant> time(const nlohmann::json& record, const Paths& paths, const Place& place);
    Mapping::Side side(const nlohmann::json& message, const nlohmann::json& record, const Place& place);
    std::optional<Draft> open(const nlohmann::json& record, const Place& place);
    void add(const nlohmann::json& message, const nlohmann::json& record, Draft& draft, const Place& place);
    void close(Draft draft);
    void warn_once(const std::string& key, Details details, const Place& place);

    const Mapping& mapping_;
    const Limits& limits_;
    Batch<Interaction>& batch_;
    std::vector<Draft> drafts_;
    std::map<std::string, std::size_t> by_id_;
    std::set<std::string> warned_;
};

}  // namespace repere::intake
