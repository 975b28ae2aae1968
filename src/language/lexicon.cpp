#include "language/lexicon.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "core/files.hpp"
#include "language/lexicon_table.hpp"

namespace repere::language {
namespace {

// A file mapped for reading, unmapped at the end of its life.
class Mapping {
  public:
    Mapping() = default;
    Mapping(void* data, std::size_t size) : data_(data), size_(size) {}
    Mapping(Mapping&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    Mapping& operator=(Mapping&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~Mapping() {
        if (data_ != nullptr) ::munmap(data_, size_);
    }
    const char* data() const { return static_cast<const char*>(data_); }
    std::size_t size() const { return size_; }

  private:
    void* data_ = nullptr;
    std::size_t size_ = 0;
};

Result<Mapping> map_file(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return fail(ErrorCode::kEnvironment, "language.lexicon.missing", {{"reason", std::strerror(errno)}},
                    {file.string()});
    }
    struct stat info {};
    void* data = MAP_FAILED;
    if (::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
        data = ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_SHARED, descriptor, 0);
    }
    ::close(descriptor);
    if (data == MAP_FAILED) return fail(ErrorCode::kInvalidInput, "language.lexicon.broken", {}, {file.string()});
    return Mapping(data, static_cast<std::size_t>(info.st_size));
}

}  // namespace

const LexiconEntry* LexiconTable::find(WordHash form) const {
    std::uint32_t slot = slot_of(form, slot_count_);
    for (std::uint32_t probe = 0; probe <= longest_probe_; ++probe) {
        const LexiconSlot& s = slots_[slot];
        if (s.entry == 0) return nullptr;
        if (s.tag == static_cast<std::uint32_t>(form)) {
            return s.entry <= entry_count_ ? &entries_[s.entry - 1] : nullptr;
        }
        if (++slot == slot_count_) slot = 0;
    }
    return nullptr;
}

bool LexiconTable::spells(WordHash spelling) const {
    const std::uint32_t tag = spelling_tag(spelling);
    std::uint32_t slot = slot_of(spelling, spelling_count_);
    for (std::uint32_t probe = 0; probe < spelling_count_ && spellings_[slot] != 0; ++probe) {
        if (spellings_[slot] == tag) return true;
        if (++slot == spelling_count_) slot = 0;
    }
    return false;
}

struct Lexicon::Tables {
    struct Language {
        Mapping mapping;
        LexiconTable table;
    };
    Language french;
    Language english;

    static Status load(Language& into, const std::filesystem::path& file) {
        auto mapping = map_file(file);
        if (!mapping) return fail(mapping.error());
        into.mapping = std::move(*mapping);
        const auto broken = [&] { return fail(ErrorCode::kInvalidInput, "language.lexicon.broken", {}, {file.string()}); };
        LexiconHeader header;
        if (into.mapping.size() < sizeof header) return broken();
        std::memcpy(&header, into.mapping.data(), sizeof header);
        const std::uint64_t expected = sizeof header + std::uint64_t{header.entry_count} * sizeof(LexiconEntry) +
                                       std::uint64_t{header.slot_count} * sizeof(LexiconSlot) +
                                       std::uint64_t{header.spelling_count} * sizeof(std::uint32_t);
        if (header.magic != kLexiconMagic || header.slot_count == 0 || header.spelling_count == 0 || header.file_bytes != expected ||
            into.mapping.size() != expected) {
            return broken();
        }
        // The mapping is page-aligned and every part a multiple of 8 bytes, so the arrays can be used in place.
        const char* entries = into.mapping.data() + sizeof header;
        into.table.entries_ = reinterpret_cast<const LexiconEntry*>(entries);
        into.table.slots_ =
            reinterpret_cast<const LexiconSlot*>(entries + std::size_t{header.entry_count} * sizeof(LexiconEntry));
        into.table.spellings_ =
            reinterpret_cast<const std::uint32_t*>(into.table.slots_ + header.slot_count);
        into.table.spelling_count_ = header.spelling_count;
        into.table.entry_count_ = header.entry_count;
        into.table.slot_count_ = header.slot_count;
        into.table.longest_probe_ = header.longest_probe < header.slot_count ? header.longest_probe : header.slot_count - 1;
        return {};
    }
};

std::filesystem::path default_lexicon_folder() {
    if (const char* folder = std::getenv("REPERE_LEXICONS"); folder != nullptr && *folder != '\0') return folder;
    const auto beside = program_folder().parent_path() / "lexicons";
    std::error_code error;
    if (std::filesystem::is_directory(beside, error)) return beside;
    const auto home = find_home();
    return home ? *home / "lexicons" : beside;
}

Result<Lexicon> Lexicon::open(const std::filesystem::path& folder) {
    auto tables = std::make_unique<Tables>();
    if (auto read = Tables::load(tables->french, folder / "fr.lex"); !read) return fail(read.error());
    if (auto read = Tables::load(tables->english, folder / "en.lex"); !read) return fail(read.error());
    return Lexicon(std::move(tables));
}

Lexicon::Lexicon(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
Lexicon::Lexicon(Lexicon&&) noexcept = default;
Lexicon& Lexicon::operator=(Lexicon&&) noexcept = default;
Lexicon::~Lexicon() = default;

const LexiconTable& Lexicon::table(std::string_view language) const {
    return language == "en" ? tables_->english.table : tables_->french.table;
}

std::array<WordHash, 3> Lexicon::lemmas(WordHash form, std::string_view language) const {
    const LexiconEntry* entry = table(language).find(form);
    return entry != nullptr ? entry->lemmas : std::array<WordHash, 3>{};
}

bool Lexicon::knows(WordHash form, std::string_view language) const { return table(language).find(form) != nullptr; }

std::uint32_t Lexicon::flags(WordHash form, std::string_view language) const {
    const LexiconEntry* entry = table(language).find(form);
    return entry != nullptr ? entry->flags : 0;
}

}  // namespace repere::language
