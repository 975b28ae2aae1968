#include "intake/mapping.hpp"

#include <algorithm>

#include <yaml-cpp/yaml.h>

#include "intake/encoding.hpp"

namespace repere::intake {
namespace {

namespace fs = std::filesystem;

// What is wrong with a value, thrown inside this file alone, where the YAML reader throws too.
struct Fault {
    YAML::Mark mark;
    std::string key;
    Details details;
};

const std::map<std::string, Mapping::Side>& side_names() {
    static const std::map<std::string, Mapping::Side> kNames{{"agent", Mapping::Side::kAgent},
                                                             {"customer", Mapping::Side::kCustomer},
                                                             {"unknown", Mapping::Side::kUnknown},
                                                             {"ignore", Mapping::Side::kIgnore}};
    return kNames;
}

Mapping::Side side_of(const YAML::Node& node) {
    const auto found = side_names().find(node.as<std::string>());
    if (found == side_names().end()) {
        throw Fault{node.Mark(), "intake.mapping.value",
                    {{"value", node.as<std::string>()}, {"choices", "agent, customer, unknown, ignore"}}};
    }
    return found->second;
}

Channel channel_of(const YAML::Node& node) {
    const auto channel = channel_from(node.as<std::string>());
    if (!channel) {
        throw Fault{node.Mark(), "intake.mapping.value",
                    {{"value", node.as<std::string>()}, {"choices", "phone, chat, email, sms, social"}}};
    }
    return *channel;
}

Paths paths_of(const YAML::Node& node) {
    Paths paths;
    if (!node) return paths;
    if (node.IsScalar()) return {node.as<std::string>()};
    for (const auto& item : node) paths.push_back(item.as<std::string>());
    return paths;
}

// Every key of `node` must be one of these: a misspelt key is a mistake, not a wish.
void check_keys(const YAML::Node& node, const std::vector<std::string>& known) {
    if (!node) return;
    if (!node.IsMap()) throw Fault{node.Mark(), "intake.mapping.expected_map", {}};
    for (const auto& row : node) {
        const auto key = row.first.as<std::string>();
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        std::string choices;
        for (const std::string& name : known) choices += (choices.empty() ? "" : ", ") + name;
        throw Fault{row.first.Mark(), "intake.mapping.value", {{"value", key}, {"choices", choices}}};
    }
}

void read_channel(const YAML::Node& node, Mapping& mapping) {
    if (!node) return;
    if (node.IsScalar()) {
        mapping.channel = channel_of(node);
        return;
    }
    check_keys(node, {"from", "values", "default"});
    mapping.channel_from = paths_of(node["from"]);
    if (node["default"]) mapping.channel = channel_of(node["default"]);
    for (const auto& row : node["values"]) mapping.channels[folded(row.first.as<std::string>())] = channel_of(row.second);
}

void read_conversation(const YAML::Node& node, Mapping& mapping) {
    check_keys(node, {"id", "id_prefix", "started_at", "subject", "language", "metadata"});
    if (!node || !node["id"]) throw Fault{node ? node.Mark() : YAML::Mark::null_mark(), "intake.mapping.missing", {{"key", "conversation.id"}}};
    mapping.id = paths_of(node["id"]);
    if (node["id_prefix"]) mapping.id_prefix = node["id_prefix"].as<std::string>();
    mapping.started_at = paths_of(node["started_at"]);
    mapping.subject = paths_of(node["subject"]);
    mapping.language = paths_of(node["language"]);
    for (const auto& row : node["metadata"]) mapping.metadata[row.first.as<std::string>()] = paths_of(row.second);
}

void read_message(const YAML::Node& node, Mapping& mapping) {
    check_keys(node, {"text", "html", "time", "author", "speaker", "skip", "time_formats"});
    if (!node || (!node["text"] && !node["html"])) {
        throw Fault{node ? node.Mark() : YAML::Mark::null_mark(), "intake.mapping.missing", {{"key", "message.text"}}};
    }
    mapping.text = paths_of(node["text"]);
    mapping.html = paths_of(node["html"]);
    mapping.time = paths_of(node["time"]);
    mapping.author = paths_of(node["author"]);
    mapping.time_formats = paths_of(node["time_formats"]);
    for (const auto& row : node["skip"]) {
        for (const std::string& value : paths_of(row.second)) mapping.skip[row.first.as<std::string>()].push_back(folded(value));
    }
    const YAML::Node speaker = node["speaker"];
    check_keys(speaker, {"from", "values", "same_as", "same", "default"});
    if (!speaker) return;
    mapping.speaker_from = paths_of(speaker["from"]);
    mapping.same_as = paths_of(speaker["same_as"]);
    if (speaker["same"]) mapping.same = side_of(speaker["same"]);
    if (speaker["default"]) mapping.other = side_of(speaker["default"]);
    for (const auto& row : speaker["values"]) mapping.sides[folded(row.first.as<std::string>())] = side_of(row.second);
}

Mapping read(const YAML::Node& root) {
    check_keys(root, {"name", "format", "recognise", "records", "channel", "conversation", "messages", "first_message", "message"});
    Mapping mapping;
    for (const char* key : {"name", "format", "recognise"}) {
        if (!root[key]) throw Fault{root.Mark(), "intake.mapping.missing", {{"key", key}}};
    }
    mapping.name = root["name"].as<std::string>();
    const auto format = root["format"].as<std::string>();
    if (format != "csv" && format != "json") {
        throw Fault{root["format"].Mark(), "intake.mapping.value", {{"value", format}, {"choices", "csv, json"}}};
    }
    mapping.format = format == "csv" ? Mapping::Format::kTable : Mapping::Format::kJson;
    mapping.recognise = paths_of(root["recognise"]);
    mapping.records = paths_of(root["records"]);
    if (mapping.records.empty()) mapping.records = {""};
    mapping.messages = paths_of(root["messages"]);
    mapping.first_message = paths_of(root["first_message"]);
    read_channel(root["channel"], mapping);
    read_conversation(root["conversation"], mapping);
    read_message(root["message"], mapping);
    return mapping;
}

Place place_of(const fs::path& file, const YAML::Mark& mark) {
    if (mark.is_null()) return {file.string()};
    return {file.string(), static_cast<std::size_t>(mark.line + 1), static_cast<std::size_t>(mark.column + 1)};
}

}  // namespace

Result<Mapping> load_mapping(const fs::path& file) {
    try {
        return read(YAML::LoadFile(file.string()));
    } catch (const Fault& fault) {
        return fail(ErrorCode::kConfiguration, fault.key, fault.details, place_of(file, fault.mark));
    } catch (const YAML::Exception& e) {
        return fail(ErrorCode::kConfiguration, "intake.mapping.broken", {{"reason", e.msg}}, place_of(file, e.mark));
    }
}

Result<std::vector<Mapping>> load_mappings(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> files;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == ".yaml") files.push_back(it->path());
    }
    if (error) return fail(ErrorCode::kConfiguration, "intake.mapping.folder", {{"folder", folder.string()}}, {folder.string()});
    std::sort(files.begin(), files.end());
    std::vector<Mapping> mappings;
    for (const fs::path& file : files) {
        auto mapping = load_mapping(file);
        if (!mapping) return fail(mapping.error());
        mappings.push_back(std::move(*mapping));
    }
    return mappings;
}

}  // namespace repere::intake
