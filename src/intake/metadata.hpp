// What a company knows about its conversations beside the conversations themselves: a side file, or the file's name.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"

namespace repere::intake {

// Values by key. "file" and "id" say whose they are; agent_channel (left, right), language, channel, direction and
// started_at set the interaction; all others its metadata.
struct Facts {
    std::map<std::string, std::string> values;
    Place place;
};

class SideFile {
  public:
    // CSV with a column "file" or "id", or JSON: a list of objects, or one object keyed by file name or id.
    static Result<SideFile> load(const std::filesystem::path& file);

    // By file name with or without extension, by path below the folder read, or by conversation id.
    const Facts* find(const std::filesystem::path& file, const std::string& id) const;

    const std::vector<Error>& errors() const { return errors_; }
    const std::vector<Warning>& warnings() const { return warnings_; }

  private:
    Status load_table(const std::string& content, const std::string& source);
    Status load_json(const std::string& content, const std::string& source);
    void add(Facts facts);

    std::map<std::string, Facts> by_file_;
    std::map<std::string, Facts> by_id_;
    std::vector<Error> errors_;
    std::vector<Warning> warnings_;
};

// "{date}_{agent}_{queue}": names between braces, something between any two of them.
Status check_pattern(const std::string& pattern);

// The parts of a file's name without extension; nothing where it does not fit. {date} is 20261122 or 2026-11-22,
// {time} is 1030, 103000 or 10-30-00 and needs a date; both are read as UTC. {_} is left out.
std::optional<Facts> match_pattern(const std::string& pattern, const std::string& stem);

// Sets what `facts` say. With `only_missing`, what the interaction already knows stays.
Status apply(const Facts& facts, Interaction& interaction, bool only_missing);

}  // namespace repere::intake
