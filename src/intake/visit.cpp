#include "intake/visit.hpp"

#include <malloc.h>

#include <algorithm>
#include <fstream>

#include "conversation/identity.hpp"
#include "conversation/vcon.hpp"
#include "core/files.hpp"
#include "core/utf8.hpp"
#include "intake/exports.hpp"
#include "intake/threads.hpp"

namespace repere::intake {
namespace {

namespace fs = std::filesystem;

std::string head_of(const fs::path& file) {
    std::string head(kHeadBytes, '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    return head;
}

bool is_conversation(Kind kind) { return kind == Kind::kNative || kind == Kind::kVcon; }

// The transcript that stands beside a sound: same folder, same name, .json or .vcon, and a conversation.
std::optional<fs::path> transcript_beside(const fs::path& sound) {
    for (const char* extension : {".json", ".vcon"}) {
        fs::path candidate = sound;
        candidate.replace_extension(extension);
        std::error_code error;
        if (fs::is_regular_file(candidate, error) && is_conversation(recognise(head_of(candidate), candidate).kind)) return candidate;
    }
    return std::nullopt;
}

// "lundi/appel-1" for a file of the folder read, "appel-1" for a file named by itself.
std::string id_from(const fs::path& file, const fs::path& root) {
    std::error_code error;
    const fs::path below = fs::is_directory(root, error) ? file.lexically_relative(root) : file.filename();
    return utf8::repaired((below.parent_path() / below.stem()).generic_string());
}

}  // namespace

Result<Visit> Visit::open(const IntakeConfig& config, const Visitor& visitor) {
    if (const Status valid = config.validate(); !valid) return fail(valid.error());
    Visit visit(config, visitor);
    fs::path folder = config.mappings;
    if (folder.empty()) {
        const auto home = find_home();
        if (!home) return fail(home.error());
        folder = *home / "knowledge" / "mappings";
    }
    auto mappings = load_mappings(folder);
    if (!mappings) return fail(mappings.error());
    visit.mappings_ = std::move(*mappings);
    auto quoting = Quoting::load(folder / "mail" / "quoting.yaml");
    if (!quoting) return fail(quoting.error());
    visit.quoting_ = std::move(*quoting);
    if (!config.metadata.empty()) {
        auto side = SideFile::load(config.metadata);
        if (!side) return fail(side.error());
        for (const Error& error : side->errors()) visit.error(error);
        for (const Warning& warning : side->warnings()) visit.warn(warning.key, warning.details, warning.place);
        visit.side_ = std::move(*side);
        std::error_code ignored;
        visit.side_path_ = fs::weakly_canonical(config.metadata, ignored);
    }
    return visit;
}

void Visit::path(const fs::path& path) {
    const auto files = list_files(path, config_.limits);
    if (!files) return error(files.error());
    std::vector<fs::path> sorted = *files;  // a folder's own files together, so that its threads are too
    std::stable_sort(sorted.begin(), sorted.end(), [](const fs::path& a, const fs::path& b) { return a.parent_path() < b.parent_path(); });
    std::error_code ignored;
    const bool is_named = !fs::is_directory(path, ignored);
    for (const fs::path& one : sorted) {
        if (is_stopped_) return;
        file(one, path, is_named);
    }
}

void Visit::file(const fs::path& file, const fs::path& root, bool is_named) {
    std::error_code ignored;
    const fs::path real = fs::weakly_canonical(file, ignored);
    if (real == side_path_ || !done_.insert(real).second) return;
    if (!mails_.empty() && file.parent_path() != mails_folder_) flush_mails();
    const std::string name = file.string();
    const std::string head = head_of(file);
    if (head.empty()) {
        const auto content = read_file(file, 1);  // says why it cannot be read, if that is it
        return error(content ? Error{ErrorCode::kInvalidInput, "intake.file.empty", {}, {name}} : content.error());
    }
    const Recognised what = recognise(head, file);
    if (what.kind == Kind::kUnknown) {
        const std::string extension = file.extension().string();
        if (is_named || is_sound_name(file)) {
            return error({ErrorCode::kUnsupported, "intake.kind.unknown", {{"extension", extension}}, {name}});
        }
        return warn("intake.kind.skipped", {}, {name});
    }
    if (!what.has_right_name) {
        warn("intake.kind.wrong_extension", {{"extension", file.extension().string()}, {"format", what.format}}, {name});
    }
    if (what.kind == Kind::kSound) return sound(file, root, what);
    const auto bytes = read_file(file, config_.limits.max_file_bytes);
    if (!bytes) return error(bytes.error());
    content(*bytes, what, file, name);
}

void Visit::sound(const fs::path& file, const fs::path& root, const Recognised& what) {
    if (const auto transcript = transcript_beside(file)) return this->file(*transcript, root, true);
    Interaction one;
    one.id = id_from(file, root);
    one.channel = Channel::kPhone;
    one.media.push_back({.path = file.string(), .type = what.media_type});
    give(std::move(one), {file.string()}, file);
}

void Visit::content(std::string_view bytes, const Recognised& what, const fs::path& file, const std::string& name) {
    const Limits& limits = config_.limits;
    switch (what.kind) {
        case Kind::kNative: return give(read_native_json(bytes, name, limits.document), file);
        case Kind::kVcon:
            return give(read_vcon(bytes, name, limits.document,
                                  [&](std::string_view type, std::string_view body) {
                                      return text_of_body(type, body, quoting_, limits);
                                  }),
                        file);
        case Kind::kJsonExport: return give(read_json_export(bytes, name, mappings_, config_.mapping, limits), file);
        case Kind::kTable: return give(read_table_export(bytes, name, mappings_, config_.mapping, limits), file);
        case Kind::kEmail:
            mails_folder_ = file.parent_path();
            return mail(bytes, {name});
        case Kind::kMailbox: return mailbox(bytes, name);
        case Kind::kSound:
        case Kind::kUnknown: return error({ErrorCode::kUnsupported, "intake.kind.unknown", {{"extension", ""}}, {name}});
    }
}

void Visit::document(std::string_view content, const std::string& name) {
    if (content.empty()) return error({ErrorCode::kInvalidInput, "intake.file.empty", {}, {name}});
    Recognised what = recognise(content.substr(0, kHeadBytes), {});
    if (what.kind == Kind::kUnknown) what.kind = Kind::kNative;  // the contract of standard input, whose errors say more
    this->content(content, what, {}, name);
}

void Visit::mail(std::string_view bytes, const Place& place) {
    if (mails_.size() >= config_.limits.max_messages) {
        return error({ErrorCode::kTooLarge, "intake.mail.too_many", {{"limit", std::to_string(config_.limits.max_messages)}}, place});
    }
    auto mail = read_mail(bytes, place, quoting_, config_.limits);
    if (!mail) return error(mail.error());
    mails_.push_back(std::move(*mail));
}

void Visit::mailbox(std::string_view bytes, const std::string& name) {
    flush_mails();
    const auto entries = split_mailbox(bytes);
    for (std::size_t i = 0; i < entries.size() && !is_stopped_; ++i) {
        if (i == config_.limits.max_messages) {
            error({ErrorCode::kTooLarge, "intake.mail.too_many", {{"limit", std::to_string(i)}}, {name, entries[i].line}});
            break;
        }
        mail(unescaped(entries[i].bytes), {name, entries[i].line, 0, "message " + std::to_string(i + 1)});
    }
    flush_mails();
}

void Visit::flush_mails() {
    if (mails_.empty()) return;
    std::vector<Mail> mails = std::move(mails_);
    mails_.clear();
    const fs::path file = mails.front().place.source;
    give(join_threads(std::move(mails), quoting_, config_), file);
}

void Visit::finish() { flush_mails(); }

namespace {

// What a parser of much text has freed stays with this thread, where those that analyse cannot have it: it goes back to
// the system first.
void give_back_memory(const std::vector<Interaction>& read) {
    constexpr std::size_t kManyTurns = 20'000;
    std::size_t turns = 0;
    for (const Interaction& one : read) turns += one.turns.size();
    if (turns >= kManyTurns) ::malloc_trim(0);
}

}  // namespace

void Visit::give(Batch<Interaction> batch, const fs::path& file) {
    give_back_memory(batch.items);
    for (const Warning& warning : batch.warnings) warn(warning.key, warning.details, warning.place);
    for (const Error& one : batch.errors) error(one);
    for (std::size_t i = 0; i < batch.items.size() && !is_stopped_; ++i) {
        Interaction& one = batch.items[i];
        const Place place = i < batch.places.size() ? batch.places[i] : Place{file.string()};
        if (one.channel != Channel::kEmail || !one.media.empty()) resolve_media(one, file, place);
        if (batch.items.size() == 1 && one.channel == Channel::kPhone && one.media.empty()) attach_sound_beside(one, file);
        give(std::move(one), place, fs::path(place.source));
    }
}

void Visit::attach_sound_beside(Interaction& interaction, const fs::path& file) {
    if (file.empty()) return;
    std::error_code error;
    std::vector<fs::path> beside;
    for (fs::directory_iterator it(file.has_parent_path() ? file.parent_path() : fs::path("."), error), end; !error && it != end; it.increment(error)) {
        if (it->path().stem() == file.stem() && it->path().extension() != file.extension() && it->is_regular_file(error)) {
            beside.push_back(it->path().lexically_normal());
        }
    }
    std::sort(beside.begin(), beside.end());
    for (const fs::path& candidate : beside) {
        const Recognised what = recognise(head_of(candidate), candidate);
        if (what.kind != Kind::kSound) continue;
        interaction.media.push_back({.path = candidate.string(), .type = what.media_type});
        return;
    }
}

// A document may name sounds of its own folder and below, and nothing else of the machine it is read on.
void Visit::resolve_media(Interaction& interaction, const fs::path& file, const Place& place) {
    std::erase_if(interaction.media, [&](Media& media) {
        if (!media.bytes.empty()) return false;
        const fs::path named(media.path);
        const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
        const fs::path whole = (folder / named).lexically_normal();
        std::error_code ignored;
        if (!config_.allow_outside_media) {
            const fs::path inside = fs::weakly_canonical(whole, ignored).lexically_relative(fs::weakly_canonical(folder, ignored));
            if (named.is_absolute() || inside.empty() || *inside.begin() == "..") {
                warn("intake.media.outside", {{"path", media.path}}, place);
                return true;
            }
        }
        if (!fs::is_regular_file(whole, ignored)) {
            warn("intake.media.missing", {{"path", media.path}}, place);
            return true;
        }
        media.path = whole.string();
        if (media.type.empty()) media.type = recognise(head_of(whole), whole).media_type;
        done_.insert(fs::weakly_canonical(whole, ignored));
        return false;
    });
}

void Visit::add_metadata(Interaction& interaction, const fs::path& file, const Place& place) {
    if (side_) {
        if (const Facts* facts = side_->find(file, interaction.id)) {
            if (const Status status = apply(*facts, interaction, false); !status) error(status.error());
        }
    }
    if (!config_.name_pattern.empty() && !file.empty()) {
        if (const auto facts = match_pattern(config_.name_pattern, utf8::repaired(file.stem().string()))) {
            if (Status status = apply(*facts, interaction, true); !status) {
                warn(status.error().key, status.error().details, place);
            }
        } else {
            warn("intake.pattern.mismatch", {{"pattern", config_.name_pattern}}, place);
        }
    }
    if (!config_.agent_is_left) return;
    for (Media& media : interaction.media) {
        if (!media.agent_is_left) media.agent_is_left = config_.agent_is_left;
    }
}

void Visit::give(Interaction&& interaction, const Place& place, const fs::path& file) {
    add_metadata(interaction, file, place);
    const std::uint64_t hash = content_hash(interaction);
    const auto [entry, is_new] = seen_.emplace(interaction.id, Seen{hash, place});
    if (!is_new) {
        const Details details{{"id", interaction.id}, {"first", to_string(entry->second.place)}};
        if (entry->second.hash == hash) return warn("intake.duplicate.same", details, place);
        return error({ErrorCode::kConflict, "intake.duplicate.conflict", details, place});
    }
    if (visitor_.interaction && !visitor_.interaction(std::move(interaction), place)) is_stopped_ = true;
}

}  // namespace repere::intake
