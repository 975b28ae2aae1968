// The SQLite connection and its schema. Inside this room only.
#pragma once

#include <filesystem>
#include <memory>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/result.hpp"

namespace repere::store {

// Opens or makes the file, sets WAL and foreign keys, brings the schema up to the version this program knows.
// A store written by a later program is refused, not touched.
Result<std::unique_ptr<SQLite::Database>> open_database(const std::filesystem::path& file);

Error from_sqlite(const SQLite::Exception& exception, const std::filesystem::path& file);

// Runs `work` and turns what SQLite throws into an Error.
template <class Work>
auto guarded(const std::filesystem::path& file, Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& e) {
        return fail(from_sqlite(e, file));
    }
}

}  // namespace repere::store
