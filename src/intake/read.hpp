// What comes in: files and folders of conversations in any form Repère reads, one interaction at a time.
//
// Kinds are recognised by content first and by extension second: native JSON, vCon, sound, e-mail (.eml, .mbox), chat,
// social and SMS exports (CSV and JSON through a declared mapping, docs/formats.md). A bad file, or a bad conversation
// in a good one, is reported to the visitor and the work goes on. Memory is bounded by one file, or by the e-mails of
// one folder, whose threads are put together. One call runs on one thread; several may run at once.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "conversation/interaction.hpp"
#include "conversation/json.hpp"
#include "core/result.hpp"

namespace repere::intake {

struct Limits {
    std::uintmax_t max_file_bytes = 256ULL << 20;  // of anything that is read whole; sounds are not read here
    std::size_t max_message_bytes = 64U << 20;     // of one e-mail with its attachments
    std::size_t max_mime_depth = 20;
    std::size_t max_mime_parts = 1000;
    std::size_t max_messages = 200'000;            // in one mailbox
    std::size_t max_folder_depth = 32;
    ReadLimits document;
};

struct IntakeConfig {
    Limits limits;
    std::filesystem::path mappings;            // folder of *.yaml; empty: knowledge/mappings of the installation
    std::string mapping;                       // one of them by name, instead of recognition
    std::filesystem::path metadata;            // CSV or JSON, by file name or conversation id; empty: none
    std::string name_pattern;                  // "{date}_{agent}_{queue}_{customer}"; empty: none
    std::vector<std::string> agent_addresses;  // e-mail addresses, or domains ("enseigne.fr"), of agents
    std::optional<bool> agent_is_left;         // of two-channel sounds, where their metadata do not say
    std::string subject_label = "Objet : ";    // begins the first turn of an e-mail thread that is not English
    bool allow_outside_media = false;          // may a document name a sound outside its own folder?

    Status validate() const;
};

// Called as things are found, folder by folder in the order of their names; the threads of a folder's e-mails come
// after its other files. Empty functions are not called.
struct Visitor {
    std::function<bool(Interaction&&, const Place&)> interaction;  // false stops the visit
    std::function<void(const Error&)> error;
    std::function<void(const Warning&)> warning;
};

// The files below a path, recursive and sorted, hidden ones left out; a link that leads back into its own folder is
// not followed. A file is itself. kNotFound where there is nothing.
Result<std::vector<std::filesystem::path>> list_files(const std::filesystem::path& path, const Limits& limits = {});

// Fails only where the configuration is wrong; everything about one file goes to the visitor. One id seen twice is
// given once: with the same content it is a warning, with another an error of kConflict.
Status visit(const std::vector<std::filesystem::path>& paths, const IntakeConfig& config, const Visitor& visitor);

// The same, gathered. A wrong configuration is the only error of its batch.
Batch<Interaction> read_path(const std::filesystem::path& path, const IntakeConfig& config = {});

// One document that is no file (standard input): native JSON, vCon, an export or an e-mail. `name` names it in errors.
Batch<Interaction> read_document(std::string_view content, const std::string& name, const IntakeConfig& config = {});

}  // namespace repere::intake
