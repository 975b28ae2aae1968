// One visit's state: what it has seen, and the readers' common way out. Internal to this room.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "intake/kind.hpp"
#include "intake/mail.hpp"
#include "intake/mapping.hpp"
#include "intake/metadata.hpp"
#include "intake/read.hpp"

namespace repere::intake {

class Visit {
  public:
    static Result<Visit> open(const IntakeConfig& config, const Visitor& visitor);

    // A file or folder, as the user named it.
    void path(const std::filesystem::path& path);
    void document(std::string_view content, const std::string& name);
    void finish();  // gives the threads of the last folder's e-mails

  private:
    Visit(const IntakeConfig& config, const Visitor& visitor) : config_(config), visitor_(visitor) {}

    void file(const std::filesystem::path& file, const std::filesystem::path& root, bool is_named);
    void sound(const std::filesystem::path& file, const std::filesystem::path& root, const Recognised& what);
    void content(std::string_view bytes, const Recognised& what, const std::filesystem::path& file, const std::string& name);
    void mail(std::string_view bytes, const Place& place);
    void mailbox(std::string_view bytes, const std::string& name);
    void flush_mails();

    void attach_sound_beside(Interaction& interaction, const std::filesystem::path& file);
    void resolve_media(Interaction& interaction, const std::filesystem::path& file, const Place& place);
    void add_metadata(Interaction& interaction, const std::filesystem::path& file, const Place& place);
    void give(Interaction&& interaction, const Place& place, const std::filesystem::path& file);
    void give(Batch<Interaction> batch, const std::filesystem::path& file);

    void error(const Error& error) const {
        if (visitor_.error) visitor_.error(error);
    }
    void warn(std::string key, Details details, Place place) const {
        if (visitor_.warning) visitor_.warning({std::move(key), std::move(details), std::move(place)});
    }

    struct Seen {
        std::uint64_t hash;
        Place place;
    };

    const IntakeConfig& config_;
    const Visitor& visitor_;
    std::vector<Mapping> mappings_;
    Quoting quoting_;
    std::optional<SideFile> side_;
    std::filesystem::path side_path_;
    std::map<std::string, Seen> seen_;
    std::set<std::filesystem::path> done_;
    std::vector<Mail> mails_;              // of one folder
    std::filesystem::path mails_folder_;
    bool is_stopped_ = false;
};

}  // namespace repere::intake
