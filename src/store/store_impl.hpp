// What a Store holds, and what its two halves (conversations, queue) share. Inside this room only.
#pragma once

#include "store/database.hpp"
#include "store/media_store.hpp"
#include "store/store.hpp"

namespace repere::store {

struct Store::Impl {
    std::filesystem::path file;
    Clock clock;
    MediaStore media;
    std::unique_ptr<SQLite::Database> database;
};

inline std::int64_t milliseconds(Instant instant) { return instant.time_since_epoch().count(); }

// Puts the turns' words into the full-text index, in place of those that were there.
void index_words(SQLite::Database& database, std::int64_t number, const Interaction& interaction);

}  // namespace repere::store
