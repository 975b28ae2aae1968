#include "store/store.hpp"

#include <nlohmann/json.hpp>

#include "conversation/json.hpp"
#include "store/content_hash.hpp"
#include "store/store_impl.hpp"

namespace repere::store {
namespace {

namespace fs = std::filesystem;

template <class T>
void bind_optional(SQLite::Statement& statement, const char* name, const std::optional<T>& value) {
    if (value) statement.bind(name, *value);
}

std::optional<std::string> text_of(const SQLite::Column& column) {
    return column.isNull() ? std::nullopt : std::optional<std::string>(column.getString());
}

std::optional<double> number_of(const SQLite::Column& column) {
    return column.isNull() ? std::nullopt : std::optional<double>(column.getDouble());
}

// The document as kept: media are named by their place in the media store.
std::string document_of(Interaction interaction, const std::vector<StoredMedia>& media, const MediaStore& store) {
    for (std::size_t i = 0; i < media.size(); ++i) {
        interaction.media[i].path = fs::absolute(store.path_of(media[i].hash)).string();
        interaction.media[i].bytes.clear();
    }
    return to_json(interaction).dump();
}

constexpr const char* kInsert = R"sql(
INSERT INTO interaction (id, content_hash, channel, language, direction, domain, started_at, duration, agent, team, site,
    queue, dialled_number, campaign, customer, wait_seconds, csat, nps, ces, source, imported_at, document)
VALUES (:id, :hash, :channel, :language, :direction, :domain, :started, :duration, :agent, :team, :site,
    :queue, :dialled, :campaign, :customer, :wait, :csat, :nps, :ces, :source, :now, :document))sql";

// FTS5's own query language is not shown to people: words are all required, "a phrase" stays together, word* begins so.
std::string fts_query(std::string_view words) {
    std::string query;
    bool quoted = false;
    std::string current;
    const auto flush = [&](bool phrase) {
        if (current.empty()) return;
        const bool prefix = !phrase && current.ends_with('*');
        if (prefix) current.pop_back();
        if (!current.empty()) {
            if (!query.empty()) query += ' ';
            query += '"' + current + '"' + (prefix ? "*" : "");
        }
        current.clear();
    };
    for (const char c : words) {
        if (c == '"') {
            flush(quoted);
            quoted = !quoted;
        } else if (c == ' ' && !quoted) {
            flush(false);
        } else if (c != '\0') {
            current += c;
        }
    }
    flush(quoted);
    return query;
}

}  // namespace

void index_words(SQLite::Database& database, std::int64_t number, const Interaction& interaction) {
    SQLite::Statement gone(database, "DELETE FROM turn_text WHERE interaction = ?");
    gone.bind(1, number);
    gone.exec();
    SQLite::Statement insert(database,
                             "INSERT INTO turn_text (text, interaction, turn, speaker) VALUES (?, ?, ?, ?)");
    for (std::size_t i = 0; i < interaction.turns.size(); ++i) {
        const Turn& turn = interaction.turns[i];
        insert.bind(1, turn.text);
        insert.bind(2, number);
        insert.bind(3, static_cast<std::int64_t>(i));
        insert.bind(4, std::string(to_string(turn.speaker)));
        insert.exec();
        insert.reset();
    }
}

