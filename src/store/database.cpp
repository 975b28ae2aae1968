#include "store/database.hpp"

#include <array>

#include "store/schema_sql.hpp"

namespace repere::store {
namespace {

constexpr std::array kMigrations{kSchema};  // one a version, in order

void migrate(SQLite::Database& database) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    for (std::size_t next = static_cast<std::size_t>(version); next < kMigrations.size(); ++next) {
        database.exec(kMigrations[next]);
    }
    database.exec("PRAGMA user_version = " + std::to_string(kMigrations.size()));
    transaction.commit();
}

}  // namespace

Error from_sqlite(const SQLite::Exception& e, const std::filesystem::path& file) {
    return {ErrorCode::kEnvironment, "store.database", {{"reason", e.getErrorStr()}}, {file.string()}};
}

Result<std::unique_ptr<SQLite::Database>> open_database(const std::filesystem::path& file) {
    std::error_code error;
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
    if (error) {
        return fail(ErrorCode::kEnvironment, "store.folder", {{"reason", error.message()}}, {file.parent_path().string()});
    }
    return guarded(file, [&]() -> Result<std::unique_ptr<SQLite::Database>> {
        auto database = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database->setBusyTimeout(20'000);
        database->exec("PRAGMA journal_mode = WAL");
        database->exec("PRAGMA synchronous = NORMAL");
        database->exec("PRAGMA foreign_keys = ON");
        const int version = database->execAndGet("PRAGMA user_version").getInt();
        if (version > static_cast<int>(kMigrations.size())) {
            return fail(ErrorCode::kEnvironment, "store.newer",
                        {{"found", std::to_string(version)}, {"known", std::to_string(kMigrations.size())}},
                        {file.string()});
        }
        if (version < static_cast<int>(kMigrations.size())) migrate(*database);
        return database;
    });
}

}  // namespace repere::store