Result<fs::path> StoreConfig::file() const {
    constexpr std::string_view kScheme = "sqlite:";
    if (!address.starts_with(kScheme) || address.size() == kScheme.size()) {
        return fail(ErrorCode::kConfiguration, "store.address", {{"address", address}});
    }
    return fs::path(address.substr(kScheme.size()));
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

const fs::path& Store::media_folder() const { return impl_->media.folder(); }

Result<Store> Store::open(const StoreConfig& config) {
    const auto file = config.file();
    if (!file) return fail(file.error());
    auto database = open_database(*file);
    if (!database) return fail(database.error());
    return Store(std::make_unique<Impl>(
        Impl{*file, config.clock, MediaStore(file->parent_path() / "media"), std::move(*database)}));
}

Result<Added> Store::add(const Interaction& interaction, std::string_view source) {
    std::vector<StoredMedia> media;
    std::vector<std::string> hashes;
    for (const Media& item : interaction.media) {
        auto stored = impl_->media.put(item);
        if (!stored) return fail(stored.error());
        hashes.push_back(stored->hash);
        media.push_back(std::move(*stored));
    }
    const std::string hash = content_hash(interaction, hashes);
    const std::string document = document_of(interaction, media, impl_->media);
    return guarded(impl_->file, [&]() -> Result<Added> {
        SQLite::Database& database = *impl_->database;
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement known(database, "SELECT content_hash, source FROM interaction WHERE id = ? OR content_hash = ?");
        known.bind(1, interaction.id);
        known.bind(2, hash);
        while (known.executeStep()) {
            if (known.getColumn(0).getString() == hash) return Added::kAlreadyThere;
            return fail(ErrorCode::kConflict, "store.id_taken",
                        {{"id", interaction.id}, {"other", known.getColumn(1).getString()}}, {std::string(source)});
        }
        const Metadata& m = interaction.metadata;
        SQLite::Statement insert(database, kInsert);
        insert.bind(":id", interaction.id);
        insert.bind(":hash", hash);
        insert.bind(":channel", std::string(to_string(interaction.channel)));
        if (!interaction.language.empty()) insert.bind(":language", interaction.language);
        insert.bind(":direction", std::string(to_string(interaction.direction)));
        if (!interaction.domain.empty()) insert.bind(":domain", interaction.domain);
        if (interaction.started_at) insert.bind(":started", milliseconds(*interaction.started_at));
        bind_optional(insert, ":duration", duration_of(interaction));
        bind_optional(insert, ":agent", m.agent);
        bind_optional(insert, ":team", m.team);
        bind_optional(insert, ":site", m.site);
        bind_optional(insert, ":queue", m.queue);
        bind_optional(insert, ":dialled", m.dialled_number);
        bind_optional(insert, ":campaign", m.campaign);
        bind_optional(insert, ":customer", m.customer);
        bind_optional(insert, ":wait", m.wait_seconds);
        bind_optional(insert, ":csat", m.csat);
        bind_optional(insert, ":nps", m.nps);
        bind_optional(insert, ":ces", m.ces);
        insert.bind(":source", std::string(source));
        insert.bind(":now", milliseconds(impl_->clock()));
        insert.bind(":document", document);
        insert.exec();
        const std::int64_t number = database.getLastInsertRowid();
        SQLite::Statement media_row(database, "INSERT INTO media VALUES (?, ?, ?, ?, ?)");
        for (std::size_t i = 0; i < media.size(); ++i) {
            media_row.bind(1, number);
            media_row.bind(2, static_cast<std::int64_t>(i));
            media_row.bind(3, media[i].hash);
            media_row.bind(4, interaction.media[i].type);
            media_row.bind(5, static_cast<std::int64_t>(media[i].bytes));
            media_row.exec();
            media_row.reset();
        }
        index_words(database, number, interaction);
        transaction.commit();
        return Added::kNew;
    });
}

Result<std::vector<Row>> Store::list(const Filter& filter) const {
    std::vector<Row> rows;
    const auto read = each(filter, [&](Row&& row) {
        rows.push_back(std::move(row));
        return true;
    });
    if (!read) return fail(read.error());
    return rows;
}

Status Store::each(const Filter& filter, const std::function<bool(Row&&)>& visit) const {
    return guarded(impl_->file, [&]() -> Status {
        SQLite::Statement select(*impl_->database, R"sql(
            SELECT i.id, i.channel, i.language, i.state, i.agent, i.team, i.site, i.queue, i.customer, i.started_at,
                   i.duration, i.csat, i.source, a.document, e.document, i.failure
            FROM interaction i
            LEFT JOIN analysis a ON a.number = (SELECT max(number) FROM analysis WHERE interaction = i.number)
            LEFT JOIN evaluation e ON e.number = (SELECT max(number) FROM evaluation WHERE analysis = a.number)
            WHERE (:id IS NULL OR i.id = :id) AND (:channel IS NULL OR i.channel = :channel)
              AND (:agent IS NULL OR i.agent = :agent) AND (:team IS NULL OR i.team = :team)
              AND (:state IS NULL OR i.state = :state)
              AND (:since IS NULL OR i.started_at >= :since) AND (:until IS NULL OR i.started_at < :until)
            ORDER BY i.number LIMIT :limit)sql");
        bind_optional(select, ":id", filter.id);
        bind_optional(select, ":channel", filter.channel);
        bind_optional(select, ":agent", filter.agent);
        bind_optional(select, ":team", filter.team);
        bind_optional(select, ":state", filter.state);
        if (filter.since) select.bind(":since", milliseconds(*filter.since));
        if (filter.until) select.bind(":until", milliseconds(*filter.until));
        select.bind(":limit", filter.limit == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(filter.limit));
        while (select.executeStep()) {
            Row row;
            row.id = select.getColumn(0).getString();
            row.channel = select.getColumn(1).getString();
            row.language = text_of(select.getColumn(2)).value_or("");
            row.state = select.getColumn(3).getString();
            row.agent = text_of(select.getColumn(4));
            row.team = text_of(select.getColumn(5));
            row.site = text_of(select.getColumn(6));
            row.queue = text_of(select.getColumn(7));
            row.customer = text_of(select.getColumn(8));
            if (!select.getColumn(9).isNull()) {
                row.started_at = Instant(std::chrono::milliseconds(select.getColumn(9).getInt64()));
            }
            row.duration = number_of(select.getColumn(10));
            row.csat = number_of(select.getColumn(11));
            row.source = select.getColumn(12).getString();
            row.analysis = text_of(select.getColumn(13));
            row.evaluation = text_of(select.getColumn(14));
            row.failure = text_of(select.getColumn(15));
            if (!visit(std::move(row))) break;
        }
        return {};
    });
}

Result<Interaction> Store::interaction(std::string_view id) const {
    return guarded(impl_->file, [&]() -> Result<Interaction> {
        SQLite::Statement select(*impl_->database, "SELECT document, source FROM interaction WHERE id = ?");
        select.bind(1, std::string(id));
        if (!select.executeStep()) return fail(ErrorCode::kNotFound, "store.no_such_id", {{"id", std::string(id)}});
        auto read = read_native_json(select.getColumn(0).getString(), select.getColumn(1).getString());
        if (!read.errors.empty()) return fail(read.errors.front());
        return std::move(read.items.front());
    });
}

Result<std::vector<Hit>> Store::search(std::string_view words, std::size_t limit) const {
    const std::string query = fts_query(words);
    if (query.empty()) return fail(ErrorCode::kUsage, "store.search.empty");
    return guarded(impl_->file, [&]() -> Result<std::vector<Hit>> {
        SQLite::Statement select(*impl_->database, R"sql(
            SELECT i.id, t.turn, t.speaker, snippet(turn_text, 0, '«', '»', '…', 24)
            FROM turn_text t JOIN interaction i ON i.number = t.interaction
            WHERE turn_text MATCH ? ORDER BY rank LIMIT ?)sql");
        select.bind(1, query);
        select.bind(2, static_cast<std::int64_t>(limit));
        std::vector<Hit> hits;
        while (select.executeStep()) {
            hits.push_back({.id = select.getColumn(0).getString(),
                            .turn = static_cast<std::size_t>(select.getColumn(1).getInt64()),
                            .speaker = select.getColumn(2).getString(),
                            .excerpt = select.getColumn(3).getString()});
        }
        return hits;
    });
}

}  // namespace repere::store
